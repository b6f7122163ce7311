"""What can be asked of the desk about help: by who needs it, and by who comes."""

from __future__ import annotations

from dataclasses import dataclass

from chat.identifiers import CircleId, ConversationId, VolunteerId


@dataclass(frozen=True, slots=True)
class AskHelp:
    """A counsellor asks for help with a conversation they hold."""

    counsellor: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class CallOffHelp:
    """A counsellor needs no help with a conversation any more."""

    counsellor: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class ComeToHelp:
    """Somebody who was asked, called *name*, comes to help."""

    helper: VolunteerId
    name: str
    circle: CircleId


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Somebody who came to help cannot after all: help is asked for anew."""

    helper: VolunteerId
    circle: CircleId


HelpCommand = AskHelp | CallOffHelp | ComeToHelp | GiveBack
