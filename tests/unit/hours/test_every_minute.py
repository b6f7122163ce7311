"""A year of quarter hours, and every minute around the nights when clocks change, beside an oracle that asks every minute."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from math import copysign, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.hours.model import DAY, Calendar, HolidayRule, Hours, Span, Spans, Window
from chat.hours.window import window
from chat.identifiers import Instant
from tests.unit.hours.kept_holidays import KEPT
from tests.unit.hours.oracle import AROUND, clock_changes, open_times

QUARTER = 15
AROUND_A_CHANGE = 27 * 60
PLACES = [
    ("Europe/Amsterdam", 2024),
    ("Europe/Brussels", 2025),
    ("Asia/Beirut", 2024),  # an hour that comes twice over midnight
    ("Australia/Lord_Howe", 2025),  # half an hour
    ("Pacific/Apia", 2011),  # a day that was left out
]
SOME = settings().max_examples // 25  # a year takes a second or two

# Where it goes wrong: at midnight, and in the hours that clocks leave out and repeat.
minutes = st.sampled_from([0, 1, 60, 90, 119, 120, 121, 150, 179, 180, 181, 1380, 1410, DAY - 1]) | st.integers(0, DAY - 1)  # fmt: skip  # one line
lengths = st.sampled_from([1, 30, 60, DAY - 1, DAY]) | st.integers(1, DAY)


@st.composite
def days(draw: st.DrawFn) -> Spans:
    """What begins on one day: in order, and apart."""
    found: list[Span] = []
    for opens in sorted(draw(st.sets(minutes, max_size=3))):
        if not found or found[-1].closes <= opens:
            found.append(Span(opens, opens + draw(lengths)))
    return tuple(found)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Spans, ...]:
    """A week: any, one without a break in shifts, or one that is closed."""
    kind = draw(st.sampled_from(["any", "any", "any", "shifts", "closed"]))
    if kind == "shifts":
        begin, length = draw(minutes), draw(st.sampled_from([DAY, DAY // 2, DAY // 3]))
        return (tuple(sorted(shifts(begin, length), key=lambda span: span.opens)),) * 7
    return tuple(draw(days()) if kind == "any" else () for _ in range(7))


def shifts(begin: int, length: int) -> list[Span]:
    starts = [(begin + shift * length) % DAY for shift in range(DAY // length)]
    return [Span(start, start + length) for start in starts]


@st.composite
def hours_of_a_year(draw: st.DrawFn, zone: str, year: int) -> Hours:
    """Hours with exceptions and holidays in this year, some of them where clocks change and years meet."""
    odd = [date(year, 1, 1), date(year, 12, 31), date(year, 3, 1) - timedelta(days=1)]
    changed = [
        datetime.fromtimestamp(minute * 60, UTC).date() for minute in clock_changes(zone, *whole(year))
    ]
    dates = st.sampled_from([*odd, *changed]) | st.dates(date(year, 1, 1), date(year, 12, 31))
    exceptions = draw(st.dictionaries(dates.map(date.isoformat), days(), max_size=6))
    knows_holidays = any(day.year == year for day in KEPT[Calendar.BELGIUM])
    rules = st.builds(HolidayRule, st.sampled_from(Calendar), days())
    return Hours(zone, draw(weeks()), exceptions, draw(st.none() | rules) if knows_holidays else None)


def whole(year: int) -> tuple[date, int]:
    return date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days


@pytest.mark.parametrize(("zone", "year"), PLACES)
@settings(max_examples=SOME)
@given(data=st.data())
def test_the_window_is_the_one_that_whoever_asks_every_minute_finds(
    zone: str, year: int, data: st.DataObject
) -> None:
    hours = data.draw(hours_of_a_year(zone, year))
    first, length = whole(year)
    kept = KEPT[hours.holidays.calendar] if hours.holidays else frozenset[date]()
    known = open_times(hours, first, length, lambda day: day in kept)
    begin = (first - date(1970, 1, 1)).days * DAY
    asked = set(range(begin, begin + length * DAY, QUARTER))
    for change in clock_changes(zone, first, length):
        asked |= set(range(change - AROUND_A_CHANGE, change + AROUND_A_CHANGE))
    knows_from, knows_until = begin - (AROUND - 2) * DAY, begin + (length + AROUND - 2) * DAY
    closings = [closes for _, closes in known]

    def clipped(opens: float, closes: float) -> tuple[float, float]:
        """Beyond what it looked at, the oracle knows of nothing that opens or closes."""
        return (
            opens if knows_from < opens < knows_until else copysign(inf, opens - begin),
            closes if closes < knows_until else inf,
        )

    for minute in sorted(asked):
        index = bisect_right(closings, minute)
        expected = known[index] if index < len(known) else (inf, inf)
        assert clipped(*in_minutes(window(hours, Instant(minute * 60.0)))) == clipped(*expected), minute


def in_minutes(found: Window | None) -> tuple[float, float]:
    if found is None:
        return inf, inf
    return found.opens / 60, inf if found.closes is None else found.closes / 60
