"""What holds at the desk at every moment, as sentences."""

from collections import Counter
from dataclasses import dataclass, replace

from chat.errors import Refusal
from chat.identifiers import ConversationId, Instant
from chat.routing.commands import Command
from chat.routing.effects import Effect
from chat.routing.model import Closing, Desk, Status, Talk, Waiting
from chat.routing.views import board_view, places, seat_view
from tests.builders import Decide
from tests.properties.oracle import Notes, held, is_here, possible

Line = Waiting | Talk | Closing
"""One conversation, wherever it stands."""


@dataclass(frozen=True)
class Step:
    """One command that was told, and what came of it. *now* is the moment the desk must count by."""

    decide: Decide
    before: Desk
    command: Command
    now: Instant
    after: Desk
    effects: tuple[Effect, ...]
    refused: type[Refusal] | None
    notes: Notes


def every_line_stands_under_its_own_name(step: Step) -> None:
    desk = step.after
    assert all(key == guest.seeker for key, guest in desk.guests.items())
    assert all(key == seat.counsellor for key, seat in desk.seats.items())
    for lines in (desk.waiting, desk.offers, desk.talks, desk.closing):
        assert all(key == line.conversation for key, line in lines.items())


def every_conversation_is_in_exactly_one_place(step: Step) -> None:
    desk = step.after
    seen = Counter([*desk.waiting, *desk.talks, *desk.closing])
    assert set(seen.values()) <= {1}
    assert set(desk.offers) <= set(desk.waiting)


def nobody_vanishes(step: Step) -> None:
    desk = step.after
    stands: dict[ConversationId, Line] = {**desk.waiting, **desk.talks, **desk.closing}
    for guest in desk.guests.values():
        assert guest.conversation in stands
        assert stands[guest.conversation].seeker == guest.seeker
    here = {guest.conversation for guest in desk.guests.values()}
    assert set(stands) - here <= set(desk.closing) & step.notes.left
    assert len(here) == len(desk.guests)


def nobody_is_offered_to_two_people(step: Step) -> None:
    screens = [seat_view(step.after, counsellor, step.now) for counsellor in step.after.seats]
    asked = Counter(
        seat.offer.conversation for seat in screens if seat is not None and seat.offer is not None
    )
    assert set(asked.values()) <= {1}
    assert set(asked) == {offer.conversation for offer in step.after.offers.values()}


def nobody_is_asked_two_things_at_once(step: Step) -> None:
    asked = Counter(offer.counsellor for offer in step.after.offers.values())
    assert set(asked.values()) <= {1}


def nobody_has_two_owners(step: Step) -> None:
    desk = step.after
    assert set(Counter(talk.seeker for talk in desk.talks.values()).values()) <= {1}
    screens = [seat_view(desk, counsellor, step.now) for counsellor in desk.seats]
    held = Counter(talk.conversation for seat in screens if seat is not None for talk in seat.talks)
    assert set(held.values()) <= {1}
    assert set(desk.talks) <= set(held)


def no_seat_is_asked_beyond_its_capacity(step: Step) -> None:
    desk = step.after
    for offer in desk.offers.values():
        real, rehearsed = held(desk, desk.seats[offer.counsellor], step.notes)
        takes = len(real) + (len(rehearsed) if offer.conversation in step.notes.rehearsed else 0)
        assert takes <= desk.seats[offer.counsellor].capacity


def only_connected_ready_seats_that_speak_the_language_are_asked(step: Step) -> None:
    desk = step.after
    for offer in desk.offers.values():
        seat = desk.seats[offer.counsellor]
        assert seat.connections
        assert seat.status is Status.READY
        assert desk.waiting[offer.conversation].language in seat.languages


def only_somebody_present_is_offered_and_for_25_seconds(step: Step) -> None:
    desk = step.after
    for offer in desk.offers.values():
        waiting = desk.waiting[offer.conversation]
        assert is_here(desk, waiting)
        assert offer.version == waiting.version
        assert offer.expires <= desk.now + 25


def nobody_eligible_waits_while_an_eligible_seat_is_free(step: Step) -> None:
    assert possible(step.after, step.notes, step.now) == []


def no_real_person_waits_behind_a_rehearsed_one(step: Step) -> None:
    desk, notes = step.after, step.notes
    real, rehearsed = set[int](), set[int]()
    for waiting in desk.waiting.values():
        if is_here(desk, waiting):
            side = rehearsed if waiting.conversation in notes.rehearsed else real
            side.add(places(desk)[waiting.seeker])
    assert max(real, default=0) < min(rehearsed, default=len(real) + 1)
    unrehearsed = replace(
        desk,
        offers={key: offer for key, offer in desk.offers.items() if key not in notes.rehearsed},
        talks={key: talk for key, talk in desk.talks.items() if key not in notes.rehearsed},
    )
    waits_for_no_reason = {key for key, _ in possible(unrehearsed, notes, step.now)} - notes.rehearsed
    assert waits_for_no_reason == set()


def everybody_is_marked_as_they_came(step: Step) -> None:
    desk = step.after
    lines: list[Line] = [*desk.waiting.values(), *desk.talks.values(), *desk.closing.values()]
    assert all(line.rehearsed == (line.conversation in step.notes.rehearsed) for line in lines)


def the_board_counts_nobody_rehearsed(step: Step) -> None:
    desk, rehearsed = step.after, step.notes.rehearsed
    board = board_view(desk, step.now)
    waits = [w.conversation for w in desk.waiting.values() if is_here(desk, w)]
    seated = [seat for seat in desk.seats.values() if seat.connections]
    room = [
        seat.capacity - len(held(desk, seat, step.notes)[0]) for seat in seated if seat.status is Status.READY
    ]
    assert board.waiting == len(set(waits) - rehearsed)
    assert (board.longest_wait is None) == (board.waiting == 0)
    assert board.talking == len(set(desk.talks) - rehearsed)
    assert board.free == sum(max(0, places) for places in room)


def the_time_of_arriving_is_kept(step: Step) -> None:
    lines: tuple[Waiting | Talk, ...] = (*step.after.waiting.values(), *step.after.talks.values())
    for line in lines:
        assert line.arrived == step.notes.arrived_at[line.conversation]


def places_count_from_one_without_gaps_in_the_order_of_the_queue(step: Step) -> None:
    desk = step.after
    line = sorted(
        (waiting for waiting in desk.waiting.values() if is_here(desk, waiting)),
        key=lambda waiting: step.notes.turn(waiting.conversation),
    )
    assert places(desk) == {waiting.seeker: number for number, waiting in enumerate(line, start=1)}


STANDING = (
    every_line_stands_under_its_own_name,
    every_conversation_is_in_exactly_one_place,
    nobody_vanishes,
    nobody_is_offered_to_two_people,
    nobody_is_asked_two_things_at_once,
    nobody_has_two_owners,
    no_seat_is_asked_beyond_its_capacity,
    only_connected_ready_seats_that_speak_the_language_are_asked,
    only_somebody_present_is_offered_and_for_25_seconds,
    no_real_person_waits_behind_a_rehearsed_one,
    nobody_eligible_waits_while_an_eligible_seat_is_free,
    everybody_is_marked_as_they_came,
    the_board_counts_nobody_rehearsed,
    the_time_of_arriving_is_kept,
    places_count_from_one_without_gaps_in_the_order_of_the_queue,
)
