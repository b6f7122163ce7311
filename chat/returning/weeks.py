"""Until when return words count: nothing finer than a week is ever written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NewType

KEPT = timedelta(days=30)
"""The longest that a link is kept. Source: what the page says when it offers the words."""

Week = NewType("Week", str)
"""A week by ISO 8601, ``2026-W48``: of two the later one is the greater text."""


def week_of(day: date) -> Week:
    """The week in which this day falls; weeks begin on Monday."""
    year, week, _ = day.isocalendar()
    return Week(f"{year:04}-W{week:02}")


def expiry(day: date) -> Week:
    """The first week in which a link made on *day* counts no more: 24 to 30 days later, so that never more is kept than was said."""
    return week_of(day + KEPT)


def last_day(expires: Week) -> date:
    """The last day on which a link with this expiry counts: the Sunday before."""
    return date.fromisocalendar(int(expires[:4]), int(expires[6:]), 1) - timedelta(days=1)
