"""Who is on shift together, who is in which circle and since when, and that a circle is forgotten with what made it."""

from __future__ import annotations

from dataclasses import replace

from chat.circle.log import CircleForgotten
from chat.errors import NotInCircle
from chat.identifiers import CircleId, Instant, VolunteerId
from chat.routing.circle import HelpRequest, ShiftRoom
from chat.routing.effects import Effect, HelpChanged, SeatChanged
from chat.routing.help import circle_id, unanswered, without_supervisor
from chat.routing.help_view import calls_of, sees_of_help
from chat.routing.model import BEGINNING, Desk


def on_shift(desk: Desk) -> frozenset[VolunteerId]:
    """Everybody who is on: counsellors with a seat and supervisors; who lost the connection is on for a minute."""
    seated = (seat.counsellor for seat in desk.seats.values() if not seat.expected)
    return frozenset((*seated, *desk.leads, *desk.led))


def in_since(desk: Desk, circle: CircleId, who: VolunteerId) -> Instant:
    """Since when *who* is in this circle: they read what was said from then on. Raises NotInCircle."""
    since = members(desk, circle).get(who)
    if since is None:
        raise NotInCircle
    return since


def members(desk: Desk, circle: CircleId) -> dict[VolunteerId, Instant]:
    """Who is in this circle now, and since when; nobody in one that there is not, or not any more.

    Of a request for help these are who asked and who comes, as long as somebody comes.
    """
    if desk.room is not None and desk.room.circle == circle:
        return dict(desk.room.since)
    for request in desk.help.values():
        if request.circle == circle and request.helper is not None:
            return {request.counsellor: BEGINNING, request.helper: request.came}
    return {}


def room_of(desk: Desk, who: VolunteerId) -> CircleId | None:
    """The room of the shift; None for who is not on."""
    return None if desk.room is None or who not in desk.room.since else desk.room.circle


def circles_of(desk: Desk, who: VolunteerId) -> tuple[CircleId, ...]:
    """The circles that *who* is in now."""
    room = room_of(desk, who)
    return (
        *(() if room is None else (room,)),
        *(one.circle for one in desk.help.values() if who in members(desk, one.circle)),
    )


def gathered(before: Desk, desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after a step from *before* with its circles as they have to be, and who is told of help.

    A request goes with its talk, or when its counsellor has that no more; one whose helper is not on any more is asked anew.
    """
    if desk is before:
        return desk, ()
    on = on_shift(desk)
    desk = _room_kept(desk, on, now)
    for request in desk.help.values():
        if not _stands(desk, request):
            desk = replace(desk, help={k: v for k, v in desk.help.items() if v is not request})
        elif request.helper is not None and request.helper not in on:
            desk = unanswered(desk, request, now)
    desk = without_supervisor(desk)
    gone = tuple(CircleForgotten(circle) for circle in _circles(before) if circle not in _circles(desk))
    return desk, (*gone, *_told(before, desk, now))


def _room_kept(desk: Desk, on: frozenset[VolunteerId], now: Instant) -> Desk:
    if desk.room is None:
        since = dict.fromkeys(sorted(on), now)
        return replace(desk, room=ShiftRoom(circle_id(desk, "room", now), since)) if on else desk
    if not on:
        return replace(desk, room=None)
    if on == desk.room.since.keys():
        return desk
    since = {who: desk.room.since.get(who, now) for who in sorted(on)}
    return replace(desk, room=replace(desk.room, since=since))


def _stands(desk: Desk, request: HelpRequest) -> bool:
    talk = desk.talks.get(request.conversation)
    return talk is not None and talk.counsellor == request.counsellor


def _circles(desk: Desk) -> list[CircleId]:
    room = [] if desk.room is None else [desk.room.circle]
    return [*room, *(request.circle for request in desk.help.values())]


def _told(before: Desk, desk: Desk, now: Instant) -> tuple[Effect, ...]:
    if not before.help and not desk.help:
        return ()
    # By the talks that there were: whose talk is over sees that it is.
    saw, sees = sees_of_help(before, now), sees_of_help(desk, now)
    told = [SeatChanged(who) for who in {**saw, **sees} if saw.get(who) != sees.get(who)]
    boards = calls_of(before, now) != calls_of(desk, now)
    return (*told, *((HelpChanged(),) if boards else ()))
