"""Who is offered to whom: handed-over conversations first, then by arrival; the longest idle seat first.

Whoever waits and is present is matched until no pair is left. A seat takes part while it is connected, ready,
below capacity and without an open offer, in the language of the conversation, unless its counsellor declined
that conversation within the last minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import OFFER_STANDS, Desk, Offer, Seat, Status, Waiting


def queue(desk: Desk) -> list[Waiting]:
    """Everybody who waits and is present, the next one first; of one moment, whoever joined the queue first."""
    present = [w for w in desk.waiting.values() if desk.guests[w.seeker].connection is not None]
    return sorted(present, key=lambda w: (not w.handed_over, w.arrived))


def loads(desk: Desk) -> Counter[VolunteerId]:
    """How many conversations and offers each counsellor has now."""
    load = Counter(talk.counsellor for talk in desk.talks.values())
    load.update(offer.counsellor for offer in desk.offers.values())
    return load


def is_eligible(seat: Seat, waiting: Waiting, now: Instant) -> bool:
    """Whether this seat may be offered this conversation, apart from having room for it."""
    rests_until = waiting.resting.get(seat.counsellor)
    return waiting.language in seat.languages and (rests_until is None or rests_until <= now)


def free_seats(desk: Desk) -> list[Seat]:
    """The seats that can take an offer now, the longest idle first."""
    load = loads(desk)
    busy_with_offer = {offer.counsellor for offer in desk.offers.values()}
    free = [
        seat
        for seat in desk.seats.values()
        if seat.connections
        and seat.status is Status.READY
        and seat.counsellor not in busy_with_offer
        and load[seat.counsellor] < seat.capacity
    ]
    return sorted(free, key=lambda seat: (seat.idle_since, seat.counsellor))


def match(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk with an offer for every pair that can be made, and who has to be told."""
    seats = free_seats(desk)
    spoken = {language for seat in seats for language in seat.languages}
    made: list[Offer] = []
    if seats:
        for waiting in queue(desk):
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
    offers: dict[ConversationId, Offer] = {**desk.offers}
    lines: dict[ConversationId, Waiting] = {**desk.waiting}
    for offer in made:
        offers[offer.conversation] = offer
        lines[offer.conversation] = replace(lines[offer.conversation], version=offer.version)
    matched = replace(desk, offers=offers, waiting=lines)
    return matched, tuple(SeatChanged(offer.counsellor) for offer in made)


def _first_eligible(seats: Sequence[Seat], waiting: Waiting, now: Instant) -> Seat | None:
    return next((seat for seat in seats if is_eligible(seat, waiting, now)), None)
