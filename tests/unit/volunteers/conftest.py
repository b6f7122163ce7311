"""People in memory, a clock that is set by hand, and hashing that costs next to nothing."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.staff import SECRET, At, somebody
from volunteers import totp
from volunteers.credentials import Cost, Passwords
from volunteers.model import Role, Volunteer
from volunteers.office import Office, open_office
from volunteers.sign_in import Code, SignedIn, Way
from volunteers.store import SqlPeople, open_people

PASSWORD = "vijftien letters"
KEY = bytes(range(32))
ORIGIN = "http://localhost:8080"
NOWHERE = Way()


class WallClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        self.moment += by

    def ticks(self) -> float:
        """Seconds that pass evenly."""
        return self.moment.timestamp()


class Staff:
    """An office, and people who work there."""

    def __init__(self, store: SqlPeople, passwords: Passwords, clock: WallClock) -> None:
        self.store, self.clock = store, clock
        self.office: Office = open_office(
            store, passwords, KEY, At(ORIGIN, frozenset({ORIGIN})), now=clock, ticks=clock.ticks
        )

    async def hire(self, name: str = "Noor", *roles: Role, practice: bool = False) -> Volunteer:
        """Somebody who can sign in with PASSWORD and the telephone that shares SECRET."""
        volunteer = somebody(name, roles or (Role.COUNSELLOR,), practice=practice)
        await self.office.enrolment.settle(volunteer, PASSWORD, SECRET)
        return volunteer

    def code(self, steps: int = 0) -> Code:
        """What the telephone shows, or showed or will show so many half minutes away."""
        return Code(totp.code_at(SECRET, totp.step_at(self.clock()) + steps), recovery=False)

    async def sign_in(self, name: str = "Noor", way: Way = NOWHERE, steps: int = 0) -> SignedIn:
        """Both steps."""
        begun = await self.office.sign_in.begin(name, PASSWORD, way)
        return await self.office.sign_in.finish(begun.pending, self.code(steps), way)


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    with Passwords(Cost(passes=1, memory_kib=8)) as cheap:
        yield cheap


@pytest.fixture
async def store() -> AsyncIterator[SqlPeople]:
    async with open_people("sqlite://", KEY) as people:
        yield people


@pytest.fixture
def staff(store: SqlPeople, passwords: Passwords, clock: WallClock) -> Staff:
    return Staff(store, passwords, clock)
