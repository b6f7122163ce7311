"""What a line is at this moment, as values: its hours, what a supervisor ordered, how fast it went of late, what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chat.identifiers import Instant, Seconds


class DoorReason(StrEnum):
    """Why a supervisor closed the door, or let only so many wait."""

    BUSY = "busy"
    STAFFING = "staffing"
    TECHNICAL = "technical"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of time in which the line is open; *closes* is None when it never closes."""

    opens: Instant
    closes: Instant | None


@dataclass(frozen=True, slots=True)
class House:
    """What the line's own settings say, as far as the desk decides by it.

    *openings* are the one that runs now, if any, and the next, in order; None: the line is always open. *minimum* is how many people have to
    be there before anybody is let in; where that is more than one, one of them leads the shift. *frame* is how long a
    conversation is meant to last, None when nothing is said of that. *reunites*: a young person may ask for the same counsellor again. *backup* is the number that a counsellor who leads
    a shift can call, None when there is none: then only supervisors lead. *zone* is the time zone in which the line tells times.
    *wrap_up* is how long a counsellor is offered nobody after a conversation, 0 for not at all.
    """

    openings: tuple[Opening, ...] | None = None
    minimum: int = 0
    frame: Seconds | None = None
    zone: str = "Europe/Amsterdam"
    reunites: bool = False
    backup: str | None = None
    wrap_up: Seconds = Seconds(0.0)


@dataclass(frozen=True, slots=True)
class DoorOrder:
    """What a supervisor ordered: *closed* to everybody new, or only *cap* people may wait; None: any number."""

    closed: bool = False
    cap: int | None = None
    reason: DoorReason | None = None


PACE_MOST = 60
"""How many conversations say how fast the queue goes."""


@dataclass(frozen=True, slots=True)
class Served:
    """A conversation that took so long, until *at*; the last ones say how fast the queue goes."""

    at: Instant
    took: Seconds


@dataclass(frozen=True, slots=True)
class Refused:
    """How many offers a counsellor who has no seat any more declined and missed in this shift, which is over at *until*."""

    declined: int
    missed: int
    until: Instant
