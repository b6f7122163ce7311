"""A phone that was dead for longer than its ticket is good for: over the wire, whoever is waited for comes back, and nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat import server
from chat.identifiers import ConversationId, SeekerId, Ticket
from chat.routing.claims import SeekerClaim
from chat.store.life import Life
from chat.store.tickets import SealedTickets
from tests.transport.clock import Clock
from tests.transport.house import DeskPage, House, SeekerPage, open_house, resuming

EIGHTY_MINUTES = 80 * 60.0
GONE = '[{"ok":false,"error":{"code":"gone"}}]'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the house, made before it."""
    clock = Clock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    return clock


@pytest.fixture
async def house(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house in which time passes when it is told to."""
    del clock  # it is the house's by now
    async with open_house(tmp_path, monkeypatch) as house:
        yield house
        assert house.node.faults.count == 0


def tickets(house: House) -> SealedTickets:
    """What opens and seals the tickets of this house."""
    return SealedTickets(Life(house.settings.data).key())


def is_away(desk: DeskPage) -> bool:
    """Whether the counsellor reads that the young person of their one talk is gone."""
    return desk.told_of("seat.changed")[-1]["view"]["talks"][0]["seeker_away_ms"] is not None


async def dead_phone(house: House, clock: Clock) -> tuple[SeekerPage, DeskPage]:
    """Sam sees danger, Anna's phone dies, and eighty minutes go by."""
    anna, desk, _ = await house.talking()
    await anna.say("c1", "help")
    await desk.done("risk.set", {"conversation": anna.conversation, "risk": 2})
    await anna.close()
    await desk.shows(is_away)
    clock.pass_by(EIGHTY_MINUTES)
    return anna, desk


async def test_who_is_waited_for_in_danger_comes_back_however_old_their_ticket(
    house: House, clock: Clock
) -> None:
    anna, desk = await dead_phone(house, clock)
    page = await house.seeker()
    back = await page.done("seeker.resume", resuming(anna.ticket, "page-1", take_over=True))
    assert (back["view"]["phase"], back["view"]["conversation"]) == ("talking", anna.conversation)
    assert "c1" in [entry["cmid"] for entry in back["log"]["entries"]]
    await desk.shows(lambda desk: not is_away(desk))
    page.conversation = anna.conversation
    await page.say("c2", "ik ben er weer")
    await desk.hears("log.appended", lambda told: told["entry"]["cmid"] == "c2")
    claim = tickets(house).seeker(Ticket(back["ticket"]))
    assert claim is not None
    assert claim.issued > house.store._clock.now() - 60


async def test_what_an_older_page_still_held_is_taken_as_well(house: House, clock: Clock) -> None:
    anna, _ = await dead_phone(house, clock)
    page = await house.seeker()
    handed = {"ticket": anna.ticket, "messages": [{"cmid": "c2", "body": "nog iets"}]}
    assert (await page.done("outbox.hand_in", handed))["stored"] == ["c2"]


async def test_of_nobody_else_an_old_ticket_says_anything(house: House, clock: Clock) -> None:
    anna, _ = await dead_phone(house, clock)
    claim = tickets(house).seeker(Ticket(anna.ticket))
    assert claim is not None
    bo, talk = SeekerId("bo"), ConversationId("talk-of-bo")
    strange = SeekerClaim(claim.generation, claim.desk_version, claim.issued, bo, talk, 0)
    tries = [
        str(SealedTickets(bytes(32)).seal(claim)),
        anna.ticket[:40] + ("B" if anna.ticket[40] == "A" else "A") + anna.ticket[41:],
        str(tickets(house).seal(strange)),
    ]
    before = house.store._desk
    page = await house.seeker()
    for one in tries:
        assert await page.ask_raw("seeker.resume", resuming(one, "page-1", take_over=True)) == GONE
        assert await page.ask_raw("outbox.hand_in", {"ticket": one, "messages": []}) == GONE
    after = house.store._desk
    assert (after.guests, after.talks, after.waiting) == (before.guests, before.talks, before.waiting)


@pytest.mark.parametrize("how", ["ended", "left"])
async def test_what_is_over_stays_over(house: House, clock: Clock, how: str) -> None:
    anna, desk = await dead_phone(house, clock)
    if how == "ended":
        await desk.done("conversation.end", {"conversation": anna.conversation})
    else:
        headers = {"Origin": house.origin, "Content-Type": "text/plain"}
        async with house.client.post(f"{house.origin}/weg", data=anna.ticket, headers=headers) as answer:
            assert answer.status == 204
    page = await house.seeker()
    if how == "ended":
        # Until it stood on both screens they can read it, with what was said.
        back = await page.done("seeker.resume", resuming(anna.ticket, "page-1", take_over=True))
        assert back["view"]["phase"] == "ended"
        assert [entry["cmid"] for entry in back["log"]["entries"]][-1] == "ended"
        page.conversation = anna.conversation
        assert (await page.refused("message.send", page.message("c2")))["code"] == "closed"
        for one in (page, desk):
            await one.done("end.confirm", {"conversation": anna.conversation})
    assert await page.ask_raw("seeker.resume", resuming(anna.ticket, "page-1", take_over=True)) == GONE
    assert await page.ask_raw("outbox.hand_in", {"ticket": anna.ticket, "messages": []}) == GONE
    assert house.store._desk.talks == {}
