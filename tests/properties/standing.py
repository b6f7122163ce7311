"""What holds at the desk at every moment, as sentences."""

from collections import Counter

from chat.identifiers import ConversationId
from chat.routing.model import Doorway
from chat.routing.seat_view import seat_view
from chat.routing.views import Why, places
from tests.properties.searching import here
from tests.properties.step import Line, Step, looked_after


def lines_of(step: Step) -> list[Line]:
    """Every conversation after the step."""
    return [*step.after.waiting.values(), *step.after.talks.values(), *step.after.closing.values()]


def every_line_stands_under_its_own_name(step: Step) -> None:
    desk = step.after
    assert all(key == guest.seeker for key, guest in desk.guests.items())
    assert all(key == seat.counsellor for key, seat in desk.seats.items())
    for lines in (desk.waiting, desk.offers, desk.talks, desk.closing):
        assert all(key == line.conversation for key, line in lines.items())
    for talk in desk.talks.values():
        assert talk.onward is None or talk.onward.conversation == talk.conversation


def every_conversation_is_in_exactly_one_place(step: Step) -> None:
    desk = step.after
    seen = Counter([*desk.waiting, *desk.talks, *desk.closing])
    assert set(seen.values()) <= {1}
    onward = {key for key, talk in desk.talks.items() if talk.onward is not None}
    assert set(desk.offers) <= {*desk.waiting, *onward}


def nobody_vanishes(step: Step) -> None:
    desk = step.after
    stands: dict[ConversationId, Line] = {**desk.waiting, **desk.talks, **desk.closing}
    for guest in desk.guests.values():
        assert guest.conversation in stands
        assert stands[guest.conversation].seeker == guest.seeker
    present = {guest.conversation for guest in desk.guests.values()}
    assert set(stands) - present <= set(desk.closing) & step.notes.left
    assert len(present) == len(desk.guests)


def nobody_has_two_owners(step: Step) -> None:
    desk = step.after
    assert set(Counter(talk.seeker for talk in desk.talks.values()).values()) <= {1}
    screens = [seat_view(desk, counsellor, step.now) for counsellor in desk.seats]
    held = Counter(
        talk.conversation for seat in screens if seat is not None for talk in seat.talks if talk.part is None
    )
    assert set(held.values()) <= {1}
    assert set(desk.talks) <= set(held)


def everybody_looks_for_a_counsellor_who_waits_or_is_to_be_passed_on(step: Step) -> None:
    """As long as its counsellor wishes it, or somebody with more danger is with them; nobody otherwise, and nobody is asked for who is not."""
    onward = {key for key, talk in step.after.talks.items() if talk.onward is not None}
    assert onward == {talk.conversation for talk in step.notes.passed_on(step.after)}
    searches = step.notes.searches.of
    assert set(searches) == {*step.after.waiting, *onward}


def everybody_is_marked_as_they_came(step: Step) -> None:
    assert all(line.rehearsed == (line.conversation in step.notes.rehearsed) for line in lines_of(step))
    for line in looked_after(step.after):
        came = (line.language, line.doorway is Doorway.FRIEND, line.skills == {"friend"})
        friend = line.conversation in step.notes.friends
        assert came == (step.notes.language[line.conversation], friend, friend)


def the_time_of_arriving_and_the_turn_are_kept(step: Step) -> None:
    for line in looked_after(step.after):
        arrived, turn = step.notes.arrived_at[line.conversation], step.notes.turn_at[line.conversation]
        assert (line.arrived, line.turn) == (arrived, turn)
    for talk in step.after.talks.values():
        if talk.onward is not None:
            assert (talk.onward.arrived, talk.onward.turn) == (talk.arrived, talk.turn)


def what_is_known_of_a_conversation_is_kept(step: Step) -> None:
    """Whether somebody is safe, what was seen, since when it lasts and whether they are away for long: through every hand-over."""
    notes, hearing = step.notes, step.notes.hearing
    for line in looked_after(step.after):
        key = line.conversation
        known = (key in notes.urgent, hearing.risk.get(key), key in hearing.on_hold)
        assert (line.urgent, line.risk, line.on_hold) == known
        assert line.framed in (hearing.began.get(key), None)
    for waiting in step.after.waiting.values():
        assert waiting.handed_over == (waiting.conversation in notes.had_counsellor)
        assert waiting.handed_over == (waiting.framed is not None)


def why_behind(step: Step, conversation: ConversationId, ahead: list[ConversationId]) -> set[Why | None]:
    """The reasons that may be told for standing behind these; None when nobody came later than they did."""
    notes = step.notes
    later = [one for one in ahead if notes.arrived_at[one] > notes.arrived_at[conversation]]
    handed_over = {Why.HANDED_OVER for one in later if one in notes.had_counsellor}
    urgent = {Why.URGENT for one in later if one in notes.urgent - notes.had_counsellor}
    return {*handed_over, *urgent} or {None}


def places_count_from_one_without_gaps_in_the_order_of_the_queue(step: Step) -> None:
    """And whoever stands behind somebody who came later is told a true reason."""
    seekers = here(step.after)
    line = sorted((key for key in step.after.waiting if key in seekers), key=step.notes.turn)
    told = places(step.after)
    assert {seeker: place.rank for seeker, place in told.items()} == {
        seekers[key]: number for number, key in enumerate(line, start=1)
    }
    for number, key in enumerate(line):
        assert told[seekers[key]].behind in why_behind(step, key, line[:number])


STANDING = (
    every_line_stands_under_its_own_name,
    every_conversation_is_in_exactly_one_place,
    nobody_vanishes,
    nobody_has_two_owners,
    everybody_is_marked_as_they_came,
    the_time_of_arriving_and_the_turn_are_kept,
    what_is_known_of_a_conversation_is_kept,
    everybody_looks_for_a_counsellor_who_waits_or_is_to_be_passed_on,
    places_count_from_one_without_gaps_in_the_order_of_the_queue,
)
