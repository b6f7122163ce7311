"""Who may do what."""

from itertools import product

import pytest

from volunteers.access import PERMISSIONS, Permission, may
from volunteers.model import Role, Volunteer, VolunteerId

ALLOWED = {
    (Role.COUNSELLOR, Permission.HOLD_SEAT),
    (Role.YOUNG_COUNSELLOR, Permission.HOLD_SEAT),
    (Role.TRAINEE, Permission.HOLD_SEAT),
    (Role.SUPERVISOR, Permission.SEE_BOARD),
    (Role.SUPERVISOR, Permission.HELP),
}


def somebody(*roles: Role) -> Volunteer:
    return Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"}))


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_a_role_gives_exactly_what_the_table_says(role: Role, permission: Permission) -> None:
    assert may(somebody(role), permission) is ((role, permission) in ALLOWED)


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_nobody_may_do_anything_without_a_role() -> None:
    assert not any(may(somebody(), permission) for permission in Permission)


def test_two_roles_give_both() -> None:
    assert all(may(somebody(*Role), permission) for permission in Permission)
