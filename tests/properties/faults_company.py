"""Desks on which somebody reads unseen, too soon or too long, and the laws that must catch it."""

from chat.conversation.company import Part
from chat.conversation.lifecycle import CompanyJoined, CompanyLeft
from chat.identifiers import Instant, Seconds
from chat.routing import company, desk
from chat.routing.commands import Command
from chat.routing.company_commands import Join
from chat.routing.desk import Decided
from chat.routing.effects import SeekerChanged
from chat.routing.model import Desk, Seat, Talk
from tests.builders import Decide
from tests.properties import accompanying, asking, moving, telling
from tests.properties.planting import Law, another


def lets_somebody_read_whose_coming_stands_nowhere(before: Desk, command: Command, now: Instant) -> Decided:
    """A supervisor listens in, and no line of the log says so."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, CompanyJoined))


def lets_anybody_come(before: Desk, command: Command, now: Instant) -> Decided:
    """Every colleague may read along."""

    def may_join(_: Desk, seat: Seat, talk: Talk) -> Part | None:
        return None if seat.counsellor in (talk.counsellor, talk.coming, *talk.company) else Part.SUPERVISOR

    with another(company, "may_join", may_join):
        return desk.decide(before, command, now)


def lets_a_colleague_read_at_once(before: Desk, command: Command, now: Instant) -> Decided:
    """What was said is readable before the young person could say no."""
    with another(company, "SAYS_WITHIN", Seconds(0)):
        return desk.decide(before, command, now)


def lets_who_left_read_on(before: Desk, command: Command, now: Instant) -> Decided:
    """Out of the room, and every new line still comes."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, CompanyLeft))


def says_nothing_to_the_young_person(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody came, and the page that should say who reads does not."""
    after, effects = desk.decide(before, command, now)
    if isinstance(command, Join):
        effects = tuple(effect for effect in effects if not isinstance(effect, SeekerChanged))
    return after, effects


def lets_whoever_had_it_write_on(before: Desk, command: Command, now: Instant) -> Decided:
    """It was taken over under the version of before."""
    with another(company, "last_version", lambda talk: talk.version - 1):
        return desk.decide(before, command, now)


UNWRITTEN = (telling.each_log_says_what_the_desk_says,)
COMPANY: dict[Decide, tuple[Law, ...]] = {
    lets_somebody_read_whose_coming_stands_nowhere: UNWRITTEN,
    lets_anybody_come: (accompanying.only_those_come_who_may,),
    lets_a_colleague_read_at_once: (
        accompanying.a_colleague_reads_once_the_young_person_knows,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    lets_who_left_read_on: UNWRITTEN,
    says_nothing_to_the_young_person: (telling.whoever_looks_at_a_screen_that_changed_is_told,),
    lets_whoever_had_it_write_on: (
        moving.a_counsellor_is_followed_by_another_only_by_taking_over,
        telling.each_log_says_what_the_desk_says,
    ),
}
