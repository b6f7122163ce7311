"""Who may be asked for whom at every moment, and that everybody is who can be, as sentences."""

from collections import Counter
from dataclasses import replace

from chat.routing.model import Desk, Seat
from chat.routing.seat_view import seat_view
from chat.routing.views import places
from tests.properties.notes import Notes
from tests.properties.oracle import asked_now, beside, fits, who_follows
from tests.properties.searching import here
from tests.properties.step import Step


def everybody_who_is_asked_sees_it_and_nobody_else(step: Step) -> None:
    screens = [seat_view(step.after, counsellor, step.now) for counsellor in step.after.seats]
    shown = Counter(
        seat.offer.conversation for seat in screens if seat is not None and seat.offer is not None
    )
    assert shown == {key: len(offer.asked) for key, offer in step.after.offers.items()}


def nobody_is_asked_two_things_at_once(step: Step) -> None:
    asked = Counter(counsellor for offer in step.after.offers.values() for counsellor in offer.asked)
    assert set(asked.values()) <= {1}
    assert all(offer.asked for offer in step.after.offers.values())


def no_seat_is_asked_beyond_its_capacity(step: Step) -> None:
    """However many are asked for the same one: each of them could take it."""
    for offer in step.after.offers.values():
        for counsellor in offer.asked:
            seat = step.after.seats[counsellor]
            assert len(beside(step.after, step.notes, seat, offer.conversation)) < seat.capacity


def whoever_is_asked_may_take_it(step: Step) -> None:
    """They are here and ready, speak the language, can do what was wished, have not declined, and sit beside no danger."""
    for offer in step.after.offers.values():
        for counsellor in offer.asked:
            seat = step.after.seats[counsellor]
            assert fits(step.after, step.notes, seat, offer.conversation, step.now), (offer, seat)


def nobody_is_asked_for_what_they_have(step: Step) -> None:
    """Who passes somebody on is never the colleague who takes them over."""
    for key, offer in step.after.offers.items():
        assert key not in step.after.talks or step.after.talks[key].counsellor not in offer.asked


def only_somebody_present_is_offered_and_for_25_seconds(step: Step) -> None:
    desk = step.after
    for key, offer in desk.offers.items():
        line = desk.waiting[key] if key in desk.waiting else desk.talks[key].onward
        assert line is not None
        assert key in here(desk)
        assert offer.version == line.version
        assert offer.expires <= desk.now + 25


def nobody_waits_who_could_be_offered(step: Step) -> None:
    for rehearsed in (False, True):
        assert asked_now(step.after, step.notes, step.now, rehearsed=rehearsed) == {}


def no_real_person_waits_behind_a_rehearsed_one(step: Step) -> None:
    desk, notes = step.after, step.notes
    present, told = here(desk), places(desk)
    real, rehearsed = set[int](), set[int]()
    for key in desk.waiting:
        if key in present:
            (rehearsed if key in notes.rehearsed else real).add(told[present[key]].rank)
    assert max(real, default=0) < min(rehearsed, default=len(real) + 1)
    assert asked_now(unrehearsed(desk, notes), notes, step.now, rehearsed=False) == {}


def unrehearsed(desk: Desk, notes: Notes) -> Desk:
    """The desk as if nobody played."""
    return replace(
        desk,
        offers={key: offer for key, offer in desk.offers.items() if key not in notes.rehearsed},
        talks={key: talk for key, talk in desk.talks.items() if key not in notes.rehearsed},
    )


def counted(desk: Desk, notes: Notes, seat: Seat) -> int:
    """How many real conversations this counsellor has, with what they are asked for."""
    talks = [
        talk.conversation
        for talk in desk.talks.values()
        if seat.counsellor in (talk.counsellor, who_follows(talk))
    ]
    offers = [offer.conversation for offer in desk.offers.values() if seat.counsellor in offer.asked]
    return len({*talks, *offers} - notes.rehearsed)


ASKED = (
    everybody_who_is_asked_sees_it_and_nobody_else,
    nobody_is_asked_two_things_at_once,
    no_seat_is_asked_beyond_its_capacity,
    nobody_is_asked_for_what_they_have,
    only_somebody_present_is_offered_and_for_25_seconds,
    whoever_is_asked_may_take_it,
    no_real_person_waits_behind_a_rehearsed_one,
    nobody_waits_who_could_be_offered,
)
