"""Who may send what, and ask for what: one row for every event of every door and for every route.

Whatever has no row is refused. What a row asks is asked before anything else looks at an event: does the account behind the
page allow it, and has the page said who it is. Whether a conversation is *theirs* is decided with the act itself, by the
desk or by the log, in the same commit (docs/adr/0016-who-may.md): by then the desk may have moved on from what was seen here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from aiohttp import web

from chat.errors import Forbidden, NotArrived, NotSignedIn, Refusal
from chat.service.ports import Permission, Staff, StaffMember
from chat.transport.connection import Connection

SessionOf = Callable[[str], str | None]
IsPoll = Callable[[web.Request], bool]


class Relation(StrEnum):
    """What somebody has to do with what they act on."""

    NONE = "none"
    """Nothing yet: with this a page says who it is."""
    TICKET = "ticket"
    """They bring a ticket of it, which is all that counts."""
    OWN = "own"
    """It is their own: the place in the queue, the seat, the board, or the conversation they came for."""
    OFFERED = "offered"
    """The conversation is offered to them, in that version."""
    HELD = "held"
    """They hold the conversation, or are there beside who does: then they say, read and see it end."""
    COLLEAGUE = "colleague"
    """A colleague holds it: they may come to it as supervisor or mentor, and are there before they do more."""
    ASKED = "asked"
    """They are asked to help, or come to."""
    MEMBER = "member"
    """They are in the circle."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. The account behind the page has to allow one of *permissions*; where there are none no account is asked for."""

    permissions: frozenset[Permission]
    relation: Relation


_NO_ACCOUNT: frozenset[Permission] = frozenset()
_ANYBODY = Rule(_NO_ACCOUNT, Relation.NONE)
_BEARER = Rule(_NO_ACCOUNT, Relation.TICKET)
_SEEKER = Rule(_NO_ACCOUNT, Relation.OWN)
_SIGNED_IN = Rule(_NO_ACCOUNT, Relation.OWN)
_KEEPER = Rule(frozenset({Permission.KEEP_PEOPLE}), Relation.NONE)
_INVITER = Rule(frozenset({Permission.INVITE}), Relation.NONE)
_PLANNER = Rule(frozenset({Permission.PLAN_ROSTER}), Relation.NONE)
_LISTENS = frozenset({Permission.HOLD_SEAT})
_SITS = frozenset({Permission.HOLD_SEAT, Permission.HELP})
_HOLDER = Rule(_SITS, Relation.HELD)
_ASKED = Rule(_SITS, Relation.ASKED)
_MEMBER = Rule(_SITS, Relation.MEMBER)
_SEES = frozenset({Permission.SEE_BOARD})
_BOARD = Rule(_SEES, Relation.OWN)
_ON_SHIFT = Rule(
    frozenset({Permission.HOLD_SEAT, Permission.SEE_BOARD, Permission.PLAN_ROSTER}), Relation.NONE
)

EVENTS: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        ("/seeker", "seeker.arrive"): _ANYBODY,
        ("/seeker", "seeker.resume"): _BEARER,
        ("/seeker", "outbox.hand_in"): _BEARER,
        ("/seeker", "words.ask"): _BEARER,
        ("/seeker", "safety.answer"): _SEEKER,
        ("/seeker", "words.use"): _SEEKER,
        ("/seeker", "message.send"): _SEEKER,
        ("/seeker", "log.sync"): _SEEKER,
        ("/seeker", "log.offer"): _SEEKER,
        ("/seeker", "mark.set"): _SEEKER,
        ("/seeker", "typing.set"): _SEEKER,
        ("/seeker", "conversation.end"): _SEEKER,
        ("/seeker", "end.confirm"): _SEEKER,
        ("/seeker", "seeker.leave"): _SEEKER,
        ("/seeker", "company.welcome"): _SEEKER,
        ("/seeker", "counsellor.avoid"): _SEEKER,
        ("/desk", "seat.take"): Rule(_SITS, Relation.NONE),
        ("/desk", "status.choose"): Rule(_LISTENS, Relation.OWN),
        ("/desk", "offer.accept"): Rule(_LISTENS, Relation.OFFERED),
        ("/desk", "offer.decline"): Rule(_LISTENS, Relation.OFFERED),
        ("/desk", "message.send"): _HOLDER,
        ("/desk", "log.sync"): _HOLDER,
        ("/desk", "log.offer"): _HOLDER,
        ("/desk", "mark.set"): _HOLDER,
        ("/desk", "typing.set"): _HOLDER,
        ("/desk", "hold.set"): _HOLDER,
        ("/desk", "risk.set"): _HOLDER,
        ("/desk", "conversation.pass_on"): _HOLDER,
        ("/desk", "conversation.end"): _HOLDER,
        ("/desk", "end.confirm"): _HOLDER,
        ("/desk", "help.ask"): _HOLDER,
        ("/desk", "help.call_off"): _HOLDER,
        ("/desk", "help.come"): _ASKED,
        ("/desk", "help.give_back"): _ASKED,
        ("/desk", "whisper.send"): _MEMBER,
        ("/desk", "room.send"): _MEMBER,
        ("/desk", "circle.sync"): _MEMBER,
        ("/desk", "conversation.join"): Rule(_SITS, Relation.COLLEAGUE),
        ("/desk", "conversation.leave"): Rule(_SITS, Relation.COLLEAGUE),
        ("/desk", "conversation.take_over"): Rule(_SITS, Relation.COLLEAGUE),
        ("/desk", "conversation.hand_over"): _HOLDER,
        ("/board", "board.watch"): Rule(_SEES, Relation.NONE),
        ("/board", "door.order"): _BOARD,
        ("/board", "links.count"): _BOARD,
        ("/board", "links.revoke"): _BOARD,
        ("/board", "help.come"): Rule(_SEES, Relation.ASKED),
        ("/board", "room.send"): Rule(_SEES, Relation.MEMBER),
        ("/board", "circle.sync"): Rule(_SEES, Relation.MEMBER),
    }
)

ROUTES: Mapping[tuple[str, str], Rule] = MappingProxyType(
    {
        ("GET", "/"): _ANYBODY,
        ("GET", "/desk"): _ANYBODY,
        ("GET", "/board"): _ANYBODY,
        ("GET", "/people"): _ANYBODY,
        ("GET", "/roster"): _ANYBODY,
        ("GET", "/invite"): _ANYBODY,
        ("GET", "/hulp"): _ANYBODY,
        ("GET", "/door"): _ANYBODY,
        ("GET", "/weg"): _ANYBODY,
        ("POST", "/weg"): _BEARER,
        ("GET", "/directory.json"): _ANYBODY,
        ("GET", "/line.css"): _ANYBODY,
        ("GET", "/static"): _ANYBODY,
        ("GET", "/socket.io/"): _ANYBODY,
        ("GET", "/healthz"): _ANYBODY,
        ("GET", "/readyz"): _ANYBODY,
        ("POST", "/session"): _ANYBODY,
        ("GET", "/session"): _SIGNED_IN,
        ("DELETE", "/session"): _ANYBODY,
        ("POST", "/session/second"): _ANYBODY,
        ("GET", "/session/factors"): _SIGNED_IN,
        ("POST", "/session/factors"): _SIGNED_IN,
        ("POST", "/session/factors/open"): _SIGNED_IN,
        ("DELETE", "/session/factors/{factor}"): _SIGNED_IN,
        ("POST", "/session/recovery"): _SIGNED_IN,
        ("POST", "/invite/open"): _BEARER,
        ("POST", "/invite/password"): _BEARER,
        ("POST", "/invite/accept"): _BEARER,
        ("GET", "/volunteers"): _KEEPER,
        ("POST", "/volunteers"): _INVITER,
        ("POST", "/volunteers/{who}/facts"): _KEEPER,
        ("POST", "/volunteers/{who}/vog"): _KEEPER,
        ("POST", "/volunteers/{who}/roles"): Rule(frozenset({Permission.CHANGE_ROLES}), Relation.NONE),
        ("POST", "/volunteers/{who}/disable"): _KEEPER,
        ("POST", "/volunteers/{who}/enable"): _KEEPER,
        ("POST", "/volunteers/{who}/link"): _INVITER,
        ("POST", "/volunteers/{who}/reset"): _KEEPER,
        ("DELETE", "/volunteers/{who}/reset"): _KEEPER,
        ("DELETE", "/volunteers/{who}"): Rule(
            frozenset({Permission.INVITE, Permission.CHANGE_ROLES}), Relation.NONE
        ),
        ("GET", "/roster/shifts"): _ON_SHIFT,
        ("POST", "/roster/shifts"): _PLANNER,
        ("GET", "/roster/now"): Rule(_SEES, Relation.NONE),
        ("GET", "/roster/mine.ics"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/sign-up"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/sign-off"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/offer"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/hold"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/take"): _ON_SHIFT,
        ("POST", "/roster/shifts/{shift}/adjust"): _PLANNER,
        ("POST", "/roster/shifts/{shift}/cancel"): _PLANNER,
        ("POST", "/roster/shifts/{shift}/assign"): _PLANNER,
        ("POST", "/roster/shifts/{shift}/take-off"): _PLANNER,
    }
)
"""By method and path; what answers GET answers HEAD. A page is anybody's: what is done with it has rows of its own.

Whose session or link it is, and whether this account may do it with that one, is decided with the act (``volunteers``).
"""


class Access:
    """Asks what the rows say."""

    def __init__(self, staff: Staff, session_of: SessionOf, is_poll: IsPoll) -> None:
        """*session_of* finds the staff session in a Cookie header; *is_poll* knows what a page asks by itself, whether or not anybody is there."""
        self._staff = staff
        self._session_of = session_of
        self._is_poll = is_poll

    async def admit(self, connection: Connection, event: str) -> None:
        """Let *event* come from this page. Raises NotSignedIn, Forbidden, NotArrived or Storage."""
        rule = EVENTS.get((connection.door, event))
        if rule is None:
            raise Forbidden
        if rule.permissions:
            if connection.address is None or rule.relation is Relation.NONE:
                connection.member = await self._member(connection.session)
            _ask(connection.member, rule)
        if rule.relation not in (Relation.NONE, Relation.TICKET) and connection.address is None:
            raise NotArrived

    async def refusal_of(self, request: web.Request) -> Refusal | None:
        """Why *request* may not come to its route: NotSignedIn, Forbidden or Storage; None when it may, and where there is none."""
        resource = request.match_info.route.resource
        if resource is None:
            return None
        method = "GET" if request.method == "HEAD" else request.method
        rule = ROUTES.get((method, resource.canonical))
        if rule is None:
            return Forbidden()
        if rule.permissions:
            try:
                session = self._session_of(request.headers.get("Cookie", ""))
                _ask(await self._member(session, is_there=not self._is_poll(request)), rule)
            except Refusal as refusal:
                return refusal
        return None

    async def _member(self, session: str | None, *, is_there: bool = True) -> StaffMember | None:
        return None if session is None else await self._staff.member(session, is_there=is_there)


def _ask(member: StaffMember | None, rule: Rule) -> None:
    if member is None:
        raise NotSignedIn
    if rule.permissions.isdisjoint(member.permissions):
        raise Forbidden
