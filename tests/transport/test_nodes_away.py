"""What two nodes lean on goes away, and one of the nodes itself: people are told, nothing is lost, all of it goes on."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence

import pytest

from chat.identifiers import NodeId, node_of
from chat.routing.durations import LEASE_LASTS
from chat.routing.model import Desk
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey
from tests.transport.house import KIM, PASSWORD, SAM, DeskPage, SeekerPage, resuming
from tests.transport.page import Page
from tests.transport.two_nodes import At, Pair, line, pair, said, status_is, talking, told_away
from tests.unit.store.between import Between

__all__ = ["line", "pair"]  # fixtures

pytestmark = pytest.mark.in_seconds

BACK_WITHIN_SECONDS = 2.0
BUSY_MACHINE_SECONDS = 2.0
LOOKS_WITHIN_SECONDS = 2.0
EVERYTHING = b""


async def learns(page: Page, seq: int) -> None:
    """That there is a line, by a hint or, where that was lost with its subscription, by the pulse that makes up for it."""
    await page.until(
        lambda: (
            any(told["entry"]["seq"] == seq for told in page.told_of("log.appended"))
            or any(head["seq"] == seq for told in page.told_of("pulse") for head in told["heads"])
        )
    )


async def taken_back(seeker: SeekerPage, desk: DeskPage) -> None:
    """What pages do when they are asked for their tickets."""
    await seeker.hears("ticket.ask")
    again = await seeker.done("seeker.resume", resuming(seeker.ticket, seeker.instance, take_over=True))
    seeker.ticket = again["ticket"]
    await desk.hears("ticket.ask")
    tickets = [told["ticket"] for told in desk.told_of("seat.changed") if told["ticket"]]
    await desk.done("seat.take", {"ticket": tickets[-1]})


@pytest.mark.parametrize("how", ["kill", "pause"])
async def test_redis_goes_and_comes_back(pair: Pair, valkey: Valkey, how: str) -> None:
    one, other = pair
    seeker, desk, version = await talking(one, other)
    conversation = seeker.conversation
    await seeker.say("c1")
    await desk.hears("log.appended", lambda told: told["entry"]["cmid"] == "c1")
    seeker.ticket = seeker.told_of("seeker.changed")[-1]["ticket"]
    generation = (await one.store.load()).desk.generation

    getattr(valkey, how)()
    await told_away(seeker, desk, away=True)
    error = await seeker.refused("message.send", seeker.message("c2"))
    assert error["code"] == "storage"
    error = await desk.refused("message.send", said("d1", conversation, version))
    assert error["code"] == "storage"
    for node in pair:
        await status_is(node, 503, BUSY_MACHINE_SECONDS)
    assert not seeker.is_closed
    assert not desk.is_closed

    valkey.heal()
    back = time.monotonic()
    await told_away(seeker, desk, away=False)
    assert time.monotonic() - back < BACK_WITHIN_SECONDS + BUSY_MACHINE_SECONDS
    if how == "kill":
        await taken_back(seeker, desk)
        assert (await one.store.load()).desk.generation != generation
    else:
        assert (await one.store.load()).desk.generation == generation
        assert not seeker.told_of("ticket.ask")
    # What was refused was kept by its writer, who sends it again unchanged.
    await learns(desk, (await seeker.say("c2"))["seq"])
    version = (await one.store.load()).desk.talks[next(iter((await one.store.load()).desk.talks))].version
    await learns(seeker, (await desk.done("message.send", said("d1", conversation, version)))["seq"])
    for node in pair:
        await status_is(node, 200, 15.0)


async def test_without_the_database_people_talk_wait_and_leave_and_nobody_signs_in(
    pair: Pair, postgres: Postgres
) -> None:
    one, other = pair
    seeker, desk, version = await talking(one, other)
    conversation = seeker.conversation
    knows = await other.desk(KIM)
    postgres.stop()
    await seeker.say("c1")
    await desk.hears("log.appended", lambda told: told["entry"]["cmid"] == "c1")
    await desk.done("message.send", said("d1", conversation, version))
    await seeker.hears("log.appended", lambda told: told["entry"]["cmid"] == "d1")
    waiting = await other.arrived("bo")
    await waiting.done("seeker.leave", {})
    await desk.done("status.choose", {"status": "away"})

    error = await knows.refused("seat.take", {})
    assert error["code"] == "storage"
    sign_in = {"name": KIM.name, "password": PASSWORD}
    headers = {"Origin": one.settings.origin}
    async with one.client.post(f"{one.settings.origin}/session", json=sign_in, headers=headers) as answer:
        assert (answer.status, json.loads(await answer.read())["error"]["code"]) == (503, "storage")
    for node in pair:
        assert await node.readyz() == 200

    await desk.done("conversation.end", {"conversation": conversation})
    await seeker.hears("log.appended", lambda told: told["entry"]["cmid"] == "ended")
    postgres.start()
    await knows.done("seat.take", {})


async def test_a_counsellor_whose_line_blips_while_the_database_is_away_keeps_the_conversation(
    pair: Pair, postgres: Postgres
) -> None:
    one, other = pair
    seeker, desk, version = await talking(one, other)
    conversation = seeker.conversation
    ticket = desk.told_of("seat.changed")[-1]["ticket"]
    postgres.stop()
    await desk.close()
    again = await other.desk()
    seat = await again.done("seat.take", {"ticket": ticket})
    assert [(talk["conversation"], talk["phase"]) for talk in seat["view"]["talks"]] == [
        (conversation, "talking")
    ]
    await again.done("message.send", said("d1", conversation, version))
    await seeker.hears("log.appended", lambda told: told["entry"]["cmid"] == "d1")

    unseen = await one.desk()
    assert (await unseen.refused("seat.take", {"ticket": ticket}))["code"] == "storage"

    postgres.start()
    headers = {"Cookie": f"__Host-session={other.sessions[SAM.name]}", "Origin": other.settings.origin}
    async with other.client.delete(f"{other.settings.origin}/session", headers=headers) as answer:
        assert answer.status == 204
    postgres.stop()
    signed_out = await other.desk()
    assert (await signed_out.refused("seat.take", {"ticket": ticket}))["code"] == "storage"


async def asked_again(page: Page, before: int) -> None:
    """This page was asked for its ticket once more than *before*."""
    await page.until(lambda: len(page.told_of("ticket.ask")) > before)


async def watched(node: At, until: Callable[[Desk], bool]) -> Sequence[Desk]:
    """Every desk that this node saw until then."""
    seen: list[Desk] = []

    async with asyncio.timeout(LEASE_LASTS + LOOKS_WITHIN_SECONDS + BUSY_MACHINE_SECONDS):
        while not seen or not until(seen[-1]):
            desk = (await node.store.load()).desk
            if not seen or desk.version != seen[-1].version:
                seen.append(desk)
            await asyncio.sleep(0.002)
    return seen


def held_by(desk: Desk, node: NodeId) -> set[str]:
    """Everybody who is connected there."""
    lines = [(str(one.seeker), one.connection) for one in desk.guests.values()]
    lines += [(str(one.counsellor), line) for one in desk.seats.values() for line in one.connections]
    return {who for who, line in lines if line is not None and node_of(line) == node}


async def test_all_people_of_a_node_that_is_cut_off_are_dropped_at_once_and_come_back_with_it(
    pair: Pair, line: Between
) -> None:
    one, other = pair
    seeker, desk, _ = await talking(one, other)
    waiting = await other.arrived("bo"), await other.arrived("cas")
    before = (await one.store.load()).desk
    (gone,) = [node for node in before.nodes if len(held_by(before, node)) == 3]
    cut = time.monotonic()
    line.swallow = EVERYTHING
    await told_away(desk, *waiting, away=True)
    seen = await watched(one, lambda found: gone not in found.nodes)
    took = time.monotonic() - cut
    assert took > LEASE_LASTS - LOOKS_WITHIN_SECONDS - 3.0
    held = [len(held_by(found, gone)) for found in seen]
    assert sorted(set(held)) == [0, 3], "all of them in one step"
    assert len(held_by(seen[-1], gone)) == 0

    pages: list[Page] = [desk, *waiting]
    asks = [len(page.told_of("ticket.ask")) for page in pages]
    line.swallow = None
    line.tear()
    await told_away(*pages, away=False)
    for page, count in zip(pages, asks, strict=True):
        await asked_again(page, count)
    for page in waiting:
        await page.done("seeker.resume", resuming(page.ticket, page.instance, take_over=False))
    await desk.done("seat.take", {"ticket": desk.told_of("seat.changed")[-1]["ticket"]})
    assert len(held_by((await one.store.load()).desk, gone)) == 3
    await learns(desk, (await seeker.say("c1"))["seq"])
