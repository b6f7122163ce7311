"""The values of a conversation's log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chat.conversation.company import Companion, Part
from chat.identifiers import Cmid, ConversationId, Epoch, Instant, SeekerId, VolunteerId


class Side(StrEnum):
    """From which side of the conversation something came."""

    SEEKER = "seeker"
    COUNSELLOR = "counsellor"
    DESK = "desk"


class Kind(StrEnum):
    """What an entry of the log is. WITHHELD stands in no log: it is what somebody is shown in the place of a message they may not read."""

    MESSAGE = "message"
    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"
    NOTICE = "notice"
    COMPANY_JOINED = "company_joined"
    COMPANY_LEFT = "company_left"
    STARTED_OVER = "started_over"
    WITHHELD = "withheld"


class Notice(StrEnum):
    """What the desk says in a conversation by itself: how long it lasts, that it is nearly time, whether they are still there, that its counsellor cannot go on."""

    FRAME = "frame"
    TEN_MINUTES = "ten_minutes"
    SILENCE = "silence"
    SILENCE_AGAIN = "silence_again"
    SILENCE_LAST = "silence_last"
    RELIEVED = "relieved"


class EndReason(StrEnum):
    """Why a conversation ended."""

    COUNSELLOR_ENDED = "counsellor_ended"
    SEEKER_STOPPED = "seeker_stopped"
    SEEKER_LEFT = "seeker_left"
    SEEKER_LOST = "seeker_lost"
    SILENCE = "silence"
    LINE_CLOSED = "line_closed"


@dataclass(frozen=True, slots=True)
class Position:
    """How far somebody has read: the log's life and the number of the last entry they hold (0: none)."""

    epoch: Epoch
    seq: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    *seq* counts from 1 without gaps. *cmid* names the entry of its side through every life of the log. *body*
    belongs to messages and is None otherwise; *name* is the working name of who joined or left, and with a message of who wrote it
    when that was company of the counsellor; *reason* stands with ``ended`` only, *notice* with ``notice`` only, *part* with company
    that joined or left.
    """

    seq: int
    kind: Kind
    side: Side
    cmid: Cmid
    body: str | None = None
    name: str | None = None
    reason: EndReason | None = None
    notice: Notice | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The highest entry that is open on somebody's screen, and the highest they have seen."""

    delivered: int = 0
    seen: int = 0


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Head:
    """All that decides whether somebody may add to a log.

    *seq* is the number of the newest entry. *counsellor* is who holds the conversation now, None while
    nobody does; *version* is the assignment's number, raised with every offer; *company* are those who read and write beside them. Only the desk's own commit
    changes *counsellor*, *version*, *company* and *closed*. *floor* is the number of the line at which the young person began again, 0 where
    they did not: only *heard_all*, who were there, read what was said before; *misses_floor*: after a loss that line is not back yet. *said* is when each side last said something since the last counsellor
    came, as far as this life of the log knows; nothing of the kind is ever written down anywhere else.
    """

    conversation: ConversationId
    epoch: Epoch
    seeker: SeekerId
    seq: int = 0
    counsellor: VolunteerId | None = None
    version: int = 0
    closed: bool = False
    marks: Mapping[Side, Mark] = field(default_factory=dict)
    company: Mapping[VolunteerId, Companion] = field(default_factory=dict)
    floor: int = 0
    heard_all: frozenset[VolunteerId] = frozenset()
    misses_floor: bool = False
    said: Mapping[Side, Instant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BySeeker:
    """The young person writes or reads."""

    seeker: SeekerId
    side = Side.SEEKER


@dataclass(frozen=True, slots=True)
class ByCounsellor:
    """A counsellor writes or reads, under the assignment *version* they were told."""

    counsellor: VolunteerId
    version: int
    side = Side.COUNSELLOR


Author = BySeeker | ByCounsellor


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as its sender's browser made it; *body* is opaque to the server."""

    cmid: Cmid
    body: str


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a position: the head it was read at, and the entries after it in order.

    *complete* is False when the position was of another epoch or ahead of this log: then *entries* is the whole
    log and the reader drops its own copy.
    """

    head: Head
    entries: tuple[Entry, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """A whole log after browsers offered back what they held, in order.

    *is_new_life* when the order changed, so that everybody has to read it anew.
    """

    head: Head
    entries: tuple[Entry, ...]
    is_new_life: bool
