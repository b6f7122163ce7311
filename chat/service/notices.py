"""Everything that may be told to a person, and to whom. Closed unions; all of it only hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.circle.log import Line
from chat.conversation.model import Entry, Mark, Side
from chat.identifiers import CircleId, ConnectionId, ConversationId, Epoch, SeekerId, Ticket, VolunteerId
from chat.routing.board import BoardView
from chat.routing.seat_view import SeatView
from chat.routing.views import SeekerView


@dataclass(frozen=True, slots=True)
class ToSeeker:
    """Every page that speaks for this young person."""

    seeker: SeekerId


@dataclass(frozen=True, slots=True)
class ToCounsellor:
    """Every page of this counsellor."""

    counsellor: VolunteerId


@dataclass(frozen=True, slots=True)
class ToConnection:
    """One socket and no other."""

    connection: ConnectionId


@dataclass(frozen=True, slots=True)
class ToBoards:
    """Everybody who watches the board."""


Address = ToSeeker | ToCounsellor | ToConnection | ToBoards


@dataclass(frozen=True, slots=True)
class SeekerState:
    """What the young person may see of the desk, and their ticket; None when it does not know them any more."""

    view: SeekerView | None
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class SeatState:
    """What the counsellor may see of the desk, and their ticket; None when they have no seat any more."""

    view: SeatView | None
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class BoardState:
    """The shift in numbers."""

    view: BoardView


@dataclass(frozen=True, slots=True)
class Appended:
    """A log has a new entry."""

    conversation: ConversationId
    epoch: Epoch
    entry: Entry


@dataclass(frozen=True, slots=True)
class Marked:
    """One side has more of a log open, or has seen more of it."""

    conversation: ConversationId
    side: Side
    mark: Mark


@dataclass(frozen=True, slots=True)
class Typing:
    """The other side began or stopped typing."""

    conversation: ConversationId
    typing: bool


@dataclass(frozen=True, slots=True)
class LogHead:
    """The newest position of one log, and how far each side is: a mark that was not heard is nowhere else told again."""

    conversation: ConversationId
    epoch: Epoch
    seq: int
    marks: Mapping[Side, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest position of each of a person's logs, read from the store."""

    heads: tuple[LogHead, ...]


@dataclass(frozen=True, slots=True)
class CircleSaid:
    """Somebody said something in a circle of staff; *zone* is that in which the line tells times."""

    circle: CircleId
    line: Line
    zone: str


@dataclass(frozen=True, slots=True)
class CircleHead:
    """The number of the newest line of one circle, 0 while nothing was said."""

    circle: CircleId
    seq: int


@dataclass(frozen=True, slots=True)
class CircleHeads:
    """The newest line of each of a person's circles, read from the store."""

    heads: tuple[CircleHead, ...]


@dataclass(frozen=True, slots=True)
class PageSuperseded:
    """A newer page speaks for this conversation."""


@dataclass(frozen=True, slots=True)
class TicketAsked:
    """The live state was lost: whoever is here says again who they are."""


@dataclass(frozen=True, slots=True)
class StorageChanged:
    """This node has lost its live store for now (*away*), or has it back."""

    away: bool


Notice = (
    SeekerState
    | SeatState
    | BoardState
    | Appended
    | Marked
    | Typing
    | Heads
    | CircleSaid
    | CircleHeads
    | PageSuperseded
    | TicketAsked
    | StorageChanged
)
