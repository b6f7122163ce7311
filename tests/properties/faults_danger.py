"""Desks that do not mind who is not safe, with one thing wrong each, and the laws that must catch it."""

from dataclasses import replace
from math import inf, isfinite

from chat.identifiers import Instant, Seconds
from chat.routing import desk, load, matching, onward, turn
from chat.routing.commands import Command, PassOn
from chat.routing.desk import Decided
from chat.routing.load import Load
from chat.routing.model import Desk, Seat, Waiting
from chat.routing.passing import is_dangerous
from tests.builders import Decide
from tests.properties import asked, offering, overtaking, standing
from tests.properties.planting import Law, another


def gives_no_head_start(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever is not safe waits for their turn like anybody."""
    with another(turn, "URGENT_AHEAD", Seconds(0)):
        return desk.decide(before, command, now)


def lets_who_is_not_safe_overtake_everybody(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody who came long before may wait for ever."""
    with another(turn, "URGENT_AHEAD", Seconds(inf)):
        return desk.decide(before, command, now)


def puts_somebody_beside_danger(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever is below capacity is asked."""
    with another(load, "is_heavy", lambda _: False):
        return desk.decide(before, command, now)


def puts_who_is_not_safe_beside_others(before: Desk, command: Command, now: Instant) -> Decided:
    """Any room will do."""
    with another(matching, "wants_all", lambda _: False):
        return desk.decide(before, command, now)


def goes_on_asking_who_sees_danger_now(before: Desk, command: Command, now: Instant) -> Decided:
    """What was offered before stands."""
    with another(desk, "fitting", lambda after, _: (after, ())):
        return desk.decide(before, command, now)


def keeps_nobody_free(before: Desk, command: Command, now: Instant) -> Decided:
    """While an urgent one waits the next counsellor is given an ordinary one."""
    with another(matching, "_kept_for", lambda *_: None):
        return desk.decide(before, command, now)


def passes_nobody_on(before: Desk, command: Command, now: Instant) -> Decided:
    """A counsellor who sees danger keeps the others beside it."""
    with another(desk, "passed_on", lambda after, _: (after, ())):
        return desk.decide(before, command, now)


def passes_on_after_the_danger_is_over(before: Desk, command: Command, now: Instant) -> Decided:
    """A search that was begun goes on."""

    def passed_on(after: Desk, now: Instant) -> Decided:
        talks = after.talks.values()
        is_over = not any(is_dangerous(talk.risk) or talk.passes_to is not None for talk in talks)
        return (after, ()) if is_over else onward.passed_on(after, now)

    with another(desk, "passed_on", passed_on):
        return desk.decide(before, command, now)


def goes_on_looking_when_the_wish_is_taken_back(before: Desk, command: Command, now: Instant) -> Decided:
    """Who was asked to take somebody over may still do it."""
    if not isinstance(command, PassOn) or command.skills is not None:
        return desk.decide(before, command, now)
    with another(desk, "passed_on", lambda after, _: (after, ())):
        return desk.decide(before, command, now)


def asks_who_passes_somebody_on(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever has room is asked to take them over, also who has them."""
    eligible = matching.is_eligible

    def is_eligible(seat: Seat, has: Load, waiting: Waiting, now: Instant) -> bool:
        rests = {who: until for who, until in waiting.resting.items() if isfinite(until)}
        return eligible(seat, has, replace(waiting, resting=rests), now)

    with another(matching, "is_eligible", is_eligible):
        return desk.decide(before, command, now)


DANGER: dict[Decide, tuple[Law, ...]] = {
    gives_no_head_start: (
        overtaking.who_waits_is_overtaken_only_within_the_bound,
        offering.the_offers_made_are_those_the_rules_make,
    ),
    lets_who_is_not_safe_overtake_everybody: (
        overtaking.who_arrived_half_an_hour_before_is_overtaken_by_hand_overs_alone,
        overtaking.who_waits_is_overtaken_only_within_the_bound,
    ),
    puts_somebody_beside_danger: (asked.whoever_is_asked_may_take_it,),
    puts_who_is_not_safe_beside_others: (asked.whoever_is_asked_may_take_it,),
    goes_on_asking_who_sees_danger_now: (
        asked.whoever_is_asked_may_take_it,
        asked.no_seat_is_asked_beyond_its_capacity,
    ),
    keeps_nobody_free: (offering.the_offers_made_are_those_the_rules_make,),
    passes_nobody_on: (standing.everybody_looks_for_a_counsellor_who_waits_or_is_to_be_passed_on,),
    passes_on_after_the_danger_is_over: (
        standing.everybody_looks_for_a_counsellor_who_waits_or_is_to_be_passed_on,
    ),
    goes_on_looking_when_the_wish_is_taken_back: (
        standing.everybody_looks_for_a_counsellor_who_waits_or_is_to_be_passed_on,
    ),
    asks_who_passes_somebody_on: (
        asked.nobody_is_asked_for_what_they_have,
        asked.no_seat_is_asked_beyond_its_capacity,
        asked.whoever_is_asked_may_take_it,
    ),
}
