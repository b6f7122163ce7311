"""The events about who is in a conversation beside its counsellor, as typed structs; see ``wire``."""

from __future__ import annotations

from typing import ClassVar

from chat.transport.shapes import Id, Typed, Wire


class ConversationJoin(Wire, frozen=True):
    """Come to a conversation that a colleague holds: seen by both before a word is read."""

    event: ClassVar[str] = "conversation.join"

    conversation: Id


class ConversationLeave(Wire, frozen=True):
    """Be out of a colleague's conversation again, or not come after all."""

    event: ClassVar[str] = "conversation.leave"

    conversation: Id


class ConversationTakeOver(Wire, frozen=True):
    """Hold a conversation from now on that a colleague held."""

    event: ClassVar[str] = "conversation.take_over"

    conversation: Id


class ConversationHandOver(Wire, frozen=True):
    """Go, and leave the conversation to the colleague who came for it."""

    event: ClassVar[str] = "conversation.hand_over"

    conversation: Id


class CounsellorAvoid(Wire, frozen=True):
    """The young person does not want to go on with the counsellor of this name."""

    event: ClassVar[str] = "counsellor.avoid"

    name: Typed


class CompanyWelcome(Wire, frozen=True):
    """The young person has read that a colleague comes; *afresh*: who does not read what was said until now."""

    event: ClassVar[str] = "company.welcome"

    afresh: bool
