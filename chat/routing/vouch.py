"""What a counsellor's ticket of an earlier life of the desk said of one conversation."""

from __future__ import annotations

from dataclasses import dataclass

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId


@dataclass(frozen=True, slots=True)
class Vouch:
    """What a counsellor's ticket of an earlier life said of one conversation, for when its young person returns.

    *reason* is why it ended, None while it ran; *until* is when this is forgotten. *is_news*: it ended in this life, so the counsellor's page has to be told. *helped*: help was asked for.
    *shown* are those whose browser has shown its end.
    """

    conversation: ConversationId
    counsellor: VolunteerId
    version: int
    started: Instant
    on_hold: bool
    reason: EndReason | None
    until: Instant
    is_news: bool = False
    risk: int | None = None
    urgent: bool = False
    answered: bool = True
    helped: bool = False
    framed: Instant | None = None
    ending_told: bool = False
    shown: frozenset[SeekerId | VolunteerId] = frozenset()
