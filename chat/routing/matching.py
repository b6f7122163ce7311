"""Who is offered to whom: hand-overs first, then by turn with urgent ones half an hour ahead; the longest idle seat first.

Whoever waits and is present is matched until no pair is left. A seat takes part while it is connected, ready, not wrapping up, below capacity and
without an open offer, in the language of the conversation, with the skills it wishes (for its first minute), unless its counsellor
declined that conversation within the last minute. Nobody is put beside danger: a counsellor with a heavy conversation takes no
other, and an urgent one goes to a counsellor who has nobody, after a minute also to one who has a single ordinary conversation.
While an urgent one waits unasked, the counsellor with the fewest conversations who could take it is kept free.

After two offers that nobody answered, or a minute of asking, everybody who is free is asked at once: the first takes it.
An offer that stands then is shown to them too, and to whoever becomes free, under its version, so that whoever looks at it can still take it.

A rehearsal is never in the way of a real young person: they go before everybody rehearsed, rehearsed talks take
none of the room for them, and an open offer of a rehearsed one gives way when no other seat can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from chat.identifiers import Instant, Seconds, VolunteerId
from chat.routing.availability import is_ready
from chat.routing.durations import OFFER_STANDS
from chat.routing.effects import Effect, SeatChanged
from chat.routing.load import NO_LOAD, Load, loads
from chat.routing.model import Desk, Language, Offer, Seat, Waiting
from chat.routing.passing import wants_all
from chat.routing.turn import is_rehearsed, looks_for, present, rank

MISSES_ALONE = 2
"""After so many offers that nobody answered everybody is asked."""
ASKED_ALONE = Seconds(60.0)
"""After so long everybody is asked, however many answered."""
NOTHING = frozenset[str]()


def is_eligible(seat: Seat, load: Load, waiting: Waiting, now: Instant) -> bool:
    """Whether this seat, with what it has, may be offered this conversation."""
    rests_until = waiting.resting.get(seat.counsellor)
    return (
        waiting.language in seat.languages
        and seat.counsellor not in waiting.avoids
        and (rests_until is None or rests_until <= now)
        and (waiting.wide or waiting.skills <= seat.skills)
        and load.leaves(seat) > 0
        and (not wants_all(waiting) or load.talks <= waiting.wide)
    )


def still_fits(seat: Seat, load: Load, waiting: Waiting, now: Instant) -> bool:
    """Whether this seat, which is asked for this conversation already, could be asked for it now; *load* counts that."""
    return is_ready(seat) and is_eligible(seat, replace(load, count=load.count - 1), waiting, now)


def free_seats(desk: Desk, *, rehearsed: bool) -> list[Seat]:
    """The seats that can take an offer of somebody real, or *rehearsed*, now; the longest idle first, those with a rehearsed one's offer last."""
    return _free(desk, loads(desk, rehearsed=rehearsed), rehearsed=rehearsed)


def match(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk with an offer for every pair that can be made, and who has to be told."""
    if now < desk.offers_from or not (desk.waiting or desk.talks):
        return desk, ()
    late = _late(desk, now)
    opened = {
        w.conversation: replace(desk.offers[w.conversation], everybody=True)
        for w in late
        if not desk.offers[w.conversation].everybody
    }
    if opened:
        desk = replace(desk, offers={**desk.offers, **opened})
    load = loads(desk, rehearsed=False)
    seats = _free(desk, load, rehearsed=False)
    # Who is free for nobody real is free for nobody who is played either.
    if not seats:
        return desk, ()
    line = tuple(present(desk))
    kept: set[VolunteerId] = set()
    those = [w for w in line if not w.rehearsed and w.conversation not in desk.offers]
    desk, told = _offered(desk, those, [w for w in late if not w.rehearsed], seats, load, kept, now)
    played = [w for w in line if w.rehearsed]
    if not played:
        return desk, told
    load = loads(desk, rehearsed=True)
    # Whoever is kept free for somebody real is asked for nobody who is played.
    seats = [seat for seat in _free(desk, load, rehearsed=True) if seat.counsellor not in kept]
    those = [w for w in played if w.conversation not in desk.offers]
    late = [w for w in late if w.rehearsed and w.conversation in desk.offers]
    desk, then = _offered(desk, those, late, seats, load, kept, now)
    return desk, told + then


def _free(desk: Desk, load: dict[VolunteerId, Load], *, rehearsed: bool) -> list[Seat]:
    asked = {who: is_rehearsed(desk, offer) for offer in desk.offers.values() for who in offer.asked}
    free = [
        seat
        for seat in desk.seats.values()
        if is_ready(seat)
        and (seat.counsellor not in asked or (asked[seat.counsellor] and not rehearsed))
        and load.get(seat.counsellor, NO_LOAD).leaves(seat) > 0
    ]
    return sorted(free, key=lambda seat: (seat.counsellor in asked, seat.idle_since, seat.counsellor))


def _offered(
    desk: Desk,
    those: Sequence[Waiting],
    late: Sequence[Waiting],
    seats: list[Seat],
    load: dict[VolunteerId, Load],
    kept: set[VolunteerId],
    now: Instant,
) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after asking the free *seats* for *those* who look; an offer of somebody rehearsed that a seat had gives way.

    Whoever is free besides is asked for those of them who waited long, and for the *late*, whose offer stands.
    *kept* are the counsellors kept free until now, and grows by those kept for these.
    """
    if not seats or not (those or late):
        return desk, ()
    asked: list[tuple[Waiting, list[VolunteerId]]] = []
    soonest: list[Seat] | None = None
    spoken = {language for seat in seats for language in seat.languages}
    has_hope = _hopes(seats, load)
    for waiting in sorted((w for w in those if w.language in spoken), key=rank):
        seat = _first(seats, load, waiting, kept, desk, now) if has_hope(waiting) else None
        if seat is not None:
            seats.remove(seat)
            asked.append((waiting, [seat.counsellor]))
        elif wants_all(waiting):
            soonest = _soonest(desk, load) if soonest is None else soonest
            _kept_for(soonest, waiting, kept, now)
        elif kept and has_hope(waiting) and _first(seats, load, waiting, set(), desk, now) is not None:
            # Whom somebody is passed over for is asked for nobody behind them.
            seats = [one for one in seats if not _fits(one, load, waiting, set(), now)]
        if not seats:
            break
    joining: list[tuple[Waiting, list[VolunteerId]]] = [(waiting, []) for waiting in late]
    for waiting, counsellors in sorted((*asked, *joining), key=lambda one: rank(one[0])) if seats else ():
        if _asks_everybody(waiting, now):
            more = [seat for seat in seats if _fits(seat, load, waiting, kept, now)]
            seats = [seat for seat in seats if seat not in more]
            counsellors += [seat.counsellor for seat in more]
    asked += [one for one in joining if one[1]]
    return _asked(desk, asked, now) if asked else (desk, ())


def _hopes(seats: Sequence[Seat], load: dict[VolunteerId, Load]) -> Callable[[Waiting], bool]:
    """Whether any of these seats could fit somebody of this kind, whoever declined: asked once for each kind, not for each who waits."""
    # A snapshot: seats only get fewer, and who has no hope with more of them has none with less.
    seats = tuple(seats)
    fewest = min(load.get(seat.counsellor, NO_LOAD).talks for seat in seats)
    skilled: dict[tuple[Language, frozenset[str]], bool] = {}

    def has_hope(waiting: Waiting) -> bool:
        if wants_all(waiting) and fewest > waiting.wide:
            return False
        kind = (waiting.language, NOTHING if waiting.wide else waiting.skills)
        if kind not in skilled:
            language, skills = kind
            skilled[kind] = any(language in seat.languages and skills <= seat.skills for seat in seats)
        return skilled[kind]

    return has_hope


def _asked(
    desk: Desk, asked: Sequence[tuple[Waiting, list[VolunteerId]]], now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    busy = {who for _, counsellors in asked for who in counsellors}
    giving_way = [offer for offer in desk.offers.values() if not busy.isdisjoint(offer.asked)]
    offers = {key: offer for key, offer in desk.offers.items() if offer not in giving_way}
    concerned = [who for _, counsellors in asked for who in counsellors]
    lines, talks = {**desk.waiting}, {**desk.talks}
    for waiting, counsellors in asked:
        conversation, version = waiting.conversation, waiting.version + 1
        expires, stands = Instant(now + OFFER_STANDS), offers.get(conversation)
        if stands is not None:
            concerned += stands.asked
            offers[conversation] = replace(stands, asked=(*stands.asked, *counsellors), expires=expires)
            continue
        everybody = _asks_everybody(waiting, now)
        offers[conversation] = Offer(conversation, version, tuple(counsellors), expires, everybody)
        asked_since = now if waiting.asked_since is None else waiting.asked_since
        line = replace(waiting, version=version, asked_since=asked_since)
        if conversation in lines:
            lines[conversation] = line
        else:
            talks[conversation] = replace(talks[conversation], onward=line)
    matched = replace(desk, offers=offers, waiting=lines, talks=talks)
    concerned += [who for offer in giving_way for who in offer.asked if who not in busy]
    return matched, tuple(SeatChanged(who) for who in concerned)


def _first(
    seats: Sequence[Seat],
    load: dict[VolunteerId, Load],
    waiting: Waiting,
    kept: set[VolunteerId],
    desk: Desk,
    now: Instant,
) -> Seat | None:
    """The seat that is asked for this one; nobody else while whoever they asked for is ready and may still take them."""
    fitting = [seat for seat in seats if _fits(seat, load, waiting, kept, now)]
    if waiting.prefers is not None and not wants_all(waiting):
        preferred = desk.seats.get(waiting.prefers)
        for seat in fitting:
            if seat is preferred:
                return seat
        rests = waiting.resting.get(waiting.prefers, now) > now
        if preferred is not None and is_ready(preferred) and not rests:
            return None
    return fitting[0] if fitting else None


def _fits(
    seat: Seat, load: dict[VolunteerId, Load], waiting: Waiting, kept: set[VolunteerId], now: Instant
) -> bool:
    is_kept = seat.counsellor in kept and not wants_all(waiting)
    return not is_kept and is_eligible(seat, load.get(seat.counsellor, NO_LOAD), waiting, now)


def _soonest(desk: Desk, load: dict[VolunteerId, Load]) -> list[Seat]:
    """Everybody who could soon take somebody urgent, the one with the fewest conversations first."""
    able = [
        seat
        for seat in desk.seats.values()
        if is_ready(seat) and seat.capacity > 0 and not load.get(seat.counsellor, NO_LOAD).heavy
    ]
    return sorted(
        able, key=lambda seat: (load.get(seat.counsellor, NO_LOAD).talks, seat.idle_since, seat.counsellor)
    )


def _kept_for(soonest: list[Seat], waiting: Waiting, kept: set[VolunteerId], now: Instant) -> None:
    """Move from *soonest* to *kept* the counsellor who is given nobody new, so that they can take this urgent one soonest."""
    for place, seat in enumerate(soonest):
        rests = waiting.resting.get(seat.counsellor, now) > now or seat.counsellor in waiting.avoids
        if seat.counsellor not in kept and waiting.language in seat.languages and not rests:
            kept.add(seat.counsellor)
            del soonest[place]
            return


def _asks_everybody(waiting: Waiting, now: Instant) -> bool:
    since = waiting.asked_since
    return waiting.misses >= MISSES_ALONE or (since is not None and now - since >= ASKED_ALONE)


def _late(desk: Desk, now: Instant) -> list[Waiting]:
    """Everybody present whose offer stands, and for whom everybody is to be asked: also whoever is free since it was made."""
    asked = (looks_for(desk, offer.conversation) for offer in desk.offers.values())
    here = (w for w in asked if w is not None and desk.guests[w.seeker].connection is not None)
    return [w for w in here if _asks_everybody(w, now)]
