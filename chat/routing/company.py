"""Who is in a conversation beside its counsellor: a supervisor, a mentor, or the colleague to whom it is handed over.

Nobody comes unseen: whoever may read from now on stands in the log in the same step (docs/adr/0020-nobody-reads-unseen.md).

::

    accept (the counsellor wishes it) -> coming -- the young person says so, or 20 s --> colleague in the room
    join (supervisor, mentor)         ---------------------------------------------> in the room
    in the room -- leave, lost for 60 s, the counsellor is lost, the end --> out
    in the room -- take over, or the counsellor hands over --> holds it
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from chat.conversation.company import Companion, Part
from chat.conversation.lifecycle import CompanyJoined, CompanyLeft, Joined, Left, StartedOver
from chat.errors import Gone, NotArrived, NotAssigned, Wait
from chat.identifiers import ConversationId, Instant, Seconds, VolunteerId
from chat.routing.availability import released
from chat.routing.company_commands import CompanyCommand, HandOver, Join, LeaveCompany, TakeOver, Welcome
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import BEGINNING, Desk, Seat, Talk, put
from chat.routing.offering import withdraw
from chat.routing.passing import beside, last_version, room_told, successor

Decided = tuple[Desk, tuple[Effect, ...]]

SAYS_WITHIN = Seconds(20.0)
"""How long a young person who is there has to say that a colleague does not read what was said; then it is readable."""


def decide_company(desk: Desk, command: CompanyCommand, now: Instant) -> Decided:
    """The desk after *command*. Raises NotArrived, NotAssigned, Gone or Wait."""
    match command:
        case Join():
            return _join(desk, command)
        case LeaveCompany():
            talk = desk.talks.get(command.conversation)
            return (desk, ()) if talk is None else without_companion(desk, talk, command.volunteer)
        case TakeOver():
            return _take_over(desk, command, now)
        case HandOver():
            return _hand_over(desk, command, now)
        case Welcome():
            return _welcome(desk, command)
        case _:
            assert_never(command)


def may_join(desk: Desk, seat: Seat, talk: Talk) -> Part | None:
    """As what somebody may come to this conversation; None when they may not, or are in it."""
    if seat.counsellor in (talk.counsellor, talk.coming, *talk.company):
        return None
    if seat.counsellor in talk.avoids:
        return None
    if desk.seats[talk.counsellor].mentor == seat.counsellor:
        return Part.MENTOR
    return Part.SUPERVISOR if seat.helps else None


def joinable(desk: Desk, seat: Seat) -> Iterator[tuple[Talk, Part]]:
    """The conversations of others to which somebody may come, and as what."""
    if not seat.helps and all(one.mentor != seat.counsellor for one in desk.seats.values()):
        return
    for talk in desk.talks.values():
        part = may_join(desk, seat, talk)
        if part is not None:
            yield talk, part


def told_around(before: Desk, after: Desk) -> tuple[Effect, ...]:
    """Those beside a counsellor whose conversation has changed, and those for whom the list of conversations they may come to has."""
    if before is after:
        return ()
    changed = [
        talk for key, talk in after.talks.items() if talk.company and before.talks.get(key) is not talk
    ]
    beside_them = [SeatChanged(who) for talk in changed for who in talk.company]
    listed = [
        SeatChanged(seat.counsellor)
        for seat in after.seats.values()
        if seat.connections and _listed(after, seat) != _listed(before, before.seats.get(seat.counsellor))
    ]
    return (*beside_them, *listed)


def coming_due(desk: Desk, talk: Talk) -> Instant | None:
    """When a colleague who comes reads although nothing was said about it; None while nobody comes, or the young person is away."""
    guest = desk.guests[talk.seeker]
    if talk.coming is None or guest.connection is None:
        return None
    return Instant(max(talk.coming_since, guest.since) + SAYS_WITHIN)


def arrived(desk: Desk, now: Instant) -> Decided:
    """The desk on which every colleague is in the room about whom the young person had time enough to say something."""
    effects: list[Effect] = []
    for talk in desk.talks.values():
        due = coming_due(desk, talk)
        if talk.coming is not None and due is not None and due <= now:
            desk, did = _let_in(desk, talk, talk.coming)
            effects += did
    return desk, tuple(effects)


def alone(talk: Talk) -> tuple[Talk, tuple[Effect, ...]]:
    """The conversation without anybody beside its counsellor, and what is told of that."""
    effects: list[Effect] = [SeatChanged(who) for who in beside(talk)]
    effects += [CompanyLeft(talk.conversation, who, companion) for who, companion in talk.company.items()]
    return replace(talk, company={}, coming=None, coming_since=BEGINNING), tuple(effects)


def without_companion(desk: Desk, talk: Talk, volunteer: VolunteerId) -> Decided:
    """The desk without this volunteer in that conversation, if they were beside its counsellor."""
    told = room_told(talk)
    if talk.coming == volunteer:
        return _with(desk, replace(talk, coming=None, coming_since=BEGINNING)), told
    companion = talk.company.get(volunteer)
    if companion is None:
        return desk, ()
    company = {who: one for who, one in talk.company.items() if who != volunteer}
    left = CompanyLeft(talk.conversation, volunteer, companion)
    return _with(desk, replace(talk, company=company)), (left, *told)


def _join(desk: Desk, command: Join) -> Decided:
    seat = _seat(desk, command.volunteer)
    talk = desk.talks.get(command.conversation)
    if talk is None:
        vouch = desk.vouched.get(command.conversation)
        raise Wait if vouch is not None and vouch.reason is None and seat.helps else NotAssigned
    if seat.counsellor in talk.company:
        return desk, ()
    part = may_join(desk, seat, talk)
    if part is None:
        raise NotAssigned
    return _enter(desk, talk, seat, part)


def _take_over(desk: Desk, command: TakeOver, now: Instant) -> Decided:
    seat = _seat(desk, command.volunteer)
    talk = desk.talks.get(command.conversation)
    if talk is not None and talk.counsellor == seat.counsellor:
        return desk, ()
    companion = None if talk is None else talk.company.get(seat.counsellor)
    if talk is None or companion is None or (companion.part is Part.MENTOR and not seat.helps):
        raise NotAssigned
    return _held_by(desk, talk, seat, now)


def _hand_over(desk: Desk, command: HandOver, now: Instant) -> Decided:
    talk = desk.talks.get(command.conversation)
    if talk is None or talk.counsellor != command.counsellor:
        return desk, ()  # they have gone already
    colleague = successor(talk)
    if colleague is None or colleague == talk.coming:
        raise Wait
    return _held_by(desk, talk, desk.seats[colleague], now)


def _welcome(desk: Desk, command: Welcome) -> Decided:
    guest = desk.guests.get(command.seeker)
    if guest is None:
        raise Gone
    talk = desk.talks.get(guest.conversation)
    if talk is None or talk.coming is None:
        return desk, ()
    if not command.afresh:
        return _let_in(desk, talk, talk.coming)
    over = replace(talk, started_over=True)
    desk, told = _let_in(_with(desk, over), over, talk.coming)
    return desk, (StartedOver(talk.conversation), *told)


def _let_in(desk: Desk, talk: Talk, colleague: VolunteerId) -> Decided:
    """The colleague who was on their way is in the room."""
    here = replace(talk, coming=None, coming_since=BEGINNING)
    return _enter(desk, here, desk.seats[colleague], Part.COLLEAGUE)


def _enter(desk: Desk, talk: Talk, seat: Seat, part: Part) -> Decided:
    # Two who come in one step are told apart by who they are; whoever comes again, by the desk's next version.
    companion = Companion(seat.name, part, desk.version + 1)
    entered = replace(talk, company=put(talk.company, seat.counsellor, companion))
    return _with(desk, entered), (
        CompanyJoined(talk.conversation, seat.counsellor, companion),
        *room_told(entered),
    )


def _held_by(desk: Desk, talk: Talk, seat: Seat, now: Instant) -> Decided:
    """The conversation goes on as it is, in other hands; whoever had it is out and their old messages count no more."""
    desk, withdrawn = withdraw(desk, talk.conversation)
    version = last_version(talk) + 1
    name = desk.seats[talk.counsellor].name
    held = replace(
        talk,
        counsellor=seat.counsellor,
        version=version,
        started=now,
        passes_to=None,
        onward=None,
        coming=None,
        coming_since=BEGINNING,
        company={who: one for who, one in talk.company.items() if who != seat.counsellor},
        # Whoever comes has a minute of their own for a first word that nobody has said yet.
        quiet_since=talk.quiet_since if talk.answered else now,
    )
    desk = released(_with(desk, held), talk, now)
    taken = put(desk.seats, seat.counsellor, replace(seat, idle_since=now))
    return replace(desk, seats=taken), (
        Left(talk.conversation, name, version),
        Joined(talk.conversation, seat.counsellor, seat.name, version),
        *withdrawn,
        *room_told(talk),
    )


def _listed(desk: Desk, seat: Seat | None) -> list[tuple[ConversationId, str, Instant, Part]]:
    """What the list of conversations they may come to says."""
    if seat is None:
        return []
    return [
        (talk.conversation, desk.seats[talk.counsellor].name, talk.started, part)
        for talk, part in joinable(desk, seat)
    ]


def _with(desk: Desk, talk: Talk) -> Desk:
    return replace(desk, talks=put(desk.talks, talk.conversation, talk))


def _seat(desk: Desk, volunteer: VolunteerId) -> Seat:
    seat = desk.seats.get(volunteer)
    if seat is None:
        raise NotArrived
    return seat
