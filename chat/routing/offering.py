"""What becomes of an offer: somebody takes it, would rather not, or does not answer. The first who takes it has it."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import Joined, Left, Noticed
from chat.conversation.model import Notice
from chat.errors import OfferGone
from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.availability import released
from chat.routing.durations import DECLINE_RESTS
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.load import loads
from chat.routing.matching import still_fits
from chat.routing.model import Desk, Offer, Seat, Status, Waiting, put, without
from chat.routing.passing import awaits, room_told, successor, taken_up, waits_again
from chat.routing.turn import looks_for


def accept(
    desk: Desk, seat: Seat, conversation: ConversationId, version: int, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """The conversation is theirs, whoever had it until now. Raises OfferGone.

    Where its counsellor wishes to pass it on they come to it first, unless they are there: the young person is told before they read.
    """
    talk = desk.talks.get(conversation)
    if talk is not None and (seat.counsellor, version) in (
        (talk.counsellor, talk.version),
        (successor(talk), talk.offered),
    ):
        return desk, ()
    offer = _open(desk, seat.counsellor, conversation, version)
    waiting = looks_for(desk, conversation)
    if offer is None or offer.expires <= now or waiting is None:
        raise OfferGone
    desk, told = withdraw(desk, conversation)
    if talk is not None and talk.passes_to is not None and seat.counsellor not in talk.company:
        awaited = awaits(talk, seat.counsellor, version, now)
        desk = replace(desk, talks=put(desk.talks, conversation, awaited))
        return desk, (*told, *room_told(awaited))
    # While a colleague was looked for, the conversation went on.
    stands = waiting if talk is None else waits_again(talk, version, now)
    taken = taken_up(stands, seat.counsellor, version, now)
    effects: list[Effect] = [Joined(conversation, seat.counsellor, seat.name, version)]
    if talk is not None:
        # Nothing is said between the two: the one leaves as the other comes.
        effects.insert(0, Left(conversation, desk.seats[talk.counsellor].name, version))
        told = (*told, *room_told(talk))
        company = {who: one for who, one in talk.company.items() if who != seat.counsellor}
        taken = replace(taken, company=company)
        desk = released(desk, talk, now)
    if stands.framed is None and desk.house.frame is not None:
        effects.append(Noticed(conversation, Notice.FRAME))
    desk = replace(
        desk,
        waiting=without(desk.waiting, conversation),
        talks=put(desk.talks, conversation, taken),
        seats=put(desk.seats, seat.counsellor, replace(seat, idle_since=now)),
    )
    return desk, (
        *effects,
        SeekerChanged(waiting.seeker),
        SeatChanged(seat.counsellor),
        *told,
    )


def decline(
    desk: Desk, counsellor: VolunteerId, conversation: ConversationId, version: int, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """They would rather not, and are not asked for this one again for a while. Raises OfferGone."""
    waiting = looks_for(desk, conversation)
    if _open(desk, counsellor, conversation, version) is None or waiting is None:
        if waiting is not None and counsellor in waiting.resting and version <= waiting.version:
            return desk, ()
        raise OfferGone
    resting = put(waiting.resting, counsellor, Instant(now + DECLINE_RESTS))
    rests = _not_hoping_for(replace(waiting, resting=resting), counsellor)
    seat = desk.seats[counsellor]
    counted = replace(seat, declined=seat.declined + (not waiting.rehearsed))
    desk = replace(looking_on(desk, rests), seats=put(desk.seats, counsellor, counted))
    return unasked(desk, counsellor)


def miss(desk: Desk, offer: Offer, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The offer ran out: whoever was asked alone is away until they say otherwise, and others are asked.

    Where several were asked nobody is put away: one conversation that nobody takes must not empty the desk. They are asked
    again at once, every 25 seconds if need be; supervisors are alarmed meanwhile.
    """
    missed, told = withdraw(desk, offer.conversation)
    waiting = looks_for(missed, offer.conversation)
    if waiting is not None:
        missed = looking_on(
            missed, _not_hoping_for(replace(waiting, misses=waiting.misses + 1), *offer.asked)
        )
    counts = waiting is not None and not waiting.rehearsed
    seats = {who: put_away(missed.seats[who], now, counts=counts) for who in _alone(offer)}
    return replace(missed, seats={**missed.seats, **seats}), told


def withdraw(desk: Desk, conversation: ConversationId) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk without an offer of this conversation, if there was one."""
    offer = desk.offers.get(conversation)
    if offer is None:
        return desk, ()
    told = tuple(SeatChanged(counsellor) for counsellor in offer.asked)
    return replace(desk, offers=without(desk.offers, conversation)), told


def unasked(desk: Desk, counsellor: VolunteerId) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which this counsellor is asked for nobody; an offer made to others too stands for those."""
    offer = next((o for o in desk.offers.values() if counsellor in o.asked), None)
    if offer is None:
        return desk, ()
    others = tuple(who for who in offer.asked if who != counsellor)
    if not others:
        return withdraw(desk, offer.conversation)
    offers = put(desk.offers, offer.conversation, replace(offer, asked=others))
    # Whoever is left alone sees that nobody else is asked.
    told = (counsellor, *others) if len(others) == 1 else (counsellor,)
    return replace(desk, offers=offers), tuple(SeatChanged(who) for who in told)


def fitting(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which nobody is asked any more who could not be asked now.

    Since they were, there may be danger in what they have, or in whom they are asked for; their account may have changed; or they got
    somebody back whom they had before a loss.
    """
    effects: list[Effect] = []
    offered = [(o, waiting) for o in desk.offers.values() if (waiting := looks_for(desk, o.conversation))]
    for rehearsed in sorted({waiting.rehearsed for _, waiting in offered}):
        load = loads(desk, rehearsed=rehearsed)
        for offer, waiting in offered:
            for who in offer.asked if waiting.rehearsed is rehearsed else ():
                if not still_fits(desk.seats[who], load[who], waiting, now):
                    desk, told = unasked(desk, who)
                    effects += told
    return desk, tuple(effects)


def looking_on(desk: Desk, waiting: Waiting) -> Desk:
    """The desk with this conversation's search as *waiting* says."""
    conversation = waiting.conversation
    if conversation in desk.waiting:
        return replace(desk, waiting=put(desk.waiting, conversation, waiting))
    talk = replace(desk.talks[conversation], onward=waiting)
    return replace(desk, talks=put(desk.talks, conversation, talk))


def _open(desk: Desk, counsellor: VolunteerId, conversation: ConversationId, version: int) -> Offer | None:
    """The offer that this counsellor answers; None when it is not theirs, or another by now."""
    offer = desk.offers.get(conversation)
    return None if offer is None or counsellor not in offer.asked or offer.version != version else offer


def _not_hoping_for(waiting: Waiting, *counsellors: VolunteerId) -> Waiting:
    """The search of somebody who may have asked for one of these, who did not take them: now anybody will do."""
    return replace(waiting, prefers=None) if waiting.prefers in counsellors else waiting


def put_away(seat: Seat, now: Instant, *, counts: bool) -> Seat:
    """The seat of who did not answer, or said nothing: nobody is offered to them until they say otherwise."""
    return replace(seat, status=Status.MISSED, chosen=now, missed=seat.missed + counts)


def _alone(offer: Offer) -> tuple[VolunteerId, ...]:
    """Who did not answer what was theirs to answer: what several see, as their cards say, was nobody's own."""
    return offer.asked if len(offer.asked) == 1 else ()
