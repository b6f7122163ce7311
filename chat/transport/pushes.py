"""Every event from the server, as typed structs. All are hints: any may be lost, doubled or late."""

from __future__ import annotations

from typing import ClassVar

from chat.transport.board_shapes import BoardViewWire
from chat.transport.shapes import (
    CircleHeadWire,
    EntryWire,
    HeadWire,
    LineWire,
    MarkWire,
    SeatViewWire,
    SeekerViewWire,
    Wire,
)


class SeekerChanged(Wire, frozen=True):
    """The young person's state; None: the desk does not know them any more."""

    event: ClassVar[str] = "seeker.changed"

    view: SeekerViewWire | None
    ticket: str | None


class SeatChanged(Wire, frozen=True):
    """The counsellor's state; None: their seat was cleared."""

    event: ClassVar[str] = "seat.changed"

    view: SeatViewWire | None
    ticket: str | None


class BoardChanged(Wire, frozen=True):
    """The board."""

    event: ClassVar[str] = "board.changed"

    view: BoardViewWire


class LogAppended(Wire, frozen=True):
    """A new line of a log. Only a hint: a gap is closed with ``log.sync``."""

    event: ClassVar[str] = "log.appended"

    conversation: str
    epoch: str
    entry: EntryWire


class MarkChanged(Wire, frozen=True):
    """The other side has more of the log open, or has seen more of it."""

    event: ClassVar[str] = "mark.changed"

    conversation: str
    mark: MarkWire


class TypingChanged(Wire, frozen=True):
    """The other side began or stopped typing; forget it after 6 seconds."""

    event: ClassVar[str] = "typing.changed"

    conversation: str
    typing: bool


class Pulse(Wire, frozen=True):
    """Every 15 seconds: the newest position of each of this person's logs, read from the store."""

    event: ClassVar[str] = "pulse"

    heads: tuple[HeadWire, ...]


class CircleSaid(Wire, frozen=True):
    """Somebody said something in a circle of staff."""

    event: ClassVar[str] = "circle.said"

    circle: str
    line: LineWire


class CircleHeads(Wire, frozen=True):
    """Every 15 seconds: the newest line of each of this person's circles, read from the store."""

    event: ClassVar[str] = "circle.heads"

    heads: tuple[CircleHeadWire, ...]


class PageSuperseded(Wire, frozen=True):
    """A newer page speaks for this conversation; hand in the outbox, then disconnect for good."""

    event: ClassVar[str] = "page.superseded"


class TicketAsk(Wire, frozen=True):
    """The live state was lost: say who you are again, with the newest ticket."""

    event: ClassVar[str] = "ticket.ask"


class StorageChanged(Wire, frozen=True):
    """The server has lost its live store for now (*away*), or has it back."""

    event: ClassVar[str] = "storage.changed"

    away: bool


class ServerDraining(Wire, frozen=True):
    """The server is stopping: connect again after *after_ms*."""

    event: ClassVar[str] = "server.draining"

    after_ms: int


FromServer = (
    SeekerChanged
    | SeatChanged
    | BoardChanged
    | LogAppended
    | MarkChanged
    | TypingChanged
    | Pulse
    | CircleSaid
    | CircleHeads
    | PageSuperseded
    | TicketAsk
    | StorageChanged
    | ServerDraining
)
