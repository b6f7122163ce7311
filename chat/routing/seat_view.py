"""What a counsellor may see of the desk: their offer, and their conversations."""

from __future__ import annotations

from dataclasses import dataclass

from chat.conversation.company import Companion, Part
from chat.conversation.model import EndReason
from chat.identifiers import CircleId, ConversationId, Instant, Seconds, SeekerId, VolunteerId
from chat.routing.availability import status_of
from chat.routing.company import joinable
from chat.routing.help_view import CallView, HelpView, backup_for, calls_to, help_view
from chat.routing.model import Desk, Language, Status, Talk, Waiting
from chat.routing.passing import waits_since
from chat.routing.shift_room import room_of
from chat.routing.staffing import number_for
from chat.routing.turn import looks_for
from chat.routing.views import Phase, Why


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
    are asked to take it over. *help* is what became of asking for it, None while they did not; *backup* is the number of who backs them up, where they
    have to see it now. *rehearsed*: for practice. *part* is as what they are in a conversation that *holder* has, under whose number *version* is then; None where it is their own.
    *company* are the others beside its counsellor; *coming* is the name of the colleague who takes it over, while the young person reads of them.
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
    help: HelpView | None = None
    backup: str | None = None
    part: Part | None = None
    holder: str | None = None
    company: tuple[Companion, ...] = ()
    coming: str | None = None


@dataclass(frozen=True, slots=True)
class ColleagueView:
    """A conversation of somebody else that they may come to, as *part*; not a word of what it is about."""

    conversation: ConversationId
    holder: str
    elapsed: Seconds
    part: Part


@dataclass(frozen=True, slots=True)
class WrapUpView:
    """For how long nobody is offered after a conversation, *left* from now; *heavy*: there was danger in it."""

    left: Seconds
    heavy: bool


@dataclass(frozen=True, slots=True)
class SeatView:
    """A counsellor's own state; *talks* in the order in which they were accepted, ended ones last.

    *backup* is the number of who backs them up, None unless they may lead a shift. With a *capacity* of 0 they are here to help
    colleagues: nobody is offered to them, and they have no status to choose. *calls* are the requests for help that are before
    them, *room* is the circle of the shift, None while they are not in it. *wrap_up*
    stands with WRAP_UP only. *colleagues* are the conversations they may come to, *comes_to* is the one they
    take over, while its young person reads of them.
    """

    version: int
    name: str
    status: Status
    capacity: int
    offer: OfferView | None
    talks: tuple[TalkView, ...]
    backup: str | None = None
    calls: tuple[CallView, ...] = ()
    room: CircleId | None = None
    wrap_up: WrapUpView | None = None
    colleagues: tuple[ColleagueView, ...] = ()
    comes_to: ColleagueView | None = None


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
        (t for t in desk.talks.values() if t.counsellor == counsellor or counsellor in t.company),
        key=lambda t: (t.started, t.conversation),
    )
    talks = [_running(desk, talk, counsellor, now) for talk in running]
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
    status = status_of(desk, seat)
    wraps = seat.wrap_up if status is Status.WRAP_UP else None
    others = tuple(_colleague(desk, talk, part, now) for talk, part in joinable(desk, seat))
    return SeatView(
        *(desk.version, seat.name, status, seat.capacity, offer_view, tuple(talks)),
        backup=number_for(desk, counsellor),
        calls=calls_to(desk, counsellor, now),
        room=room_of(desk, counsellor),
        wrap_up=None if wraps is None else WrapUpView(_since(now, wraps.until), wraps.heavy),
        colleagues=others,
        comes_to=next(
            (
                _colleague(desk, talk, Part.COLLEAGUE, now)
                for talk in desk.talks.values()
                if talk.coming == counsellor
            ),
            None,
        ),
    )


def _running(desk: Desk, talk: Talk, volunteer: VolunteerId, now: Instant) -> TalkView:
    """A conversation as its counsellor sees it, or somebody beside them: whose it is, is theirs to pass on."""
    own = talk.company.get(volunteer)
    is_theirs = own is None
    return TalkView(
        talk.conversation,
        talk.version if own is None else own.number,
        Phase.TALKING,
        _since(talk.started, now),
        _away(desk, talk.seeker, now),
        talk.on_hold,
        rehearsed=talk.rehearsed,
        urgent=talk.urgent,
        risk=talk.risk,
        passes_to=tuple(sorted(talk.passes_to)) if is_theirs and talk.passes_to is not None else None,
        onward=is_theirs and talk.onward is not None,
        help=help_view(desk, talk, now) if is_theirs else None,
        backup=backup_for(desk, talk),
        part=None if own is None else own.part,
        holder=None if is_theirs else desk.seats[talk.counsellor].name,
        company=tuple(one for who, one in talk.company.items() if who != volunteer),
        coming=None if talk.coming is None else desk.seats[talk.coming].name,
    )


def _colleague(desk: Desk, talk: Talk, part: Part, now: Instant) -> ColleagueView:
    return ColleagueView(talk.conversation, desk.seats[talk.counsellor].name, _since(talk.started, now), part)


def _why(desk: Desk, waiting: Waiting, counsellor: VolunteerId) -> Why:
    if waiting.conversation in desk.talks:
        return Why.PASSED_ON
    if waiting.prefers == counsellor:
        return Why.ASKED_FOR
    if waiting.handed_over:
        return Why.HANDED_OVER
    return Why.URGENT if waiting.urgent else Why.TURN


def _since(earlier: Instant, later: Instant) -> Seconds:
    return Seconds(max(0.0, later - earlier))


def _away(desk: Desk, seeker: SeekerId, now: Instant) -> Seconds | None:
    guest = desk.guests[seeker]
    return None if guest.connection is not None else _since(guest.since, now)
