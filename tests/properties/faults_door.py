"""Desks whose door is wrong: the people on, the hours, the last intake, closing, the draw; and the laws that must catch it."""

from chat.identifiers import Instant, Seconds
from chat.routing import desk, door, seekers, staffing
from chat.routing.commands import Command
from chat.routing.desk import Decided
from chat.routing.model import Desk
from tests.builders import Decide
from tests.properties import asking, doorkeeping, moving, standing
from tests.properties.planting import Law, another


def lets_in_with_too_few_people(before: Desk, command: Command, now: Instant) -> Decided:
    """One counsellor alone is enough."""
    with another(door, "is_staffed", lambda _: True):
        return desk.decide(before, command, now)


def needs_nobody_who_leads(before: Desk, command: Command, now: Instant) -> Decided:
    """Enough people are enough, whoever they are."""

    def is_staffed(at: Desk) -> bool:
        on = {seat.counsellor for seat in at.seats.values() if seat.connections} | at.leads.keys()
        return len(on) >= at.house.minimum

    with another(door, "is_staffed", is_staffed):
        return desk.decide(before, command, now)


def counts_supervisors_alone(before: Desk, command: Command, now: Instant) -> Decided:
    """Supervisors who watch are enough, though nobody is there to answer."""

    def is_staffed(at: Desk) -> bool:
        here = {seat.counsellor for seat in at.seats.values() if seat.connections}
        leads = bool(at.leads) or any(at.seats[who].leads for who in here)
        return len(here | at.leads.keys()) >= at.house.minimum and (leads or at.house.minimum <= 1)

    with another(door, "is_staffed", is_staffed):
        return desk.decide(before, command, now)


def lets_anybody_lead_without_a_number(before: Desk, command: Command, now: Instant) -> Decided:
    """A counsellor who may leads alone, with nobody to call."""
    with another(staffing, "number_for", lambda at, who: "" if at.seats[who].leads else None):
        return desk.decide(before, command, now)


def lets_in_until_the_last_moment(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever comes before closing may wait, though nobody will reach them."""
    with another(door, "SIGHT", Seconds(0)):
        return desk.decide(before, command, now)


def closes_on_whoever_lost_their_counsellor(before: Desk, command: Command, now: Instant) -> Decided:
    """At closing time everybody who waits reads that it did not come to a conversation."""
    with another(door, "_not_taken_yet", lambda at: list(at.waiting.values())):
        return desk.decide(before, command, now)


def keeps_whoever_had_a_counsellor_for_ever(before: Desk, command: Command, now: Instant) -> Decided:
    """The line has closed and everybody went home, and somebody waits on who was talking."""
    with another(door, "_left_alone", lambda _: []):
        return desk.decide(before, command, now)


def leaves_no_time_to_come_back(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever loses their counsellor after closing is sent away in the same moment."""
    with another(door, "SEAT_KEEPS", Seconds(0)):
        return desk.decide(before, command, now)


def tells_nobody_that_it_closes(before: Desk, command: Command, now: Instant) -> Decided:
    """The line closes, and who waits had no chance to go elsewhere."""
    with another(door, "CLOSING_TOLD", Seconds(0)):
        return desk.decide(before, command, now)


def draws_nothing_at_the_opening(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever pressed refresh the quickest is first."""
    with another(seekers, "turn_of", lambda _desk, arrived, _lot: arrived):
        return desk.decide(before, command, now)


def draws_from_the_hour_on_the_timetable(before: Desk, command: Command, now: Instant) -> Decided:
    """Who comes as the door opens late is put in the order of pressing refresh."""
    with another(desk, "opened_by", lambda _before, after, _now: after):
        return desk.decide(before, command, now)


def draws_all_day(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever comes late is put before others by a lot."""
    with another(door, "DRAW", Seconds(24 * 60 * 60)):
        return desk.decide(before, command, now)


WRONGLY_STAFFED = (
    doorkeeping.arrivals_are_refused_as_the_table_says,
    doorkeeping.the_door_opened_when_somebody_opened_it,
)
DOOR: dict[Decide, tuple[Law, ...]] = {
    lets_in_with_too_few_people: WRONGLY_STAFFED,
    needs_nobody_who_leads: WRONGLY_STAFFED,
    counts_supervisors_alone: WRONGLY_STAFFED,
    lets_anybody_lead_without_a_number: WRONGLY_STAFFED,
    lets_in_until_the_last_moment: (doorkeeping.arrivals_are_refused_as_the_table_says,),
    closes_on_whoever_lost_their_counsellor: (
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        doorkeeping.those_who_wait_are_told_ten_minutes_before_closing,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    keeps_whoever_had_a_counsellor_for_ever: (
        doorkeeping.closing_ends_exactly_those_whom_nobody_will_reach,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    leaves_no_time_to_come_back: (
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        doorkeeping.the_line_is_what_was_said_of_it_last,
    ),
    tells_nobody_that_it_closes: (
        doorkeeping.those_who_wait_are_told_ten_minutes_before_closing,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    draws_nothing_at_the_opening: (standing.the_time_of_arriving_and_the_turn_are_kept,),
    draws_from_the_hour_on_the_timetable: (
        standing.the_time_of_arriving_and_the_turn_are_kept,
        doorkeeping.the_door_opened_when_somebody_opened_it,
    ),
    draws_all_day: (standing.the_time_of_arriving_and_the_turn_are_kept,),
}
