"""Shifts that are made, changed and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from volunteers.roster.errors import (
    LeadTaken,
    RepeatInvalid,
    ShiftCancelled,
    ShiftChanged,
    ShiftPast,
    ShiftPeopleInvalid,
    ShiftTimesInvalid,
    ShiftTwice,
)
from volunteers.roster.model import Post, Shift, ShiftId, Staffing

MOST_COUNSELLORS: Final = 20
SHORTEST_MINUTES: Final = 15
LONGEST_MINUTES: Final = 12 * 60
"""On the wall, whatever the clocks do meanwhile: as long as a sign-in lasts."""
REPEATS_WEEKS: Final = 26
AHEAD_DAYS: Final = 400
"""How far ahead anything is planned."""
DAY_MINUTES: Final = 24 * 60
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a planner filled in: shifts on *first* and the same day of every week up to *until*, times in minutes of the day on the wall.

    *id* is made by the browser when the form is filled in anew, so that the same plan sent twice is known as one.
    """

    id: str
    first: date
    until: date | None
    begins: int
    ends: int
    staffing: Staffing

    def closes(self) -> int:
        """The minute of the first day at which its shifts end: past midnight when *ends* is not later than *begins*.

        Raises ShiftTimesInvalid when either is no minute of a day, or the shift is too short or too long.
        """
        day = range(DAY_MINUTES)
        if self.begins not in day or self.ends not in day:
            raise ShiftTimesInvalid
        closes = self.ends if self.ends > self.begins else self.ends + DAY_MINUTES
        if not SHORTEST_MINUTES <= closes - self.begins <= LONGEST_MINUTES:
            raise ShiftTimesInvalid
        return closes

    def days(self, today: date) -> tuple[date, ...]:
        """The days on which its shifts begin. Raises RepeatInvalid, ShiftPast or ShiftTimesInvalid, before a date is too far for any calendar."""
        last = self.first if self.until is None else self.until
        repeats = (last - self.first).days
        if not 0 <= repeats <= REPEATS_WEEKS * 7:
            raise RepeatInvalid
        # What began yesterday may last still.
        if self.first < today - ONE_DAY:
            raise ShiftPast
        days = tuple(self.first + timedelta(weeks=week) for week in range(repeats // 7 + 1))
        if days[-1] > today + timedelta(days=AHEAD_DAYS):
            raise ShiftTimesInvalid
        return days

    def shift_on(self, day: date) -> ShiftId:
        """The id of its shift on this *day*: the same whenever all of the plan is. Whoever sends it again with other times plans something else."""
        said = (self.id, self.first, self.until, self.begins, self.ends, self.staffing, day)
        return ShiftId(sha256(repr(said).encode()).hexdigest()[:32])


def last_day(day: date, closes: int) -> date:
    """The date on the wall in the last minute before *closes*, a minute counted from the beginning of *day*."""
    return day + timedelta(days=(closes - 1) // DAY_MINUTES)


def new_shift(shift: Shift, others: Iterable[Shift], now: int) -> Shift:
    """The shift as it may be planned beside the *others*. Raises ShiftPast, ShiftPeopleInvalid or ShiftTwice."""
    if shift.when.ends <= now:
        raise ShiftPast
    _ask_enough_places(shift.staffing, taken=0)
    if any(other.when == shift.when and not other.cancelled for other in others):
        raise ShiftTwice
    return shift


def adjust(shift: Shift, staffing: Staffing, version: int, now: int) -> Shift:
    """The shift with another need, as decided on seeing *version*; whoever is on it stays. The same when it needs exactly that already.

    Raises ShiftCancelled, ShiftPast, ShiftChanged, ShiftPeopleInvalid or LeadTaken.
    """
    must_be_to_come(shift, now)
    # Before the version: a planner who never heard the answer asks once more.
    if shift.staffing == staffing:
        return shift
    if shift.version != version:
        raise ShiftChanged
    _ask_enough_places(staffing, taken=sum(1 for _ in shift.taken(Post.COUNSELLOR)))
    if any(shift.taken(Post.LEAD)) and not staffing.led:
        raise LeadTaken
    return replace(shift, staffing=staffing, version=shift.version + 1)


def cancel(shift: Shift, now: int) -> Shift:
    """The shift called off; who was on it stays written down, for their calendars. Raises ShiftCancelled or ShiftPast."""
    must_be_to_come(shift, now)
    return replace(shift, cancelled=True, version=shift.version + 1)


def must_be_to_come(shift: Shift, now: int) -> None:
    """Whether anything about the shift can still be asked. Raises ShiftCancelled or ShiftPast."""
    if shift.cancelled:
        raise ShiftCancelled
    if shift.when.ends <= now:
        raise ShiftPast


def _ask_enough_places(staffing: Staffing, *, taken: int) -> None:
    """Raises ShiftPeopleInvalid."""
    if not 1 <= staffing.minimum <= staffing.most <= MOST_COUNSELLORS or taken > staffing.most:
        raise ShiftPeopleInvalid
