"""The line closes while somebody waits: they read that, and nobody who talks is sent away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from chat.conversation.model import EndReason, Kind, Side
from chat.errors import Closed, DoorClosed
from chat.identifiers import Instant
from chat.routing.commands import Furnish
from chat.routing.door import Because
from chat.routing.house import House, Opening
from chat.routing.model import Language, Status
from chat.routing.views import Phase
from chat.service import timekeeper
from tests.service.shift import KIM, Shift, by, draft, seeker
from tests.waiting import comes_true


@asynccontextmanager
async def time_passing(shift: Shift) -> AsyncIterator[None]:
    """Time passes for the desk as long as the block lasts."""
    running = asyncio.create_task(shift.timekeeper.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_who_waits_reads_why_it_ended_and_who_talks_goes_on(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timekeeper, "SWEEP_SECONDS", 0.005)
    talk, _ = await shift.talking("bo", KIM)
    await shift.duty.choose(KIM, Status.AWAY)
    waiting = (await shift.arrive("anna")).view.conversation
    now = (await shift.store.load()).now
    hours = (Opening(Instant(now - 3600), Instant(now + 0.2)), Opening(Instant(now + 3600), None))
    await shift.reception.ask(Furnish(House(openings=hours)))
    async with time_passing(shift):
        shift.goes_on(0.2)
        await comes_true(lambda: waiting in shift.store._desk.closing)
    view = shift.screen("anna").view
    assert view is not None
    assert (view.phase, view.reason) == (Phase.ENDED, EndReason.LINE_CLOSED)
    tail = await shift.conversing.read(Side.SEEKER, seeker("anna"), waiting, None)
    assert [(entry.kind, entry.reason) for entry in tail.entries] == [(Kind.ENDED, EndReason.LINE_CLOSED)]
    with pytest.raises(Closed):
        await shift.conversing.say(by("anna"), waiting, draft("c1"))
    with pytest.raises(DoorClosed):
        await shift.arrive("cas")
    assert (await shift.conversing.say(by("bo"), talk, draft("c1"))).is_new
    door = await shift.seeking.door(Language.DUTCH)
    assert (door.because, door.opens) == (Because.HOURS, now + 3600)
    await shift.conversing.confirm_end(seeker("anna"), waiting)
    assert seeker("anna") not in (await shift.store.load()).desk.guests
