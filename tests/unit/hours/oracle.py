"""What is open, found by asking every single minute: it knows the rules, and nothing of how the program goes about it.

Two rulers of minutes lie side by side. On the *wall* ruler stand all the minutes that a clock could show if no clock
ever changed; every span is coloured in there, and what is coloured without a break has one number. On the *real* ruler
stand the minutes that pass; each is asked what the clock shows then, and by the rule a number is open from its first
such minute to its last.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from chat.hours.model import Hours, Span

MINUTES = 24 * 60
AROUND = 12
"""Days that are coloured in before the first and after the last one that is asked."""

Spans = tuple[Span, ...]
Open = tuple[int, int]
"""From one real minute to another, counted from 1970; the last is not in it."""


def open_times(hours: Hours, first: date, days: int, is_holiday: Callable[[date], bool]) -> list[Open]:
    """Everything that is open in these days and AROUND beside them, in order; at the edges it is cut off."""
    first, days = first - timedelta(days=AROUND), days + 2 * AROUND
    numbers = numbered(hours, first, days, is_holiday)
    real, shown = real_minutes(hours.zone, first, days)
    lasts: dict[int, tuple[int, int]] = {}
    for index, minute in enumerate(shown):
        number = numbers[minute] if 0 <= minute < len(numbers) else 0
        if number:
            lasts[number] = (lasts.get(number, (index, index))[0], index)
    is_open = bytearray(len(shown))
    for begin, end in lasts.values():
        is_open[begin : end + 1] = b"\x01" * (end + 1 - begin)
    found = []
    for colour, group in groupby(range(len(shown)), key=is_open.__getitem__):
        indices = list(group)
        if colour:
            found.append((real + indices[0], real + indices[-1] + 1))
    return found


def numbered(hours: Hours, first: date, days: int, is_holiday: Callable[[date], bool]) -> list[int]:
    """The wall ruler: for each minute the number of its unbroken colour, 0 where there is none."""
    coloured = bytearray((days + 2) * MINUTES)
    for index in range(days):
        for span in spans_on(hours, first + timedelta(days=index), is_holiday):
            for minute in range(span.opens, span.closes):
                coloured[index * MINUTES + minute] = 1
    numbers, number = [], 0
    for index, colour in enumerate(coloured):
        number += bool(colour and (index == 0 or not coloured[index - 1]))
        numbers.append(number if colour else 0)
    return numbers


def spans_on(hours: Hours, day: date, is_holiday: Callable[[date], bool]) -> Spans:
    name = f"{day.year:04}-{day.month:02}-{day.day:02}"
    if name in hours.exceptions:
        return hours.exceptions[name]
    if hours.holidays is not None and is_holiday(day):
        return hours.holidays.spans
    return hours.week[day.weekday()]


@lru_cache(maxsize=32)
def real_minutes(zone: str, first: date, days: int) -> tuple[int, array[int]]:
    """The first real minute, and what the clock shows in each from there: minutes since the midnight of *first*.

    From half a day before that midnight by Greenwich until half a day after the last one.
    """
    midnight = datetime(first.year, first.month, first.day)  # noqa: DTZ001 -- as a clock shows it, wherever it hangs
    begin = int(midnight.replace(tzinfo=UTC).timestamp()) // 60 - MINUTES // 2
    place = ZoneInfo(zone)
    shown = array("i")
    for minute in range(begin, begin + (days + 1) * MINUTES):
        clock = datetime.fromtimestamp(minute * 60, place).replace(tzinfo=None)
        shown.append((clock - midnight) // timedelta(minutes=1))
    return begin, shown


@lru_cache(maxsize=32)
def clock_changes(zone: str, first: date, days: int) -> list[int]:
    """The real minutes at which the clock does not simply go on."""
    begin, shown = real_minutes(zone, first - timedelta(days=AROUND), days + 2 * AROUND)
    return [begin + index for index in range(1, len(shown)) if shown[index] != shown[index - 1] + 1]
