"""Every event to the server, as typed structs; those from it are in ``pushes``. ``docs/reference/wire.md`` explains them.

Three doors (Socket.IO namespaces), each with its own closed vocabulary: ``/seeker``, ``/desk``, ``/board``.
Every event sent to the server is answered: ``{"ok": true, ...}`` or ``{"ok": false, "error": {"code": ...}}``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from chat.routing.house import DoorReason
from chat.routing.model import Doorway, Language, Safety, Status
from chat.transport.shapes import (
    Count,
    HandedMessage,
    Id,
    OfferedWire,
    PositionWire,
    Secret,
    Skill,
    TicketText,
    Typed,
    Wire,
)

HAND_IN_MOST = 64
"""The most messages one superseded page can hand in at once."""
OFFER_MOST = 64
"""The most entries of an earlier life in one event."""
SKILLS_MOST = 12
"""The most skills in one event."""
CAP_MOST = 1_000
"""The highest number of people who may wait that a supervisor can name."""


class SeekerArrive(Wire, frozen=True, omit_defaults=True):
    """Begin. *start_id* makes a repeat harmless; *instance* is this page load; *doorway*: for themselves, or for a friend; *rehearsed*: a script, for practice."""

    event: ClassVar[str] = "seeker.arrive"

    start_id: Secret
    instance: Id
    language: Language
    doorway: Doorway = Doorway.YOUNG
    rehearsed: bool = False


class SafetyAnswer(Wire, frozen=True):
    """Whether they are safe now."""

    event: ClassVar[str] = "safety.answer"

    safety: Safety


class SeekerResume(Wire, frozen=True):
    """Take a conversation up again; *take_over* when the person asked this page for it.

    *tab* is the page that was asked for it last in this tab, None for itself, and *load* after how many loads from that one it came.
    """

    event: ClassVar[str] = "seeker.resume"

    ticket: TicketText
    instance: Id
    take_over: bool
    tab: Id | None = None
    load: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    position: PositionWire | None = None


class SeekerLeave(Wire, frozen=True):
    """Leave at once, leaving nothing behind."""

    event: ClassVar[str] = "seeker.leave"


class OutboxHandIn(Wire, frozen=True):
    """A superseded page gives up what it had not yet got rid of, in the order in which it was written."""

    event: ClassVar[str] = "outbox.hand_in"

    ticket: TicketText
    messages: Annotated[tuple[HandedMessage, ...], msgspec.Meta(max_length=HAND_IN_MOST)]


class SeatTake(Wire, frozen=True):
    """A counsellor's page is ready to be told things; *ticket* is the newest it was given, None when it has none."""

    event: ClassVar[str] = "seat.take"

    ticket: TicketText | None = None


class StatusChoose(Wire, frozen=True):
    """Be ready for a conversation or away, take a break, stop after this one, or say that one cannot go on."""

    event: ClassVar[str] = "status.choose"

    status: Status


class OfferAccept(Wire, frozen=True):
    """Take the conversation offered under *version*."""

    event: ClassVar[str] = "offer.accept"

    conversation: Id
    version: Count


class OfferDecline(Wire, frozen=True):
    """Rather not."""

    event: ClassVar[str] = "offer.decline"

    conversation: Id
    version: Count


class MessageSend(Wire, frozen=True):
    """Say something. *version* is the counsellor's assignment; a seeker's page sends none."""

    event: ClassVar[str] = "message.send"

    conversation: Id
    cmid: Id
    body: str
    version: Count | None = None


class LogSync(Wire, frozen=True):
    """Read what follows a position; None reads the whole log."""

    event: ClassVar[str] = "log.sync"

    conversation: Id
    position: PositionWire | None = None


class LogOffer(Wire, frozen=True):
    """What this browser holds of an earlier life of a log, in order."""

    event: ClassVar[str] = "log.offer"

    conversation: Id
    epoch: Id
    entries: Annotated[tuple[OfferedWire, ...], msgspec.Meta(max_length=OFFER_MOST)]


class HoldSet(Wire, frozen=True):
    """The young person calls somebody else meanwhile, or no longer."""

    event: ClassVar[str] = "hold.set"

    conversation: Id
    on_hold: bool


class RiskSet(Wire, frozen=True):
    """How much danger the counsellor sees: 0 none, 1 thoughts, 2 plan, means or threat within hours, 3 now."""

    event: ClassVar[str] = "risk.set"

    conversation: Id
    risk: Annotated[int, msgspec.Meta(ge=0, le=3)]


class MarkSet(Wire, frozen=True):
    """What is open on this screen, and what was seen."""

    event: ClassVar[str] = "mark.set"

    conversation: Id
    epoch: Id
    delivered: Count
    seen: Count


class TypingSet(Wire, frozen=True):
    """Whether somebody is typing: a bare boolean, never stored."""

    event: ClassVar[str] = "typing.set"

    conversation: Id
    typing: bool


class ConversationPassOn(Wire, frozen=True):
    """A colleague, who has these *skills* if possible, is to take the conversation over; None: that is wished no longer."""

    event: ClassVar[str] = "conversation.pass_on"

    conversation: Id
    skills: Annotated[tuple[Skill, ...], msgspec.Meta(max_length=SKILLS_MOST)] | None


class ConversationEnd(Wire, frozen=True):
    """End the conversation in the ordinary way."""

    event: ClassVar[str] = "conversation.end"

    conversation: Id


class EndConfirm(Wire, frozen=True):
    """This browser has shown the end."""

    event: ClassVar[str] = "end.confirm"

    conversation: Id


class BoardWatch(Wire, frozen=True):
    """A supervisor's page is ready to be told things."""

    event: ClassVar[str] = "board.watch"


class DoorOrder(Wire, frozen=True):
    """Close the door to everybody new, or let at most *cap* people wait (None: any number), with a reason; or neither: reopen."""

    event: ClassVar[str] = "door.order"

    closed: bool
    cap: Annotated[int, msgspec.Meta(ge=0, le=CAP_MOST)] | None = None
    reason: DoorReason | None = None


class WordsAsk(Wire, frozen=True):
    """Words, in *language*, with which whoever holds the *ticket* of an ended conversation finds the same counsellor again."""

    event: ClassVar[str] = "words.ask"

    ticket: TicketText
    language: Language


class WordsUse(Wire, frozen=True):
    """Four words of an earlier conversation, as they were typed."""

    event: ClassVar[str] = "words.use"

    words: Typed


class LinksCount(Wire, frozen=True):
    """How many return words count now, for each counsellor."""

    event: ClassVar[str] = "links.count"


class LinksRevoke(Wire, frozen=True):
    """Return words that lead to this counsellor count no more; None: nobody's do."""

    event: ClassVar[str] = "links.revoke"

    counsellor: Id | None = None
