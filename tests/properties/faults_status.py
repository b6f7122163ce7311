"""Desks that mistake how it stands with a counsellor, and the laws that must catch it."""

from dataclasses import replace

from chat.identifiers import Instant
from chat.routing import availability, desk, matching, offering, relief, seekers
from chat.routing.commands import Command
from chat.routing.desk import Decided
from chat.routing.model import Desk, Seat, Status, Talk
from chat.routing.seats import hand_back
from tests.builders import Decide
from tests.properties import asking
from tests.properties import offering as offers
from tests.properties.planting import Law, another
from tests.properties.wrapping import (
    only_whose_counsellor_cannot_go_on_reads_so,
    whoever_cannot_go_on_has_nobody_at_once,
    whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,
    whoever_wraps_up_stops_or_rests_is_asked_for_nobody,
)


def offers_somebody_to_who_wraps_up(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever chose to be ready is asked."""

    def is_ready(seat: Seat) -> bool:
        return bool(seat.connections) and seat.status is Status.READY

    with another(matching, "is_ready", is_ready):
        return desk.decide(before, command, now)


def lets_nobody_wrap_up(before: Desk, command: Command, now: Instant) -> Decided:
    """The next one is there at once."""

    def released(after: Desk, talk: Talk, now: Instant) -> Desk:
        house = replace(after.house, wrap_up=type(after.house.wrap_up)(0.0))
        return replace(availability.released(replace(after, house=house), talk, now), house=after.house)

    with another(seekers, "released", released), another(offering, "released", released):
        return desk.decide(before, command, now)


def wraps_up_beside_somebody_else(before: Desk, command: Command, now: Instant) -> Decided:
    """Each conversation that ends has its minutes, whoever else is there."""
    with another(availability, "_held", lambda *_, **__: iter(())):
        return desk.decide(before, command, now)


def wraps_up_for_ever(before: Desk, command: Command, now: Instant) -> Decided:
    """The minutes do not end by themselves."""
    with another(desk, "wrapped_up", lambda after, _: (after, ())):
        return desk.decide(before, command, now)


def forgets_that_it_was_heavy(before: Desk, command: Command, now: Instant) -> Decided:
    """After danger the minutes are as short as after anything."""
    with another(availability, "is_dangerous", lambda _: False):
        return desk.decide(before, command, now)


def leaves_them_with_who_cannot_go_on(before: Desk, command: Command, now: Instant) -> Decided:
    """Who cannot go on keeps whom they have."""
    with another(desk, "relieved", lambda after, _: (after, ())):
        return desk.decide(before, command, now)


def says_only_that_they_are_gone(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody cannot go on, and the young person does not read why."""
    with another(relief, "hand_back", lambda after, talk, now, **_: hand_back(after, talk, now)):
        return desk.decide(before, command, now)


STATUS: dict[Decide, tuple[Law, ...]] = {
    offers_somebody_to_who_wraps_up: (
        offers.the_offers_made_are_those_the_rules_make,
        whoever_wraps_up_stops_or_rests_is_asked_for_nobody,
    ),
    lets_nobody_wrap_up: (whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,),
    wraps_up_beside_somebody_else: (whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,),
    wraps_up_for_ever: (
        whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,
        asking.after_a_tick_nothing_is_overdue,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    forgets_that_it_was_heavy: (whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,),
    leaves_them_with_who_cannot_go_on: (whoever_cannot_go_on_has_nobody_at_once,),
    says_only_that_they_are_gone: (only_whose_counsellor_cannot_go_on_reads_so,),
}
