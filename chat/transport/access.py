"""Who may send what, and ask for what: one row for every event of every door and for every route.

Whatever has no row is refused. What a row asks is asked before anything else looks at an event: does the account behind the
page allow it, and has the page said who it is. Whether a conversation is *theirs* is decided with the act itself, by the
desk or by the log, in the same commit (docs/adr/0016-who-may.md): by then the desk may have moved on from what was seen here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from aiohttp import web

from chat.errors import Forbidden, NotArrived, NotSignedIn
from chat.service.ports import Permission, Staff, StaffMember
from chat.transport.connection import Connection


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
    """They hold the conversation."""
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
_LISTENS = frozenset({Permission.HOLD_SEAT})
_SITS = frozenset({Permission.HOLD_SEAT, Permission.HELP})
_HOLDER = Rule(_SITS, Relation.HELD)
_ASKED = Rule(_SITS, Relation.ASKED)
_MEMBER = Rule(_SITS, Relation.MEMBER)
_SEES = frozenset({Permission.SEE_BOARD})
_BOARD = Rule(_SEES, Relation.OWN)

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
        ("/desk", "help.step_back"): _ASKED,
        ("/desk", "whisper.send"): _MEMBER,
        ("/desk", "room.send"): _MEMBER,
        ("/desk", "circle.sync"): _MEMBER,
        ("/board", "board.watch"): Rule(_SEES, Relation.NONE),
        ("/board", "door.order"): _BOARD,
        ("/board", "links.count"): _BOARD,
        ("/board", "links.revoke"): _BOARD,
        ("/board", "help.come"): Rule(_SEES, Relation.ASKED),
        ("/board", "room.send"): Rule(_SEES, Relation.MEMBER),
        ("/board", "circle.sync"): Rule(_SEES, Relation.MEMBER),
    }
)

ROUTES = frozenset(
    {
        ("GET", "/"),
        ("GET", "/desk"),  # the page; what is done with it has rows of its own above
        ("GET", "/board"),
        ("GET", "/people"),
        ("GET", "/invite"),
        ("GET", "/hulp"),
        ("GET", "/door"),
        ("GET", "/weg"),
        ("POST", "/weg"),  # by ticket
        ("GET", "/directory.json"),
        ("GET", "/line.css"),
        ("GET", "/static"),
        ("GET", "/socket.io/"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("POST", "/session"),
        ("GET", "/session"),  # tells who somebody is, to themselves
        ("DELETE", "/session"),
        ("POST", "/session/second"),
        # What one's own session, a one-time link or a permission allows there is asked in volunteers/web.
        ("GET", "/session/factors"),
        ("POST", "/session/factors"),
        ("POST", "/session/factors/open"),
        ("DELETE", "/session/factors/{factor}"),
        ("POST", "/session/recovery"),
        ("POST", "/invite/open"),
        ("POST", "/invite/password"),
        ("POST", "/invite/accept"),
        ("GET", "/volunteers"),
        ("POST", "/volunteers"),
        ("POST", "/volunteers/{who}/facts"),
        ("POST", "/volunteers/{who}/vog"),
        ("POST", "/volunteers/{who}/roles"),
        ("POST", "/volunteers/{who}/disable"),
        ("POST", "/volunteers/{who}/enable"),
        ("POST", "/volunteers/{who}/link"),
        ("POST", "/volunteers/{who}/reset"),
        ("DELETE", "/volunteers/{who}/reset"),
        ("DELETE", "/volunteers/{who}"),
    }
)
"""Method and path of what anybody may ask for; what answers GET answers HEAD."""


class Access:
    """Asks what the rows say."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    async def admit(self, connection: Connection, event: str) -> None:
        """Let *event* come from this page. Raises NotSignedIn, Forbidden, NotArrived or Storage."""
        rule = EVENTS.get((connection.door, event))
        if rule is None:
            raise Forbidden
        if rule.permissions:
            if connection.address is None or rule.relation is Relation.NONE:
                connection.member = await self._member(connection)
            if connection.member is None:
                raise NotSignedIn
            if rule.permissions.isdisjoint(connection.member.permissions):
                raise Forbidden
        if rule.relation not in (Relation.NONE, Relation.TICKET) and connection.address is None:
            raise NotArrived

    async def _member(self, connection: Connection) -> StaffMember | None:
        return None if connection.session is None else await self._staff.member(connection.session)


def is_open(request: web.Request) -> bool:
    """Whether anybody may ask for this; also for what there is not, which is answered so."""
    resource = request.match_info.route.resource
    method = "GET" if request.method == "HEAD" else request.method
    return resource is None or (method, resource.canonical) in ROUTES
