"""Who is on, which shifts are short, and where opening hours and shifts differ.

Whether a gap is told exactly when the door would stay closed is asked of the door itself in tests/unit/test_roster_and_door.py.
"""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.facts import VolunteerId
from volunteers.roster.coverage import EDGE, WARNS, Agreement, Gap, Leaders, compared, on_now, short
from volunteers.roster.model import DAY_SECONDS, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch

HOUR = 3600
NOON = 1_800_000_000
WITHIN = Stretch(NOON, NOON + 14 * DAY_SECONDS)
DAY = date(2027, 1, 15)


def hours(begins: float, ends: float) -> Stretch:
    return Stretch(int(NOON + begins * HOUR), int(NOON + ends * HOUR))


def a_shift(begins: float, ends: float, people: int, *, led: bool = True, cancelled: bool = False) -> Shift:
    """So many counsellors, and one who leads where somebody has to."""
    name = f"{begins}-{ends}-{people}-{led}"
    places = [Place(VolunteerId(f"{name}-{number}"), Post.COUNSELLOR) for number in range(people)]
    if led:
        places.append(Place(VolunteerId(f"{name}-lead"), Post.LEAD))
    return Shift(ShiftId(name), hours(begins, ends), DAY, Staffing(1, 20, led), tuple(places), cancelled)


def agreed(openings: Sequence[Stretch], needed: int, shifts: Sequence[Shift]) -> Agreement:
    """Compared, where whoever has the place of who leads watches the board."""
    boards = frozenset(place.volunteer for shift in shifts for place in shift.taken(Post.LEAD))
    return compared(openings, needed, shifts, WITHIN, Leaders(boards))


def gaps(openings: list[Stretch], needed: int, *shifts: Shift) -> list[tuple[Stretch, int]]:
    return [(gap.when, gap.here) for gap in agreed(openings, needed, shifts).gaps]


def outside(openings: list[Stretch], *shifts: Shift) -> list[Stretch]:
    return [one.when for one in agreed(openings, 1, shifts).outside]


def test_whoever_is_on_now_is_whoever_has_a_place_on_what_lasts_now() -> None:
    left = Place(VolunteerId("left"), Post.COUNSELLOR, PlaceState.LEFT)
    offers = Place(VolunteerId("offers"), Post.COUNSELLOR, PlaceState.OFFERED)
    now = Shift(ShiftId("now"), hours(0, 4), DAY, Staffing(1, 2, led=False), (left, offers))
    others = (a_shift(-4, 0, 2), a_shift(4, 8, 2), a_shift(0, 4, 2, cancelled=True))
    assert on_now((now, *others), NOON) == (offers,)


@pytest.mark.parametrize(
    ("shift", "warned"),
    [
        (a_shift(1, 2, 0), True),
        (a_shift(1, 2, 1), False),
        (
            Shift(
                ShiftId("s"), hours(1, 2), DAY, Staffing(1, 2, led=True), a_shift(1, 2, 1, led=False).places
            ),
            True,
        ),
        (a_shift(-1, 1, 0), True),
        (a_shift(-1, 0, 0), False),
        (a_shift(WARNS / HOUR - 1, WARNS / HOUR + 1, 0), True),
        (a_shift(WARNS / HOUR, WARNS / HOUR + 1, 0), False),
        (a_shift(1, 2, 0, cancelled=True), False),
    ],
)
def test_a_shift_that_lacks_somebody_is_warned_of_a_week_before(shift: Shift, *, warned: bool) -> None:
    assert bool(short([shift], NOON)) is warned


def test_hours_and_shifts_that_are_the_same_agree() -> None:
    agreement = agreed([hours(4, 8)], 3, [a_shift(4, 6, 2), a_shift(6, 8, 2)])
    assert (agreement.gaps, agreement.outside) == ((), ())


def test_what_is_open_with_too_few_is_a_gap_as_long_as_it_lasts() -> None:
    assert gaps([hours(4, 10)], 3, a_shift(4, 6, 2), a_shift(6, 8, 1), a_shift(7, 8, 1, led=False)) == [
        (hours(6, 7), 2),
        (hours(8, 10), 0),
    ]


def test_neighbours_that_lack_the_same_are_one_gap() -> None:
    assert gaps([hours(4, 10)], 3, a_shift(4, 7, 1), a_shift(7, 10, 1)) == [(hours(4, 10), 2)]


def test_enough_people_of_whom_nobody_leads_or_nobody_answers_are_a_gap() -> None:
    (unled,) = agreed([hours(4, 8)], 2, [a_shift(4, 8, 3, led=False)]).gaps
    assert unled == Gap(hours(4, 8), 3, 2, led=False, answered=True)
    (unanswered,) = agreed([hours(4, 8)], 1, [a_shift(4, 8, 0)]).gaps
    assert unanswered == Gap(hours(4, 8), 1, 1, led=True, answered=False)


def test_one_alone_needs_nobody_who_leads_and_a_line_that_needs_nobody_has_no_gaps() -> None:
    assert gaps([hours(4, 8)], 1, a_shift(4, 8, 1, led=False)) == []
    assert gaps([hours(4, 8)], 0) == []


@pytest.mark.parametrize(
    ("openings", "is_open"),
    [([], False), ([hours(4, 8)], True), ([hours(-4, 0)], False), ([hours(14 * 24, 14 * 24 + 4)], False)],
)
def test_whether_the_line_is_open_at_all_is_told(openings: list[Stretch], *, is_open: bool) -> None:
    assert agreed(openings, 1, []).is_open is is_open


def test_a_cancelled_shift_covers_nothing_and_is_outside_nothing() -> None:
    cancelled = a_shift(4, 12, 5, cancelled=True)
    assert gaps([hours(4, 8)], 1, cancelled) == [(hours(4, 8), 0)]
    assert outside([hours(4, 8)], cancelled) == []


@pytest.mark.parametrize(
    ("shift", "found"),
    [
        ((3.5, 8.5), []),
        ((3, 8), [hours(3, 4)]),
        ((4, 9), [hours(8, 9)]),
        ((3, 11), [hours(3, 4), hours(8, 10)]),
        ((8.75, 9.25), [hours(8.75, 9.25)]),
        ((20, 24), [hours(20, 24)]),
        ((7.5, 10.5), [hours(8, 10)]),
    ],
)
def test_what_of_a_shift_is_outside_the_hours_is_told_but_for_getting_ready_and_rounding_off(
    shift: tuple[float, float], found: list[Stretch]
) -> None:
    assert outside([hours(10, 12), hours(4, 8)], a_shift(*shift, 1)) == found


def test_nothing_is_told_of_what_is_beyond_the_weeks_that_are_compared() -> None:
    two_weeks = 14 * 24
    assert gaps([hours(two_weeks - 1, two_weeks + 5)], 1) == [(hours(two_weeks - 1, two_weeks), 0)]
    assert outside([], a_shift(two_weeks - 2, two_weeks + 2, 1)) == [hours(two_weeks - 2, two_weeks)]
    assert outside([], a_shift(-2, 2, 1)) == [hours(0, 2)]


STRETCHES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda one: hours(one[0], one[0] + one[1])),
    max_size=5,
)


def apart(stretches: list[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.begins):
        if not found or found[-1].ends < one.begins:
            found.append(one)
    return found


@given(
    STRETCHES.map(apart),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8), st.integers(1, 3)), max_size=5),
)
def test_a_shift_is_told_of_where_the_door_is_closed_and_nowhere_else(
    openings: list[Stretch], shape: list[tuple[int, int, int]]
) -> None:
    shifts = [a_shift(begins, begins + long, people) for begins, long, people in shape]
    agreement = agreed(openings, 1, shifts)
    for half in range(100):
        now = NOON + half * HOUR // 2
        is_open = any(one.begins <= now < one.ends for one in openings)
        told = any(one.when.begins <= now < one.when.ends for one in agreement.outside)
        assert not (told and is_open)
        near = any(one.begins - EDGE <= now < one.ends + EDGE for one in openings)
        if on_now(shifts, now) and not near:
            assert told
