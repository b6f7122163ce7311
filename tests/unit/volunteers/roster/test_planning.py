"""Making, changing and cancelling shifts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.facts import VolunteerId
from volunteers.roster.errors import (
    LeadTaken,
    RepeatInvalid,
    RosterRefused,
    ShiftCancelled,
    ShiftChanged,
    ShiftPast,
    ShiftPeopleInvalid,
    ShiftTimesInvalid,
    ShiftTwice,
)
from volunteers.roster.model import Candidate, Note, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import (
    AHEAD_DAYS,
    LONGEST_MINUTES,
    REPEATS_WEEKS,
    SHORTEST_MINUTES,
    Plan,
    adjust,
    cancel,
    last_day,
    new_shift,
)
from volunteers.roster.signing import sign_up

NOON = 1_800_000_000
WHEN = Stretch(NOON, NOON + 3600)
MONDAY = date(2026, 11, 30)
NEEDS = Staffing(1, 2, led=False)
PLAN = Plan("a" * 32, MONDAY, None, 18 * 60, 22 * 60, NEEDS)
EMPTY = Shift(ShiftId("s1"), WHEN, MONDAY, NEEDS)


def with_people(most: int = 2, *, led: bool = True) -> Shift:
    """As many as there are places, one of them leading."""
    shift = replace(EMPTY, staffing=Staffing(1, most, led))
    for number in range(most):
        who = Candidate(VolunteerId(f"v{number}"), frozenset(Post), date.max)
        shift = sign_up(shift, who, Post.COUNSELLOR, (), NOON - 1)
    if led:
        leads = Candidate(VolunteerId("lead"), frozenset(Post), date.max)
        shift = sign_up(shift, leads, Post.LEAD, (), NOON - 1)
    return shift


@pytest.mark.parametrize(
    ("begins", "ends", "closes", "nights"),
    [
        (18 * 60, 22 * 60, 22 * 60, 0),
        (22 * 60, 2 * 60, 26 * 60, 1),
        (12 * 60, 0, 24 * 60, 0),
        (12 * 60 + 15, 1, 24 * 60 + 1, 1),
        (0, 12 * 60, 12 * 60, 0),
    ],
)
def test_a_shift_that_ends_no_later_than_it_begins_ends_on_the_next_day(
    begins: int, ends: int, closes: int, nights: int
) -> None:
    assert replace(PLAN, begins=begins, ends=ends).closes() == closes
    assert last_day(MONDAY, closes) == MONDAY + timedelta(days=nights)


@pytest.mark.parametrize(
    ("begins", "ends"), [(600, 600), (600, 610), (0, 721), (-1, 60), (60, 1440), (1440, 60), (600, 60)]
)
def test_times_that_are_none_or_last_too_long_or_too_short_are_refused(begins: int, ends: int) -> None:
    with pytest.raises(ShiftTimesInvalid):
        replace(PLAN, begins=begins, ends=ends).closes()


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_whatever_is_planned_lasts_as_long_as_a_shift_may(begins: int, ends: int) -> None:
    try:
        closes = replace(PLAN, begins=begins, ends=ends).closes()
    except ShiftTimesInvalid:
        return
    assert SHORTEST_MINUTES <= closes - begins <= LONGEST_MINUTES
    assert closes % 1440 == ends


@given(st.integers(0, REPEATS_WEEKS * 7))
def test_a_shift_that_repeats_is_there_on_the_same_day_of_every_week_until_the_last(days: int) -> None:
    until = MONDAY + timedelta(days=days)
    found = replace(PLAN, until=until).days(MONDAY)
    assert found[0] == MONDAY
    assert {day.weekday() for day in found} == {0}
    assert [(after - before).days for before, after in pairwise(found)] == [7] * (len(found) - 1)
    assert found[-1] <= until < found[-1] + timedelta(days=7)


def test_a_shift_that_does_not_repeat_is_there_once() -> None:
    assert PLAN.days(MONDAY) == (MONDAY,)


@pytest.mark.parametrize(
    ("first", "until", "refusal"),
    [
        (MONDAY, MONDAY - timedelta(days=1), RepeatInvalid),
        (MONDAY, MONDAY + timedelta(days=REPEATS_WEEKS * 7 + 1), RepeatInvalid),
        (MONDAY, date.max, RepeatInvalid),
        (date.min, date.max, RepeatInvalid),
        (date.min, None, ShiftPast),
        (MONDAY - timedelta(days=2), None, ShiftPast),
        (MONDAY + timedelta(days=AHEAD_DAYS + 1), None, ShiftTimesInvalid),
        (MONDAY + timedelta(days=AHEAD_DAYS), MONDAY + timedelta(days=AHEAD_DAYS + 7), ShiftTimesInvalid),
        (date.max, date.max, ShiftTimesInvalid),
        (date.max, None, ShiftTimesInvalid),
    ],
)
def test_days_that_are_past_too_far_or_out_of_order_are_refused(
    first: date, until: date | None, refusal: type[RosterRefused]
) -> None:
    with pytest.raises(refusal):
        replace(PLAN, first=first, until=until).days(MONDAY)


def test_what_began_yesterday_and_what_is_as_far_as_can_be_are_planned() -> None:
    for days in (-1, AHEAD_DAYS):
        first = MONDAY + timedelta(days=days)
        assert replace(PLAN, first=first).days(MONDAY) == (first,)


CHANGES: list[Callable[[Plan], Plan]] = [
    lambda plan: replace(plan, id="b" * 32),
    lambda plan: replace(plan, first=plan.first - timedelta(days=7)),
    lambda plan: replace(plan, until=MONDAY),
    lambda plan: replace(plan, begins=17 * 60),
    lambda plan: replace(plan, ends=21 * 60),
    lambda plan: replace(plan, staffing=Staffing(1, 2, led=False, note=Note.BUSY)),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_plan_makes_the_same_shifts_and_any_other_makes_others(
    change: Callable[[Plan], Plan],
) -> None:
    assert replace(PLAN).shift_on(MONDAY) == PLAN.shift_on(MONDAY)
    assert PLAN.shift_on(MONDAY) != PLAN.shift_on(MONDAY + timedelta(days=7))
    assert change(PLAN).shift_on(MONDAY) != PLAN.shift_on(MONDAY)


@pytest.mark.parametrize(("minimum", "most"), [(0, 1), (2, 1), (1, 21), (-1, -1)])
def test_a_need_that_nobody_could_fill_is_refused(minimum: int, most: int) -> None:
    with pytest.raises(ShiftPeopleInvalid):
        new_shift(replace(EMPTY, staffing=Staffing(minimum, most, led=False)), (), NOON)
    with pytest.raises(ShiftPeopleInvalid):
        adjust(EMPTY, Staffing(minimum, most, led=False), EMPTY.version, NOON)


def test_what_is_over_is_not_planned_any_more_but_what_lasts_is() -> None:
    with pytest.raises(ShiftPast):
        new_shift(EMPTY, (), NOON + 3600)
    assert new_shift(EMPTY, (), NOON + 3599) is EMPTY


def test_a_second_shift_at_exactly_the_same_times_is_refused() -> None:
    there = replace(EMPTY, id=ShiftId("s2"), staffing=Staffing(3, 4, led=True))
    with pytest.raises(ShiftTwice):
        new_shift(EMPTY, (there,), NOON)
    longer = replace(there, when=Stretch(NOON, NOON + 3601))
    assert new_shift(EMPTY, (cancel(there, NOON), longer), NOON) is EMPTY


def test_a_need_below_who_is_on_already_is_refused_and_says_of_which() -> None:
    shift = with_people()
    with pytest.raises(ShiftPeopleInvalid):
        adjust(shift, Staffing(1, 1, led=True), shift.version, NOON)
    with pytest.raises(LeadTaken):
        adjust(shift, Staffing(1, 2, led=False), shift.version, NOON)
    unled = with_people(led=False)
    assert adjust(unled, Staffing(2, 2, led=True), unled.version, NOON).lacks_lead


def test_a_need_is_changed_and_whoever_is_on_stays() -> None:
    before = with_people()
    after = adjust(before, Staffing(3, 4, True, Note.BUSY), before.version, NOON)
    assert (after.lacks, after.places, after.version) == (1, before.places, before.version + 1)


def test_a_need_that_was_decided_on_another_sight_of_the_shift_is_refused() -> None:
    before = with_people()
    first = adjust(before, Staffing(2, 3, led=True), before.version, NOON)
    with pytest.raises(ShiftChanged):
        adjust(first, Staffing(2, 4, led=True), before.version, NOON)
    assert adjust(first, Staffing(2, 3, led=True), before.version, NOON) is first, "the answer was lost"


def test_a_shift_is_cancelled_once_and_whoever_was_on_it_stays_written_down() -> None:
    before = with_people()
    cancelled = cancel(before, NOON)
    assert (cancelled.cancelled, cancelled.places) == (True, before.places)
    with pytest.raises(ShiftCancelled):
        cancel(cancelled, NOON)
    with pytest.raises(ShiftCancelled):
        adjust(cancelled, NEEDS, cancelled.version, NOON)
    with pytest.raises(ShiftPast):
        cancel(before, NOON + 3600)
