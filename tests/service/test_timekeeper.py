"""Time passes for the desk by itself, whatever fails on the way."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress

import pytest

from chat.routing.commands import Tick
from chat.routing.durations import OFFER_STANDS, QUEUE_KEEPS, SEAT_KEEPS, TALK_KEEPS
from chat.routing.model import Status
from chat.service import reception, timekeeper
from chat.service.lookout import GAP_SECONDS
from chat.service.notices import Heads
from chat.service.ports import Loaded
from tests.service.shift import SAM, Shift, seeker, to
from tests.waiting import comes_true


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """*work* goes on for as long as the block lasts."""
    running = asyncio.create_task(work)
    try:
        yield
        assert not running.done()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (timekeeper.SWEEP_SECONDS, timekeeper.PULSE_SECONDS) == (2, 15)
    monkeypatch.setattr(timekeeper, "SWEEP_SECONDS", 0.005)
    monkeypatch.setattr(timekeeper, "PULSE_SECONDS", 0.005)


async def test_an_offer_nobody_answers_runs_out(shift: Shift) -> None:
    await shift.sit()
    await shift.arrive("anna")
    async with beside(shift.timekeeper.run()):
        shift.clock.advance(OFFER_STANDS - 0.5)
        await shift.arrive("bo")
        seat = shift.seat().view
        assert seat is not None
        assert seat.offer is not None
        shift.clock.advance(0.5)
        await comes_true(lambda: (view := shift.seat().view) is not None and view.status is Status.MISSED)


async def test_whoever_is_away_too_long_is_given_up(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.arrive("bo")
    for name in ("anna", "bo"):
        drop = (await shift.store.load()).desk.guests[seeker(name)].connection
        assert drop is not None
        await shift.seeking.drop(seeker(name), drop)
    async with beside(shift.timekeeper.run()):
        shift.clock.advance(TALK_KEEPS)
        await comes_true(lambda: conversation in shift.store._desk.closing)
        shift.clock.advance(QUEUE_KEEPS - TALK_KEEPS)
        await comes_true(lambda: seeker("bo") not in shift.store._desk.guests)


async def test_a_lost_counsellors_conversation_goes_back_to_the_queue(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    (connection,) = (await shift.store.load()).desk.seats[SAM].connections
    await shift.duty.drop(SAM, connection)
    async with beside(shift.timekeeper.run()):
        shift.clock.advance(SEAT_KEEPS)
        await comes_true(lambda: conversation in shift.store._desk.waiting)
    view = shift.screen("anna").view
    assert view is not None
    assert view.handed_over


async def test_time_goes_on_after_the_store_failed(shift: Shift) -> None:
    await shift.sit()
    await shift.arrive("anna")
    async with beside(shift.timekeeper.run()):
        shift.store.fails = True
        await comes_true(lambda: shift.faults.count >= 2)
        shift.store.fails = False
        shift.clock.advance(OFFER_STANDS)
        await comes_true(lambda: (view := shift.seat().view) is not None and view.status is Status.MISSED)


async def test_that_this_node_was_out_is_said_until_it_is_committed(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy store refuses the first word of it; what fell due meanwhile still has to wait."""
    monkeypatch.setattr(reception, "GIVE_UP_SECONDS", 0.02)
    await shift.sit()
    await shift.arrive("anna")
    shift.reception.lookout._saw -= GAP_SECONDS + 1
    shift.clock.advance(OFFER_STANDS)
    shift.store.open.clear()
    swaps = shift.store.swaps
    async with beside(shift.timekeeper.run()):
        await comes_true(lambda: shift.store.swaps >= swaps + 2)
        shift.store.open.set()
        await comes_true(lambda: shift.store._desk.due_from > 0)
        assert shift.store._desk.seats[SAM].status is Status.READY
        assert shift.store._desk.offers


async def test_whoever_asks_first_after_this_node_was_out_comes_after_the_calm(shift: Shift) -> None:
    """As a node that comes back furnishes its desk, before anybody looked at the time."""
    await shift.sit()
    await shift.arrive("anna")
    shift.reception.lookout._saw -= GAP_SECONDS + 1
    shift.clock.advance(OFFER_STANDS)
    await shift.arrive("bo")
    async with beside(shift.timekeeper.run()):
        await shift.reception.ask(Tick())
        assert shift.store._desk.due_from > shift.clock.now()
        assert shift.store._desk.offers


async def test_what_was_read_when_this_node_froze_is_read_again(shift: Shift) -> None:
    """Its time is of before: by that, nothing stood still."""
    await shift.sit()
    await shift.arrive("anna")
    load = shift.store.load

    async def frozen() -> Loaded:
        read = await load()
        shift.store.load = load  # type: ignore[method-assign]  # only this once
        shift.reception.lookout._saw -= GAP_SECONDS + 1
        shift.clock.advance(OFFER_STANDS)
        return read

    shift.store.load = frozen  # type: ignore[method-assign]  # to freeze at one moment
    await shift.reception.ask(Tick())
    assert shift.store._desk.due_from > shift.clock.now()
    assert shift.store._desk.offers


async def test_while_nothing_is_due_nothing_is_asked(shift: Shift) -> None:
    await shift.arrive("anna")
    swaps = shift.store.swaps
    loads = 0
    load = shift.store.load

    async def counted() -> object:
        nonlocal loads
        loads += 1
        return await load()

    shift.store.load = counted  # type: ignore[method-assign, assignment]  # only to see that it looked
    async with beside(shift.timekeeper.run()):
        await comes_true(lambda: loads >= 3)
    assert shift.store.swaps == swaps


async def test_the_pulse_goes_on_after_one_failed(shift: Shift) -> None:
    await shift.arrive("anna")
    shift.outbox.connected.append(to("anna"))
    shift.outbox.fails = True
    async with beside(shift.timekeeper.keep_pulse()):
        await comes_true(lambda: shift.faults.count == 1)
        shift.outbox.fails = False
        await comes_true(lambda: any(isinstance(told, Heads) for told in shift.outbox.told(to("anna"))))
