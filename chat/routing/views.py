"""What a young person, a counsellor and a supervisor may see of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Instant, Seconds, SeekerId, VolunteerId
from chat.routing.matching import loads, queue
from chat.routing.model import Desk, Language, Status


class Phase(StrEnum):
    """Where a conversation stands."""

    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeekerView:
    """One young person's own state.

    *place* is the rank among those who wait and are present, counting from 1; None unless waiting and present.
    *name* is the counsellor's working name, None while nobody has the conversation, and *counsellor_here* says
    whether that counsellor is connected; *on_hold*: the conversation waits while they call somebody else. *handed_over* is True when they wait because a counsellor was lost.
    *reason* stands with ENDED only.
    """

    version: int
    conversation: ConversationId
    phase: Phase
    place: int | None = None
    handed_over: bool = False
    name: str | None = None
    counsellor_here: bool = False
    on_hold: bool = False
    reason: EndReason | None = None


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a counsellor learns before accepting; nothing about topic, age or gender.

    *waited* is how long somebody has waited, *left* how long the offer still stands. *rehearsed*: for practice.
    """

    conversation: ConversationId
    version: int
    language: Language
    waited: Seconds
    left: Seconds
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class TalkView:
    """One of a counsellor's conversations.

    *reason* stands with ENDED only; *elapsed* counts from accepting, None once it ended. *seeker_away* is for
    how long the young person has been away, None while they are here; *on_hold*: they call somebody else meanwhile.
    *rehearsed*: for practice.
    """

    conversation: ConversationId
    version: int
    phase: Phase
    elapsed: Seconds | None = None
    seeker_away: Seconds | None = None
    on_hold: bool = False
    reason: EndReason | None = None
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class SeatView:
    """A counsellor's own state; *talks* in the order in which they were accepted, ended ones last."""

    version: int
    name: str
    status: Status
    capacity: int
    offer: OfferView | None
    talks: tuple[TalkView, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The shift in numbers, as if nobody rehearsed.

    *longest_wait* is None when nobody waits; *free* counts the conversations that those who are ready could
    still take.
    """

    version: int
    waiting: int
    longest_wait: Seconds | None
    talking: int
    seated: int
    free: int


def places(desk: Desk) -> dict[SeekerId, int]:
    """The place of everybody who waits and is present, counting from 1."""
    return {waiting.seeker: place for place, waiting in enumerate(queue(desk), start=1)}


def seeker_view(desk: Desk, seeker: SeekerId, place: int | None = None) -> SeekerView | None:
    """What this young person may see; None when the desk does not know them.

    *place* saves working it out when the caller has ``places(desk)`` at hand.
    """
    guest = desk.guests.get(seeker)
    if guest is None:
        return None
    conversation = guest.conversation
    waiting = desk.waiting.get(conversation)
    if waiting is not None:
        if place is None:
            place = places(desk).get(seeker)
        return SeekerView(
            desk.version, conversation, Phase.WAITING, place=place, handed_over=waiting.handed_over
        )
    talk = desk.talks.get(conversation)
    if talk is not None:
        seat = desk.seats[talk.counsellor]
        return SeekerView(
            desk.version,
            conversation,
            Phase.TALKING,
            name=seat.name,
            counsellor_here=bool(seat.connections),
            on_hold=talk.on_hold,
        )
    return SeekerView(desk.version, conversation, Phase.ENDED, reason=desk.closing[conversation].reason)


def seat_view(desk: Desk, counsellor: VolunteerId, now: Instant) -> SeatView | None:
    """What this counsellor may see at *now*; None when they have no seat."""
    seat = desk.seats.get(counsellor)
    if seat is None:
        return None
    offer = next((o for o in desk.offers.values() if o.counsellor == counsellor), None)
    offer_view = None
    if offer is not None:
        waiting = desk.waiting[offer.conversation]
        offer_view = OfferView(
            offer.conversation,
            offer.version,
            waiting.language,
            waited=_since(waiting.arrived, now),
            left=_since(now, offer.expires),
            rehearsed=waiting.rehearsed,
        )
    running = sorted(
        (t for t in desk.talks.values() if t.counsellor == counsellor),
        key=lambda t: (t.started, t.conversation),
    )
    talks = [
        TalkView(
            t.conversation,
            t.version,
            Phase.TALKING,
            _since(t.started, now),
            _away(desk, t.seeker, now),
            t.on_hold,
            rehearsed=t.rehearsed,
        )
        for t in running
    ]
    talks += [
        TalkView(
            v.conversation,
            v.version,
            Phase.TALKING,
            _since(v.started, now),
            _since(seat.since, now),
            v.on_hold,
        )
        for v in desk.vouched.values()
        if v.counsellor == counsellor and v.reason is None
    ]
    talks += [
        TalkView(v.conversation, v.version, Phase.ENDED, reason=v.reason)
        for v in desk.vouched.values()
        if v.counsellor == counsellor and v.is_news
    ]
    talks += [
        TalkView(c.conversation, c.version, Phase.ENDED, reason=c.reason, rehearsed=c.rehearsed)
        for c in desk.closing.values()
        if c.counsellor == counsellor and counsellor in c.unconfirmed
    ]
    return SeatView(desk.version, seat.name, seat.status, seat.capacity, offer_view, tuple(talks))


def board_view(desk: Desk, now: Instant) -> BoardView:
    """The shift at *now*, without a word about anybody."""
    line = [waiting for waiting in queue(desk) if not waiting.rehearsed]
    talking = sum(not talk.rehearsed for talk in desk.talks.values())
    load = loads(desk, rehearsed=False)
    seated = [seat for seat in desk.seats.values() if seat.connections]
    free = sum(
        max(0, seat.capacity - load[seat.counsellor]) for seat in seated if seat.status is Status.READY
    )
    longest = max((_since(w.arrived, now) for w in line), default=None)
    return BoardView(desk.version, len(line), longest, talking, len(seated), free)


def _since(earlier: Instant, later: Instant) -> Seconds:
    return Seconds(max(0.0, later - earlier))


def _away(desk: Desk, seeker: SeekerId, now: Instant) -> Seconds | None:
    guest = desk.guests[seeker]
    return None if guest.connection is not None else _since(guest.since, now)
