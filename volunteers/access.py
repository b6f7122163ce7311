"""Who may do what: one table, refused by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from volunteers.errors import Forbidden
from volunteers.model import SEATED, Role, Standing, Volunteer


class Permission(StrEnum):
    """Something that not everybody may do."""

    HOLD_SEAT = "hold_seat"
    """Be offered young people and talk with them."""
    HELP = "help"
    """Come to a colleague's conversation, and take it over; never unseen."""
    SEE_BOARD = "see_board"
    """See the live board, and order what the door does."""
    INVITE = "invite"
    """Ask new volunteers to come."""
    KEEP_PEOPLE = "keep_people"
    """See the accounts; keep their facts, shut and open them, and ask for a lost second factor to be given anew."""
    CHANGE_ROLES = "change_roles"
    """Say what an account is for, and touch the account of who can say so."""
    PLAN_ROSTER = "plan_roster"
    """Make and fill shifts."""
    EDIT_SCRIPTS = "edit_scripts"
    """Write what counsellors have at hand."""
    SEE_STATISTICS = "see_statistics"
    """Read the counts that remain."""
    SEE_AUDIT = "see_audit"
    """Read who changed what among the staff."""


PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.COUNSELLOR: frozenset({Permission.HOLD_SEAT}),
        Role.YOUNG_COUNSELLOR: frozenset({Permission.HOLD_SEAT}),
        Role.TRAINEE: frozenset({Permission.HOLD_SEAT}),
        Role.SUPERVISOR: frozenset(
            {
                *(Permission.SEE_BOARD, Permission.HELP, Permission.INVITE, Permission.KEEP_PEOPLE),
                *(Permission.PLAN_ROSTER, Permission.SEE_STATISTICS),
            }
        ),
        Role.EDITOR: frozenset({Permission.EDIT_SCRIPTS}),
        Role.SCHEDULER: frozenset({Permission.PLAN_ROSTER}),
        Role.ANALYST: frozenset({Permission.SEE_STATISTICS}),
        # Neither seat, nor board, nor help: who makes accounts cannot come near a conversation (docs/adr/0017).
        Role.ADMINISTRATOR: frozenset(
            {Permission.INVITE, Permission.KEEP_PEOPLE, Permission.CHANGE_ROLES, Permission.SEE_AUDIT}
        ),
    }
)


def may(volunteer: Volunteer, permission: Permission) -> bool:
    """Whether the account is in use and one of its roles gives this permission."""
    return volunteer.standing is Standing.ACTIVE and permission in _given(volunteer.roles)


def permissions(volunteer: Volunteer) -> frozenset[Permission]:
    """Everything this volunteer may do."""
    return frozenset(permission for permission in Permission if may(volunteer, permission))


def ask(volunteer: Volunteer, permission: Permission) -> None:
    """Raises Forbidden unless the volunteer may."""
    if not may(volunteer, permission):
        raise Forbidden


def ask_to_give(volunteer: Volunteer, roles: Iterable[Role]) -> None:
    """Raises Forbidden unless the volunteer may invite somebody with these roles: any, or only those that talk."""
    ask(volunteer, Permission.INVITE)
    if not SEATED.issuperset(roles):
        ask(volunteer, Permission.CHANGE_ROLES)


def ask_to_touch(volunteer: Volunteer, other: Volunteer, permission: Permission) -> None:
    """Raises Forbidden unless the volunteer may do this with the account of *other*.

    Whoever could shut out an administrator, or give their account anew, could become one.
    """
    ask(volunteer, permission)
    if Permission.CHANGE_ROLES in _given(other.roles):
        ask(volunteer, Permission.CHANGE_ROLES)


def _given(roles: Iterable[Role]) -> frozenset[Permission]:
    return frozenset(permission for role in roles for permission in PERMISSIONS.get(role, frozenset()))
