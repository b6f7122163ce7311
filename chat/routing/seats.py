"""What the desk does for a counsellor: sit down, drop, be ready or away, accept, decline, end."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import Left, LogForgotten, Noticed
from chat.conversation.model import EndReason, Notice
from chat.errors import NotArrived, NotAssigned, Wait
from chat.identifiers import Instant, Seconds, VolunteerId, node_of
from chat.routing.availability import choose
from chat.routing.claims import SeatClaim, is_back, is_of_earlier_life, running_vouch
from chat.routing.commands import (
    Accept,
    Assess,
    ChooseStatus,
    Decline,
    DropSeat,
    End,
    Hold,
    PassOn,
    SeatCommand,
    TakeSeat,
)
from chat.routing.company import alone, without_companion
from chat.routing.danger import assess
from chat.routing.door import opening
from chat.routing.durations import HOLD_KEEPS
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.house import Refused
from chat.routing.model import Desk, Seat, Status, Talk, put, without
from chat.routing.offering import accept, decline, unasked, withdraw
from chat.routing.onward import pass_on
from chat.routing.passing import afresh, beside, last_version, room_told, waits_again
from chat.routing.seekers import end_talk, leave

SHIFT_LASTS = Seconds(12 * 60 * 60.0)
"""So long after a counsellor left their numbers belong to this shift, on a line that never closes."""


def decide_seat(desk: Desk, command: SeatCommand, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after *command*, before anybody is matched. Raises OfferGone, NotAssigned, NotArrived, Forbidden or Wait."""
    match command:
        case TakeSeat():
            return _take_seat(desk, command, now)
        case DropSeat():
            return _drop_seat(desk, command, now)
        case ChooseStatus(counsellor=counsellor, status=status):
            return choose(desk, _seat(desk, counsellor), status, now)
        case Accept(counsellor=counsellor, conversation=conversation, version=version):
            return accept(desk, _seat(desk, counsellor), conversation, version, now)
        case Decline(counsellor=counsellor, conversation=conversation, version=version):
            return decline(desk, counsellor, conversation, version, now)
        case Hold() | Assess() | PassOn() | End() if not is_back(desk, command.counsellor):
            raise Wait
        case Hold():
            return _hold(desk, command, now)
        case Assess():
            return assess(desk, command, now)
        case PassOn():
            return pass_on(desk, command)
        case End():
            return _end(desk, command, now)


def hand_back(
    desk: Desk, talk: Talk, now: Instant, *, unanswered: bool = False, relieved: bool = False
) -> tuple[Desk, tuple[Effect, ...]]:
    """The conversation goes to the head of the queue, with its time of arriving.

    Its counsellor is lost, or *unanswered*: never said anything, or *relieved*: cannot go on.
    """
    name = desk.seats[talk.counsellor].name
    says = (Noticed(talk.conversation, Notice.RELIEVED),) if relieved else ()
    talk, left_alone = alone(talk)
    desk, withdrawn = withdraw(desk, talk.conversation)
    version = last_version(talk) + 1
    waiting = waits_again(talk, version, now, unanswered=unanswered)
    back = replace(
        desk,
        talks=without(desk.talks, talk.conversation),
        waiting=put(desk.waiting, talk.conversation, waiting),
    )
    told = (SeekerChanged(talk.seeker), SeatChanged(talk.counsellor), *withdrawn)
    return back, (*says, *left_alone, Left(talk.conversation, name, version), *told)


def clear(desk: Desk, seat: Seat, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """Their conversations go back, and they are in nobody else's any more. How many offers they refused is kept until the shift is over."""
    effects: list[Effect] = []
    for talk in desk.talks.values():
        if talk.counsellor == seat.counsellor:
            desk, did = hand_back(desk, talk, now)
        else:
            desk, did = without_companion(desk, talk, seat.counsellor)
        effects.extend(did)
    desk = replace(desk, seats=without(desk.seats, seat.counsellor))
    if seat.declined or seat.missed:
        left = Refused(seat.declined, seat.missed, _shift_ends(desk, now))
        desk = replace(desk, refused=put(desk.refused, seat.counsellor, left))
    return desk, tuple(effects)


def seated(desk: Desk, seat: Seat) -> Desk:
    """The desk with this new seat, whose counsellor goes on counting where they left in this shift."""
    left = desk.refused.get(seat.counsellor)
    if left is not None:
        seat = replace(seat, declined=left.declined, missed=left.missed)
        desk = replace(desk, refused=without(desk.refused, seat.counsellor))
    return replace(desk, seats=put(desk.seats, seat.counsellor, seat))


def _shift_ends(desk: Desk, now: Instant) -> Instant:
    running = opening(desk.house, now)
    if running is None:
        return now
    return Instant(now + SHIFT_LASTS) if running.closes is None else running.closes


def _seat(desk: Desk, counsellor: VolunteerId) -> Seat:
    seat = desk.seats.get(counsellor)
    if seat is None:
        raise NotArrived
    return seat


def _take_seat(desk: Desk, command: TakeSeat, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """A new page never changes the chosen status, though another may know it better; what the account states now counts at once."""
    known = desk.seats.get(command.counsellor)
    if known is None:
        seat = Seat(
            command.counsellor,
            command.name,
            command.languages,
            command.capacity,
            Status.AWAY,
            idle_since=now,
            connections=frozenset({command.connection}),
            since=now,
            skills=command.skills,
            leads=command.leads,
            found_again=command.found_again,
            mentor=command.mentor,
            helps=command.helps,
            listens=command.listens,
        )
        return seated(desk, _as_chosen(desk, seat, command.claim, now)), (SeatChanged(command.counsellor),)
    was_away, is_elsewhere = not known.connections, _is_elsewhere(known, command)
    taken = replace(
        _as_chosen(desk, known, command.claim, now),
        expected=False,
        name=command.name,
        languages=command.languages,
        capacity=command.capacity,
        skills=command.skills,
        leads=command.leads,
        found_again=command.found_again,
        mentor=command.mentor,
        helps=command.helps,
        listens=command.listens,
        connections=known.connections | {command.connection},
        since=now if is_elsewhere else known.since,
    )
    if taken == known:
        return desk, ()
    desk = replace(desk, seats=put(desk.seats, known.counsellor, taken))
    told = (SeatChanged(known.counsellor),)
    return desk, (
        *told,
        *_partners_told(desk, known.counsellor),
    ) if was_away or known.name != taken.name or is_elsewhere else told


def _as_chosen(desk: Desk, seat: Seat, claim: SeatClaim | None, now: Instant) -> Seat:
    """The seat with the status that this *claim* of an earlier life knows, if nobody has chosen one later.

    What was chosen in this life is later, also when the clock of the other was ahead.
    """
    if claim is None or not is_of_earlier_life(desk, claim, now):
        return seat
    chosen = None if claim.chosen is None else min(claim.chosen, desk.began)
    if seat.chosen is not None and (chosen is None or chosen <= seat.chosen):
        return seat
    idle_since = min(claim.idle_since, now)
    if seat.chosen is not None:
        # Another page knew of this life already: what they took and finished in it stays.
        idle_since = max(idle_since, seat.idle_since)
    return replace(seat, status=claim.status, idle_since=idle_since, chosen=chosen, wrap_up=claim.wrap_up)


def _is_elsewhere(seat: Seat, command: TakeSeat) -> bool:
    """At a node at which they were not: the nodes of their young people have to know where to write."""
    return node_of(command.connection) not in {node_of(one) for one in seat.connections}


def _drop_seat(desk: Desk, command: DropSeat, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    seat = desk.seats.get(command.counsellor)
    if seat is None or command.connection not in seat.connections:
        return desk, ()
    left = seat.connections - {command.connection}
    last_sign = Instant(now - command.silent)
    dropped = replace(seat, connections=left, since=max(seat.since, last_sign))
    desk = replace(desk, seats=put(desk.seats, seat.counsellor, dropped))
    if left:
        return desk, ()
    desk, withdrawn = unasked(desk, seat.counsellor)
    return desk, (*withdrawn, *_partners_told(desk, seat.counsellor))


def _hold(desk: Desk, command: Hold, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    vouch = running_vouch(desk, command.counsellor, command.conversation)
    if vouch is not None and vouch.on_hold == command.on_hold:
        return desk, ()
    if vouch is not None:
        until = max(vouch.until, Instant(now + HOLD_KEEPS)) if command.on_hold else vouch.until
        kept = replace(vouch, on_hold=command.on_hold, until=until)
        desk = replace(desk, vouched=put(desk.vouched, vouch.conversation, kept))
        return desk, (SeatChanged(command.counsellor),)
    talk = desk.talks.get(command.conversation)
    if talk is None or talk.counsellor != command.counsellor:
        raise NotAssigned
    if talk.on_hold == command.on_hold:
        return desk, ()
    held = put(
        desk.talks, talk.conversation, replace(afresh(talk, now), on_hold=command.on_hold, hearsay=False)
    )
    return replace(desk, talks=held), (SeekerChanged(talk.seeker), SeatChanged(talk.counsellor))


def _end(desk: Desk, command: End, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    counsellor, conversation = command.counsellor, command.conversation
    vouch = running_vouch(desk, counsellor, conversation)
    if vouch is not None:
        # The young person has not come back since the desk was lost: they read the end when they do.
        ended = replace(vouch, reason=command.reason, is_news=True)
        desk = replace(desk, vouched=put(desk.vouched, conversation, ended))
        return desk, (LogForgotten(conversation), SeatChanged(counsellor))
    talk = desk.talks.get(conversation)
    if talk is None:
        if conversation in desk.waiting:
            raise NotAssigned
        return desk, ()
    if talk.counsellor != counsellor:
        raise NotAssigned
    if command.reason is EndReason.SEEKER_LEFT:
        return leave(desk, talk.seeker, now)
    return end_talk(desk, talk, command.reason, now)


def _partners_told(desk: Desk, counsellor: VolunteerId) -> tuple[Effect, ...]:
    """The young people in whose conversations they are, and who is there too: they see whether, and under which name."""
    theirs = (talk for talk in desk.talks.values() if counsellor in (talk.counsellor, *beside(talk)))
    return tuple(told for talk in theirs for told in room_told(talk))
