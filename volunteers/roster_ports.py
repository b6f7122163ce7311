"""What the roster stands on: where shifts are kept, and what the line's own settings say."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from volunteers.audit import Act
from volunteers.facts import VolunteerId
from volunteers.model import People, Volunteer
from volunteers.roster.model import Shift, ShiftId, Stretch


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the line's settings say: its neutral *title*, its time *zone*, how many are *needed*, and when it is open *within* some moments, in order.

    *backed_up*: a counsellor who leads a shift has a number to call. *today* is the date there.
    """

    title: str
    zone: str
    needed: int
    backed_up: bool
    today: date
    within: Stretch
    openings: tuple[Stretch, ...]


class LineHours(Protocol):
    """Where the line's settings are read."""

    async def facts(self, now: int, days: int) -> LineFacts:
        """What the settings say at *now*, with what is open until the end of the day so many *days* after today. Raises Storage."""
        ...

    def moments(self, zone: str, day: date, begins: int, ends: int) -> Stretch | None:
        """What these minutes of a *day* come to in this *zone*; None when no clock shows them."""
        ...


class RosterChange(Protocol):
    """The roster while one change is made; nobody else changes it, or an account, meanwhile."""

    async def shift(self, shift: ShiftId) -> Shift | None:
        """The shift of this id."""
        ...

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        """Every shift that overlaps *within*, cancelled ones too, in order of beginning."""
        ...

    async def shifts_of(self, volunteer: VolunteerId, within: Stretch) -> tuple[Shift, ...]:
        """The shifts that this person holds a place on, as far as they overlap *within*."""
        ...

    async def person(self, volunteer: VolunteerId) -> Volunteer | None:
        """The account as it is now."""
        ...

    async def keep(self, shift: Shift) -> None:
        """Keep this shift as it is now. Raises MayNotBeOnShift when an account on it is gone."""
        ...

    async def write(self, act: Act) -> None:
        """Write down who made the change; the last thing in it."""
        ...


class RosterStore(Protocol):
    """Where shifts are kept. Every method may raise Storage.

    Whoever may no longer be on a shift to come is taken off it in the moment in which their account is changed (``PeopleStore.change``), so that
    what is kept here is what everybody sees.
    """

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        """Every shift that overlaps *within*, cancelled ones too, in order of beginning."""
        ...

    async def history_of(self, volunteer: VolunteerId) -> tuple[Shift, ...]:
        """Every shift on which this person is or once was, in order of beginning."""
        ...

    async def people(self) -> People:
        """Everybody with an account."""
        ...

    async def forget(self, ended_before: int) -> None:
        """Forget every shift that ended before this moment, and who was on it."""
        ...

    def roster_change(self) -> AbstractAsyncContextManager[RosterChange]:
        """One change, kept when the block ends and not when it raises; changes are made one after the other."""
        ...
