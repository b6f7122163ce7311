"""The values on the wire: what stands inside events, and the answers to them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from chat.conversation.company import Part
from chat.conversation.model import EndReason, Kind, Notice, Side
from chat.routing.door import Because, DoorState
from chat.routing.help_view import Reach
from chat.routing.model import Language, Status
from chat.routing.views import Phase, Why

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+\Z")]
"""An id made by one of the two sides: letters, digits, ``-`` and ``_``."""

Secret = Annotated[str, msgspec.Meta(min_length=22, max_length=64, pattern=r"^[A-Za-z0-9_-]+\Z")]
"""An id that opens something: at least 128 random bits."""

TicketText = Annotated[str, msgspec.Meta(min_length=22, max_length=4096, pattern=r"^[A-Za-z0-9_-]+\Z")]
"""A ticket: sealed, and only the server's to read."""

Proof = Annotated[str, msgspec.Meta(min_length=22, max_length=22, pattern=r"^[A-Za-z0-9_-]+\Z")]
"""The server's mark on an entry."""

Typed = Annotated[str, msgspec.Meta(max_length=200)]
"""A line that somebody typed."""

Skill = Annotated[str, msgspec.Meta(min_length=2, max_length=24, pattern=r"^[a-z][a-z_]+\Z")]
"""What a counsellor's account says they can do beside listening."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31)]


class Wire(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything that travels: read strictly, unknown fields refused."""


class PositionWire(Wire, frozen=True):
    """How far a browser holds a log."""

    epoch: Id
    seq: Count


class EntryWire(Wire, frozen=True, omit_defaults=True):
    """One line of the log; see ``chat.conversation.model.Entry``."""

    seq: int
    kind: Kind
    side: Side
    cmid: str
    proof: str
    body: str | None = None
    name: str | None = None
    reason: EndReason | None = None
    notice: Notice | None = None
    part: Part | None = None


class OfferedWire(Wire, frozen=True, omit_defaults=True):
    """An entry as a browser held it."""

    seq: Count
    kind: Kind
    side: Side
    cmid: Id
    proof: Proof
    body: str | None = None
    name: str | None = None
    reason: EndReason | None = None
    notice: Notice | None = None
    part: Part | None = None


class MarkWire(Wire, frozen=True):
    """How far the other side has the log open, and has seen it."""

    side: Side
    delivered: int
    seen: int


class LogWire(Wire, frozen=True):
    """A stretch of a log. *reset* tells the browser to drop its own copy first."""

    conversation: str
    epoch: str
    head: int
    reset: bool
    entries: tuple[EntryWire, ...]
    marks: tuple[MarkWire, ...]


class HeadWire(Wire, frozen=True):
    """The newest position of one log, and how far each side is."""

    conversation: str
    epoch: str
    seq: int
    marks: tuple[MarkWire, ...]


class TimeWire(Wire, frozen=True):
    """A time of day that a person reads: seconds since the epoch, and the zone in which the line tells it."""

    at: int
    zone: str


class BandWire(Wire, frozen=True):
    """How long most waits are, in whole minutes; *high* is None beyond an hour."""

    low: int
    high: int | None


class CompanionWire(Wire, frozen=True):
    """Somebody who reads beside the counsellor; see ``chat.conversation.company.Companion``."""

    name: str
    part: Part


class CompanyWire(Wire, frozen=True):
    """Who is in a conversation beside its counsellor; *coming* is the name of the colleague who takes it over and does not read yet."""

    present: tuple[CompanionWire, ...]
    coming: str | None


class BesideWire(Wire, frozen=True):
    """That somebody is in the conversation that *holder* has, and as what."""

    holder: str
    part: Part


class ColleagueWire(Wire, frozen=True):
    """A conversation of a colleague; see ``chat.routing.seat_view.ColleagueView``."""

    conversation: str
    holder: str
    elapsed_ms: int
    part: Part


class SeekerViewWire(Wire, frozen=True, omit_defaults=True):
    """A young person's own state; see ``chat.routing.views.SeekerView``."""

    version: int
    conversation: str
    phase: Phase
    place: int | None
    behind: Why | None
    band: BandWire | None
    attended: bool
    urgent: bool
    handed_over: bool
    unanswered: bool
    closes: TimeWire | None
    frame_minutes: int | None
    name: str | None
    counsellor_here: bool
    on_hold: bool
    reason: EndReason | None
    reunites: bool
    company: CompanyWire | None = None
    asked_another: bool = False


class OfferWire(Wire, frozen=True):
    """An offer; times in milliseconds from now, so that no clocks are compared."""

    conversation: str
    version: int
    language: Language
    waited_ms: int
    left_ms: int
    why: Why
    everybody: bool
    rehearsed: bool


class HelpWire(Wire, frozen=True):
    """What became of asking for help; see ``chat.routing.help_view.HelpView``."""

    circle: str
    waited_ms: int
    reach: Reach
    helper: str | None


class CallWire(Wire, frozen=True):
    """Somebody asks for help; see ``chat.routing.help_view.CallView``."""

    circle: str
    name: str
    waited_ms: int
    helper: str | None
    mine: bool
    rehearsed: bool


class LineWire(Wire, frozen=True):
    """One line among staff; see ``chat.circle.log.Line``."""

    seq: int
    cmid: str
    name: str
    body: str
    at: TimeWire


class CircleHeadWire(Wire, frozen=True):
    """The number of the newest line of one circle."""

    circle: str
    seq: int


class TalkWire(Wire, frozen=True, omit_defaults=True):
    """One of a counsellor's conversations; see ``chat.routing.seat_view.TalkView``."""

    conversation: str
    version: int
    phase: Phase
    elapsed_ms: int | None
    seeker_away_ms: int | None
    on_hold: bool
    reason: EndReason | None
    rehearsed: bool
    urgent: bool
    risk: int | None
    passes_to: tuple[str, ...] | None
    onward: bool
    help: HelpWire | None
    backup: str | None
    company: CompanyWire | None = None
    beside: BesideWire | None = None


class WrapUpWire(Wire, frozen=True):
    """For how long nobody is offered after a conversation; *heavy*: there was danger in it."""

    left_ms: int
    heavy: bool


class SeatViewWire(Wire, frozen=True, omit_defaults=True):
    """A counsellor's own state; see ``chat.routing.seat_view.SeatView``."""

    version: int
    name: str
    status: Status
    capacity: int
    offer: OfferWire | None
    talks: tuple[TalkWire, ...]
    backup: str | None
    calls: tuple[CallWire, ...]
    room: str | None
    wrap_up: WrapUpWire | None
    colleagues: tuple[ColleagueWire, ...] = ()
    comes_to: ColleagueWire | None = None


class DoorWire(Wire, frozen=True):
    """What somebody new finds; see ``chat.routing.door.Door``. *languages* are those that somebody who is on speaks."""

    state: DoorState
    because: Because | None
    opens: TimeWire | None
    closes: TimeWire | None
    languages: tuple[Language, ...]
    band: BandWire | None


class HandedMessage(Wire, frozen=True):
    """One message a superseded page still held."""

    cmid: Id
    body: str
