"""Making, changing and cancelling shifts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.facts import VolunteerId
from volunteers.roster.errors import (
    RepeatInvalid,
    ShiftCancelled,
    ShiftPast,
    ShiftPeopleInvalid,
    ShiftTimesInvalid,
)
from volunteers.roster.model import Candidate, Note, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import (
    LONGEST_MINUTES,
    REPEATS_WEEKS,
    SHORTEST_MINUTES,
    adjust,
    cancel,
    new_shift,
    wall_minutes,
    weekly,
)
from volunteers.roster.signing import sign_up

NOON = 1_800_000_000
WHEN = Stretch(NOON, NOON + 3600)
MONDAY = date(2026, 11, 30)
NEEDS = Staffing(1, 2, led=False)


def with_people(most: int = 2, *, led: bool = True) -> Shift:
    """As many as there are places, one of them leading."""
    shift = new_shift(ShiftId("s1"), WHEN, Staffing(1, most, led), NOON - 1)
    for number in range(most):
        who = Candidate(VolunteerId(f"v{number}"), frozenset(Post))
        shift = sign_up(shift, who, Post.COUNSELLOR, (), NOON - 1)
    if led:
        shift = sign_up(shift, Candidate(VolunteerId("lead"), frozenset(Post)), Post.LEAD, (), NOON - 1)
    return shift


@pytest.mark.parametrize(
    ("begins", "ends", "closes"),
    [(18 * 60, 22 * 60, 22 * 60), (22 * 60, 2 * 60, 26 * 60), (12 * 60, 0, 24 * 60), (0, 12 * 60, 12 * 60)],
)
def test_a_shift_that_ends_no_later_than_it_begins_ends_on_the_next_day(
    begins: int, ends: int, closes: int
) -> None:
    assert wall_minutes(begins, ends) == closes


@pytest.mark.parametrize(
    ("begins", "ends"), [(600, 600), (600, 610), (0, 721), (-1, 60), (60, 1440), (1440, 60), (600, 60)]
)
def test_times_that_are_none_or_last_too_long_or_too_short_are_refused(begins: int, ends: int) -> None:
    with pytest.raises(ShiftTimesInvalid):
        wall_minutes(begins, ends)


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_whatever_is_planned_lasts_as_long_as_a_shift_may(begins: int, ends: int) -> None:
    try:
        closes = wall_minutes(begins, ends)
    except ShiftTimesInvalid:
        return
    assert SHORTEST_MINUTES <= closes - begins <= LONGEST_MINUTES
    assert closes % 1440 == ends


@given(st.integers(0, REPEATS_WEEKS * 7))
def test_a_shift_that_repeats_is_there_on_the_same_day_of_every_week_until_the_last(days: int) -> None:
    until = MONDAY + timedelta(days=days)
    found = list(weekly(MONDAY, until))
    assert found[0] == MONDAY
    assert {day.weekday() for day in found} == {0}
    assert [(after - before).days for before, after in pairwise(found)] == [7] * (len(found) - 1)
    assert found[-1] <= until < found[-1] + timedelta(days=7)


def test_a_shift_that_does_not_repeat_is_there_once() -> None:
    assert list(weekly(MONDAY, None)) == [MONDAY]


@pytest.mark.parametrize("days", [-1, REPEATS_WEEKS * 7 + 1])
def test_an_end_before_the_beginning_or_too_far_on_is_refused(days: int) -> None:
    with pytest.raises(RepeatInvalid):
        list(weekly(MONDAY, MONDAY + timedelta(days=days)))


@pytest.mark.parametrize(("minimum", "most"), [(0, 1), (2, 1), (1, 21), (-1, -1)])
def test_a_need_that_nobody_could_fill_is_refused(minimum: int, most: int) -> None:
    with pytest.raises(ShiftPeopleInvalid):
        new_shift(ShiftId("s1"), WHEN, Staffing(minimum, most, led=False), NOON)


def test_what_is_over_is_not_planned_any_more_but_what_lasts_is() -> None:
    with pytest.raises(ShiftPast):
        new_shift(ShiftId("s1"), WHEN, NEEDS, NOON + 3600)
    assert new_shift(ShiftId("s1"), WHEN, NEEDS, NOON + 3599).when == WHEN


@pytest.mark.parametrize("staffing", [Staffing(1, 1, led=True), Staffing(1, 2, led=False)])
def test_a_need_below_who_is_on_already_is_refused(staffing: Staffing) -> None:
    with pytest.raises(ShiftPeopleInvalid):
        adjust(with_people(), staffing, NOON)


def test_a_need_is_changed_and_whoever_is_on_stays() -> None:
    before = with_people()
    after = adjust(before, Staffing(3, 4, True, Note.BUSY), NOON)
    assert (after.lacks, after.places, after.version) == (1, before.places, before.version + 1)


def test_a_shift_is_cancelled_once_and_whoever_was_on_it_stays_written_down() -> None:
    before = with_people()
    cancelled = cancel(before, NOON)
    assert (cancelled.cancelled, cancelled.places) == (True, before.places)
    with pytest.raises(ShiftCancelled):
        cancel(cancelled, NOON)
    with pytest.raises(ShiftCancelled):
        adjust(cancelled, NEEDS, NOON)
    with pytest.raises(ShiftPast):
        cancel(before, NOON + 3600)
