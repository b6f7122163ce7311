"""Who is in a conversation beside its counsellor, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """As what somebody is beside the counsellor: to help them, because they still learn, or to take the conversation over."""

    SUPERVISOR = "supervisor"
    MENTOR = "mentor"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who reads and writes in a conversation that another holds.

    *name* is their working name as they came. *number* tells this coming from every other one: they write under it, as a counsellor
    under the version.
    """

    name: str
    part: Part
    number: int
