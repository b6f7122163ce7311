"""Desks on which a conversation can be undead, and the laws that must catch it."""

from chat.identifiers import Instant
from chat.routing import desk
from chat.routing.commands import Command, End
from chat.routing.deadlines import guest_lost_at
from chat.routing.desk import Decided
from chat.routing.model import Desk, Guest
from chat.routing.passing import is_dangerous
from tests.builders import Decide
from tests.properties import ending
from tests.properties.planting import Law, another


def waits_for_ever_for_who_was_in_danger(before: Desk, command: Command, now: Instant) -> Decided:
    """No clock gives up whoever was in danger, also when they have lost their counsellor."""

    def lost_at(at: Desk, guest: Guest) -> Instant | None:
        waiting = at.waiting.get(guest.conversation)
        kept = waiting is not None and is_dangerous(waiting.risk)
        return None if kept else guest_lost_at(at, guest)

    with another(desk, "guest_lost_at", lost_at):
        return desk.decide(before, command, now)


def leaves_them_with_whoever_is_gone(before: Desk, command: Command, now: Instant) -> Decided:
    """A seat is its counsellor's until they come back."""
    with another(desk, "seat_lost_at", lambda _: None):
        return desk.decide(before, command, now)


def keeps_an_end_until_both_have_seen_it(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever never comes back keeps it readable."""
    with another(desk, "_forget_closed", lambda at, _: (at, ())):
        return desk.decide(before, command, now)


def ends_nothing_that_is_on_hold(before: Desk, command: Command, now: Instant) -> Decided:
    """First they have to be back from calling somebody else."""
    talk = before.talks.get(command.conversation) if isinstance(command, End) else None
    return (before, ()) if talk is not None and talk.on_hold else desk.decide(before, command, now)


ENDING: dict[Decide, tuple[Law, ...]] = {
    waits_for_ever_for_who_was_in_danger: (ending.time_alone_puts_back_and_ends_whatever_nobody_is_in,),
    leaves_them_with_whoever_is_gone: (ending.time_alone_puts_back_and_ends_whatever_nobody_is_in,),
    keeps_an_end_until_both_have_seen_it: (ending.time_alone_puts_back_and_ends_whatever_nobody_is_in,),
    ends_nothing_that_is_on_hold: (ending.whoever_is_in_it_can_end_it_now,),
}
