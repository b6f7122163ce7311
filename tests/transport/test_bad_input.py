"""What is sent may be wrong: each fault has its typed answer, changes nothing, and the same socket is heard after it."""

import asyncio
import json
from typing import Any

import pytest

from chat import server
from tests.fakes.clock import FakeClock
from tests.transport.house import (
    KIM,
    NOOR,
    SAM,
    DeskPage,
    House,
    Person,
    SeekerPage,
    arriving,
    letters,
    open_house,
    resuming,
)
from tests.transport.page import Page, Payload

SECRET = letters("anna")
TALK = "A-conversation-of-nobody"
MESSAGE: Payload = {"conversation": TALK, "cmid": "c1", "body": "hoi"}
MARK: Payload = {"conversation": TALK, "epoch": "one", "delivered": 0, "seen": 0}
POSITION: Payload = {"epoch": "e", "seq": 0}
RESUME: Payload = {**resuming(SECRET, "i", take_over=True), "position": POSITION}

Wrong = tuple[str, list[Any], str | None]
"""An event, its arguments, and the field that the answer names."""

WRONG_FOR_SEEKERS: tuple[Wrong, ...] = (
    ("seeker.arrive", [], None),
    ("seeker.arrive", [arriving(SECRET), arriving(SECRET)], None),
    ("seeker.arrive", [None], None),
    ("seeker.arrive", [[]], None),
    ("seeker.arrive", ["start"], None),
    ("seeker.arrive", [7], None),
    ("seeker.arrive", [{}], "start_id"),
    ("seeker.arrive", [{"start_id": SECRET, "instance": "i"}], "language"),
    ("seeker.arrive", [{**arriving(SECRET), "language": "de"}], "language"),
    ("seeker.arrive", [{**arriving(SECRET), "language": None}], "language"),
    ("seeker.arrive", [{**arriving(SECRET), "start_id": "a" * 21}], "start_id"),
    ("seeker.arrive", [{**arriving(SECRET), "start_id": "a" * 65}], "start_id"),
    ("seeker.arrive", [{**arriving(SECRET), "start_id": ["a" * 22]}], "start_id"),
    ("seeker.arrive", [{**arriving(SECRET), "instance": ""}], "instance"),
    ("seeker.arrive", [{**arriving(SECRET), "instance": "a b"}], "instance"),
    ("seeker.arrive", [{**arriving(SECRET), "instance": "een\n"}], "instance"),
    ("seeker.arrive", [{**arriving(SECRET), "naam": "Anna"}], None),
    ("seeker.arrive", [{**arriving(SECRET), "\ud800": 1}], None),
    ("seeker.arrive", [{**arriving(SECRET), "language": "\ud800"}], None),
    ("seeker.arrive", [{**arriving(SECRET), "instance": "\ud800"}], "instance"),
    ("seeker.resume", [{**RESUME, "take_over": 1}], "take_over"),
    ("seeker.resume", [{**RESUME, "take_over": "true"}], "take_over"),
    ("seeker.resume", [{**RESUME, "position": 5}], "position"),
    ("seeker.resume", [{**RESUME, "position": {"epoch": "e"}}], "position"),
    ("seeker.resume", [{**RESUME, "position": {"epoch": "e", "seq": -1}}], "position"),
    ("seeker.resume", [{**RESUME, "position": {**POSITION, "ticket": 1}}], "position"),
    ("seeker.leave", [{"reason": "klaar"}], None),
    ("outbox.hand_in", [{"ticket": SECRET, "messages": {}}], "messages"),
    ("outbox.hand_in", [{"ticket": SECRET, "messages": [{"cmid": "c"}]}], "messages"),
    ("outbox.hand_in", [{"ticket": SECRET, "messages": [{"cmid": "c", "body": "b"}] * 65}], "messages"),
    ("message.send", [{"cmid": "c1", "body": "hoi"}], "conversation"),
    ("message.send", [{**MESSAGE, "body": {"text": "hoi"}}], "body"),
    ("message.send", [{**MESSAGE, "body": None}], "body"),
    ("message.send", [{**MESSAGE, "cmid": 1}], "cmid"),
    ("message.send", [{**MESSAGE, "version": "1"}], "version"),
    ("message.send", [{**MESSAGE, "side": "counsellor"}], None),
    ("log.sync", [{"conversation": TALK, "position": POSITION, "all": True}], None),
    ("mark.set", [{**MARK, "delivered": True}], "delivered"),
    ("mark.set", [{**MARK, "delivered": 1.5}], "delivered"),
    ("mark.set", [{**MARK, "seen": 2**31 + 1}], "seen"),
    ("mark.set", [{**MARK, "seen": 10**40}], "seen"),
    ("typing.set", [{"conversation": TALK, "typing": "nee"}], "typing"),
    ("conversation.end", [{}], "conversation"),
    ("end.confirm", [{"conversation": 1}], "conversation"),
)
WRONG_FOR_COUNSELLORS: tuple[Wrong, ...] = (
    ("seat.take", [{"name": "Sam"}], None),
    ("status.choose", [{"status": "missed"}], "status"),
    ("status.choose", [{"status": "busy"}], "status"),
    ("offer.accept", [{"conversation": TALK}], "version"),
    ("offer.accept", [{"conversation": TALK, "version": -1}], "version"),
    ("offer.decline", [{"conversation": TALK, "version": None}], "version"),
    ("message.send", [{**MESSAGE, "version": -1}], "version"),
    ("conversation.pass_on", [{"conversation": TALK}], "skills"),
    ("conversation.pass_on", [{"conversation": TALK, "skills": "friend"}], "skills"),
    ("conversation.pass_on", [{"conversation": TALK, "skills": ["<b>"]}], "skills"),
    ("conversation.pass_on", [{"conversation": TALK, "skills": ["friend"] * 13}], "skills"),
)


def bad_payload(field: str | None) -> dict[str, str]:
    return {"code": "bad_payload"} if field is None else {"code": "bad_payload", "field": field}


async def still_heard(page: Page) -> None:
    """The same socket answers a good event."""
    match page:
        case SeekerPage():
            await page.arrive(letters("still"))
        case DeskPage():
            await page.done("seat.take", {})
        case _:
            await page.done("board.watch", {})


@pytest.mark.parametrize("door", ["seeker", "desk"])
async def test_what_is_sent_wrongly_is_named_and_the_connection_kept(house: House, door: str) -> None:
    answers, expected = [], []
    for event, args, field in WRONG_FOR_SEEKERS if door == "seeker" else WRONG_FOR_COUNSELLORS:
        page: Page = await (house.seeker() if door == "seeker" else house.ready())
        answers.append((event, args, await page.refused(event, *args)))
        expected.append((event, args, bad_payload(field)))
        await still_heard(page)
    assert answers == expected
    assert house.node.faults.count == 0


NAMES = ("message", "message.sent", "seat.take", "", "*", "connect", "disconnect", 5, None, ["a"], {"a": 1})


@pytest.mark.parametrize("args", [[], [{}], ["a", "b", "c", "d"]])
async def test_an_unknown_event_is_refused_whatever_it_is_called(house: House, args: list[object]) -> None:
    page = await house.seeker()
    answers = [await page.refused(name, *args) for name in NAMES]
    assert answers == [{"code": "unknown_event"}] * len(NAMES)
    assert len(house.node.connected) == 1
    await still_heard(page)
    assert house.node.faults.count == 0


async def test_an_event_called_disconnect_ends_nothing(house: House) -> None:
    seeker, desk, _ = await house.talking()
    for name in ("disconnect", "connect"):
        assert await seeker.refused(name, {"reason": "ping timeout"}) == {"code": "unknown_event"}
    await seeker.say("c1")
    await desk.hears("log.appended", lambda told: told["entry"].get("cmid") == "c1")


async def test_something_attached_is_refused_and_never_waited_for(house: House) -> None:
    page = await house.arrived("anna")
    placeholder = {"_placeholder": True, "num": 0}
    event = json.dumps(["message.send", {**page.message("c1"), "body": placeholder}])
    await page.socket.send_str(f"451-/seeker,77{event}")
    answer = await page.answer(77)
    await page.socket.send_bytes(b"\x00\x01")
    assert answer == {"ok": False, "error": bad_payload("body")}
    await page.socket.send_str(f"45999999999-/seeker,78{event}")
    assert (await page.answer(78))["error"] == bad_payload("body")
    assert (await page.say("c2"))["seq"] == 1


NO_EVENTS = (
    *("", "x", "4", "4x", "4[[", "4" + "[" * 20_000, "42", "42/seeker,", "42/seeker,7", "42/seeker,7{}"),
    *("42/seeker,7[]", "42/seeker,7[", "42/nowhere,7[1]", "49/seeker,", "44/seeker,{}", "43/seeker,5[1]"),
    *("42/seeker," + "9" * 200 + "[]", "42/seeker,7" + "[" * 20_000, "5", "6", "0{}", "9", "b4AA", "bé", "²"),
)


async def test_a_frame_that_is_no_event_is_passed_over(house: House) -> None:
    page = await house.arrived("anna")
    for frame in NO_EVENTS:
        await page.socket.send_str(frame)
        await page.socket.send_bytes(frame.encode())
        await page.done("log.sync", {"conversation": page.conversation, "position": None})
    assert house.node.faults.count == 0


async def test_the_largest_body_is_stored_and_one_byte_more_is_too_long(house: House) -> None:
    page = await house.arrived("anna")
    largest = "é" * 4096
    assert await page.refused("message.send", page.message("c1", largest + "!")) == {"code": "too_long"}
    assert (await page.say("c1", largest))["seq"] == 1
    log = (await page.done("log.sync", {"conversation": page.conversation, "position": None}))["log"]
    assert [entry["body"] for entry in log["entries"]] == [largest]


@pytest.mark.parametrize("body", ["\ud800", "hoi \udfff", "\udc00\ud800"])
async def test_half_a_letter_is_refused_and_the_text_stays_with_its_writer(house: House, body: str) -> None:
    page = await house.arrived("anna")
    assert await page.refused("message.send", page.message("c1", body)) == {"code": "too_long"}
    assert (await page.say("c1", "hoi"))["seq"] == 1


async def test_a_conversation_that_ended_is_closed_to_writing_for_both(house: House) -> None:
    seeker, desk, version = await house.talking()
    stored = await seeker.say("c1")
    await desk.done("conversation.end", {"conversation": seeker.conversation})
    assert await seeker.refused("message.send", seeker.message("c2")) == {"code": "closed"}
    late = {**seeker.message("c3"), "version": version}
    assert await desk.refused("message.send", late) == {"code": "closed"}
    assert await seeker.say("c1") == stored


SPOKEN_OF: tuple[tuple[str, Payload], ...] = (
    ("message.send", {"cmid": "c9", "body": "hoi"}),
    ("log.sync", {"position": None}),
    ("mark.set", {"epoch": "one", "delivered": 1, "seen": 1}),
    ("typing.set", {"typing": True}),
    ("conversation.end", {}),
    ("end.confirm", {}),
)


@pytest.mark.parametrize(("event", "rest"), SPOKEN_OF)
async def test_anothers_conversation_is_answered_like_one_that_never_was(
    house: House, event: str, rest: Payload
) -> None:
    theirs, sam, version = await house.talking()
    other, kim = await house.arrived("bo"), await house.ready(KIM)
    versioned = {"version": version} if event == "message.send" else {}
    asking: list[tuple[Page, Payload, str]] = [(other, {}, "gone"), (kim, versioned, "not_assigned")]
    for page, more, code in asking:
        real = await page.ask_raw(event, {**rest, **more, "conversation": theirs.conversation})
        never = await page.ask_raw(event, {**rest, **more, "conversation": "n" * 22})
        assert real == never
        assert real in (f'[{{"ok":false,"error":{{"code":"{code}"}}}}]', '[{"ok":true}]')
        assert (real == '[{"ok":true}]') == (event in ("conversation.end", "end.confirm"))
    await theirs.say("c1")
    await sam.done("message.send", {**theirs.message("c2"), "version": version})


async def test_a_counsellor_ends_nothing_that_is_anothers(house: House) -> None:
    seeker, _, _ = await house.talking()
    kim = await house.ready(KIM)
    await kim.done("conversation.end", {"conversation": seeker.conversation})
    assert (await seeker.say("c1"))["seq"] == 2


async def test_an_offer_that_is_gone_cannot_be_taken_or_declined(house: House) -> None:
    desk = await house.ready()
    seeker = await house.arrived("anna")
    offer = await desk.offer()
    await seeker.done("seeker.leave", {})
    for event in ("offer.accept", "offer.decline"):
        assert await desk.refused(event, offer) == {"code": "offer_gone"}
        assert await desk.refused(event, {"conversation": TALK, "version": 1}) == {"code": "offer_gone"}
    await still_heard(desk)


async def test_the_same_message_twice_counts_once_and_another_under_its_name_is_refused(house: House) -> None:
    seeker, desk, _ = await house.talking()
    first = await seeker.say("c1", "hoi")
    assert await seeker.say("c1", "hoi") == first
    assert await seeker.refused("message.send", seeker.message("c1", "dag")) == {"code": "cmid_conflict"}
    assert (await seeker.say("c2"))["seq"] == first["seq"] + 1
    await desk.hears("log.appended", lambda told: told["entry"].get("cmid") == "c2")
    told = [told["entry"] for told in desk.told_of("log.appended")]
    assert [(entry["kind"], entry["cmid"]) for entry in told[1:]] == [("message", "c1"), ("message", "c2")]
    assert told[0]["kind"] == "joined"


async def test_of_fifty_counsellors_who_accept_one_offer_at_once_one_wins(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [Person(f"Stem {number:02}") for number in range(50)]
    async with open_house(tmp_path, monkeypatch, people) as house:
        desks = [await house.desk(person) for person in people]
        await asyncio.gather(*(desk.sit() for desk in desks))
        seeker = await house.arrived("anna")
        async with asyncio.timeout(5):
            offers = [asyncio.create_task(desk.offer()) for desk in desks]
            done, waiting = await asyncio.wait(offers, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        (offer,) = [task.result() for task in done]
        answers = await asyncio.gather(*(desk.ask("offer.accept", offer) for desk in desks))
        refused = [answer["error"] for answer in answers if not answer["ok"]]
        assert refused == [{"code": "offer_gone"}] * 49
        winner = next(desk for desk, answer in zip(desks, answers, strict=True) if answer["ok"])
        assert (await winner.ask("offer.accept", offer))["ok"] is True
        await seeker.hears("seeker.changed", lambda told: told["view"]["phase"] == "talking")
        assert house.node.faults.count == 0


@pytest.mark.parametrize("event", ["message.send", "log.sync", "mark.set", "typing.set", "end.confirm"])
@pytest.mark.parametrize("door", ["seeker", "desk"])
async def test_before_anybody_said_who_they_are_nothing_is_done(house: House, door: str, event: str) -> None:
    page: Page = await (house.seeker() if door == "seeker" else house.desk())
    payload = {"conversation": TALK, **dict(SPOKEN_OF)[event]}
    assert await page.refused(event, payload) == {"code": "not_arrived"}
    await still_heard(page)


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("status.choose", {"status": "ready"}),
        ("offer.accept", {"conversation": TALK, "version": 1}),
        ("conversation.end", {"conversation": TALK}),
    ],
)
async def test_a_counsellor_sits_down_first(house: House, event: str, payload: Payload) -> None:
    page = await house.desk()
    assert await page.refused(event, payload) == {"code": "not_arrived"}
    await still_heard(page)


async def test_without_a_session_desk_and_board_are_shut(house: House) -> None:
    desk, board = await house.desk(None), await house.board(None)
    assert await desk.refused("seat.take", {}) == {"code": "not_signed_in"}
    assert await board.refused("board.watch", {}) == {"code": "not_signed_in"}
    assert await desk.refused("seat.take", {}) == {"code": "not_signed_in"}


async def test_a_role_opens_as_much_of_a_door_as_is_its_own(house: House) -> None:
    desk, board = await house.desk(NOOR), await house.board(SAM)
    assert await board.refused("board.watch", {}) == {"code": "forbidden"}
    await desk.done("seat.take", {})  # a supervisor helps from there
    assert await desk.refused("status.choose", {"status": "ready"}) == {"code": "forbidden"}


async def test_a_door_does_not_know_the_events_of_another(house: House) -> None:
    seeker, desk, board = await house.seeker(), await house.desk(), await house.board()
    assert await seeker.refused("seat.take", {}) == {"code": "unknown_event"}
    assert await desk.refused("seeker.arrive", arriving(SECRET)) == {"code": "unknown_event"}
    assert await board.refused("message.send", MESSAGE) == {"code": "unknown_event"}
    for page in (seeker, desk, board):
        await still_heard(page)


async def test_the_twentieth_fault_within_a_minute_closes_the_connection(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    async with open_house(tmp_path, monkeypatch) as house:
        page = await house.seeker()
        for _ in range(19):
            assert await page.refused("onzin", {}) == {"code": "unknown_event"}
        clock.advance(61)
        for _ in range(19):
            assert await page.refused("onzin", {}) == {"code": "unknown_event"}
        await still_heard(page)
        number = await page.send("onzin", {})
        await page.until(lambda: page.is_closed)
        assert "unknown_event" in page.answers[number]
        assert page.said_goodbye
        assert house.node.gateway.open_sockets() == 0


async def test_who_speaks_too_fast_is_told_when_to_try_again_and_is_heard_then(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    async with open_house(tmp_path, monkeypatch) as house:
        page = await house.arrived("anna")
        for number in range(19):
            await page.say(f"c{number}")
        error = await page.refused("message.send", page.message("c19"))
        assert error == {"code": "rate_limited", "retry_ms": 501}
        await page.done("typing.set", {"conversation": page.conversation, "typing": True})
        clock.advance(0.25)
        sooner = await page.refused("message.send", page.message("c19"))
        assert sooner == {"code": "rate_limited", "retry_ms": 251}
        clock.advance(sooner["retry_ms"] / 1000)
        assert (await page.say("c19"))["seq"] == 20
        assert (await page.refused("message.send", page.message("c20")))["code"] == "rate_limited"
