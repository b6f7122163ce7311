"""Who on the counsellor's side may read a log, and how far back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.conversation.model import Entry, Head, Kind, Side
from chat.identifiers import VolunteerId


def may_read(head: Head, volunteer: VolunteerId) -> bool:
    """Whether this volunteer reads the log now: its counsellor, or somebody whose coming stands in it."""
    return volunteer == head.counsellor or volunteer in head.company


def legible(head: Head, entries: Sequence[Entry], volunteer: VolunteerId) -> tuple[Entry, ...]:
    """These *entries* as this volunteer may read them.

    Where the young person began again, what was said before is withheld from everybody who came later.
    """
    if volunteer in head.heard_all:
        return tuple(entries)
    return tuple(_withheld(entry) if entry.seq <= head.floor else entry for entry in entries)


def floor_of(head: Head, entries: Sequence[Entry]) -> Head:
    """The *head* of this whole log with the floor where the young person began again; as long as that line is missing, at its end."""
    found = max((entry.seq for entry in entries if entry.kind is Kind.STARTED_OVER), default=None)
    if found is not None:
        return replace(head, floor=found, misses_floor=False)
    return replace(head, floor=len(entries)) if head.misses_floor else head


def _withheld(entry: Entry) -> Entry:
    """The place of an entry without anything of it. What the desk itself says, nobody has told."""
    return entry if entry.side is Side.DESK else replace(entry, kind=Kind.WITHHELD, body=None, name=None)


def signed(entry: Entry) -> str | None:
    """The working name under which a message stands; None for the two whose conversation it is, and for what is no message."""
    return entry.name if entry.kind is Kind.MESSAGE else None


def signers(head: Head) -> dict[tuple[Side, str | None], str]:
    """Who writes for a side now, under a name of their own or without one."""
    found: dict[tuple[Side, str | None], str] = {
        (Side.SEEKER, None): head.seeker,
        (Side.COUNSELLOR, None): head.counsellor or "",
    }
    return found | {(Side.COUNSELLOR, one.name): who for who, one in head.company.items()}
