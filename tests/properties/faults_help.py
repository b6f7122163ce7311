"""Desks that leave somebody alone who asks for help, with one thing wrong each, and the laws that must catch it."""

from dataclasses import replace
from functools import partial

from chat.circle.log import CircleForgotten
from chat.identifiers import Instant
from chat.routing import desk, shift_room
from chat.routing import help as help_
from chat.routing.circle import HelpRequest
from chat.routing.commands import Command
from chat.routing.desk import Decided
from chat.routing.model import Desk
from tests.builders import Decide
from tests.properties import calling
from tests.properties.planting import Law, another


def tells_the_number_before_colleagues(before: Desk, command: Command, now: Instant) -> Decided:
    """First the back-up, then those beside."""
    told = help_._told

    def swapped(after: Desk, request: HelpRequest, *, colleagues: bool, numbered: bool) -> Desk:
        if colleagues == numbered or request.numbered:
            return told(after, request, colleagues=colleagues, numbered=numbered)
        return told(after, request, colleagues=numbered, numbered=colleagues)

    with another(help_, "_told", swapped):
        return desk.decide(before, command, now)


def asks_supervisors_like_colleagues(before: Desk, command: Command, now: Instant) -> Decided:
    """Nobody is asked at once."""
    with another(help_, "supervisors", lambda after: frozenset(after.leads)):
        return desk.decide(before, command, now)


def shows_the_number_at_once(before: Desk, command: Command, now: Instant) -> Decided:
    """Who backs the line up is called for everything."""
    with another(help_, "requested", partial(help_.requested, numbered=True)):
        return desk.decide(before, command, now)


def waits_for_a_supervisor_who_is_not_there(before: Desk, command: Command, now: Instant) -> Decided:
    """Colleagues are asked in their time."""
    with another(shift_room, "without_supervisor", lambda after: after):
        return desk.decide(before, command, now)


def waits_for_a_helper_who_has_gone(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody came once."""
    with another(shift_room, "unanswered", lambda after, _request, _now: after):
        return desk.decide(before, command, now)


def drops_who_asks_when_their_line_is_lost(before: Desk, command: Command, now: Instant) -> Decided:
    """A request is its page's."""
    after, effects = desk.decide(before, command, now)
    if after is before:
        return before, effects
    lost = {
        key
        for key, one in after.help.items()
        if key in before.help and not after.seats[one.counsellor].connections
    }
    if not lost:
        return after, effects
    return replace(after, help={key: one for key, one in after.help.items() if key not in lost}), effects


def keeps_what_was_whispered(before: Desk, command: Command, now: Instant) -> Decided:
    """Somebody may want to read it."""
    after, effects = desk.decide(before, command, now)
    return after, tuple(effect for effect in effects if not isinstance(effect, CircleForgotten))


def lets_who_came_late_read_all(before: Desk, command: Command, now: Instant) -> Decided:
    """Everybody is on since the first one came."""
    after, effects = desk.decide(before, command, now)
    if after.room is None or after is before:
        return after, effects
    first = min(after.room.since.values())
    return replace(after, room=replace(after.room, since=dict.fromkeys(after.room.since, first))), effects


HELP: dict[Decide, tuple[Law, ...]] = {
    tells_the_number_before_colleagues: (
        calling.supervisors_are_asked_at_once_and_colleagues_in_time,
        calling.the_number_shows_when_nobody_came_or_there_is_danger_now,
    ),
    asks_supervisors_like_colleagues: (calling.supervisors_are_asked_at_once_and_colleagues_in_time,),
    shows_the_number_at_once: (calling.the_number_shows_when_nobody_came_or_there_is_danger_now,),
    waits_for_a_supervisor_who_is_not_there: (
        calling.supervisors_are_asked_at_once_and_colleagues_in_time,
        calling.the_number_shows_when_nobody_came_or_there_is_danger_now,
    ),
    waits_for_a_helper_who_has_gone: (calling.no_request_is_dropped_without_an_answer_a_call_off_or_an_end,),
    drops_who_asks_when_their_line_is_lost: (
        calling.no_request_is_dropped_without_an_answer_a_call_off_or_an_end,
    ),
    keeps_what_was_whispered: (calling.a_circle_is_forgotten_with_what_made_it_and_never_before,),
    lets_who_came_late_read_all: (calling.everybody_on_shift_is_in_the_room_from_when_they_came,),
}
