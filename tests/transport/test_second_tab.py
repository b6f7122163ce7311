"""A newly loaded page takes over; the older one hands in what it holds, and does not fight back."""

from tests.transport.house import House, SeekerPage, arriving, letters, resuming
from tests.waiting import comes_true


async def take_over(house: House, old: SeekerPage) -> SeekerPage:
    """A second tab of the same young person, which has the conversation now."""
    new = await house.seeker()
    new.instance, new.ticket, new.conversation = "page-2", old.ticket, old.conversation
    answer = await new.done("seeker.resume", resuming(old.ticket, new.instance, take_over=True))
    assert answer["view"]["conversation"] == old.conversation
    return new


async def test_the_older_tab_is_told_and_hears_nothing_more(house: House) -> None:
    old, desk, version = await house.talking()
    new = await take_over(house, old)
    await old.hears("page.superseded")
    told = len(old.told)
    await desk.done("message.send", {**new.message("d1", "dag"), "version": version})
    await new.say("c1")
    await new.hears("log.appended", lambda told: told["entry"].get("cmid") == "c1")
    assert await old.refused("message.send", old.message("c2")) == {"code": "not_arrived"}
    assert len(old.told) == told
    assert [entry["entry"].get("cmid") for entry in new.told_of("log.appended")] == ["d1", "c1"]


async def test_what_the_older_tab_hands_in_reaches_the_partner_once_and_in_order(house: House) -> None:
    old, desk, _ = await house.talking()
    await old.say("c1", "eerste")
    new = await take_over(house, old)
    held = [
        {"cmid": "c1", "body": "eerste"},
        {"cmid": "c2", "body": "tweede"},
        {"cmid": "c3", "body": "derde"},
    ]
    handing = {"ticket": old.ticket, "messages": held}
    for _ in range(2):
        assert (await old.done("outbox.hand_in", handing))["stored"] == ["c1", "c2", "c3"]
    for page in (desk, new):
        await page.hears("log.appended", lambda told: told["entry"].get("cmid") == "c3")
    bodies = [told["entry"]["body"] for told in desk.told_of("log.appended") if "body" in told["entry"]]
    assert bodies == ["eerste", "tweede", "derde"]


async def test_what_cannot_be_stored_is_left_out_and_stays_with_its_writer(house: House) -> None:
    old, _, _ = await house.talking()
    await old.say("c1", "eerste")
    await take_over(house, old)
    held = [
        {"cmid": "c1", "body": "anders"},
        {"cmid": "c2", "body": "é" * 5000},
        {"cmid": "c3", "body": "derde"},
    ]
    answer = await old.done("outbox.hand_in", {"ticket": old.ticket, "messages": held})
    assert answer["stored"] == ["c3"]
    strange = {"ticket": "t" * 64, "messages": held}
    assert await old.refused("outbox.hand_in", strange) == {"code": "gone"}


async def test_the_older_tab_does_not_get_back_in_by_itself(house: House) -> None:
    old, desk, _ = await house.talking()
    new = await take_over(house, old)
    again = await house.seeker()
    back = resuming(old.ticket, old.instance, take_over=False)
    assert await again.refused("seeker.resume", back) == {"code": "superseded"}
    assert await old.refused("seeker.resume", back) == {"code": "superseded"}
    assert await again.refused("message.send", old.message("c9")) == {"code": "not_arrived"}
    await again.close()
    await old.close()
    await comes_true(lambda: len(house.node.connected) == 2)
    assert (await new.say("c1"))["seq"] == 2
    await desk.hears("log.appended", lambda told: told["entry"].get("cmid") == "c1")
    assert new.told_of("page.superseded") == []
    talks = (await desk.done("seat.take", {}))["view"]["talks"]
    assert [talk["seeker_away_ms"] for talk in talks] == [None]


async def test_a_reconnect_of_the_same_page_supersedes_nobody(house: House) -> None:
    first, desk, _ = await house.talking()
    second = await house.seeker()
    await second.done("seeker.resume", resuming(first.ticket, first.instance, take_over=False))
    first.vanish()
    await comes_true(lambda: len(house.node.connected) == 2)
    assert first.told_of("page.superseded") == []
    second.conversation = first.conversation
    assert (await second.say("c1"))["seq"] == 2
    talks = (await desk.done("seat.take", {}))["view"]["talks"]
    assert [talk["seeker_away_ms"] for talk in talks] == [None]


async def test_a_page_refused_on_its_own_socket_still_counts_until_that_closes(house: House) -> None:
    page, desk, _ = await house.talking()
    other = resuming(page.ticket, "page-9", take_over=False)
    assert await page.refused("seeker.resume", other) == {"code": "superseded"}
    await page.close()
    await desk.hears(
        "seat.changed", lambda told: [t["seeker_away_ms"] is None for t in told["view"]["talks"]] == [False]
    )


async def test_one_socket_that_becomes_somebody_else_leaves_the_first_behind(house: House) -> None:
    page, desk, _ = await house.talking()
    await page.done("seeker.arrive", arriving(letters("bo")))
    away = await desk.hears("seat.changed", lambda told: told["view"]["talks"][:1] != [] and has_away(told))
    assert away["view"]["talks"][0]["conversation"] == page.conversation
    assert await page.refused("message.send", page.message("c1")) == {"code": "gone"}


def has_away(told: object) -> bool:
    """Whether the counsellor sees somebody away."""
    match told:
        case {"view": {"talks": [{"seeker_away_ms": int()}, *_]}}:
            return True
        case _:
            return False
