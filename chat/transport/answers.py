"""What the server answers to an event."""

from __future__ import annotations

from chat.routing.model import Language
from chat.transport.board_shapes import BoardViewWire
from chat.transport.shapes import LineWire, LogWire, SeatViewWire, SeekerViewWire, Wire


class Done(Wire, frozen=True):
    """It is so."""


class Arrived(Wire, frozen=True):
    """The ticket for this conversation, the state and the log as they are now; *device_key* seals what the page keeps for a reload."""

    ticket: str
    device_key: str
    view: SeekerViewWire
    log: LogWire


class Resumed(Wire, frozen=True):
    """The state, the newest ticket, and the log from the asked position on; *device_key* as when they arrived."""

    ticket: str
    device_key: str
    view: SeekerViewWire
    log: LogWire


class Stored(Wire, frozen=True):
    """The log has it, at this position."""

    cmid: str
    epoch: str
    seq: int
    proof: str


class HandedIn(Wire, frozen=True):
    """The cmids the log has now; the others could not be stored and stay with their writer. *device_key* opens what the page kept."""

    stored: tuple[str, ...]
    device_key: str


class Seated(Wire, frozen=True):
    """The counsellor's state now, and the ticket that says it; *skills* are those that a colleague may have, by name.

    *device_key* seals what the page keeps for a reload, as long as the session lasts.
    """

    ticket: str
    device_key: str
    view: SeatViewWire
    skills: tuple[str, ...]


class Synced(Wire, frozen=True):
    """A stretch of the log."""

    log: LogWire


class Whispered(Wire, frozen=True):
    """The circle has it, under this number."""

    cmid: str
    seq: int


class Heard(Wire, frozen=True):
    """What was said in a circle, in order; *head* is the number of its newest line."""

    head: int
    lines: tuple[LineWire, ...]


class Worded(Wire, frozen=True):
    """Four words in the language of *language*, and the last day on which they count, as ``2026-12-20``."""

    words: tuple[str, ...]
    language: Language
    until: str


class Used(Wire, frozen=True):
    """Whether the words lead to somebody who is here: that counsellor is asked first."""

    found: bool


class LinkWire(Wire, frozen=True):
    """How many return words lead to one counsellor; *name* is None when the account is gone."""

    counsellor: str
    name: str | None
    live: int


class Linked(Wire, frozen=True):
    """The counsellors to whom return words lead, the most first."""

    links: tuple[LinkWire, ...]


class Watched(Wire, frozen=True):
    """The board now."""

    view: BoardViewWire


class ErrorWire(Wire, frozen=True, omit_defaults=True):
    """Why something was refused. *field* names the part of the payload, *retry_ms* when to try again."""

    code: str
    field: str | None = None
    retry_ms: int | None = None


Answer = (
    Done
    | Whispered
    | Heard
    | Arrived
    | Resumed
    | Stored
    | HandedIn
    | Seated
    | Synced
    | Watched
    | Worded
    | Used
    | Linked
)
