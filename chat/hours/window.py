"""When something with these hours is open: the window of now, or the next.

The rule where clocks change: a span lasts from the first to the last moment at which the local clock shows a time in
it. So 22:00-02:30 in the night that has no 02:30 closes when the clock jumps over it; in the night that has two, it
closes at the second, without a break in between; and what lies wholly in the hour that is left out is not open at
all. Why: docs/adr/0009-the-hour-that-comes-twice.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import inf
from typing import Final
from zoneinfo import ZoneInfo

from chat.hours.holidays import public_holidays
from chat.hours.model import DAY, SINCE_EVER, Hours, Span, Spans, Window
from chat.identifiers import Instant, Seconds

LOOKS_DAYS: Final = 400
"""How far is looked: back for an opening, ahead for the next, and from either on for a closing."""

_LOOKS: Final = Seconds(LOOKS_DAYS * 86_400.0)
_MARGIN = 2  # days: no clock has ever been put back by as much


def window(hours: Hours, now: Instant) -> Window | None:
    """The window with ``opens <= now < closes``, else the next; None when nothing opens within :data:`LOOKS_DAYS`.

    *now* is in seconds since 1970. Windows that touch or overlap are one. Raises zoneinfo.ZoneInfoNotFoundError
    where this machine does not know the zone.
    """
    zone = ZoneInfo(hours.zone)
    today = datetime.fromtimestamp(now, zone).toordinal()
    opened = closed = -inf
    for begins, ends in _stretches(hours, today):
        opens, closes = _first(zone, begins), _last(zone, ends)
        if opens >= closes:
            continue
        if opens <= closed:
            closed = max(closed, closes)
        elif closed > now or opens > now + _LOOKS:
            break
        else:
            opened, closed = opens, closes
    if closed <= now:
        return None
    return Window(
        Instant(opened) if opened >= now - _LOOKS else SINCE_EVER,
        Instant(closed) if closed <= max(now, opened) + _LOOKS else None,
    )


def moments(zone: str, day: date, span: Span) -> tuple[int, int] | None:
    """From when until when *span* lasts that begins on this *day*, in seconds since 1970; None where no clock shows a time in it.

    Raises zoneinfo.ZoneInfoNotFoundError where this machine does not know the *zone*.
    """
    place, midnight = ZoneInfo(zone), day.toordinal() * DAY
    begins, ends = _first(place, midnight + span.opens), _last(place, midnight + span.closes)
    return None if begins >= ends else (int(begins), int(ends))


def _stretches(hours: Hours, today: int) -> Iterator[tuple[int, int]]:
    """What is open, in order of opening, from before the window of *today*, a date's ordinal, until far enough ahead.

    In minutes on the wall since the midnight of ordinal 0; the end is not in it. They may touch and overlap.
    """
    first, last = today - LOOKS_DAYS - _MARGIN, today + 2 * LOOKS_DAYS + _MARGIN
    week = hours.week
    if all(_is_open_throughout(week[day - 1], week[day]) for day in range(len(week))):
        yield from _unbroken(hours, first, last)
        return
    days: Iterable[int] = _days_of_their_own(hours, first, last)
    if any(week):
        days = range(_day_before_a_break(hours, today - _MARGIN, first), last)
    for day in days:
        yield from _beginning_on(hours, day)


def _unbroken(hours: Hours, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of a week without a break: only where days are of their own need days be looked at one by one."""
    days = _days_of_their_own(hours, first, last)
    for day in sorted({own + beside for own in days for beside in (-1, 0, 1)}):
        if first < day:
            yield first * DAY, (day + 1) * DAY  # neither this day nor the one before is of its own
        yield from _beginning_on(hours, day)
        first = day + 1
    yield first * DAY, last * DAY


def _beginning_on(hours: Hours, day: int) -> Iterator[tuple[int, int]]:
    return ((day * DAY + span.opens, day * DAY + span.closes) for span in _spans(hours, day))


def _days_of_their_own(hours: Hours, first: int, last: int) -> list[int]:
    """The days from *first* to before *last* that are an exception or a holiday, in order."""
    days = {date.fromisoformat(name).toordinal() for name in hours.exceptions}
    if hours.holidays is not None:
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            days.update(day.toordinal() for day in public_holidays(hours.holidays.calendar, year))
    return sorted(day for day in days if first <= day < last)


def _day_before_a_break(hours: Hours, day: int, first: int) -> int:
    """The day before the last one up to *day* that is not open throughout; not looked for before *first*.

    What is open after that break began after it, and so on that day or later.
    """
    while day > first and _is_open_throughout(_spans(hours, day - 1), _spans(hours, day)):
        day -= 1
    return day - 1


def _is_open_throughout(before: Spans, spans: Spans) -> bool:
    """Whether a day on which *spans* begin, and *before* on the day before it, has no minute that is closed."""
    reached = max((0, *(span.closes - DAY for span in before)))
    for span in spans:
        if span.opens > reached:
            return False
        reached = max(reached, span.closes)
    return reached >= DAY


def _spans(hours: Hours, day: int) -> Spans:
    """What begins on this day: as its date says, else as its holiday does, else its weekday."""
    if hours.exceptions:
        spans = hours.exceptions.get(date.fromordinal(day).isoformat())
        if spans is not None:
            return spans
    rule = hours.holidays
    if rule is not None:
        this = date.fromordinal(day)
        if this in public_holidays(rule.calendar, this.year):
            return rule.spans
    return hours.week[(day - 1) % 7]


@lru_cache(maxsize=1024)
def _first(zone: ZoneInfo, minute: int) -> float:
    """The first moment at which the clock on the wall shows *minute* or later."""
    shown = _shown(zone, minute)
    moment, again = shown.timestamp(), shown.replace(fold=1).timestamp()
    return moment if moment <= again else _jump(zone, again, moment)


@lru_cache(maxsize=1024)
def _last(zone: ZoneInfo, minute: int) -> float:
    """The moment from which the clock on the wall shows nothing before *minute* any more."""
    shown = _shown(zone, minute) - timedelta(seconds=1)
    moment, again = shown.timestamp(), shown.replace(fold=1).timestamp()
    return again + 1 if moment <= again else _jump(zone, again, moment)


def _shown(zone: ZoneInfo, minute: int) -> datetime:
    day, minutes = divmod(minute, DAY)
    return datetime.fromordinal(day).replace(tzinfo=zone) + timedelta(minutes=minutes)


def _jump(zone: ZoneInfo, before: float, after: float) -> int:
    """The moment between these two at which the clock was put forward."""
    ahead = datetime.fromtimestamp(after, zone).utcoffset()
    moments = range(int(before), int(after) + 1)
    return moments[
        bisect_left(moments, True, key=lambda at: datetime.fromtimestamp(at, zone).utcoffset() == ahead)
    ]
