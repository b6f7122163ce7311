"""Who may do what: one table, refused by default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from volunteers.model import Role, Volunteer


class Permission(StrEnum):
    """Something that not everybody may do."""

    HOLD_SEAT = "hold_seat"
    """Be offered young people and talk with them."""
    HELP = "help"
    """Come to a colleague's conversation, and take it over; never unseen."""
    SEE_BOARD = "see_board"
    """See the live board."""


PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.COUNSELLOR: frozenset({Permission.HOLD_SEAT}),
        Role.YOUNG_COUNSELLOR: frozenset({Permission.HOLD_SEAT}),
        Role.TRAINEE: frozenset({Permission.HOLD_SEAT}),
        Role.SUPERVISOR: frozenset({Permission.SEE_BOARD, Permission.HELP}),
    }
)


def may(volunteer: Volunteer, permission: Permission) -> bool:
    """Whether one of the volunteer's roles gives this permission."""
    return any(permission in PERMISSIONS.get(role, frozenset()) for role in volunteer.roles)
