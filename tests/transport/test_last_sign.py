"""A page goes while the store is away: how long it is gone counts from its last sign, not from when that could be said."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from chat import server
from chat.errors import Storage
from chat.routing.durations import SEAT_KEEPS
from chat.routing.model import Desk
from chat.service.ports import Added, Write
from chat.store.memory import MemoryStore
from tests.transport.clock import Clock
from tests.transport.house import House, open_house
from tests.waiting import comes_true


class LeavingStore(MemoryStore):
    """The store in memory, of which nothing is written while it *is_away*."""

    is_away = False
    refused: tuple[Desk, ...] = ()
    """What would have been written meanwhile."""

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        if self.is_away:
            self.refused = (*self.refused, after)
            raise Storage
        return await super().swap(before, after, writes)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the house, made before it."""
    clock = Clock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    monkeypatch.setattr(server, "MemoryStore", LeavingStore)
    return clock


@pytest.fixture
async def house(clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A house in which time passes when it is told to, and whose store can go away."""
    del clock  # it is the house's by now
    async with open_house(tmp_path, monkeypatch) as house:
        yield house


AWAY_SECONDS = SEAT_KEEPS / 2
"""In which nobody is lost, and somebody's time is half over."""


def is_seeker_gone(desk: Desk) -> bool:
    return any(guest.connection is None for guest in desk.guests.values())


def is_counsellor_gone(desk: Desk) -> bool:
    return any(not seat.connections for seat in desk.seats.values())


@pytest.mark.parametrize("who", ["seeker", "counsellor"])
async def test_who_went_while_the_store_was_away_is_gone_since_then(
    house: House, clock: Clock, who: str
) -> None:
    seeker, desk, _ = await house.talking()
    store, is_gone = house.store, is_seeker_gone if who == "seeker" else is_counsellor_gone
    assert isinstance(store, LeavingStore)
    store.is_away = True
    await (seeker if who == "seeker" else desk).close()
    await comes_true(lambda: any(map(is_gone, store.refused)))
    went = clock.now()
    clock.pass_by(AWAY_SECONDS)
    store.is_away = False
    await comes_true(lambda: is_gone(store._desk))
    after = store._desk
    (guest,), (seat,) = after.guests.values(), after.seats.values()
    since = guest.since if who == "seeker" else seat.since
    assert since <= went
