"""The public holidays of the Netherlands and of Belgium, by the rules of today: of other years they say what would be.

Sources: for the Netherlands the Algemene termijnenwet, article 3, with the Easter and Whit Sundays that it leaves out
because they are Sundays; for Belgium the ten days of the royal decree of 18 April 1974, article 1. Dutch days on
which most people work are none here: Good Friday, and Liberation Day but for every fifth year. A Belgian holiday
that falls on a Sunday stays there: what an employer gives instead differs.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from chat.hours.model import Calendar

_JUBILEE_YEARS = 5
_SUNDAY = 6


@lru_cache(maxsize=32)
def public_holidays(calendar: Calendar, year: int) -> frozenset[date]:
    """The holidays of a *year* from 1583 on, by the day they are kept."""
    match calendar:
        case Calendar.NETHERLANDS:
            return _dutch(year)
        case Calendar.BELGIUM:
            return _belgian(year)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    The anonymous algorithm of Nature, 20 April 1876, as in Jean Meeus, Astronomical Algorithms (1991), chapter 8.
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarters, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * quarters - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _dutch(year: int) -> frozenset[date]:
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == _SUNDAY:
        kings_day -= timedelta(days=1)
    days = {
        date(year, 1, 1),
        sunday,
        sunday + timedelta(days=1),
        kings_day,
        sunday + timedelta(days=39),  # Ascension
        sunday + timedelta(days=49),  # Whit Sunday
        sunday + timedelta(days=50),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    if year % _JUBILEE_YEARS == 0:
        days.add(date(year, 5, 5))
    return frozenset(days)


def _belgian(year: int) -> frozenset[date]:
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),
            sunday + timedelta(days=1),
            date(year, 5, 1),
            sunday + timedelta(days=39),  # Ascension
            sunday + timedelta(days=50),  # Whit Monday
            date(year, 7, 21),
            date(year, 8, 15),
            date(year, 11, 1),
            date(year, 11, 11),
            date(year, 12, 25),
        }
    )
