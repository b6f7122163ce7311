"""Hours in an operator's words, read and written.

::

    week        mon-fri 16:00-22:00; sat 14:00-22:00; sun 20:00-02:00
    exceptions  2026-12-25 closed; 2026-12-31 12:00-18:00
    holidays    NL, or NL 12:00-18:00

Parts are parted by semicolons, days and times by commas. Days are read in Dutch and English, whole or short; a day
that is not named is closed, and so is a date or a holiday without times. A time is 9, 9:30 or 09.30; one that is
not after the opening is of the day after, and may be written so too (``20:00-26:00``). ``always`` (``dag en
nacht``) stands for the whole of a day or a week, ``closed`` (``dicht``) for nothing of it, ``none`` (``geen``) for no
exceptions or holidays. What is read from what was written is the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chat.hours.errors import (
    CalendarUnknown,
    DateInvalid,
    DayTwice,
    DayUnknown,
    TimesInvalid,
    TimesOverlap,
    TooMany,
    ZoneUnknown,
)
from chat.hours.model import ALWAYS, DAY, HOUR, Calendar, HolidayRule, Span, Spans

MOST_SPANS: Final = 8
"""On one day."""
MOST_EXCEPTIONS: Final = 100

_WEEKDAYS = (
    ("mon", "mo", "monday", "ma", "maandag"),
    ("tue", "tu", "tuesday", "di", "dinsdag"),
    ("wed", "we", "wednesday", "wo", "woensdag"),
    ("thu", "th", "thursday", "do", "donderdag"),
    ("fri", "fr", "friday", "vr", "vrijdag"),
    ("sat", "sa", "saturday", "za", "zaterdag"),
    ("sun", "su", "sunday", "zo", "zondag"),
)
"""What each day of the week may be called; the first is what is written."""
_DAY_OF = {name: day for day, names in enumerate(_WEEKDAYS) for name in names}
_DAY_AND_NIGHT = ("always", "dag en nacht", "day and night")
_CLOSED = ("closed", "dicht", "gesloten")
_NONE = ("none", "geen", "")

_TO = r"\s*(?:-|\u2013|t/m)\s*"
_DAYS = re.compile(rf"([a-z]+)(?:{_TO}([a-z]+))?", re.ASCII)
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_TIMES = re.compile(rf"{_TIME}{_TO}{_TIME}", re.ASCII)
_TIMES_BEGIN = re.compile("|".join((r"\d", *_DAY_AND_NIGHT, *_CLOSED)), re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_week(words: str) -> tuple[Spans, ...]:
    """The seven days of Hours.week. Raises DayUnknown, DayTwice, TimesInvalid, TimesOverlap or TooMany."""
    whole = _tidy(words)
    if whole in _DAY_AND_NIGHT:
        return ALWAYS.week
    if whole in _CLOSED:
        return ((),) * len(_WEEKDAYS)
    week: dict[int, Spans] = {}
    parts: dict[int, int] = {}
    for part, text in enumerate(whole.split(";"), 1):
        begin = _TIMES_BEGIN.search(text)
        times = text[begin.start() :] if begin else ""
        for day in _days(text.removesuffix(times), part):
            if day in week:
                raise DayTwice(part)
            week[day], parts[day] = _spans(times.strip(), part), part
    return _apart(week, parts)


def write_week(week: Sequence[Spans]) -> str:
    """The words for these seven days."""
    if tuple(week) == ALWAYS.week:
        return _DAY_AND_NIGHT[0]
    parts = []
    for spans, days in groupby(range(len(week)), key=lambda day: week[day]):
        names = [_WEEKDAYS[day][0] for day in days]
        if spans:
            row = names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
            parts.append(f"{row} {_written(spans)}")
    return "; ".join(parts) or _CLOSED[0]


def read_exceptions(words: str) -> Mapping[str, Spans]:
    """The dates of Hours.exceptions, in order. Raises DateInvalid, DayTwice, TimesInvalid, TimesOverlap or TooMany."""
    whole = _tidy(words)
    if whole in _NONE:
        return {}
    found: dict[str, Spans] = {}
    for part, text in enumerate(whole.split(";"), 1):
        day, _, times = text.strip().partition(" ")
        if not _is_date(day):
            raise DateInvalid(part)
        if day in found:
            raise DayTwice(part)
        if len(found) == MOST_EXCEPTIONS:
            raise TooMany(part)
        found[day] = _spans(times or _CLOSED[0], part)
    return dict(sorted(found.items()))


def write_exceptions(exceptions: Mapping[str, Spans]) -> str:
    """The words for these dates."""
    return "; ".join(f"{day} {_written(spans)}" for day, spans in exceptions.items()) or _NONE[0]


def read_holidays(words: str) -> HolidayRule | None:
    """The rule of Hours.holidays. Raises CalendarUnknown, TimesInvalid, TimesOverlap or TooMany."""
    whole = _tidy(words)
    if whole in _NONE:
        return None
    name, _, times = whole.partition(" ")
    try:
        calendar = Calendar(name.upper())
    except ValueError:
        raise CalendarUnknown from None
    return HolidayRule(calendar, _spans(times or _CLOSED[0], None))


def write_holidays(rule: HolidayRule | None) -> str:
    """The words for this rule."""
    if rule is None:
        return _NONE[0]
    return f"{rule.calendar} {_written(rule.spans)}" if rule.spans else rule.calendar.value


def read_zone(words: str) -> str:
    """The name of a time zone that this machine knows, letter for letter. Raises ZoneUnknown."""
    name = words.strip()
    try:
        return ZoneInfo(name).key
    # ValueError: no name at all. OSError: the name of a folder, or longer than a name of a file may be.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneUnknown from None


def _tidy(words: str) -> str:
    return " ".join(words.split()).lower()


def _days(text: str, part: int) -> Iterator[int]:
    """The days of the week that are named: Monday is 0, and a row of days may run past Sunday."""
    for named in text.split(","):
        found = _DAYS.fullmatch(named.strip())
        ends = [_DAY_OF.get(name) for name in found.groups() if name] if found else [None]
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            raise DayUnknown(part)
        yield from ((first + day) % 7 for day in range((last - first) % 7 + 1))


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _spans(text: str, part: int | None) -> Spans:
    if text in _CLOSED:
        return ()
    if text in _DAY_AND_NIGHT:
        return ALWAYS.week[0]
    spans = sorted((_span(times.strip(), part) for times in text.split(",")), key=lambda span: span.opens)
    if len(spans) > MOST_SPANS:
        raise TooMany(part)
    if any(after.opens < before.closes for before, after in pairwise(spans)):
        raise TimesOverlap(part)
    return tuple(spans)


def _span(text: str, part: int | None) -> Span:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise TimesInvalid(part)
    hour, minutes, until_hour, until_minutes = (int(digits) for digits in found.groups(default="0"))
    opens, closes = hour * HOUR + minutes, until_hour * HOUR + until_minutes
    if closes < opens:
        closes += DAY
    if max(minutes, until_minutes) >= HOUR or opens >= DAY or not opens < closes <= opens + DAY:
        raise TimesInvalid(part)
    return Span(opens, closes)


def _apart(week: Mapping[int, Spans], parts: Mapping[int, int]) -> tuple[Spans, ...]:
    """The week, Monday first. Raises TimesOverlap where a day runs on into what begins on the next."""
    days = tuple(week.get(day, ()) for day in range(len(_WEEKDAYS)))
    for day, spans in enumerate(days):
        before = days[day - 1]
        if spans and before and before[-1].closes - DAY > spans[0].opens:
            raise TimesOverlap(parts[day])
    return days


def _written(spans: Iterable[Span]) -> str:
    return ", ".join(f"{_clock(span.opens)}-{_clock(_shortest(span))}" for span in spans) or _CLOSED[0]


def _shortest(span: Span) -> int:
    """The closing as people write it, unless it would be read as the opening or as an earlier one."""
    past_midnight = span.closes - DAY
    return past_midnight if 0 < past_midnight < span.opens else span.closes


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02}:{minute % HOUR:02}"
