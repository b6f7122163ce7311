"""Who may do what."""

from dataclasses import replace
from itertools import product

import pytest

from volunteers.access import (
    PERMISSIONS,
    Permission,
    ask_to_give,
    ask_to_touch,
    may,
    permissions,
)
from volunteers.errors import Forbidden
from volunteers.facts import VolunteerId
from volunteers.model import Role, Standing, Volunteer

ALLOWED = {
    Role.COUNSELLOR: {"hold_seat"},
    Role.YOUNG_COUNSELLOR: {"hold_seat"},
    Role.TRAINEE: {"hold_seat"},
    Role.SUPERVISOR: {"see_board", "help", "invite", "keep_people", "plan_roster", "see_statistics"},
    Role.EDITOR: {"edit_scripts"},
    Role.SCHEDULER: {"plan_roster"},
    Role.ANALYST: {"see_statistics"},
    Role.ADMINISTRATOR: {"invite", "keep_people", "change_roles", "see_audit"},
}


def somebody(*roles: Role, standing: Standing = Standing.ACTIVE) -> Volunteer:
    return Volunteer(VolunteerId("v1"), "Noor", frozenset(roles), frozenset({"nl"}), standing=standing)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_a_role_gives_exactly_what_the_table_says(role: Role, permission: Permission) -> None:
    assert may(somebody(role), permission) is (permission.value in ALLOWED[role])


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS) == set(Role) == set(ALLOWED)


def test_every_permission_is_given_to_somebody() -> None:
    assert {word for words in ALLOWED.values() for word in words} == {one.value for one in Permission}


def test_nobody_may_do_anything_without_a_role() -> None:
    assert permissions(somebody()) == frozenset()


def test_two_roles_give_both() -> None:
    both = permissions(somebody(Role.COUNSELLOR, Role.SCHEDULER))
    assert both == {Permission.HOLD_SEAT, Permission.PLAN_ROSTER}


@pytest.mark.parametrize("standing", [Standing.INVITED, Standing.DISABLED])
def test_an_account_that_is_not_in_use_may_nothing(standing: Standing) -> None:
    assert permissions(somebody(*Role, standing=standing)) == frozenset()


def test_who_keeps_the_accounts_comes_near_no_conversation() -> None:
    near = {Permission.HOLD_SEAT, Permission.HELP, Permission.SEE_BOARD}
    assert permissions(somebody(Role.ADMINISTRATOR)).isdisjoint(near)


@pytest.mark.parametrize(
    ("by", "roles", "allowed"),
    [
        (Role.SUPERVISOR, [Role.COUNSELLOR, Role.TRAINEE], True),
        (Role.SUPERVISOR, [Role.SUPERVISOR], False),
        (Role.SUPERVISOR, [Role.COUNSELLOR, Role.EDITOR], False),
        (Role.SUPERVISOR, [Role.ADMINISTRATOR], False),
        (Role.ADMINISTRATOR, [Role.ADMINISTRATOR], True),
        (Role.ADMINISTRATOR, [Role.SUPERVISOR], True),
        (Role.COUNSELLOR, [Role.COUNSELLOR], False),
        (Role.SCHEDULER, [Role.TRAINEE], False),
    ],
)
def test_a_supervisor_invites_who_talks_and_an_administrator_everybody(
    by: Role, roles: list[Role], *, allowed: bool
) -> None:
    if allowed:
        ask_to_give(somebody(by), roles)
    else:
        with pytest.raises(Forbidden):
            ask_to_give(somebody(by), roles)


def test_only_an_administrator_touches_an_administrator() -> None:
    """Whoever could shut one out, or give the account anew, could become one."""
    other = replace(somebody(Role.ADMINISTRATOR), id=VolunteerId("v2"))
    with pytest.raises(Forbidden):
        ask_to_touch(somebody(Role.SUPERVISOR), other, Permission.KEEP_PEOPLE)
    ask_to_touch(somebody(Role.ADMINISTRATOR), other, Permission.KEEP_PEOPLE)
