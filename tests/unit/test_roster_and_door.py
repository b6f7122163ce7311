"""A roster that is told to be enough is one with which the door opens: asked of the desk's own rule."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.identifiers import ConnectionId, Instant
from chat.identifiers import VolunteerId as OfDesk
from chat.routing.house import House
from chat.routing.model import Desk, Language, Seat, Status
from chat.routing.staffing import is_staffed
from tests.staff import somebody
from volunteers.access import Permission, may
from volunteers.candidates import candidate_of, last_day_of, leaders_of, posts_of
from volunteers.model import Role, Standing, Volunteer
from volunteers.roster.coverage import Gap, compared
from volunteers.roster.model import Candidate, Place, Post, Shift, ShiftId, Staffing, Stretch

WHEN = Stretch(1_800_000_000, 1_800_003_600)
TODAY = date(2027, 1, 15)
NUMBER = "+31201234567"
ROLES = (Role.COUNSELLOR, Role.YOUNG_COUNSELLOR, Role.TRAINEE, Role.SUPERVISOR, Role.SCHEDULER)


@dataclass(frozen=True)
class OnShift:
    """Somebody with an account, and what they are on the shift for."""

    who: Volunteer
    post: Post


def desk_of(staff: list[OnShift], minimum: int, backup: str | None) -> Desk:
    """The desk when everybody came: who leads and may watch the board does that, everybody else takes a seat."""
    desk = Desk(house=House(minimum=minimum, backup=backup))
    for one in staff:
        who, line = OfDesk(one.who.id), ConnectionId(one.who.id)
        if one.post is Post.LEAD and may(one.who, Permission.SEE_BOARD):
            desk = replace(desk, leads={**desk.leads, who: {line: Instant(0.0)}})
            continue
        now, nl = Instant(0.0), frozenset({Language.DUTCH})
        seat = Seat(who, "", nl, 3, Status.READY, now, frozenset({line}), now, leads=one.who.leads)
        desk = replace(desk, seats={**desk.seats, who: seat})
    return desk


def gap_of(staff: list[OnShift], needed: int, *, backed_up: bool) -> Gap | None:
    """Where the line is open exactly while this shift lasts."""
    places = tuple(Place(one.who.id, one.post) for one in staff)
    shift = Shift(ShiftId("s1"), WHEN, TODAY, Staffing(1, 20, led=True), places)
    leaders = leaders_of((one.who for one in staff), backed_up=backed_up)
    gaps = compared([WHEN], needed, [shift], WHEN, leaders).gaps
    return gaps[0] if gaps else None


@st.composite
def staffs(draw: st.DrawFn) -> list[OnShift]:
    """People with any roles, on any place that their account can have."""
    found = []
    for number in range(draw(st.integers(0, 4))):
        roles = draw(st.sets(st.sampled_from(ROLES), min_size=1, max_size=3))
        who = somebody(f"Noor {number}", roles, leads=draw(st.booleans()))
        posts = posts_of(who)
        if posts:
            found.append(OnShift(who, draw(st.sampled_from(sorted(posts)))))
    return found


@given(staffs(), st.integers(0, 4), st.booleans())
def test_a_gap_is_told_exactly_when_the_door_would_stay_closed(
    staff: list[OnShift], needed: int, backed_up: bool
) -> None:
    desk = desk_of(staff, needed, NUMBER if backed_up else None)
    assert (gap_of(staff, needed, backed_up=backed_up) is None) is is_staffed(desk)


LEX, MO, NOOR = somebody("Lex", leads=True), somebody("Mo"), somebody("Noor", [Role.SUPERVISOR])
LEX_LEADS, MO_TALKS = OnShift(LEX, Post.LEAD), OnShift(MO, Post.COUNSELLOR)


@pytest.mark.parametrize(
    ("staff", "needed", "backed_up", "gap"),
    [
        ([LEX_LEADS, MO_TALKS], 2, False, Gap(WHEN, 2, 2, led=False, answered=True)),
        ([LEX_LEADS, MO_TALKS], 2, True, None),
        ([OnShift(LEX, Post.COUNSELLOR), MO_TALKS], 2, True, None),
        ([LEX_LEADS], 1, True, None),
        ([OnShift(NOOR, Post.LEAD)], 1, True, Gap(WHEN, 1, 1, led=True, answered=False)),
        ([OnShift(NOOR, Post.LEAD), MO_TALKS], 2, False, None),
        ([MO_TALKS], 2, True, Gap(WHEN, 1, 2, led=False, answered=True)),
    ],
)
def test_who_counts_as_leading_and_who_as_there_to_talk(
    staff: list[OnShift], needed: int, *, backed_up: bool, gap: Gap | None
) -> None:
    assert gap_of(staff, needed, backed_up=backed_up) == gap


def test_an_account_may_be_on_a_shift_as_long_as_it_is_in_use_and_its_certificate_counts() -> None:
    assert MO.vog is not None
    assert candidate_of(MO) == Candidate(MO.id, frozenset({Post.COUNSELLOR}), MO.vog.valid_until)
    assert posts_of(LEX) == frozenset(Post)
    assert posts_of(NOOR) == {Post.LEAD}
    assert posts_of(somebody("Roos", [Role.SCHEDULER], leads=True)) == frozenset()
    assert last_day_of(replace(MO, vog=None)) is None
    assert last_day_of(replace(MO, vog=None, practice=True)) == date.max
    for standing in (Standing.DISABLED, Standing.INVITED):
        shut = replace(LEX, standing=standing)
        assert candidate_of(shut) == Candidate(LEX.id, frozenset(), None)
