"""Why an operator's words say no hours.

::

    LuisterError
    +-- HoursFault           part: which part between semicolons
        +-- DayUnknown       day_unknown
        +-- DateInvalid      date_invalid
        +-- DayTwice         day_twice
        +-- TimesInvalid     times_invalid
        +-- TimesOverlap     times_overlap
        +-- TooMany          too_many
        +-- ZoneUnknown      zone_unknown
        +-- CalendarUnknown  calendar_unknown
"""

from __future__ import annotations

from chat.errors import LuisterError


class HoursFault(LuisterError):
    """These words say no hours; *part* counts the parts between semicolons from 1, None where there are no parts."""

    def __init__(self, part: int | None = None) -> None:
        super().__init__()
        self.part = part


class DayUnknown(HoursFault):
    """There is no such day of the week, or none is named."""

    code = "day_unknown"


class DateInvalid(HoursFault):
    """There is no such date, or it is not written as 2026-12-25."""

    code = "date_invalid"


class DayTwice(HoursFault):
    """This part names a day or a date that an earlier part named too."""

    code = "day_twice"


class TimesInvalid(HoursFault):
    """These are no times, there are none, they close when they open, or they last longer than 24 hours."""

    code = "times_invalid"


class TimesOverlap(HoursFault):
    """It opens again before it has closed, within this part or when the day before it runs on."""

    code = "times_overlap"


class TooMany(HoursFault):
    """More times on one day, or more dates, than can be kept."""

    code = "too_many"


class ZoneUnknown(HoursFault):
    """There is no time zone of that name."""

    code = "zone_unknown"


class CalendarUnknown(HoursFault):
    """There is no such calendar of holidays."""

    code = "calendar_unknown"
