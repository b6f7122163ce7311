"""The values: what is written on the door, and the window in which it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chat.identifiers import Instant

HOUR: Final = 60
DAY: Final = 24 * HOUR
"""In minutes on the wall, whatever the clocks do that night."""


class Calendar(StrEnum):
    """Whose public holidays count."""

    NETHERLANDS = "NL"
    BELGIUM = "BE"


@dataclass(frozen=True, slots=True)
class Span:
    """From one local time to another, in minutes since the midnight with which its day began; *closes* is not in it.

    *opens* is less than :data:`DAY`. *closes* is later and at most :data:`DAY` minutes later: more than
    :data:`DAY` is a time of the day after.
    """

    opens: int
    closes: int


Spans = tuple[Span, ...]
"""What begins on one day, in order and without overlap; none means closed."""


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """On every holiday of this *calendar* these *spans* begin, and not those of the weekday."""

    calendar: Calendar
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is open, in the local time of *zone* (its IANA name).

    *week* has seven days, Monday first. *exceptions*, by date as 2026-12-25, stand in the place of the holiday, and
    *holidays*, where there is a rule, in the place of the weekday. Each says what begins on its day; what began
    the day before runs on.
    """

    zone: str
    week: tuple[Spans, ...]
    # A mapping has no hash; two that differ in it alone may well have the same.
    exceptions: Mapping[str, Spans] = field(default_factory=dict, hash=False)
    holidays: HolidayRule | None = None


ALWAYS: Final = Hours("Europe/Amsterdam", ((Span(0, DAY),),) * 7)
"""Open day and night."""

SINCE_EVER: Final = Instant(0.0)
"""When it opened, where that is longer ago than anybody looks."""


@dataclass(frozen=True, slots=True)
class Window:
    """Open from *opens* until *closes*, without a break; *closes* is not in it.

    *opens* is :data:`SINCE_EVER` when it has been open for longer than anybody looks back; *closes* is None when it
    stays open for longer than anybody looks ahead.
    """

    opens: Instant
    closes: Instant | None
