"""What is seen of help: by who asks for it, and by who is asked. Of the conversation nothing, and of nobody more than the working name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chat.identifiers import CircleId, Instant, Seconds, VolunteerId
from chat.routing.circle import HelpRequest
from chat.routing.danger import NOW
from chat.routing.help import is_asked
from chat.routing.model import Desk, Talk
from chat.routing.staffing import supervisors


class Reach(StrEnum):
    """Who is asked to help at this moment."""

    SUPERVISORS = "supervisors"
    EVERYBODY = "everybody"
    COLLEAGUES = "colleagues"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class HelpView:
    """A request for help, to the counsellor who made it.

    *waited* is for how long nobody comes, or had not come; *helper* is the working name of who comes, None while nobody does.
    """

    circle: CircleId
    waited: Seconds
    reach: Reach
    helper: str | None = None


@dataclass(frozen=True, slots=True)
class CallView:
    """A request for help, to whoever is asked or comes: *name* is who asks, *helper* who comes. *mine*: that is whoever looks."""

    circle: CircleId
    name: str
    waited: Seconds
    helper: str | None = None
    mine: bool = False
    rehearsed: bool = False


def help_view(desk: Desk, talk: Talk, now: Instant) -> HelpView | None:
    """What its counsellor sees of help with this talk; None while they did not ask."""
    request = desk.help.get(talk.conversation)
    if request is None:
        return None
    helper = None if request.helper is None else request.name
    return HelpView(request.circle, _waited(request, now), _reach(desk, request), helper)


def backup_for(desk: Desk, talk: Talk) -> str | None:
    """The back-up's number, where its counsellor has to see it beside this talk: nobody came, or there is danger now."""
    request = desk.help.get(talk.conversation)
    is_shown = request is not None and request.numbered and request.helper is None
    return desk.house.backup if is_shown or talk.risk == NOW else None


def calls_to(desk: Desk, who: VolunteerId, now: Instant) -> tuple[CallView, ...]:
    """The requests that are before somebody at the desk: those they are asked for, and those they come to."""
    calls = (
        request for request in desk.help.values() if request.helper == who or is_asked(desk, request, who)
    )
    return tuple(sorted((_call(desk, request, who, now) for request in calls), key=_order))


def calls_of(desk: Desk, now: Instant) -> tuple[CallView, ...]:
    """Every request, as a board shows it."""
    return tuple(sorted((_call(desk, request, None, now) for request in desk.help.values()), key=_order))


def sees_of_help(desk: Desk, now: Instant) -> dict[VolunteerId, tuple[object, ...]]:
    """What each person at the desk sees of help, where they see any."""
    found: dict[VolunteerId, tuple[object, ...]] = {}
    if not desk.help:
        return found
    for who in desk.seats:
        seen = (*calls_to(desk, who, now), *_own(desk, who, now))
        if seen:
            found[who] = seen
    return found


def _own(desk: Desk, who: VolunteerId, now: Instant) -> Iterator[object]:
    for request in desk.help.values():
        talk = desk.talks.get(request.conversation)
        if request.counsellor == who and talk is not None:
            yield (help_view(desk, talk, now), backup_for(desk, talk))


def _call(desk: Desk, request: HelpRequest, who: VolunteerId | None, now: Instant) -> CallView:
    return CallView(
        request.circle,
        desk.seats[request.counsellor].name,
        _waited(request, now),
        None if request.helper is None else request.name,
        mine=who is not None and request.helper == who,
        rehearsed=request.rehearsed,
    )


def _order(call: CallView) -> tuple[bool, bool, float, str]:
    """Who needs somebody first stands first, and somebody real before who is played."""
    return (call.helper is not None, call.rehearsed, -call.waited, call.circle)


def _reach(desk: Desk, request: HelpRequest) -> Reach:
    on = supervisors(desk) - {request.counsellor}
    others = any(
        seat.connections for seat in desk.seats.values() if seat.counsellor not in (request.counsellor, *on)
    )
    if on:
        return Reach.EVERYBODY if request.colleagues and others else Reach.SUPERVISORS
    return Reach.COLLEAGUES if request.colleagues and others else Reach.NOBODY


def _waited(request: HelpRequest, now: Instant) -> Seconds:
    return Seconds(max(0.0, (now if request.helper is None else request.came) - request.asked))
