"""Volunteers as the chat knows them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chat.bridge import staff_member
from chat.errors import Refusal, VogExpired, VogMissing
from volunteers.facts import Certificate, Skill, VolunteerId
from volunteers.model import Role, Volunteer

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("roles", "sits", "is_found_again"),
    [
        ({Role.COUNSELLOR}, True, True),
        ({Role.COUNSELLOR, Role.SUPERVISOR}, True, True),
        ({Role.YOUNG_COUNSELLOR}, True, False),
        ({Role.TRAINEE}, True, False),
        ({Role.COUNSELLOR, Role.TRAINEE}, True, False),
        ({Role.COUNSELLOR, Role.YOUNG_COUNSELLOR}, True, False),
        ({Role.SUPERVISOR}, False, False),
    ],
)
def test_who_learns_or_is_young_is_never_found_again(
    roles: set[Role], *, sits: bool, is_found_again: bool
) -> None:
    member = staff_member(Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"})), TODAY)
    assert (member.holds_seat, member.may_be_found_again) == (sits, is_found_again)


@pytest.mark.parametrize(("roles", "helps"), [({Role.COUNSELLOR}, False), ({Role.SUPERVISOR}, True)])
def test_a_supervisor_has_a_place_at_the_desk_to_help_at(roles: set[Role], *, helps: bool) -> None:
    member = staff_member(Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"})), TODAY)
    assert (member.holds_seat, member.helps) == (not helps, helps)


@pytest.mark.parametrize(("days", "barred"), [(None, VogMissing), (-1, VogExpired), (0, None), (700, None)])
def test_a_seat_wants_a_certificate_that_counts_today(days: int | None, barred: type[Refusal] | None) -> None:
    vog = None
    if days is not None:
        vog = Certificate(TODAY - timedelta(days=800), None, TODAY + timedelta(days=days))
    volunteer = Volunteer(VolunteerId("v1"), "Noor", frozenset({Role.COUNSELLOR}), frozenset({"nl"}), vog=vog)
    assert staff_member(volunteer, TODAY).barred is barred
    assert staff_member(replace(volunteer, practice=True), TODAY).barred is None


def test_a_skill_that_ran_out_is_none() -> None:
    held = frozenset({Skill("friend"), Skill("sign_language", TODAY - timedelta(days=1))})
    volunteer = Volunteer(VolunteerId("v1"), "Noor", frozenset({Role.COUNSELLOR}), frozenset({"nl"}))
    assert staff_member(replace(volunteer, skills=held), TODAY).skills == {"friend"}
