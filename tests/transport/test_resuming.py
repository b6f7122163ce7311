"""A node is killed and another starts on its data folder: pages come back by ticket, and everything stands again."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat import server
from chat.identifiers import Seconds, Ticket
from chat.settings import Settings
from chat.store import memory
from chat.store.life import Life
from chat.store.tickets import SealedTickets
from tests.line import choose
from tests.transport.house import (
    CHEAP,
    KIM,
    STAFF,
    DeskPage,
    House,
    SeekerPage,
    employ,
    letters,
    resuming,
    settings_in,
)
from tests.transport.page import Payload
from volunteers.credentials import Passwords


@asynccontextmanager
async def another_node(settings: Settings, sessions: dict[str, str]) -> AsyncIterator[House]:
    """A node on this folder, at the same address as any before."""
    async with (
        ClientSession(cookie_jar=DummyCookieJar()) as client,
        server.node(settings, practice=False) as node,
    ):
        yield House(node, settings, client, sessions, [])


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Settings, dict[str, str]]:
    """Where the nodes of this test keep what the next one needs."""
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    settings = settings_in(tmp_path)
    return settings, await employ(settings, STAFF)


def newest(page: SeekerPage | DeskPage) -> str:
    """The ticket this page was told last."""
    told = [payload["ticket"] for name, payload in page.told if name in ("seeker.changed", "seat.changed")]
    return str([ticket for ticket in told if ticket][-1])


def held(log: Payload) -> list[dict[str, Any]]:
    """A log's entries as a page offers them back."""
    return [dict(entry) for entry in log["entries"]]


async def offered(page: SeekerPage | DeskPage, log: Payload, conversation: str) -> None:
    """Give back what was held before."""
    offer = {"conversation": conversation, "epoch": log["epoch"], "entries": held(log)}
    await page.done("log.offer", offer)


async def synced(page: SeekerPage | DeskPage, conversation: str) -> dict[str, Any]:
    """The whole log as the server has it."""
    answer = await page.done("log.sync", {"conversation": conversation, "position": None})
    log = answer["log"]
    assert isinstance(log, dict)
    return log


def texts(entries: Iterable[Payload]) -> list[tuple[str, str | None]]:
    return [(entry["cmid"], entry.get("body")) for entry in entries]


async def test_two_who_talked_talk_on_with_their_whole_history(
    folder: tuple[Settings, dict[str, str]],
) -> None:
    async with another_node(*folder) as house:
        anna, desk, version = await house.talking()
        conversation = anna.conversation
        await anna.say("c1", "I <3 you & <b>")
        await desk.done(
            "message.send", {"conversation": conversation, "cmid": "d1", "body": "dag", "version": version}
        )
        await desk.done("hold.set", {"conversation": conversation, "on_hold": True})
        await anna.hears("seeker.changed", lambda told: told["view"]["on_hold"])
        old = await synced(anna, conversation)
        of_anna, of_sam = newest(anna), newest(desk)
        before = await desk.hears("seat.changed", lambda told: told["view"]["talks"] != [])
    async with another_node(*folder) as house:
        anna = await house.seeker()
        back = await anna.done("seeker.resume", resuming(of_anna, "page-1", take_over=False))
        view = back["view"]
        assert (view["phase"], view["name"], view["counsellor_here"], view["on_hold"]) == (
            *("talking", "Sam"),
            *(False, True),
        )
        assert view["version"] > before["view"]["version"]
        assert (back["log"]["entries"], back["log"]["epoch"] != old["epoch"]) == ([], True)
        desk = await house.desk()
        seat = (await desk.done("seat.take", {"ticket": of_sam}))["view"]
        assert seat["status"] == "ready"
        assert [(talk["conversation"], talk["version"]) for talk in seat["talks"]] == [
            (conversation, version)
        ]
        await offered(desk, old, conversation)
        await offered(anna, old, conversation)
        assert texts((await synced(anna, conversation))["entries"]) == texts(old["entries"])
        again = await anna.done(
            "message.send", {"conversation": conversation, "cmid": "c1", "body": "I <3 you & <b>"}
        )
        assert again["seq"] == 2
        await desk.done(
            "message.send", {"conversation": conversation, "cmid": "d2", "body": "ja", "version": version}
        )
        await anna.hears("log.appended", lambda told: told["entry"]["cmid"] == "d2")
        assert house.node.faults.count == 0


async def test_who_waited_waits_in_the_old_order_and_is_offered_after_a_while(
    folder: tuple[Settings, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "GATHERING", Seconds(1.0))
    names = [f"seeker-{number}" for number in range(4)]
    async with another_node(*folder) as house:
        tickets = {name: (await house.arrived(name)).ticket for name in names}
    async with another_node(*folder) as house:
        desk = await house.ready(KIM)
        pages = {name: await house.seeker() for name in names}
        for name in reversed(names):
            await pages[name].done("seeker.resume", resuming(tickets[name], "page-1", take_over=False))
        assert desk.told_of("seat.changed")[-1]["view"]["offer"] is None
        for place, name in enumerate(names, 1):
            answer = resuming(tickets[name], "page-1", take_over=False)
            assert (await pages[name].done("seeker.resume", answer))["view"]["place"] == place
        first = (await pages[names[0]].done("seeker.arrive", arriving_again(names[0])))["view"]
        assert (await desk.offer())["conversation"] == first["conversation"]


async def test_nobody_is_sent_away_before_those_who_were_on_are_back(
    folder: tuple[Settings, dict[str, str]],
) -> None:
    settings, _ = folder
    await choose(settings.database_url, minimum="1")
    async with another_node(*folder) as house:
        await house.ready(KIM)
        await house.arrived("anna")  # and the answer is lost on the way
    async with another_node(*folder) as house:
        async with house.client.get(f"{settings.origin}/door?taal=nl") as answer:
            assert (await answer.json())["state"] == "queue"
        page = await house.seeker()
        assert await page.refused("seeker.arrive", arriving_again("anna")) == {"code": "wait"}
        await house.ready(KIM)
        assert (await page.done("seeker.arrive", arriving_again("anna")))["view"]["phase"] == "waiting"


def arriving_again(name: str) -> Payload:
    """The very first words of this page, said once more."""
    return {"start_id": letters(name), "instance": "page-1", "language": "nl"}


@pytest.mark.parametrize("how", ["seeker.leave", "conversation.end"])
async def test_what_was_over_is_over_after_a_restart(
    folder: tuple[Settings, dict[str, str]], how: str
) -> None:
    async with another_node(*folder) as house:
        anna, desk, _ = await house.talking()
        ticket, seat = newest(anna), newest(desk)
        await anna.done(how, {} if how == "seeker.leave" else {"conversation": anna.conversation})
    async with another_node(*folder) as house:
        page = await house.seeker()
        error = await page.refused("seeker.resume", resuming(ticket, "page-1", take_over=False))
        # Of what ended their counsellor may come and say how; whoever left is out.
        assert error == {"code": "gone" if how == "seeker.leave" else "wait"}
        assert house.store.is_empty()
        taken = await (await house.desk()).done("seat.take", {"ticket": seat})
        told = [(talk["phase"], talk["reason"]) for talk in taken["view"]["talks"]]
        assert told == ([("ended", "seeker_left")] if how == "seeker.leave" else [])


async def test_no_ticket_is_good_that_is_not_ours_and_all_are_answered_alike(
    folder: tuple[Settings, dict[str, str]],
) -> None:
    settings, _ = folder
    async with another_node(*folder) as house:
        anna, desk, _ = await house.talking()
        ticket, seat = newest(anna), newest(desk)
        claim = SealedTickets(Life(settings.data).key()).seeker(Ticket(ticket))
        assert claim is not None
    strange = SealedTickets(bytes(32)).seal(claim)
    tries = [
        "A" * 200,
        seat,
        str(strange),
        ticket[:40] + ("B" if ticket[40] == "A" else "A") + ticket[41:],
        ticket[:-1] + ("B" if ticket[-1] == "A" else "A"),
    ]
    async with another_node(*folder) as house:
        answers = set()
        page = await house.seeker()
        for one in tries:
            answers.add(await page.ask_raw("seeker.resume", resuming(one, "page-1", take_over=True)))
            answers.add(await page.ask_raw("outbox.hand_in", {"ticket": one, "messages": []}))
        assert answers == {'[{"ok":false,"error":{"code":"gone"}}]'}
        assert await page.refused("message.send", {"conversation": "c", "cmid": "c1", "body": "hoi"}) == {
            "code": "not_arrived"
        }
        assert house.store.is_empty()
        desk = await house.desk(KIM)
        for one in (seat, ticket, "A" * 200):
            view = (await desk.done("seat.take", {"ticket": one}))["view"]
            assert (view["name"], view["status"], view["talks"]) == ("Kim", "away", [])
        assert house.node.faults.count == 0


async def test_a_counsellor_whose_young_person_is_not_back_yet_is_told_to_wait(
    folder: tuple[Settings, dict[str, str]],
) -> None:
    async with another_node(*folder) as house:
        anna, desk, version = await house.talking()
        conversation, of_anna, of_sam = anna.conversation, newest(anna), newest(desk)
    async with another_node(*folder) as house:
        desk = await house.desk()
        seat = (await desk.done("seat.take", {"ticket": of_sam}))["view"]
        assert [talk["conversation"] for talk in seat["talks"]] == [conversation]
        say = {"conversation": conversation, "cmid": "d1", "body": "dag", "version": version}
        assert await desk.refused("message.send", say) == {"code": "wait"}
        sync = {"conversation": conversation, "position": None}
        assert await desk.refused("log.sync", sync) == {"code": "wait"}
        anna = await house.seeker()
        await anna.done("seeker.resume", resuming(of_anna, "page-1", take_over=False))
        await desk.done("log.sync", sync)
        assert (await desk.done("message.send", say))["seq"] == 1


@pytest.mark.parametrize("chooses", [None, "away"])
async def test_a_new_tab_that_is_first_costs_a_counsellor_only_what_they_choose_in_it(
    folder: tuple[Settings, dict[str, str]], chooses: str | None
) -> None:
    async with another_node(*folder) as house:
        desk = await house.ready()
        await desk.shows(lambda desk: desk.told_of("seat.changed")[-1]["view"]["status"] == "ready")
        ticket = newest(desk)
    async with another_node(*folder) as house:
        new, old = await house.desk(), await house.desk()
        assert (await new.done("seat.take", {"ticket": None}))["view"]["status"] == "away"
        if chooses is not None:
            await new.done("status.choose", {"status": chooses})
        status = chooses or "ready"
        assert (await old.done("seat.take", {"ticket": ticket}))["view"]["status"] == status
        await new.shows(lambda desk: desk.told_of("seat.changed")[-1]["view"]["status"] == status)
        assert house.node.faults.count == 0


async def test_on_hold_is_shown_to_both_and_only_their_counsellor_sets_it(
    folder: tuple[Settings, dict[str, str]],
) -> None:
    async with another_node(*folder) as house:
        anna, desk, _ = await house.talking()
        hold = {"conversation": anna.conversation, "on_hold": True}
        kim = await house.ready(KIM)
        assert await kim.refused("hold.set", hold) == {"code": "not_assigned"}
        assert await desk.refused("hold.set", {**hold, "conversation": "nowhere"}) == {"code": "not_assigned"}
        for on_hold in (True, True, False):
            await desk.done("hold.set", {**hold, "on_hold": on_hold})
            await anna.shows(partial(is_shown_on_hold, on_hold=on_hold))
            await desk.shows(partial(is_listed_on_hold, on_hold=on_hold))


def is_shown_on_hold(page: SeekerPage, *, on_hold: bool) -> bool:
    """Whether the newest state says so."""
    return page.told_of("seeker.changed")[-1]["view"]["on_hold"] is on_hold


def is_listed_on_hold(page: DeskPage, *, on_hold: bool) -> bool:
    """Whether the newest state says so of the one talk."""
    return page.told_of("seat.changed")[-1]["view"]["talks"][0]["on_hold"] is on_hold
