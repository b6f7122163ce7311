"""The circles of staff, as values: a counsellor's request for help with one conversation, and the room of a shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chat.identifiers import CircleId, ConversationId, Instant, VolunteerId


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """A counsellor asks for help with one conversation, until they call it off, or have the conversation no more.

    *circle* names it to those who are asked, who learn nothing of the conversation by it; in that circle its two whisper. *asked* is since when
    nobody comes. *colleagues* are asked too, *numbered*: the back-up's number is shown. *helper* comes, called *name*, since *came*; None while
    nobody does. *rehearsed*: for practice.
    """

    circle: CircleId
    conversation: ConversationId
    counsellor: VolunteerId
    asked: Instant
    rehearsed: bool = False
    colleagues: bool = False
    numbered: bool = False
    helper: VolunteerId | None = None
    name: str = ""
    came: Instant = Instant(0.0)


@dataclass(frozen=True, slots=True)
class ShiftRoom:
    """Where everybody on shift can talk together; *since* says who is on, and since when."""

    circle: CircleId
    since: Mapping[VolunteerId, Instant]
