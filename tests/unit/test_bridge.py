"""Volunteers as the chat knows them."""

import pytest

from chat.bridge import staff_member
from volunteers.model import Role, Volunteer, VolunteerId


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
    member = staff_member(Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"})))
    assert (member.holds_seat, member.may_be_found_again) == (sits, is_found_again)


@pytest.mark.parametrize(("roles", "helps"), [({Role.COUNSELLOR}, False), ({Role.SUPERVISOR}, True)])
def test_a_supervisor_has_a_place_at_the_desk_to_help_at(roles: set[Role], *, helps: bool) -> None:
    member = staff_member(Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"})))
    assert (member.holds_seat, member.helps) == (not helps, helps)
