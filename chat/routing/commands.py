"""Everything that can be asked of the desk: a closed union. Each names who asks, so a repeat is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chat.conversation.model import EndReason, Side
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    Instant,
    NodeId,
    Seconds,
    SeekerId,
    VolunteerId,
)
from chat.routing.claims import SeatClaim, SeekerClaim
from chat.routing.company_commands import AskAnother, CompanyCommand
from chat.routing.help_commands import HelpCommand
from chat.routing.house import DoorOrder, House
from chat.routing.model import NO_TIME, Desk, Doorway, Language, Safety, Status


@dataclass(frozen=True, slots=True)
class Arrive:
    """A young person begins. *conversation* and *epoch* are used only if they have not arrived before.

    *rehearsed*: nobody is there, a script plays them for practice. *lot* is drawn from [0, 1): among those who come as the line opens it
    decides the order.
    """

    seeker: SeekerId
    conversation: ConversationId
    epoch: Epoch
    language: Language
    instance: Instance
    connection: ConnectionId
    rehearsed: bool = False
    doorway: Doorway = Doorway.YOUNG
    lot: float = 0.0


@dataclass(frozen=True, slots=True)
class AnswerSafety:
    """The young person says whether they are safe now."""

    seeker: SeekerId
    safety: Safety


@dataclass(frozen=True, slots=True)
class Prefer:
    """The young person asked for somebody they spoke with before, and may have asked for them."""

    seeker: SeekerId
    counsellor: VolunteerId


@dataclass(frozen=True, slots=True)
class Return:
    """A young person's page is back; *take_over* when they asked this page for it.

    *tab* is the page that was asked for it last in this tab, or in which they came, and *load* after how many loads from that one it came.

    *epoch* is used only if the conversation has to be rebuilt from the *claim*.
    """

    claim: SeekerClaim
    epoch: Epoch
    instance: Instance
    connection: ConnectionId
    take_over: bool
    tab: Instance
    load: int = 0


@dataclass(frozen=True, slots=True)
class DropSeeker:
    """A young person's connection is gone; its last sign of life was *silent* before."""

    seeker: SeekerId
    connection: ConnectionId
    silent: Seconds = NO_TIME


@dataclass(frozen=True, slots=True)
class Leave:
    """The young person leaves at once: nothing of theirs stays readable.

    *conversation* is the one that their ticket names or their page was told of; None when it was told of none.
    """

    seeker: SeekerId
    conversation: ConversationId | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The young person ends the conversation in the ordinary way, or brings back that it had ended; *reason* is why."""

    seeker: SeekerId
    reason: EndReason = EndReason.SEEKER_STOPPED


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """A counsellor's page connects, with the facts their account states now.

    *claim* is what their ticket says; None when they have none.
    """

    counsellor: VolunteerId
    name: str
    languages: frozenset[Language]
    capacity: int
    connection: ConnectionId
    claim: SeatClaim | None = None
    skills: frozenset[str] = frozenset()
    leads: bool = False
    found_again: bool = False
    mentor: VolunteerId | None = None
    helps: bool = False
    listens: bool = True


@dataclass(frozen=True, slots=True)
class DropSeat:
    """One of a counsellor's connections is gone; its last sign of life was *silent* before."""

    counsellor: VolunteerId
    connection: ConnectionId
    silent: Seconds = NO_TIME


@dataclass(frozen=True, slots=True)
class ChooseStatus:
    """A counsellor says whether they can take somebody. *status* is one of those that can be chosen: not MISSED, not WRAP_UP."""

    counsellor: VolunteerId
    status: Status


@dataclass(frozen=True, slots=True)
class Accept:
    """A counsellor takes the conversation that was offered under *version*."""

    counsellor: VolunteerId
    conversation: ConversationId
    version: int


@dataclass(frozen=True, slots=True)
class Decline:
    """A counsellor would rather not take the conversation offered under *version*."""

    counsellor: VolunteerId
    conversation: ConversationId
    version: int


@dataclass(frozen=True, slots=True)
class End:
    """A counsellor ends a conversation they hold, or it is brought back that it had ended or was left; *reason* is why."""

    counsellor: VolunteerId
    conversation: ConversationId
    reason: EndReason = EndReason.COUNSELLOR_ENDED


@dataclass(frozen=True, slots=True)
class Hold:
    """A counsellor says that the young person is calling somebody else meanwhile, or no longer."""

    counsellor: VolunteerId
    conversation: ConversationId
    on_hold: bool


@dataclass(frozen=True, slots=True)
class Assess:
    """A counsellor says how much danger there is: 0 none, 1 thoughts, 2 plan, means or threat within hours, 3 now."""

    counsellor: VolunteerId
    conversation: ConversationId
    risk: int


@dataclass(frozen=True, slots=True)
class PassOn:
    """A counsellor wishes that a colleague with these *skills* takes a conversation over; None: they do not wish it any longer.

    It stays with them until one does. The skills are wished for a minute, as those of a doorway are.
    """

    counsellor: VolunteerId
    conversation: ConversationId
    skills: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Look:
    """A node has looked into a log: when each side last *said* something, as far as it knows."""

    conversation: ConversationId
    said: Mapping[Side, Instant]


@dataclass(frozen=True, slots=True)
class Watch:
    """A supervisor's board connects."""

    supervisor: VolunteerId
    connection: ConnectionId


@dataclass(frozen=True, slots=True)
class Unwatch:
    """One of a supervisor's boards is gone. *silent* is how long before now it gave its last sign of life."""

    supervisor: VolunteerId
    connection: ConnectionId
    silent: Seconds = NO_TIME


@dataclass(frozen=True, slots=True)
class Order:
    """A supervisor closes the door, opens it again, or lets only so many wait."""

    order: DoorOrder


@dataclass(frozen=True, slots=True)
class Furnish:
    """A node has read the line's settings, or the next opening has come nearer."""

    house: House


@dataclass(frozen=True, slots=True)
class Confirm:
    """One person's browser has shown that the conversation ended."""

    person: SeekerId | VolunteerId
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class Reopen:
    """The log of a conversation that the desk still knows was lost: it begins anew as *epoch*."""

    conversation: ConversationId
    epoch: Epoch


@dataclass(frozen=True, slots=True)
class Renew:
    """A node is alive. *calm*: it could not reach the desk for a while, so what fell due meanwhile has to wait.

    *node* is None for the only one there is, which needs no lease; where there are leases the desk sees by itself that
    nobody could reach it.
    """

    node: NodeId | None
    calm: bool = False


@dataclass(frozen=True, slots=True)
class Remember:
    """What a node saw last of a life of the desk that was lost."""

    lost: Desk


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: whatever fell due happens."""


SeekerCommand = Arrive | AnswerSafety | Prefer | DropSeeker | Leave | Stop
SeatCommand = TakeSeat | DropSeat | ChooseStatus | Accept | Decline | Hold | Assess | PassOn | End
NodeCommand = Renew | Remember | Reopen
DoorCommand = Watch | Unwatch | Order | Furnish
Command = (
    SeekerCommand
    | AskAnother
    | Return
    | SeatCommand
    | CompanyCommand
    | NodeCommand
    | DoorCommand
    | HelpCommand
    | Look
    | Confirm
    | Tick
)
