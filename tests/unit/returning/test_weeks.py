"""Until when a link counts: never longer than was said, and nothing finer than a week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.returning.weeks import KEPT, expiry, last_day, week_of

days = st.dates(date(2020, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 26), "2026-W48"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2028, 2, 29), "2028-W09"),
    ],
)
def test_a_day_falls_in_its_week_by_iso(day: date, week: str) -> None:
    assert week_of(day) == week


@given(days)
def test_a_link_counts_for_24_days_at_least_and_for_30_at_the_most(day: date) -> None:
    last = last_day(expiry(day))
    assert timedelta(days=23) <= last - day < KEPT
    assert week_of(last) < expiry(day) <= week_of(last + timedelta(days=1))


@given(days, days)
def test_of_two_weeks_the_later_is_the_greater_text(one: date, other: date) -> None:
    if one <= other:
        assert week_of(one) <= week_of(other)


@given(days)
def test_everybody_of_one_week_has_the_same_expiry_or_the_next(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    assert expiry(day) in {expiry(monday), expiry(monday + timedelta(days=6))}
