"""What a ticket says: every fact with which the desk takes somebody back after it was lost.

Instants in a claim are those of the desk that gave it; the next life counts from about the same date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Generation, Instant, SeekerId, VolunteerId
from chat.routing.durations import HOLD_TICKET_LASTS, TICKET_LASTS
from chat.routing.model import Closing, Desk, Doorway, Language, Status, Talk, Waiting
from chat.routing.passing import is_dangerous
from chat.routing.vouch import Vouch
from chat.routing.wrap_up import WrapUp


@dataclass(frozen=True, slots=True)
class Held:
    """Who held the conversation, under which working name, since when, and how it stood."""

    counsellor: VolunteerId
    name: str
    started: Instant
    on_hold: bool
    risk: int | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True)
class SeekerClaim:
    """A young person's conversation as *desk_version* of one *generation* knew it.

    *version* is the assignment's. *held* is None while it waited, and *on_hold* and *risk* are for then only. *over*: it had ended, and is never taken back;
    *parted* is then whom they may ask to find again, None when nobody.
    """

    generation: Generation
    desk_version: int
    issued: Instant
    seeker: SeekerId
    conversation: ConversationId
    version: int
    over: bool = False
    parted: VolunteerId | None = None
    language: Language = Language.DUTCH
    arrived: Instant = Instant(0.0)
    handed_over: bool = False
    on_hold: bool = False
    rehearsed: bool = False
    resting: Mapping[VolunteerId, Instant] = field(default_factory=dict)
    held: Held | None = None
    turn: Instant = Instant(0.0)
    urgent: bool = False
    doorway: Doorway = Doorway.YOUNG
    skills: frozenset[str] = frozenset()
    unanswered: bool = False
    framed: Instant | None = None
    risk: int | None = None
    ending_told: bool = False
    prefers: VolunteerId | None = None
    prefers_until: Instant = Instant(0.0)
    started_over: bool = False
    avoids: frozenset[VolunteerId] = frozenset()


@dataclass(frozen=True, slots=True)
class SeatTalk:
    """One conversation in a counsellor's claim, and how it stood; *reason* is why it ended, None while it ran. *helped*: help was asked for. *framed* is None of what had ended."""

    conversation: ConversationId
    version: int
    started: Instant
    on_hold: bool
    reason: EndReason | None
    risk: int | None = None
    urgent: bool = False
    answered: bool = True
    helped: bool = False
    framed: Instant | None = None
    ending_told: bool = False


@dataclass(frozen=True, slots=True)
class SeatClaim:
    """A counsellor's seat as *desk_version* of one *generation* knew it; *chosen* is since when it has its status, None when nobody chose it."""

    generation: Generation
    desk_version: int
    issued: Instant
    counsellor: VolunteerId
    status: Status
    idle_since: Instant
    talks: tuple[SeatTalk, ...]
    chosen: Instant | None = None
    wrap_up: WrapUp | None = None


Claim = SeekerClaim | SeatClaim


def expires(claim: Claim) -> Instant:
    """Until when this claim is good at a desk that does not know its owner: longer while a conversation was on hold, or somebody in it in danger."""
    if isinstance(claim, SeatClaim):
        lasts = any(talk.on_hold or is_dangerous(talk.risk) for talk in claim.talks)
    else:
        lines = (claim,) if claim.held is None else (claim, claim.held)
        lasts = any(line.on_hold or is_dangerous(line.risk) for line in lines)
    return Instant(claim.issued + (HOLD_TICKET_LASTS if lasts else TICKET_LASTS))


def is_of_earlier_life(desk: Desk, claim: Claim, now: Instant) -> bool:
    """Whether this claim speaks of a desk that was lost, and is still good."""
    return claim.generation != desk.generation and expires(claim) > now


def is_outdated(desk: Desk, claim: SeekerClaim, now: Instant) -> bool:
    """Whether this young person's claim is too old to count: while this desk knows their conversation it never is.

    Then it only says who they are, and the desk alone decides for how long it waits for them, or keeps the end to be read. A page that slept when the
    conversation was put on hold, or danger was seen, was never told: after a loss what their counsellor knows makes its ticket last as long.
    """
    guest = desk.guests.get(claim.seeker)
    if guest is not None and guest.conversation == claim.conversation:
        return False
    vouch = desk.vouched.get(claim.conversation)
    lasts = vouch is not None and (vouch.on_hold or is_dangerous(vouch.risk))
    return expires(claim) <= now and not (lasts and claim.issued + HOLD_TICKET_LASTS > now)


def running_vouch(desk: Desk, counsellor: VolunteerId, conversation: ConversationId) -> Vouch | None:
    """What this counsellor's ticket said of a talk whose young person has not come back yet."""
    vouch = desk.vouched.get(conversation)
    return vouch if vouch is not None and vouch.counsellor == counsellor and vouch.reason is None else None


def is_back(desk: Desk, counsellor: VolunteerId) -> bool:
    """Whether this counsellor sat down themselves, since the desk was lost if it was: until then the desk does not know all that they have."""
    seat = desk.seats.get(counsellor)
    return seat is not None and not seat.expected


def seeker_claim(desk: Desk, seeker: SeekerId, now: Instant) -> SeekerClaim | None:
    """What this young person's ticket has to say now; None when the desk does not know them."""
    guest = desk.guests.get(seeker)
    if guest is None:
        return None
    conversation = guest.conversation
    line = desk.waiting.get(conversation) or desk.talks.get(conversation) or desk.closing[conversation]
    claim = SeekerClaim(desk.generation, desk.version, now, seeker, conversation, line.version)
    match line:
        case Waiting():
            return replace(
                claim,
                language=line.language,
                arrived=line.arrived,
                handed_over=line.handed_over,
                on_hold=line.on_hold,
                rehearsed=line.rehearsed,
                resting=line.resting,
                turn=line.turn,
                urgent=line.urgent,
                doorway=line.doorway,
                skills=line.skills,
                unanswered=line.unanswered,
                framed=line.framed,
                risk=line.risk,
                ending_told=line.ending_told,
                prefers=line.prefers,
                prefers_until=line.prefers_until,
                started_over=line.started_over,
                avoids=line.avoids,
            )
        case Talk():
            name = desk.seats[line.counsellor].name
            held = Held(line.counsellor, name, line.started, line.on_hold, line.risk, line.answered)
            return replace(
                claim,
                language=line.language,
                arrived=line.arrived,
                rehearsed=line.rehearsed,
                held=held,
                turn=line.turn,
                urgent=line.urgent,
                doorway=line.doorway,
                skills=line.skills,
                framed=line.framed,
                ending_told=line.ending_told,
                started_over=line.started_over,
                avoids=line.avoids,
            )
        case Closing():
            return replace(claim, over=True, parted=line.counsellor if line.reunites else None)


def seat_claim(desk: Desk, counsellor: VolunteerId, now: Instant) -> SeatClaim | None:
    """What this counsellor's ticket has to say now; None when they have no seat.

    It also says which of their conversations have just ended: a young person who was not there to hear it must
    not bring one back.
    """
    seat = desk.seats.get(counsellor)
    if seat is None:
        return None
    running = [
        SeatTalk(
            *(t.conversation, t.version, t.started, t.on_hold, None, t.risk, t.urgent, t.answered),
            helped=t.conversation in desk.help,
            framed=t.framed,
            ending_told=t.ending_told,
        )
        for t in desk.talks.values()
        if t.counsellor == counsellor
    ]
    vouched = [
        SeatTalk(
            *(v.conversation, v.version, v.started, v.on_hold, v.reason, v.risk, v.urgent, v.answered),
            helped=v.helped,
            framed=v.framed,
            ending_told=v.ending_told,
        )
        for v in desk.vouched.values()
        if v.counsellor == counsellor
    ]
    ended = [
        SeatTalk(c.conversation, c.version, now, False, c.reason)
        for c in desk.closing.values()
        if c.counsellor == counsellor
    ]
    talks = (*running, *vouched, *ended)
    facts = (desk.generation, desk.version, now, counsellor, seat.status, seat.idle_since, talks, seat.chosen)
    return SeatClaim(*facts, wrap_up=seat.wrap_up)
