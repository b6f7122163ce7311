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

K = TypeVar("K")
V = TypeVar("V")

BEGINNING = Instant(0.0)
"""Before everything."""

NO_TIME = Seconds(0.0)
"""No time at all."""

OFFER_STANDS = Seconds(25.0)
"""How long a counsellor has to answer an offer."""
DECLINE_RESTS = Seconds(60.0)
"""How long somebody who declined is not offered the same conversation again."""
QUEUE_KEEPS = Seconds(15 * 60.0)
"""How long a place in the queue is kept for a seeker who dropped (DESIGN.md 5, Away)."""
TALK_KEEPS = Seconds(10 * 60.0)
"""How long a conversation is kept for a seeker who dropped."""
HOLD_KEEPS = Seconds(60 * 60.0)
"""How long a conversation is kept for a seeker who dropped while it was on hold."""
SEAT_KEEPS = Seconds(60.0)
"""How long after the last sign of life of a counsellor their conversations go back to the queue."""
END_KEEPS = Seconds(10 * 60.0)
"""How long an ended conversation can be read while not every browser has shown its end."""
LEASE_LASTS = Seconds(10.0)
"""How long after its last sign of life a node counts as dead, and all its sockets as gone (DESIGN.md 4, Presence)."""
GATHERING = Seconds(10.0)
"""How long nobody is offered after the live state was lost: those who were there come back first."""
DEPARTED_MOST = 1_024
"""How many of those who left are remembered: more than leave a large line within the life of a ticket."""
STANDSTILL = Seconds(5.0)
"""After so long without any step of the desk something may have fallen due unseen."""
CALM = Seconds(10.0)
"""How long after a node could not reach the desk nothing falls due that fell due meanwhile."""
TICKET_LASTS = Seconds(15 * 60.0)
"""How long a ticket is good for."""
HOLD_TICKET_LASTS = Seconds(75 * 60.0)
"""How long a ticket of a conversation on hold is good for."""


class Status(StrEnum):
    """What a counsellor chose, or what a missed offer made of it."""

    READY = "ready"
    AWAY = "away"
    MISSED = "missed"


class Language(StrEnum):
    """A language in which Luister can be spoken to."""

    DUTCH = "nl"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Guest:
    """A young person the desk knows, from arriving until the end was shown.

    *connection* is None while they are away, and *since* is when that last changed. *instance* is the page
    load that speaks for them; a newer one takes over.
    """

    seeker: SeekerId
    conversation: ConversationId
    instance: Instance
    connection: ConnectionId | None
    since: Instant


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that waits for a counsellor.

    *arrived* is the moment of arriving, another for everybody, kept through every hand-over. *version* is raised with every offer,
    and fences it. *on_hold*: they were calling somebody else when their counsellor was lost, and may be away for long.
    *resting* holds who declined, until when. *rehearsed*: a script plays the young person, which
    is never counted and never in a real one's way.
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A waiting conversation shown to one counsellor, who may take it until *expires*."""

    conversation: ConversationId
    version: int
    counsellor: VolunteerId
    expires: Instant


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that a counsellor holds under assignment *version*.

    *on_hold*: the young person is calling somebody else meanwhile, and may be away for long.
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


@dataclass(frozen=True, slots=True)
class Closing:
    """A conversation that has ended and is forgotten when *unconfirmed* is empty, at the latest at *until*."""

    conversation: ConversationId
    seeker: SeekerId
    counsellor: VolunteerId
    reason: EndReason
    version: int
    until: Instant
    unconfirmed: frozenset[SeekerId | VolunteerId]
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A counsellor at the desk.

    *connections* are their open pages; while there are none, *since* is when they last gave a sign of life. *idle_since* is when they
    last took, finished or became ready for a conversation: the longest idle is asked first. *expected*: only a young
    person's ticket has named them since the desk was lost.
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


@dataclass(frozen=True, slots=True)
class Vouch:
    """What a counsellor's ticket of an earlier life said of one conversation, for when its young person returns.

    *reason* is why it ended, None while it ran; *until* is when this is forgotten. *is_news*: it ended in this life, so
    the counsellor's page has to be told.
    """

    conversation: ConversationId
    counsellor: VolunteerId
    version: int
    started: Instant
    on_hold: bool
    reason: EndReason | None
    until: Instant
    is_news: bool = False


NO_GENERATION = Generation("")


@dataclass(frozen=True, slots=True)
class Desk:
    """Everybody who waits, sits, is offered, talks or has just ended. *version* is raised by every commit.

    *nodes* says until when each node counts as alive. Nobody is offered before *offers_from*, and nothing falls due
    before *due_from*. *vouched* and *departed* belong to what was lost: what counsellors' tickets said, and who must
    not be brought back, until when.
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


def put(mapping: Mapping[K, V], key: K, value: V) -> dict[K, V]:
    """A copy of *mapping* with *key* set."""
    return {**mapping, key: value}


def without(mapping: Mapping[K, V], key: K) -> dict[K, V]:
    """A copy of *mapping* with *key* gone."""
    return {k: v for k, v in mapping.items() if k != key}
