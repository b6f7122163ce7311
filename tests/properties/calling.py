"""Nobody who asks for help is left alone, and staff are together with those who are there: as sentences."""

from chat.circle.log import CircleForgotten
from chat.identifiers import CircleId
from chat.routing.board import board_view
from chat.routing.model import Desk
from chat.routing.seat_view import seat_view
from tests.properties.calls import leading
from tests.properties.step import Step


def circles(desk: Desk) -> list[CircleId]:
    """Every circle that there is."""
    return [one.circle for one in (*desk.help.values(), *(() if desk.room is None else (desk.room,)))]


def no_request_is_dropped_without_an_answer_a_call_off_or_an_end(step: Step) -> None:
    calls = step.notes.calls.of
    assert step.after.help.keys() == calls.keys()
    for conversation, request in step.after.help.items():
        call = calls[conversation]
        assert (request.counsellor, request.helper) == (call.counsellor, call.helper)
        assert request.conversation == conversation
        assert request.rehearsed == (conversation in step.notes.rehearsed)


def every_board_shows_who_asks_and_who_comes(step: Step) -> None:
    shown = {
        call.circle: (call.name, call.helper is not None) for call in board_view(step.after, step.now).calls
    }
    seats = step.after.seats
    assert shown == {
        request.circle: (seats[request.counsellor].name, request.helper is not None)
        for request in step.after.help.values()
    }


def supervisors_are_asked_at_once_and_colleagues_in_time(step: Step) -> None:
    """And nobody before; who comes, and who asks, is not asked."""
    leads = leading(step.after)
    for who, seat in step.after.seats.items():
        view = seat_view(step.after, who, step.now)
        if view is None or not seat.connections:
            continue
        asked = {call.circle for call in view.calls if not call.mine}
        assert asked == {
            step.after.help[key].circle
            for key, call in step.notes.calls.of.items()
            if call.helper is None and call.counsellor != who and (call.wide or who in leads)
        }
        comes = {call.circle for call in view.calls if call.mine}
        assert comes == {one.circle for one in step.after.help.values() if one.helper == who}


def the_number_shows_when_nobody_came_or_there_is_danger_now(step: Step) -> None:
    for who in step.after.seats:
        view = seat_view(step.after, who, step.now)
        for talk in () if view is None else view.talks:
            call = step.notes.calls.of.get(talk.conversation)
            nobody_came = call is not None and call.numbered and call.helper is None
            shows = nobody_came or talk.risk == 3
            assert talk.backup == (step.notes.house.backup if shows else None)


def everybody_on_shift_is_in_the_room_from_when_they_came(step: Step) -> None:
    room = step.after.room
    assert (room is None) == (not step.notes.calls.on_since)
    if room is not None:
        assert dict(room.since) == step.notes.calls.on_since
        was = step.before.room
        assert was is None or was.circle == room.circle


def a_circle_is_forgotten_with_what_made_it_and_never_before(step: Step) -> None:
    gone = set(circles(step.before)) - set(circles(step.after))
    told = [effect.circle for effect in step.effects if isinstance(effect, CircleForgotten)]
    assert sorted(told) == sorted(gone)
    assert len(set(circles(step.after))) == len(circles(step.after))


CALLING = (
    no_request_is_dropped_without_an_answer_a_call_off_or_an_end,
    every_board_shows_who_asks_and_who_comes,
    supervisors_are_asked_at_once_and_colleagues_in_time,
    the_number_shows_when_nobody_came_or_there_is_danger_now,
    everybody_on_shift_is_in_the_room_from_when_they_came,
    a_circle_is_forgotten_with_what_made_it_and_never_before,
)
