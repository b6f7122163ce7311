"""Desks that do not tell, or write, what they did, or do it twice, and the laws that must catch it."""

from dataclasses import replace

from chat.identifiers import Instant
from chat.routing import desk
from chat.routing.claims import expires
from chat.routing.commands import Accept, Arrive, Command
from chat.routing.desk import Decided
from chat.routing.effects import SeatChanged, SeekerChanged, Superseded
from chat.routing.model import Desk, without
from tests.builders import Decide
from tests.properties import asking, stepping, telling
from tests.properties.planting import Law, another


def leaves_the_older_tab_alone(before: Desk, command: Command, now: Instant) -> Decided:
    """Two tabs believe that they speak."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, Superseded))


def starts_anew_at_every_repeat(before: Desk, command: Command, now: Instant) -> Decided:
    """A repeated arrival is a second person."""
    if isinstance(command, Arrive) and command.seeker in before.guests:
        old = before.guests[command.seeker].conversation
        before = replace(
            before, waiting=without(before.waiting, old), guests=without(before.guests, command.seeker)
        )
    return desk.decide(before, command, now)


def takes_back_whoever_left(before: Desk, command: Command, now: Instant) -> Decided:
    """Who begins over again with the start of a conversation that is over is welcome."""
    if isinstance(command, Arrive) and command.seeker in before.departed:
        before = replace(before, departed={})
    return desk.decide(before, command, now)


def forgets_whoever_slept_for_long(before: Desk, command: Command, now: Instant) -> Decided:
    """What a ticket is good for after a loss it is good for always."""
    with another(desk, "is_outdated", lambda _, claim, at: expires(claim) <= at):
        return desk.decide(before, command, now)


def says_nothing_to_the_counsellor_who_is_asked(before: Desk, command: Command, now: Instant) -> Decided:
    """An offer is made and nobody hears."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, SeatChanged))


def says_nothing_to_the_young_person_who_is_taken(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody has come and the page still waits."""
    after, effects = desk.decide(before, command, now)
    if isinstance(command, Accept):
        effects = tuple(effect for effect in effects if not isinstance(effect, SeekerChanged))
    return after, effects


def forgets_without_the_log(before: Desk, command: Command, now: Instant) -> Decided:
    """The line goes from the desk and what was said stays."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if type(effect).__name__ != "LogForgotten")


def counts_nothing(before: Desk, command: Command, now: Instant) -> Decided:
    """Every desk is the first version."""
    after, effects = desk.decide(before, command, now)
    return (after if after is before else replace(after, version=before.version)), effects


TELLING: dict[Decide, tuple[Law, ...]] = {
    leaves_the_older_tab_alone: (stepping.the_older_page_is_told_when_a_newer_one_takes_over,),
    starts_anew_at_every_repeat: (asking.a_repeat_changes_nothing_and_is_answered_alike,),
    takes_back_whoever_left: (asking.who_has_gone_does_not_begin_again,),
    forgets_whoever_slept_for_long: (asking.whose_conversation_is_known_is_never_gone,),
    says_nothing_to_the_counsellor_who_is_asked: (telling.whoever_looks_at_a_screen_that_changed_is_told,),
    says_nothing_to_the_young_person_who_is_taken: (telling.whoever_looks_at_a_screen_that_changed_is_told,),
    forgets_without_the_log: (telling.each_log_says_what_the_desk_says,),
    counts_nothing: (stepping.the_version_rises_exactly_when_something_changed,),
}
