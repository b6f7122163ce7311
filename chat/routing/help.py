"""Help within seconds: a counsellor asks for it, supervisors know at once, colleagues soon, and the back-up's number shows after that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import assert_never

from chat.errors import HelpGone, NotAssigned, Wait
from chat.identifiers import CircleId, ConversationId, Instant, Seconds, VolunteerId
from chat.routing.circle import HelpRequest
from chat.routing.claims import is_back, running_vouch
from chat.routing.effects import Effect
from chat.routing.help_commands import AskHelp, CallOffHelp, ComeToHelp, GiveBack, HelpCommand
from chat.routing.model import Desk, Talk, put, without
from chat.routing.staffing import supervisors

COLLEAGUES_AFTER = Seconds(20.0)
"""After so long without anybody who comes all colleagues on shift are asked too."""
NUMBER_AFTER = Seconds(40.0)
"""After so long without anybody who comes the counsellor is shown the back-up's number."""


def decide_help(desk: Desk, command: HelpCommand, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after *command*. Raises NotAssigned, HelpGone, and Wait until a young person is back after a loss."""
    match command:
        case AskHelp(counsellor=counsellor, conversation=conversation):
            talk = _talk(desk, counsellor, conversation)
            return requested(desk, talk, now), ()
        case CallOffHelp(counsellor=counsellor, conversation=conversation):
            talk = _talk(desk, counsellor, conversation)
            if talk.conversation not in desk.help:
                return desk, ()
            return replace(desk, help=without(desk.help, talk.conversation)), ()
        case ComeToHelp():
            return _come(desk, command, now), ()
        case GiveBack(helper=helper, circle=circle):
            request = _find(desk, circle)
            if request is None or request.helper != helper:
                return desk, ()
            return unanswered(desk, request, now), ()
        case _:
            assert_never(command)


def requested(desk: Desk, talk: Talk, now: Instant, *, numbered: bool = False) -> Desk:
    """The desk in which help is asked for with this talk; *numbered*: the back-up's number is shown at once."""
    known = desk.help.get(talk.conversation)
    if known is None:
        circle = circle_id(desk, talk.conversation, now)
        known = HelpRequest(circle, talk.conversation, talk.counsellor, now, talk.rehearsed)
    request = replace(known, numbered=known.numbered or numbered)
    if request == desk.help.get(talk.conversation):
        return desk
    return replace(desk, help=put(desk.help, talk.conversation, request))


def unanswered(desk: Desk, request: HelpRequest, now: Instant) -> Desk:
    """The desk in which nobody comes any more: help is asked for anew, of nobody less than before."""
    again = replace(request, asked=now, helper=None, name="")
    return replace(desk, help=put(desk.help, request.conversation, again))


def is_asked(desk: Desk, request: HelpRequest, who: VolunteerId) -> bool:
    """Whether *who* is asked to come, and is there to see it."""
    if request.helper is not None or who == request.counsellor:
        return False
    if who in supervisors(desk):
        return True
    seat = desk.seats.get(who)
    return request.colleagues and seat is not None and bool(seat.connections)


def spread(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which more are asked for whom nobody has come yet."""
    for request in desk.help.values():
        if request.helper is None:
            colleagues = request.colleagues or request.asked + COLLEAGUES_AFTER <= now
            numbered = request.numbered or request.asked + NUMBER_AFTER <= now
            desk = _told(desk, request, colleagues=colleagues, numbered=numbered)
    return desk, ()


def help_dues(desk: Desk) -> Iterator[Instant]:
    """When more are asked."""
    for request in desk.help.values():
        if request.helper is None and not request.colleagues:
            yield Instant(request.asked + COLLEAGUES_AFTER)
        if request.helper is None and not request.numbered:
            yield Instant(request.asked + NUMBER_AFTER)


def without_supervisor(desk: Desk) -> Desk:
    """The desk in which colleagues are asked, and the number is shown, at once where no supervisor is on."""
    if not desk.help or supervisors(desk):
        return desk
    for request in desk.help.values():
        if request.helper is None:
            desk = _told(desk, request, colleagues=True, numbered=True)
    return desk


def circle_id(desk: Desk, about: str, now: Instant) -> CircleId:
    """A name that says nothing, and that nobody can guess who does not know the desk."""
    told = "\x00".join((desk.generation, str(desk.version), repr(now), about))
    return CircleId(sha256(told.encode()).hexdigest()[:32])


def _come(desk: Desk, command: ComeToHelp, now: Instant) -> Desk:
    request = _find(desk, command.circle)
    if request is not None and request.helper == command.helper:
        return desk
    if request is None or not is_asked(desk, request, command.helper):
        raise HelpGone
    coming = replace(request, helper=command.helper, name=command.name, came=now)
    return replace(desk, help=put(desk.help, request.conversation, coming))


def _talk(desk: Desk, counsellor: VolunteerId, conversation: ConversationId) -> Talk:
    if not is_back(desk, counsellor) or running_vouch(desk, counsellor, conversation) is not None:
        raise Wait
    talk = desk.talks.get(conversation)
    if talk is None or talk.counsellor != counsellor:
        raise NotAssigned
    return talk


def _find(desk: Desk, circle: CircleId) -> HelpRequest | None:
    return next((request for request in desk.help.values() if request.circle == circle), None)


def _told(desk: Desk, request: HelpRequest, *, colleagues: bool, numbered: bool) -> Desk:
    if (colleagues, numbered) == (request.colleagues, request.numbered):
        return desk
    wider = replace(request, colleagues=colleagues, numbered=numbered)
    return replace(desk, help=put(desk.help, request.conversation, wider))
