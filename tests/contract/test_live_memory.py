"""The live store's promises, kept in memory."""

import pytest

from chat.identifiers import Generation, Instant, Seconds
from chat.routing.model import Desk
from chat.service.ports import LiveStore
from chat.store.memory import MemoryStore
from tests.contract.live_circles import LiveCirclesContract
from tests.contract.live_log import LiveLogContract
from tests.contract.live_loss import LiveLossContract
from tests.contract.live_store import (
    ENDED,
    FORGOTTEN,
    JOINED,
    OPENED,
    SEEKER,
    LiveDeskContract,
    a_full_desk,
    commit,
    say,
)

LIFE = Generation("life-1")


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._moment = 1000.0

    def now(self) -> Instant:
        return Instant(self._moment)

    async def advance(self, by: Seconds) -> None:
        self._moment += by


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(clock: HandClock) -> LiveStore:
    return MemoryStore(clock, LIFE, gathers=False)


class TestDeskInMemory(LiveDeskContract):
    pass


class TestLogInMemory(LiveLogContract):
    pass


class TestCirclesInMemory(LiveCirclesContract):
    pass


class TestLossInMemory(LiveLossContract):
    pass


async def test_a_store_is_empty_when_all_was_forgotten_and_not_before(clock: HandClock) -> None:
    store = MemoryStore(clock, LIFE, gathers=False)
    assert store.is_empty()
    await commit(store, OPENED, JOINED)
    await say(store, SEEKER, "one")
    await commit(store, ENDED)
    assert not store.is_empty()
    await commit(store, FORGOTTEN)
    assert store.is_empty()


async def test_a_store_with_people_at_its_desk_is_not_empty(clock: HandClock) -> None:
    store = MemoryStore(clock, LIFE, gathers=False)
    full = a_full_desk()
    await store.swap(Desk(), full, ())
    assert not store.is_empty()
    await store.swap(full, Desk(version=full.version + 1, seats=full.seats), ())
    assert store.is_empty()
