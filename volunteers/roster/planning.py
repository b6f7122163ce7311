"""Shifts that are made, changed and cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from volunteers.roster.errors import (
    RepeatInvalid,
    ShiftCancelled,
    ShiftPast,
    ShiftPeopleInvalid,
    ShiftTimesInvalid,
)
from volunteers.roster.model import Post, Shift, ShiftId, Staffing, Stretch

MOST_COUNSELLORS: Final = 20
SHORTEST_MINUTES: Final = 15
LONGEST_MINUTES: Final = 12 * 60
"""On the wall, whatever the clocks do meanwhile: as long as a sign-in lasts."""
REPEATS_WEEKS: Final = 26
AHEAD_DAYS: Final = 400
"""How far ahead anything is planned."""
DAY_MINUTES: Final = 24 * 60


def wall_minutes(begins: int, ends: int) -> int:
    """The minute of the first day at which a shift with these two times of day ends: past midnight when *ends* is not later.

    Raises ShiftTimesInvalid when either is no minute of a day, or the shift is too short or too long.
    """
    day = range(DAY_MINUTES)
    if begins not in day or ends not in day:
        raise ShiftTimesInvalid
    closes = ends if ends > begins else ends + DAY_MINUTES
    if not SHORTEST_MINUTES <= closes - begins <= LONGEST_MINUTES:
        raise ShiftTimesInvalid
    return closes


def weekly(first: date, until: date | None) -> Iterator[date]:
    """*first*, and the same day of every week up to *until*, which counts. Raises RepeatInvalid."""
    last = first if until is None else until
    if not first <= last <= first + timedelta(weeks=REPEATS_WEEKS):
        raise RepeatInvalid
    return (first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))


def new_shift(shift: ShiftId, when: Stretch, staffing: Staffing, now: int) -> Shift:
    """A shift on which nobody is yet. Raises ShiftPast and ShiftPeopleInvalid."""
    if when.ends <= now:
        raise ShiftPast
    return Shift(shift, when, _checked(staffing, counsellors=0, leads=0))


def adjust(shift: Shift, staffing: Staffing, now: int) -> Shift:
    """The shift with another need; whoever is on it stays. Raises ShiftCancelled, ShiftPast or ShiftPeopleInvalid."""
    must_be_to_come(shift, now)
    counsellors, leads = (sum(1 for _ in shift.taken(post)) for post in (Post.COUNSELLOR, Post.LEAD))
    checked = _checked(staffing, counsellors=counsellors, leads=leads)
    return replace(shift, staffing=checked, version=shift.version + 1)


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


def _checked(staffing: Staffing, *, counsellors: int, leads: int) -> Staffing:
    if not 1 <= staffing.minimum <= staffing.most <= MOST_COUNSELLORS:
        raise ShiftPeopleInvalid
    if counsellors > staffing.most or leads > int(staffing.led):
        raise ShiftPeopleInvalid
    return staffing
