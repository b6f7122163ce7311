"""Public holidays fall where they were written out by hand, and Easter where the Church's own tables put it."""

from datetime import date

import pytest

from chat.hours.holidays import easter, public_holidays
from chat.hours.model import Calendar
from tests.unit.hours.kept_holidays import KEPT


@pytest.mark.parametrize(
    ("calendar", "year"), sorted({(calendar, day.year) for calendar, days in KEPT.items() for day in days})
)
def test_holidays_are_those_written_out_by_hand(calendar: Calendar, year: int) -> None:
    assert public_holidays(calendar, year) == {day for day in KEPT[calendar] if day.year == year}


@pytest.mark.parametrize("year", [2014, 2025, 2031, 2036])
def test_kings_day_is_moved_when_it_would_fall_on_a_sunday(year: int) -> None:
    assert date(year, 4, 27).weekday() == 6
    kept = {day for day in public_holidays(Calendar.NETHERLANDS, year) if day.month == 4 and day.day > 25}
    assert kept == {date(year, 4, 26)}


def test_liberation_day_is_a_holiday_in_every_fifth_year() -> None:
    kept = [
        year for year in range(2020, 2041) if date(year, 5, 5) in public_holidays(Calendar.NETHERLANDS, year)
    ]
    assert kept == [2020, 2025, 2030, 2035, 2040]


def test_two_belgian_holidays_may_fall_together() -> None:
    assert easter(2008) == date(2008, 3, 23)
    assert len(public_holidays(Calendar.BELGIUM, 2008)) == 9  # Ascension and Labour Day


def easter_by_tables(year: int) -> date:
    """Easter as the Gregorian calendar defines it: the Sunday after the fourteenth day of the Paschal moon.

    With the epact and its two exceptions as Clavius wrote them down, counting days instead of solving for them.
    """
    golden, century = year % 19 + 1, year // 100 + 1
    solar, lunar = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + lunar - solar) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    full += 30 if full < 21 else 0
    day = date.fromordinal(date(year, 3, 1).toordinal() + full)  # the day after the full moon
    while day.weekday() != 6:
        day = date.fromordinal(day.toordinal() + 1)
    return day


def test_easter_is_the_sunday_after_the_paschal_full_moon() -> None:
    for year in range(1583, 5000):
        assert easter(year) == easter_by_tables(year), year


@pytest.mark.parametrize("known", ["1818-03-22", "1943-04-25", "1981-04-19", "2000-04-23", "2038-04-25"])
def test_easter_fell_on_days_that_are_known(known: str) -> None:
    assert easter(int(known[:4])) == date.fromisoformat(known)
