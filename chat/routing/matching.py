"""Who is offered to whom: handed-over conversations first, then by arrival; the longest idle seat first.

Whoever waits and is present is matched until no pair is left. A seat takes part while it is connected, ready,
below capacity and without an open offer, in the language of the conversation, unless its counsellor declined
that conversation within the last minute.

A rehearsal is never in the way of a real young person: they go before everybody rehearsed, rehearsed talks take
none of the room for them, and an open offer of a rehearsed one gives way when no other seat can be asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import OFFER_STANDS, Desk, Offer, Seat, Status, Waiting


def queue(desk: Desk) -> list[Waiting]:
    """Everybody who waits and is present, the next one first."""
    present = [w for w in desk.waiting.values() if desk.guests[w.seeker].connection is not None]
    return sorted(present, key=lambda w: (w.rehearsed, not w.handed_over, w.arrived))


def loads(desk: Desk, *, rehearsed: bool) -> Counter[VolunteerId]:
    """How many conversations and offers each counsellor has now, as they count for somebody real, or *rehearsed*.

    For a real young person those that are rehearsed do not count; for a rehearsed one everything does. Whoever may
    still come back to a counsellor counts.
    """
    load = Counter(talk.counsellor for talk in desk.talks.values() if rehearsed or not talk.rehearsed)
    load.update(vouch.counsellor for vouch in desk.vouched.values() if vouch.reason is None)
    load.update(
        offer.counsellor
        for offer in desk.offers.values()
        if rehearsed or not desk.waiting[offer.conversation].rehearsed
    )
    return load


def is_eligible(seat: Seat, waiting: Waiting, now: Instant) -> bool:
    """Whether this seat may be offered this conversation, apart from having room for it."""
    rests_until = waiting.resting.get(seat.counsellor)
    return waiting.language in seat.languages and (rests_until is None or rests_until <= now)


def free_seats(desk: Desk, *, rehearsed: bool) -> list[Seat]:
    """The seats that can take an offer of somebody real, or *rehearsed*, now; the longest idle first.

    For a real young person those that look at the offer of a rehearsed one are free too, but come last.
    """
    load = loads(desk, rehearsed=rehearsed)
    asked = {offer.counsellor: desk.waiting[offer.conversation].rehearsed for offer in desk.offers.values()}
    free = [
        seat
        for seat in desk.seats.values()
        if seat.connections
        and seat.status is Status.READY
        and (seat.counsellor not in asked or (asked[seat.counsellor] and not rehearsed))
        and load[seat.counsellor] < seat.capacity
    ]
    return sorted(free, key=lambda seat: (seat.counsellor in asked, seat.idle_since, seat.counsellor))


def match(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk with an offer for every pair that can be made, and who has to be told."""
    seats = free_seats(desk, rehearsed=False) if now >= desk.offers_from else []
    if not seats:
        return desk, ()
    line = queue(desk)
    real = [waiting for waiting in line if not waiting.rehearsed]
    desk, told = _offered(desk, real, seats, now)
    if len(real) == len(line):
        return desk, told
    desk, told_too = _offered(desk, line[len(real) :], free_seats(desk, rehearsed=True), now)
    return desk, told + told_too


def _offered(
    desk: Desk, line: Sequence[Waiting], seats: list[Seat], now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after asking these seats, in this order, for those in line; an offer a seat had gives way."""
    spoken = {language for seat in seats for language in seat.languages}
    made: list[Offer] = []
    for waiting in line if seats else ():
        if waiting.conversation in desk.offers or waiting.language not in spoken:
            continue
        seat = _first_eligible(seats, waiting, now)
        if seat is None:
            continue
        seats.remove(seat)
        made.append(
            Offer(waiting.conversation, waiting.version + 1, seat.counsellor, Instant(now + OFFER_STANDS))
        )
        if not seats:
            break
    if not made:
        return desk, ()
    asked = {offer.counsellor for offer in made}
    offers = {key: offer for key, offer in desk.offers.items() if offer.counsellor not in asked}
    lines: dict[ConversationId, Waiting] = {**desk.waiting}
    for offer in made:
        offers[offer.conversation] = offer
        lines[offer.conversation] = replace(lines[offer.conversation], version=offer.version)
    matched = replace(desk, offers=offers, waiting=lines)
    return matched, tuple(SeatChanged(offer.counsellor) for offer in made)


def _first_eligible(seats: Sequence[Seat], waiting: Waiting, now: Instant) -> Seat | None:
    return next((seat for seat in seats if is_eligible(seat, waiting, now)), None)
