"""One person's shifts as a calendar file: times with their zone, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import CLASS, STATUS, Calendar, Event

from volunteers.facts import VolunteerId
from volunteers.roster.model import Shift

MAKER = "-//Luister//Roster//NL"
BESIDE = timedelta(days=366)
"""The changes of the clocks are told from so long before the first shift until so long after the last."""


def calendar_of(
    title: str, zone: str, volunteer: VolunteerId, shifts: Iterable[Shift], now: datetime
) -> bytes:
    """The file; *title* is what each shift is called, so that a calendar tells as little as the browser's tab does.

    A shift keeps its UID, and its SEQUENCE grows with every change: a calendar that reads the file again has each shift once, as it is now. One that was
    cancelled, or left, stands there as cancelled, so that it goes from the calendar too.
    """
    # Not by Calendar.new, which gives every file another UID of its own.
    calendar = Calendar({"PRODID": MAKER, "VERSION": "2.0", "METHOD": "PUBLISH", "X-WR-CALNAME": title})
    place = ZoneInfo(zone)
    told = list(shifts)
    for shift in told:
        calendar.add_component(_event(title, place, volunteer, shift, now))
    days = [_told(shift.when.begins, place).date() for shift in told]
    if days:
        calendar.add_missing_timezones(min(days) - BESIDE, max(days) + BESIDE)
    file: bytes = calendar.to_ical()
    return file


def _event(title: str, place: ZoneInfo, volunteer: VolunteerId, shift: Shift, now: datetime) -> Event:
    stands = not shift.cancelled and shift.place_of(volunteer) is not None
    return Event.new(
        uid=f"{shift.id}@luister",
        stamp=now,
        sequence=shift.version,
        summary=title,
        start=_told(shift.when.begins, place),
        end=_told(shift.when.ends, place),
        status=STATUS.CONFIRMED if stands else STATUS.CANCELLED,
        classification=CLASS.PRIVATE,
    )


def _told(moment: int, place: ZoneInfo) -> datetime:
    """The moment as the clocks of the place show it. A time that comes twice would be read as the first: the second is told in UTC."""
    shown = datetime.fromtimestamp(moment, place)
    return shown.astimezone(UTC) if shown.fold else shown
