"""What can be asked of the desk about who is in a conversation beside its counsellor."""

from __future__ import annotations

from dataclasses import dataclass

from chat.identifiers import ConversationId, SeekerId, VolunteerId


@dataclass(frozen=True, slots=True)
class Join:
    """A supervisor, or the mentor of who holds it, comes to a conversation."""

    volunteer: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class LeaveCompany:
    """Somebody who came to a conversation, or was about to, is out of it again."""

    volunteer: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A supervisor or a colleague who is in a conversation holds it from now on; its counsellor is out."""

    volunteer: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class HandOver:
    """The counsellor goes: the colleague who came for it holds the conversation from now on."""

    counsellor: VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class Welcome:
    """The young person has read that a colleague comes; *afresh*: who does not read what was said until now."""

    seeker: SeekerId
    afresh: bool


@dataclass(frozen=True, slots=True)
class AskAnother:
    """The young person does not want to go on with the counsellor of this *name*, whatever the reason."""

    seeker: SeekerId
    name: str


CompanyCommand = Join | LeaveCompany | TakeOver | HandOver | Welcome
