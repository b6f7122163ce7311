"""Leaving while the store is away: it cannot be taken back, and whoever was told of it sees to it."""

import asyncio
from pathlib import Path
from subprocess import Popen

import pytest
from aiohttp import ClientError

from chat.identifiers import Ticket
from chat.store.endings import FILE
from chat.store.tickets import SealedTickets
from tests.ports import free_port
from tests.servers.valkey import Valkey
from tests.transport.house import DeskPage, SeekerPage, resuming
from tests.transport.page import Payload
from tests.transport.program import STARTS_WITHIN_SECONDS, started
from tests.transport.two_nodes import KEY, At, Pair, line, nodes_words, pair, status_is, talking, told_away

__all__ = ["line", "pair"]  # fixtures

pytestmark = pytest.mark.in_seconds

ANSWERED_WITHIN_SECONDS = 30.0
"""The store is given up after two, on a busy machine later; it is not back before the answer."""
EMPTY_OR_NOT = pytest.mark.parametrize("how", ["kill", "pause"])
"""How the store goes: it comes back empty, or as it was."""


async def last_word(at: At, ticket: str, port: int | None = None) -> int:
    """The status with which the last word of a page is answered, at this node or at another *port*."""
    origin = at.settings.origin if port is None else f"http://127.0.0.1:{port}"
    async with (
        asyncio.timeout(ANSWERED_WITHIN_SECONDS),
        at.client.post(f"{origin}/weg", data=ticket, headers={"Origin": origin}) as answer,
    ):
        return answer.status


def newest(page: SeekerPage | DeskPage, event: str) -> str:
    """The ticket that this page was given last."""
    return [str(told["ticket"]) for told in page.told_of(event) if told["ticket"]][-1]


def is_wiped(told: Payload) -> bool:
    """Whether this says of the only conversation that it was left."""
    talks = told["view"]["talks"] if told["view"] else []
    return [(talk["phase"], talk["reason"]) for talk in talks] == [("ended", "seeker_left")]


async def is_refused_for_good(at: At, ticket: str) -> bool:
    """Whether nobody is taken back with this ticket here, ever."""
    page = await at.seeker()
    error = await page.refused("seeker.resume", resuming(ticket, "page-2", take_over=True))
    await page.close()
    return error == {"code": "gone"}


async def has_no_log(at: At) -> bool:
    """Whether nothing of what anybody said is left in the store."""
    (keys,) = await at.store._redis.ask(("KEYS", "*:log:*"))
    return keys == []


async def spoken(pair: Pair) -> tuple[SeekerPage, DeskPage, str]:
    """Two people at two nodes who said something, and the young person's newest ticket."""
    seeker, desk, _ = await talking(*pair)
    await seeker.say("c1")
    await desk.hears("log.appended", lambda told: told["entry"]["cmid"] == "c1")
    return seeker, desk, newest(seeker, "seeker.changed")


async def sits_again(desk: DeskPage) -> None:
    """The counsellor's page is asked who it is, and says so."""
    await desk.hears("ticket.ask")
    await desk.done("seat.take", {"ticket": newest(desk, "seat.changed")})


@EMPTY_OR_NOT
@pytest.mark.parametrize("by", ["the beacon", "the line"])
async def test_whoever_left_meanwhile_is_out_when_the_store_is_back(
    pair: Pair, valkey: Valkey, how: str, by: str
) -> None:
    seeker, desk, ticket = await spoken(pair)
    getattr(valkey, how)()
    await told_away(seeker, desk, away=True)
    if by == "the beacon":
        assert await last_word(pair[0], ticket) == 204
    else:
        assert (await seeker.refused("seeker.leave", {}))["code"] in ("storage", "busy")
    await seeker.close()

    valkey.heal()
    if how == "kill":
        await sits_again(desk)
    await desk.hears("seat.changed", is_wiped)
    for node in pair:
        assert await is_refused_for_good(node, ticket)
    assert await has_no_log(pair[0])


@EMPTY_OR_NOT
async def test_a_node_that_was_told_and_killed_sees_to_it_when_it_runs_again(
    pair: Pair, valkey: Valkey, postgres_url: str, tmp_path: Path, how: str
) -> None:
    one, _ = pair
    folder, port = tmp_path / "third", free_port()
    folder.mkdir()
    words = {"LUISTER_PORT": str(port), **nodes_words(valkey.url, postgres_url)}
    seeker, desk, ticket = await spoken(pair)
    with started(folder, **words) as process:
        await lets_in(one, port, process)
        getattr(valkey, how)()
        assert await last_word(one, ticket, port) == 204
    await told_away(seeker, desk, away=True)
    valkey.heal()
    if how == "kill":
        # The ticket lay in another tab too, and the nodes that take it back were told nothing.
        await seeker.hears("ticket.ask")
        await seeker.done("seeker.resume", resuming(ticket, seeker.instance, take_over=True))
        await sits_again(desk)
    with started(folder, **words) as process:
        await lets_in(one, port, process)
        await desk.hears("seat.changed", is_wiped)
        assert await is_refused_for_good(one, ticket)
        assert await has_no_log(one)


async def lets_in(at: At, port: int, process: Popen[str]) -> None:
    """The program that was started there can take visitors."""
    async with asyncio.timeout(STARTS_WITHIN_SECONDS):
        while process.poll() is None:
            try:
                async with at.client.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.1)
    raise AssertionError(process.communicate()[0])


async def test_what_is_no_ticket_of_ours_leaves_nobody_meanwhile(pair: Pair, valkey: Valkey) -> None:
    one, _ = pair
    seeker, desk, ticket = await spoken(pair)
    middle = len(ticket) // 2
    claim = SealedTickets(KEY).seeker(Ticket(ticket))
    assert claim is not None
    strange = {
        "altered": ticket[:middle] + ("A" if ticket[middle] != "A" else "B") + ticket[middle + 1 :],
        "cut short": ticket[:-4],
        "of another server": SealedTickets(bytes(32)).seal(claim),
        "a counsellor's": newest(desk, "seat.changed"),
        "forged": "A" * len(ticket),
    }
    known = (one.settings.data / FILE).read_bytes()
    valkey.pause()
    await told_away(seeker, desk, away=True)
    for said in strange.values():
        assert await last_word(one, said) == 204
    assert (one.settings.data / FILE).read_bytes() == known
    valkey.heal()
    await told_away(seeker, desk, away=False)
    assert (await seeker.say("c2"))["seq"] > 0
    for node in pair:
        await status_is(node, 200, 15.0)
