"""Who must be offered to whom, said again slowly and from the rules alone. Imports no rule of the program.

Beside the desk stand notes of its own (tests/properties/notes.py), by which everything is judged that the desk keeps too.
"""

from collections.abc import Iterable
from dataclasses import replace

from chat.conversation.company import Part
from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.model import Desk, Offer, Seat, Talk
from tests.properties.notes import Notes
from tests.properties.searching import here

Asked = dict[ConversationId, tuple[VolunteerId, ...]]
"""Who is asked for whom, the first in front."""


def looking(desk: Desk, notes: Notes, *, rehearsed: bool) -> list[ConversationId]:
    """Who looks for a counsellor, is present and has nobody asked for them, the next one first."""
    present = here(desk)
    return sorted(
        (
            conversation
            for conversation in notes.searches.of
            if conversation in present
            and conversation not in desk.offers
            and (conversation in notes.rehearsed) == rehearsed
        ),
        key=notes.turn,
    )


def beside(desk: Desk, notes: Notes, seat: Seat, conversation: ConversationId) -> list[Talk]:
    """What a counsellor has that counts for this conversation: beside somebody real no rehearsal does."""
    return [
        talk
        for talk in desk.talks.values()
        if seat.counsellor in (talk.counsellor, who_follows(talk))
        and talk.conversation != conversation
        and (conversation in notes.rehearsed or talk.conversation not in notes.rehearsed)
    ]


def who_follows(talk: Talk) -> VolunteerId | None:
    """The colleague who takes a talk over, on their way or in the room: they have it already."""
    here = [who for who, one in talk.company.items() if one.part is Part.COLLEAGUE]
    return here[0] if here else talk.coming


def has_heavy(notes: Notes, talks: Iterable[Talk]) -> bool:
    """Whether among these is one beside which there is to be nobody."""
    return any(notes.is_heavy(talk.conversation) for talk in talks)


def fits(desk: Desk, notes: Notes, seat: Seat, conversation: ConversationId, now: Instant) -> bool:
    """Whether this counsellor may be asked for this conversation, if nothing else is before them."""
    search, others = notes.searches.of[conversation], beside(desk, notes, seat, conversation)
    if not notes.wraps.is_ready(seat) or search.rests_from(seat.counsellor, now):
        return False
    if notes.language[conversation] not in seat.languages or len(others) >= seat.capacity:
        return False
    if not search.wide and not search.skills <= seat.skills:
        return False
    if has_heavy(notes, others):
        return False
    return not notes.wants_all(conversation) or len(others) <= (1 if search.wide else 0)


def is_asked(desk: Desk, seat: Seat, notes: Notes, *, rehearsed: bool) -> bool:
    """Whether an offer of this sort is before this counsellor now."""
    return any(
        seat.counsellor in offer.asked and (offer.conversation in notes.rehearsed) == rehearsed
        for offer in desk.offers.values()
    )


def is_free(desk: Desk, seat: Seat, notes: Notes, *, rehearsed: bool) -> bool:
    """A counsellor is asked one thing at a time; a rehearsal that is before them is in no real one's way."""
    if is_asked(desk, seat, notes, rehearsed=False):
        return False
    return not (rehearsed and is_asked(desk, seat, notes, rehearsed=True))


def kept_for(
    desk: Desk, notes: Notes, conversation: ConversationId, kept: set[VolunteerId], now: Instant
) -> set[VolunteerId]:
    """Who is given nobody new so that they can take this urgent one: who is ready and has the least to do."""
    search = notes.searches.of[conversation]
    able = [
        (len(beside(desk, notes, seat, conversation)), notes.idle_since[seat.counsellor], seat.counsellor)
        for seat in desk.seats.values()
        if notes.wraps.is_ready(seat)
        and seat.capacity > 0
        and seat.counsellor not in kept
        and notes.language[conversation] in seat.languages
        and not search.rests_from(seat.counsellor, now)
        and not has_heavy(notes, beside(desk, notes, seat, conversation))
    ]
    return {min(able)[2]} if able else set()


def chosen(
    notes: Notes, seats: list[Seat], desk: Desk, conversation: ConversationId, now: Instant
) -> Seat | None:
    """Of those who may take it the one it asked for; else who sat idle longest, unless it waits for that one."""
    search = notes.searches.of[conversation]
    wished = None if notes.wants_all(conversation) else search.prefers
    for seat in seats:
        if seat.counsellor == wished:
            return seat
    hoped = None if wished is None else desk.seats.get(wished)
    if hoped is not None and notes.wraps.is_ready(hoped) and not search.rests_from(hoped.counsellor, now):
        return None
    return seats[0] if seats else None


def late(desk: Desk, notes: Notes, now: Instant, *, rehearsed: bool) -> list[ConversationId]:
    """Whose offer stands, for whom everybody is to be asked: also whoever is free since it was made."""
    return [
        conversation
        for conversation, offer in desk.offers.items()
        if (conversation in notes.rehearsed) == rehearsed
        and notes.searches.of[conversation].asks_everybody(now)
    ]


def asked_now(desk: Desk, notes: Notes, now: Instant, *, rehearsed: bool) -> Asked:
    """Who of this sort has to be asked for now, one after the other, and then everybody where it takes too long.

    Whoever is kept free for somebody real is asked for nobody who is played.
    """
    kept: set[VolunteerId] = set()
    found = asked_beside(desk, notes, now, kept, rehearsed=False)
    return asked_beside(desk, notes, now, kept, rehearsed=True) if rehearsed else found


def asked_beside(desk: Desk, notes: Notes, now: Instant, kept: set[VolunteerId], *, rehearsed: bool) -> Asked:
    """Who is asked while these are kept free, to whom those are added who are kept for one of this sort."""
    free = sorted(
        (seat for seat in desk.seats.values() if is_free(desk, seat, notes, rehearsed=rehearsed)),
        key=lambda seat: (
            is_asked(desk, seat, notes, rehearsed=True),
            notes.idle_since[seat.counsellor],
            seat.counsellor,
        ),
    )
    asked: Asked = {}
    barred: set[VolunteerId] = set(kept) if rehearsed else set()

    def open_to(conversation: ConversationId, kept: set[VolunteerId]) -> list[Seat]:
        busy = barred | {who for counsellors in asked.values() for who in counsellors}
        busy |= set() if notes.wants_all(conversation) else kept
        return [s for s in free if s.counsellor not in busy and fits(desk, notes, s, conversation, now)]

    for conversation in looking(desk, notes, rehearsed=rehearsed):
        seat = chosen(notes, open_to(conversation, kept), desk, conversation, now)
        if seat is not None:
            asked[conversation] = (seat.counsellor,)
        elif notes.wants_all(conversation):
            kept |= kept_for(desk, notes, conversation, kept, now)
        else:
            # Whom this one is not given, since they are kept for another, is given to nobody behind them either.
            without = open_to(conversation, set())
            if chosen(notes, without, desk, conversation, now) is not None:
                barred |= {seat.counsellor for seat in without}
    standing = late(desk, notes, now, rehearsed=rehearsed)
    for conversation in sorted([*asked, *standing], key=notes.turn):
        if notes.searches.of[conversation].asks_everybody(now):
            more = tuple(seat.counsellor for seat in open_to(conversation, kept))
            asked[conversation] = asked.get(conversation, ()) + more
    return {conversation: counsellors for conversation, counsellors in asked.items() if counsellors}


def with_asked(desk: Desk, asked: Asked) -> Desk:
    """The desk with these offers too; what stood before one of these counsellors has given way."""
    busy = {who for counsellors in asked.values() for who in counsellors}
    offers = {key: offer for key, offer in desk.offers.items() if busy.isdisjoint(offer.asked)}
    stood = {key: desk.offers[key].asked if key in desk.offers else () for key in asked}
    new = {key: Offer(key, 0, (*stood[key], *more), Instant(0.0)) for key, more in asked.items()}
    return replace(desk, offers={**offers, **new})


def made(before: Desk, after: Desk) -> dict[ConversationId, Offer]:
    """The offers of *after* that *before* did not have."""
    return {
        key: offer
        for key, offer in after.offers.items()
        if key not in before.offers or before.offers[key].version != offer.version
    }


def added(before: Desk, after: Desk) -> Asked:
    """Who is asked besides, by the step, for an offer that stood."""
    found: Asked = {}
    for key, offer in after.offers.items():
        stood = before.offers.get(key)
        if stood is not None and stood.version == offer.version:
            found[key] = tuple(who for who in offer.asked if who not in stood.asked)
    return {key: more for key, more in found.items() if more}


def stood(before: Desk, after: Desk) -> dict[ConversationId, Offer]:
    """The offers of *after* that *before* had, without whom the step asked besides, and as they were meant then."""
    more = added(before, after)
    return {
        key: replace(
            offer,
            asked=tuple(who for who in offer.asked if who not in more.get(key, ())),
            everybody=before.offers[key].everybody,
        )
        for key, offer in after.offers.items()
        if key not in made(before, after)
    }


def expected(before: Desk, after: Desk, given_way: Iterable[Offer], notes: Notes, now: Instant) -> Asked:
    """Who had to be asked in this step while *given_way* still stood: for real young people first, then for rehearsed ones."""
    offers = stood(before, after)
    offers |= {offer.conversation: offer for offer in given_way}
    desk = replace(after, offers=offers)
    real = asked_now(desk, notes, now, rehearsed=False)
    return real | asked_now(with_asked(desk, real), notes, now, rehearsed=True)
