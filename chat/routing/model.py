"""The desk as a value: one small immutable document. Its mappings are replaced, never changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from chat.conversation.model import EndReason
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Generation,
    Instance,
    Instant,
    NodeId,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing.circle import HelpRequest, ShiftRoom
from chat.routing.house import DoorOrder, House, Refused, Served

K = TypeVar("K")
V = TypeVar("V")

BEGINNING = Instant(0.0)
"""Before everything."""

NO_TIME = Seconds(0.0)
"""No time at all."""

NO_PAGE = Instance("")
"""Of whom it was written down before tabs were told apart."""


class Status(StrEnum):
    """What a counsellor chose, or what a missed offer made of it."""

    READY = "ready"
    AWAY = "away"
    MISSED = "missed"


class Language(StrEnum):
    """A language in which Luister can be spoken to."""

    DUTCH = "nl"
    ENGLISH = "en"


class Doorway(StrEnum):
    """Through which door somebody came: for themselves, or because they worry about somebody else."""

    YOUNG = "young"
    FRIEND = "friend"


class Safety(StrEnum):
    """What somebody answered to "are you safe now?"."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Guest:
    """A young person the desk knows, from arriving until the end was shown.

    *connection* is None while they are away, and *since* is when that, or the node they are at, last changed. *instance* is the page load that speaks
    for them. *tab* is the page that they asked for it last, or in which they came, and *load* after how many loads from that one it came: a later one takes
    over, and so does a page of another tab that they ask.
    """

    seeker: SeekerId
    conversation: ConversationId
    instance: Instance
    connection: ConnectionId | None
    since: Instant
    tab: Instance = NO_PAGE
    load: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that waits for a counsellor.

    *arrived* is the moment of arriving, another for everybody, kept through every hand-over; *turn* is the moment that counts in the order, which an opening draws by
    lot. *since* is when this stretch of waiting began, and *asked_since* when somebody was first asked in it. *version* is raised with every offer, and fences it;
    *misses* counts those nobody answered. *urgent*: they said that they are not safe, or do not know. *skills* are wished of the counsellor. *handed_over*: they had a
    counsellor, and *unanswered* one who never said anything. *on_hold*: they were calling somebody else when their counsellor was lost, and may be away for long.
    *wide*: they have waited so long that more seats count. *closing_told*: they know that the line closes soon. *framed* is when somebody first took them up, *risk*
    the level their last counsellor saw. *resting* holds who declined, until when. *prefers* is whom they asked for, until *prefers_until*. *rehearsed*: a script plays
    the young person, which is never counted and never in a real one's way.
    """

    conversation: ConversationId
    seeker: SeekerId
    language: Language
    arrived: Instant
    version: int = 0
    handed_over: bool = False
    on_hold: bool = False
    rehearsed: bool = False
    resting: Mapping[VolunteerId, Instant] = field(default_factory=dict)
    turn: Instant = BEGINNING
    since: Instant = BEGINNING
    asked_since: Instant | None = None
    misses: int = 0
    urgent: bool = False
    doorway: Doorway = Doorway.YOUNG
    skills: frozenset[str] = frozenset()
    wide: bool = False
    unanswered: bool = False
    framed: Instant | None = None
    risk: int | None = None
    ending_told: bool = False
    closing_told: bool = False
    prefers: VolunteerId | None = None
    prefers_until: Instant = BEGINNING


@dataclass(frozen=True, slots=True)
class Offer:
    """A waiting conversation shown to those *asked*: the first who takes it has it, until *expires*; as more are asked their cards, and those that stood, count from the beginning. *everybody* who could take it was asked."""

    conversation: ConversationId
    version: int
    asked: tuple[VolunteerId, ...]
    expires: Instant
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that a counsellor holds under assignment *version*.

    *on_hold*: the young person is calling somebody else meanwhile, and may be away for long. *risk* is the level the counsellor saw, None while they have not said. *answered*: the
    counsellor has said something. *quiet_since* is since when the young person is known to have said nothing, and *silence* how many times they were asked about it. *ending_told*:
    both know that it is nearly time. *passes_to* are the skills of the colleague whom its counsellor wishes for it, None without a
    wish. *onward*: they stay until a colleague takes it over, and *offered* is the highest version of such a search that was called off.
    *hearsay*: after a loss, only the young person's ticket has told of it so far.
    """

    conversation: ConversationId
    seeker: SeekerId
    counsellor: VolunteerId
    language: Language
    arrived: Instant
    started: Instant
    version: int
    rehearsed: bool = False
    on_hold: bool = False
    turn: Instant = BEGINNING
    urgent: bool = False
    doorway: Doorway = Doorway.YOUNG
    skills: frozenset[str] = frozenset()
    framed: Instant = BEGINNING
    risk: int | None = None
    answered: bool = True
    quiet_since: Instant = BEGINNING
    silence: int = 0
    ending_told: bool = False
    passes_to: frozenset[str] | None = None
    offered: int = 0
    onward: Waiting | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """A conversation that has ended and is forgotten when *unconfirmed* is empty, at the latest at *until*.

    *counsellor* is None for one that the line closed on before anybody took it up. *reunites*: the young person may ask to find them again.
    """

    conversation: ConversationId
    seeker: SeekerId
    counsellor: VolunteerId | None
    reason: EndReason
    version: int
    until: Instant
    unconfirmed: frozenset[SeekerId | VolunteerId]
    rehearsed: bool = False
    reunites: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A counsellor at the desk.

    *connections* are their open pages; while there are none, *since* is when they last gave a sign of life, else when they last came to a node. *chosen* is when they chose their status, or missed what
    made it one, in whichever life; None while nobody did. *idle_since* is when they last took, finished or became
    ready for a conversation: the longest idle is asked first. *expected*: only a young person's ticket has named them since the desk was lost. *skills* are what the
    account says they can do beside listening; *leads*: they may lead a shift. *found_again*: somebody they spoke with may find them again. *helps*: they may come to
    any colleague's conversation. *listens*: young people are offered to them; a supervisor who only helps is no counsellor who is on. *declined* and *missed*
    count their offers of this shift, without rehearsals.
    """

    counsellor: VolunteerId
    name: str
    languages: frozenset[Language]
    capacity: int
    status: Status
    idle_since: Instant
    connections: frozenset[ConnectionId]
    since: Instant
    expected: bool = False
    skills: frozenset[str] = frozenset()
    leads: bool = False
    found_again: bool = False
    helps: bool = False
    listens: bool = True
    chosen: Instant | None = None
    declined: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Vouch:
    """What a counsellor's ticket of an earlier life said of one conversation, for when its young person returns.

    *reason* is why it ended, None while it ran; *until* is when this is forgotten. *is_news*: it ended in this life, so the counsellor's page has to be told. *helped*: help was asked for.
    *shown* are those whose browser has shown its end.
    """

    conversation: ConversationId
    counsellor: VolunteerId
    version: int
    started: Instant
    on_hold: bool
    reason: EndReason | None
    until: Instant
    is_news: bool = False
    risk: int | None = None
    urgent: bool = False
    answered: bool = True
    helped: bool = False
    framed: Instant | None = None
    ending_told: bool = False
    shown: frozenset[SeekerId | VolunteerId] = frozenset()


NO_GENERATION = Generation("")


@dataclass(frozen=True, slots=True)
class Desk:
    """Everybody who waits, sits, is offered, talks or has just ended. *version* is raised by every commit.

    *nodes* says until when each node counts as alive. Nobody is offered before *offers_from*, and nothing falls due before *due_from*. *vouched* and *departed* belong to
    what was lost: what counsellors' tickets said, and who must not be brought back, until when. *house*, *order*, *pace* and *refused* say what the line is at this moment;
    *leads* are the supervisors who watch the board, with their connections and since when, and *led* those of whom a board went a moment ago, with until when they count as
    on without it. *opened* is when people last opened the door: enough of them came, or it was ordered or settled so; the hours open it besides.
    *help* are the requests for it, by the conversation they are about; *room* is that of the shift, None while nobody is on.
    *began* is when this life of the desk began, after another was lost if one was, and *based_on* the version of the other as far as it is known here.
    """

    version: int = 0
    now: Instant = BEGINNING
    generation: Generation = NO_GENERATION
    offers_from: Instant = BEGINNING
    due_from: Instant = BEGINNING
    nodes: Mapping[NodeId, Instant] = field(default_factory=dict)
    vouched: Mapping[ConversationId, Vouch] = field(default_factory=dict)
    departed: Mapping[SeekerId, Instant] = field(default_factory=dict)
    guests: Mapping[SeekerId, Guest] = field(default_factory=dict)
    waiting: Mapping[ConversationId, Waiting] = field(default_factory=dict)
    offers: Mapping[ConversationId, Offer] = field(default_factory=dict)
    talks: Mapping[ConversationId, Talk] = field(default_factory=dict)
    closing: Mapping[ConversationId, Closing] = field(default_factory=dict)
    seats: Mapping[VolunteerId, Seat] = field(default_factory=dict)
    house: House = field(default_factory=House)
    order: DoorOrder = field(default_factory=DoorOrder)
    leads: Mapping[VolunteerId, Mapping[ConnectionId, Instant]] = field(default_factory=dict)
    led: Mapping[VolunteerId, Instant] = field(default_factory=dict)
    pace: tuple[Served, ...] = ()
    refused: Mapping[VolunteerId, Refused] = field(default_factory=dict)
    opened: Instant = BEGINNING
    help: Mapping[ConversationId, HelpRequest] = field(default_factory=dict)
    room: ShiftRoom | None = None
    began: Instant = BEGINNING
    based_on: int = 0


def put(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """A copy of *mapping* with *key* set."""
    return {**mapping, key: value}


def without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    """A copy of *mapping* with *key* gone."""
    return {k: v for k, v in mapping.items() if k != key}
