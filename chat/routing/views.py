"""What a young person and a counsellor may see of the desk; what supervisors see is in ``board``."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Instant, Seconds, SeekerId, VolunteerId
from chat.routing.door import opening
from chat.routing.model import Desk, Language, Status, Waiting
from chat.routing.passing import waits_since
from chat.routing.staffing import number_for, spoken
from chat.routing.turn import looks_for, queue
from chat.routing.waiting_time import LONGEST, Band, Forecast, outlook


class Phase(StrEnum):
    """Where a conversation stands."""

    WAITING = "waiting"
    TALKING = "talking"
    ENDED = "ended"


class Why(StrEnum):
    """Why somebody is the next, in one word; screens say it in one sentence. PASSED_ON: a colleague is still with them, and asks for somebody."""

    PASSED_ON = "passed_on"
    HANDED_OVER = "handed_over"
    URGENT = "urgent"
    ASKED_FOR = "asked_for"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands among those who wait and are present, counting from 1.

    *behind* is why somebody who came later stands before them; None when nobody does. *band* is how long the wait will be, None when too little is
    known. *attended*: a counsellor who speaks their language has a seat, be they free or not.
    """

    rank: int
    behind: Why | None = None
    band: Band | None = None
    attended: bool = False


@dataclass(frozen=True, slots=True)
class SeekerView:
    """One young person's own state.

    *place* is None unless they wait and are present; *urgent*: they said that they are not safe, or do not know. *unanswered*: their counsellor
    never said anything. *closes* is when the line closes, once that is near or the wait may last beyond it; None before. *frame* is how long a conversation is meant to last.
    *name* is the counsellor's working name, None while nobody has the conversation, and *counsellor_here* says
    whether that counsellor is connected; *on_hold*: the conversation waits while they call somebody else. *handed_over* is True when they wait because a counsellor was lost.
    *reason* stands with ENDED only. *reunites*: return words count here while they wait, or may be asked for at the end.
    """

    version: int
    conversation: ConversationId
    phase: Phase
    place: Place | None = None
    urgent: bool = False
    handed_over: bool = False
    unanswered: bool = False
    closes: Instant | None = None
    zone: str = ""
    frame: Seconds | None = None
    name: str | None = None
    counsellor_here: bool = False
    on_hold: bool = False
    reason: EndReason | None = None
    reunites: bool = False


@dataclass(frozen=True, slots=True)
class OfferView:
    """What a counsellor learns before accepting; nothing about topic, age or gender.

    *waited* is how long somebody has waited, after a hand-over since that, while a colleague is still with them since colleagues are asked; *left* how long the offer still stands, *why* why it is them. *everybody*: all who are free see it, and
    the first has it. *rehearsed*: for practice.
    """

    conversation: ConversationId
    version: int
    language: Language
    waited: Seconds
    left: Seconds
    why: Why
    everybody: bool = False
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class TalkView:
    """One of a counsellor's conversations.

    *reason* stands with ENDED only; *elapsed* counts from accepting, None once it ended. *seeker_away* is for
    how long the young person has been away, None while they are here; *on_hold*: they call somebody else meanwhile.
    *urgent*: the young person said while waiting that they are not safe, or do not know. *risk* is what the counsellor saw, None while they
    have not said. *passes_to* are the skills of the colleague to whom they wish to pass it on, by name, None while they do not wish to; *onward*: colleagues
    are asked to take it over. *rehearsed*: for practice.
    """

    conversation: ConversationId
    version: int
    phase: Phase
    elapsed: Seconds | None = None
    seeker_away: Seconds | None = None
    on_hold: bool = False
    reason: EndReason | None = None
    rehearsed: bool = False
    urgent: bool = False
    risk: int | None = None
    passes_to: tuple[str, ...] | None = None
    onward: bool = False


@dataclass(frozen=True, slots=True)
class SeatView:
    """A counsellor's own state; *talks* in the order in which they were accepted, ended ones last.

    *backup* is the number of who backs them up, None unless they may lead a shift.
    """

    version: int
    name: str
    status: Status
    capacity: int
    offer: OfferView | None
    talks: tuple[TalkView, ...]
    backup: str | None = None


def places(desk: Desk, only: Container[SeekerId] | None = None) -> dict[SeekerId, Place]:
    """The place of everybody who waits and is present, as the desk's last moment saw it; with *only* of nobody but those."""
    found: dict[SeekerId, Place] = {}
    outlooks = dict[Language, Forecast | None]()
    languages = spoken(desk)
    latest: dict[Why, Instant] = {}
    for number, waiting in enumerate(queue(desk), start=1):
        if only is None or waiting.seeker in only:
            language = waiting.language
            if desk.pace and language not in outlooks:
                outlooks[language] = outlook(desk, language, desk.now)
            seen = outlooks.get(language)
            band = None if seen is None else seen.band(number)
            behind = next((why for why, arrived in latest.items() if arrived > waiting.arrived), None)
            found[waiting.seeker] = Place(number, behind, band, attended=language in languages)
        why = Why.HANDED_OVER if waiting.handed_over else Why.URGENT if waiting.urgent else Why.TURN
        if why is not Why.TURN:
            latest[why] = max(latest.get(why, waiting.arrived), waiting.arrived)
    return found


def seeker_view(
    desk: Desk, seeker: SeekerId, ranks: Mapping[SeekerId, Place] | None = None
) -> SeekerView | None:
    """What this young person may see; None when the desk does not know them.

    *ranks* saves working them out when the caller has ``places(desk)`` at hand.
    """
    guest = desk.guests.get(seeker)
    if guest is None:
        return None
    conversation = guest.conversation
    waiting = desk.waiting.get(conversation)
    if waiting is not None:
        place = (places(desk, {seeker}) if ranks is None else ranks).get(seeker)
        return SeekerView(
            desk.version,
            conversation,
            Phase.WAITING,
            place=place,
            urgent=waiting.urgent,
            handed_over=waiting.handed_over,
            unanswered=waiting.unanswered,
            closes=_closes(desk, waiting, place),
            on_hold=waiting.on_hold,
            zone=desk.house.zone,
            reunites=desk.house.reunites and waiting.prefers is None,
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
            frame=desk.house.frame,
        )
    closing = desk.closing[conversation]
    return SeekerView(
        desk.version, conversation, Phase.ENDED, reason=closing.reason, reunites=closing.reunites
    )


def seat_view(desk: Desk, counsellor: VolunteerId, now: Instant) -> SeatView | None:
    """What this counsellor may see at *now*; None when they have no seat."""
    seat = desk.seats.get(counsellor)
    if seat is None:
        return None
    offer = next((o for o in desk.offers.values() if counsellor in o.asked), None)
    waiting = None if offer is None else looks_for(desk, offer.conversation)
    offer_view = None
    if offer is not None and waiting is not None:
        offer_view = OfferView(
            offer.conversation,
            offer.version,
            waiting.language,
            waited=_since(waits_since(waiting), now),
            left=_since(now, offer.expires),
            why=_why(desk, waiting, counsellor),
            everybody=len(offer.asked) > 1,
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
            urgent=t.urgent,
            risk=t.risk,
            passes_to=None if t.passes_to is None else tuple(sorted(t.passes_to)),
            onward=t.onward is not None,
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
            urgent=v.urgent,
            risk=v.risk,
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
    backup = number_for(desk, counsellor)
    return SeatView(desk.version, seat.name, seat.status, seat.capacity, offer_view, tuple(talks), backup)


def _why(desk: Desk, waiting: Waiting, counsellor: VolunteerId) -> Why:
    if waiting.conversation in desk.talks:
        return Why.PASSED_ON
    if waiting.prefers == counsellor:
        return Why.ASKED_FOR
    if waiting.handed_over:
        return Why.HANDED_OVER
    return Why.URGENT if waiting.urgent else Why.TURN


def _closes(desk: Desk, waiting: Waiting, place: Place | None) -> Instant | None:
    """When the line closes; None while that is far, and the wait will be over before it as far as can be seen."""
    running = opening(desk.house, desk.now)
    closes = None if running is None else running.closes
    if closes is None or waiting.closing_told:
        return closes
    band = None if place is None or waiting.handed_over else place.band
    if band is None:
        return None
    return closes if desk.now + (LONGEST if band.high is None else band.high) > closes else None


def _since(earlier: Instant, later: Instant) -> Seconds:
    return Seconds(max(0.0, later - earlier))


def _away(desk: Desk, seeker: SeekerId, now: Instant) -> Seconds | None:
    guest = desk.guests[seeker]
    return None if guest.connection is not None else _since(guest.since, now)
