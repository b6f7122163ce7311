"""Signing up, off, and swapping: whatever is asked in whatever order, by a clock that jumps about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.facts import VolunteerId
from volunteers.roster import signing
from volunteers.roster.errors import (
    AlreadyOnShift,
    MayNotBeOnShift,
    NotOnShift,
    PlaceNotOffered,
    PostNotYours,
    RosterRefused,
    ShiftBegun,
    ShiftCancelled,
    ShiftFull,
    ShiftOverlap,
    ShiftPast,
)
from volunteers.roster.model import Candidate, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.roster.planning import ONE_DAY, adjust, cancel

HOUR = 3600
NOON = 1_800_000_000
NOOR, SAM, KIM, LOT = (VolunteerId(name) for name in ("noor", "sam", "kim", "lot"))
BOTH = frozenset(Post)
DAY = date(2027, 1, 15)
"""On which all of this is."""
SHIFT = Shift(ShiftId("s1"), Stretch(NOON, NOON + 4 * HOUR), DAY, Staffing(minimum=2, most=2, led=True))
BEFORE = NOON - HOUR


def somebody(who: VolunteerId, posts: frozenset[Post] = BOTH, until: date | None = DAY) -> Candidate:
    return Candidate(who, posts, until)


def on(shift: Shift, *people: VolunteerId, post: Post = Post.COUNSELLOR) -> Shift:
    for one in people:
        shift = signing.sign_up(shift, somebody(one), post, (), BEFORE)
    return shift


def beside(begins: int, ends: int) -> Shift:
    """Another shift with Sam on it, from and until so many hours after this one begins."""
    when = Stretch(NOON + begins * HOUR, NOON + ends * HOUR)
    return on(Shift(ShiftId("s2"), when, DAY, Staffing(1, 2, led=False)), SAM)


CANCELLED = cancel(on(SHIFT, SAM), BEFORE)
OFFERED = signing.offer(on(SHIFT, SAM), SAM, BEFORE)
REFUSED: list[tuple[type[RosterRefused], Callable[[], Shift]]] = [
    (ShiftCancelled, lambda: signing.sign_up(CANCELLED, somebody(KIM), Post.COUNSELLOR, (), BEFORE)),
    (ShiftCancelled, lambda: signing.sign_off(CANCELLED, SAM, BEFORE)),
    (ShiftPast, lambda: signing.sign_up(SHIFT, somebody(KIM), Post.COUNSELLOR, (), NOON + 4 * HOUR)),
    (ShiftPast, lambda: signing.offer(on(SHIFT, SAM), SAM, NOON + 4 * HOUR)),
    (AlreadyOnShift, lambda: signing.sign_up(on(SHIFT, SAM), somebody(SAM), Post.LEAD, (), BEFORE)),
    (PostNotYours, lambda: signing.sign_up(SHIFT, somebody(SAM, frozenset()), Post.COUNSELLOR, (), BEFORE)),
    (
        PostNotYours,
        lambda: signing.sign_up(SHIFT, somebody(SAM, frozenset({Post.COUNSELLOR})), Post.LEAD, (), BEFORE),
    ),
    (
        MayNotBeOnShift,
        lambda: signing.sign_up(SHIFT, somebody(SAM, until=None), Post.COUNSELLOR, (), BEFORE),
    ),
    (
        MayNotBeOnShift,
        lambda: signing.sign_up(SHIFT, somebody(SAM, until=DAY - ONE_DAY), Post.COUNSELLOR, (), BEFORE),
    ),
    (
        ShiftOverlap,
        lambda: signing.sign_up(SHIFT, somebody(SAM), Post.COUNSELLOR, (beside(-1, 1),), BEFORE),
    ),
    (ShiftOverlap, lambda: signing.take(on(OFFERED), SAM, somebody(KIM), (_kim_beside(),), BEFORE)),
    (ShiftFull, lambda: signing.sign_up(on(SHIFT, SAM, KIM), somebody(LOT), Post.COUNSELLOR, (), BEFORE)),
    (
        ShiftFull,
        lambda: signing.sign_up(on(SHIFT, SAM, post=Post.LEAD), somebody(LOT), Post.LEAD, (), BEFORE),
    ),
    (NotOnShift, lambda: signing.sign_off(SHIFT, SAM, BEFORE)),
    (NotOnShift, lambda: signing.take_off(signing.sign_off(on(SHIFT, SAM), SAM, BEFORE), SAM, BEFORE)),
    (ShiftBegun, lambda: signing.sign_off(on(SHIFT, SAM), SAM, NOON)),
    (PlaceNotOffered, lambda: signing.take(on(SHIFT, SAM), SAM, somebody(KIM), (), BEFORE)),
    (PlaceNotOffered, lambda: signing.take(SHIFT, SAM, somebody(KIM), (), BEFORE)),
    (
        PlaceNotOffered,
        lambda: signing.take(signing.keep(OFFERED, SAM, BEFORE), SAM, somebody(KIM), (), BEFORE),
    ),
    (AlreadyOnShift, lambda: signing.take(OFFERED, SAM, somebody(SAM), (), BEFORE)),
    (AlreadyOnShift, lambda: signing.take(on(OFFERED, KIM), SAM, somebody(KIM), (), BEFORE)),
]


def _kim_beside() -> Shift:
    when = Stretch(NOON + 3 * HOUR, NOON + 5 * HOUR)
    return on(Shift(ShiftId("s2"), when, DAY, Staffing(1, 2, led=False)), KIM)


@pytest.mark.parametrize(("refusal", "asked"), REFUSED, ids=lambda one: getattr(one, "__name__", ""))
def test_what_cannot_be_is_refused_by_its_own_name(
    refusal: type[RosterRefused], asked: Callable[[], Shift]
) -> None:
    with pytest.raises(RosterRefused) as refused:
        asked()
    assert type(refused.value) is refusal


@pytest.mark.parametrize(("begins", "ends"), [(-3, 0), (4, 8)])
def test_one_shift_may_follow_another_at_once(begins: int, ends: int) -> None:
    signed = signing.sign_up(SHIFT, somebody(SAM), Post.COUNSELLOR, (beside(begins, ends),), BEFORE)
    assert signed.place_of(SAM) == Place(SAM, Post.COUNSELLOR)


def test_a_shift_that_was_cancelled_or_left_is_in_nobodys_way() -> None:
    cancelled = cancel(beside(-1, 1), BEFORE - HOUR)
    left = signing.sign_off(beside(1, 2), SAM, BEFORE)
    assert signing.sign_up(SHIFT, somebody(SAM), Post.COUNSELLOR, (cancelled, left), BEFORE).place_of(SAM)


def test_somebody_may_step_in_while_a_shift_lasts() -> None:
    assert signing.sign_up(SHIFT, somebody(SAM), Post.COUNSELLOR, (), NOON + HOUR).place_of(SAM) is not None


def test_who_left_may_come_back_and_stands_there_once() -> None:
    back = on(signing.sign_off(on(SHIFT, SAM), SAM, BEFORE), SAM)
    assert [place.volunteer for place in back.places] == [SAM]
    assert back.lacks == 1


def test_a_swap_puts_one_in_the_place_of_the_other_and_remembers_who_left() -> None:
    swapped = signing.take(OFFERED, SAM, somebody(KIM), (), BEFORE)
    assert set(swapped.places) == {
        Place(SAM, Post.COUNSELLOR, PlaceState.LEFT),
        Place(KIM, Post.COUNSELLOR),
    }
    assert swapped.version == OFFERED.version + 1


def test_offering_twice_or_keeping_what_was_never_offered_changes_nothing() -> None:
    assert signing.offer(OFFERED, SAM, BEFORE) == OFFERED
    assert signing.keep(on(SHIFT, SAM), SAM, BEFORE) == on(SHIFT, SAM)


def test_a_scheduler_puts_one_in_the_place_of_another_who_did_not_offer_it() -> None:
    changed = signing.replace_by(on(SHIFT, SAM), SAM, somebody(KIM), (), NOON + HOUR)
    assert changed.place_of(SAM) is None
    assert changed.place_of(KIM) == Place(KIM, Post.COUNSELLOR)


@pytest.mark.parametrize(
    ("account", "stays"),
    [
        (somebody(SAM), True),
        (somebody(SAM, frozenset({Post.COUNSELLOR})), True),
        (somebody(SAM, frozenset({Post.LEAD})), False),
        (somebody(SAM, until=DAY - ONE_DAY), False),
        (somebody(SAM, until=None), False),
        (somebody(NOOR, until=None), True),
    ],
)
def test_whose_account_may_be_on_it_no_longer_is_not(account: Candidate, *, stays: bool) -> None:
    shift = on(SHIFT, SAM, KIM)
    cleared = signing.cleared(shift, account, NOON + 4 * HOUR - 1)
    if stays:
        assert cleared is shift
    else:
        assert [place.volunteer for place in cleared.taken()] == [KIM]
        assert cleared.version == shift.version + 1


def test_nobody_is_taken_off_a_shift_that_is_over_or_cancelled() -> None:
    gone, shift = somebody(SAM, until=None), on(SHIFT, SAM)
    assert signing.cleared(shift, gone, NOON + 4 * HOUR) is shift
    cancelled = cancel(shift, BEFORE)
    assert signing.cleared(cancelled, gone, BEFORE) is cancelled


PEOPLE = (NOOR, SAM, KIM, LOT)
WHO = st.sampled_from(PEOPLE)
# Six hours on which four shifts lie across each other, and a clock that is set by somebody who cannot read one.
SHIFTS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 4), st.integers(1, 3), st.booleans()), min_size=2, max_size=4
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["up", "off", "offer", "keep", "take", "take_off", "replace", "cancel", "adjust"]),
        st.integers(0, 3),
        WHO,
        WHO,
        st.sampled_from(Post),
        st.integers(-2, 8),
    ),
    max_size=40,
)


def planned(shape: list[tuple[int, int, int, bool]]) -> dict[ShiftId, Shift]:
    made = {}
    for number, (begins, hours, most, led) in enumerate(shape):
        when = Stretch(NOON + begins * HOUR, NOON + (begins + hours) * HOUR)
        name = ShiftId(f"s{number}")
        made[name] = Shift(name, when, DAY, Staffing(1, most, led))
    return made


def asked(
    roster: dict[ShiftId, Shift], step: tuple[str, int, VolunteerId, VolunteerId, Post, int]
) -> Shift | None:
    """What comes of one step; None when it is refused."""
    act, number, one, other, post, hour = step
    shift, now = list(roster.values())[number % len(roster)], NOON + hour * HOUR
    others = tuple(roster.values())
    doing: dict[str, Callable[[], Shift]] = {
        "up": lambda: signing.sign_up(shift, somebody(one), post, others, now),
        "off": lambda: signing.sign_off(shift, one, now),
        "offer": lambda: signing.offer(shift, one, now),
        "keep": lambda: signing.keep(shift, one, now),
        "take": lambda: signing.take(shift, one, somebody(other), others, now),
        "take_off": lambda: signing.take_off(shift, one, now),
        "replace": lambda: signing.replace_by(shift, one, somebody(other), others, now),
        "cancel": lambda: cancel(shift, now),
        "adjust": lambda: adjust(shift, replace(shift.staffing, most=1 + hour % 3), shift.version, now),
    }
    try:
        return doing[act]()
    except RosterRefused:
        return None


@given(SHIFTS, STEPS)
def test_nobody_is_on_two_shifts_at_once_and_no_shift_has_more_than_its_places(
    shape: list[tuple[int, int, int, bool]],
    steps: list[tuple[str, int, VolunteerId, VolunteerId, Post, int]],
) -> None:
    roster = planned(shape)
    for step in steps:
        changed = asked(roster, step)
        if changed is None:
            continue
        before = roster[changed.id]
        roster[changed.id] = changed
        assert changed == before or changed.version == before.version + 1
        if step[0] in {"take", "replace"}:
            assert [sum(1 for _ in changed.taken(post)) for post in Post] == [
                sum(1 for _ in before.taken(post)) for post in Post
            ]
        for shift in roster.values():
            assert sum(1 for _ in shift.taken(Post.COUNSELLOR)) <= shift.staffing.most
            assert sum(1 for _ in shift.taken(Post.LEAD)) <= shift.staffing.led
            assert len({place.volunteer for place in shift.places}) == len(shift.places)
        for who in PEOPLE:
            theirs = [one.when for one in roster.values() if not one.cancelled and one.place_of(who)]
            assert not any(
                one.overlaps(other) for place, one in enumerate(theirs) for other in theirs[place + 1 :]
            )
