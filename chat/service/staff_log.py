"""What is written down of what the staff does with the line, and where."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from chat.identifiers import VolunteerId


class SupervisorDeed(StrEnum):
    """What a supervisor does with the line that is written down; ``volunteers.audit`` knows all that is."""

    DOOR_ORDERED = "door_ordered"
    WORDS_REVOKED = "words_revoked"


class StaffLog(Protocol):
    """Where it is written down what the staff did. Every method may raise Storage."""

    async def note(self, deed: SupervisorDeed, supervisor: VolunteerId) -> None:
        """This supervisor has done this, now."""
        ...

    async def remove_old(self) -> None:
        """What is older than it is kept goes: lines, and shifts of the roster."""
        ...
