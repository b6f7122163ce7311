"""A year of quarter hours, and every minute around the nights when clocks change, beside an oracle that asks every minute."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import copysign, inf
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from chat.hours.model import DAY, Calendar, HolidayRule, Hours, Span, Spans, Window
from chat.hours.window import window
from chat.identifiers import Instant
from tests.unit.hours.kept_holidays import KEPT
from tests.unit.hours.oracle import AROUND, clock_changes, open_times

# Watched it takes three times as long, and it tests no branch that test_window.py beside it does not.
pytestmark = pytest.mark.no_cover

QUARTER = 15
AROUND_A_CHANGE = 27 * 60
PLACES = [
    ("Europe/Amsterdam", 2024),
    ("Europe/Brussels", 2025),
    ("America/St_Johns", 2010),  # an hour that comes twice, from one day back into the day before
    ("Australia/Lord_Howe", 2025),  # half an hour
    ("Pacific/Apia", 2011),  # a day that was left out
]
YEARS = settings().max_examples // 100  # each takes seconds
NIGHTS = settings().max_examples // 10

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


Place = tuple[str, int]


@st.composite
def hours_at(draw: st.DrawFn, place: Place) -> Hours:
    """Hours with dates of their own in that year, of which some where clocks change and years meet."""
    zone, year = place
    first, length = whole(year)
    changed = {local_day(zone, minute) for minute in clock_changes(zone, first, length)}
    beside = {day - timedelta(days=1) for day in changed}
    odd = [date(year, 1, 1), date(year, 12, 31), date(year, 3, 1) - timedelta(days=1)]
    dates = st.sampled_from([*sorted(changed | beside), *odd]) | st.dates(odd[0], odd[1])
    exceptions = draw(st.dictionaries(dates.map(date.isoformat), days(), max_size=8))
    knows_holidays = any(day.year == year for day in KEPT[Calendar.BELGIUM])
    rules = st.builds(HolidayRule, st.sampled_from(Calendar), days())
    return Hours(zone, draw(weeks()), exceptions, draw(st.none() | rules) if knows_holidays else None)


def local_day(zone: str, minute: int) -> date:
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).date()


def whole(year: int) -> tuple[date, int]:
    return date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days


def compare(hours: Hours, first: date, length: int, asked: Iterable[int]) -> None:
    """At each of these real minutes, which lie in so many days from the first, the window is the oracle's."""
    kept = KEPT[hours.holidays.calendar] if hours.holidays else frozenset[date]()
    known = open_times(hours, first, length, lambda day: day in kept)
    closings = [closes for _, closes in known]
    begin = (first - date(1970, 1, 1)).days * DAY
    knows_from, knows_until = begin - (AROUND - 2) * DAY, begin + (length + AROUND - 2) * DAY

    def clipped(opens: float, closes: float) -> tuple[float, float]:
        """Beyond what it looked at, the oracle knows of nothing that opens or closes."""
        return (
            opens if knows_from < opens < knows_until else copysign(inf, opens - begin),
            closes if closes < knows_until else inf,
        )

    for minute in asked:
        index = bisect_right(closings, minute)
        expected = known[index] if index < len(known) else (inf, inf)
        assert clipped(*in_minutes(window(hours, Instant(minute * 60.0)))) == clipped(*expected), minute


def in_minutes(found: Window | None) -> tuple[float, float]:
    if found is None:
        return inf, inf
    return found.opens / 60, inf if found.closes is None else found.closes / 60


SHIFTS = Hours(
    "Europe/Brussels",
    ((Span(480, 1200), Span(1200, 1920)),) * 7,
    {"2025-03-30": (Span(150, 170),), "2025-07-01": (), "2025-10-26": (Span(0, 150),)},
    HolidayRule(Calendar.BELGIUM),
)
NIGHTLY = Hours(
    "Europe/Amsterdam",
    ((Span(960, 1320),),) * 5 + ((Span(840, 1320), Span(1320, 1590)), (Span(150, 180), Span(1200, 1560))),
    {"2024-02-29": (Span(1430, 1500),), "2024-03-01": (), "2024-12-31": (Span(1080, 2520),)},
    HolidayRule(Calendar.NETHERLANDS, (Span(720, 1080),)),
)


@settings(max_examples=YEARS, phases=set(Phase) - {Phase.shrink, Phase.explain})  # which would take hours
@given(st.sampled_from(PLACES).flatmap(lambda place: st.tuples(st.just(place), hours_at(place))))
@example((("Europe/Brussels", 2025), SHIFTS))
@example((("Europe/Amsterdam", 2024), NIGHTLY))
def test_every_quarter_of_an_hour_of_a_year(placed: tuple[Place, Hours]) -> None:
    (_, year), hours = placed
    first, length = whole(year)
    begin = (first - date(1970, 1, 1)).days * DAY
    compare(hours, first, length, range(begin, begin + length * DAY, QUARTER))


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=NIGHTS)
@given(data=st.data())
def test_every_minute_around_the_nights_on_which_clocks_change(place: Place, data: st.DataObject) -> None:
    zone, year = place
    hours = data.draw(hours_at(place))
    changes = clock_changes(zone, *whole(year))
    assert changes
    for change in changes:
        first = local_day(zone, change) - timedelta(days=3)
        compare(hours, first, 7, range(change - AROUND_A_CHANGE, change + AROUND_A_CHANGE))
