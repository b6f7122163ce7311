"""A directory of people in memory, a clock that is set by hand, and hashing that costs next to nothing."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from volunteers.credentials import Cost, Passwords
from volunteers.directory import Directory
from volunteers.store import SqlPeople, open_people


class WallClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    with Passwords(Cost(passes=1, memory_kib=8)) as cheap:
        yield cheap


@pytest.fixture
async def store() -> AsyncIterator[SqlPeople]:
    async with open_people("sqlite://") as people:
        yield people


@pytest.fixture
def directory(store: SqlPeople, passwords: Passwords, clock: WallClock) -> Directory:
    return Directory(store, passwords, now=clock)
