"""What the use cases need from outside, as Protocols. One contract suite per port lies in tests/contract."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from chat.circle.log import CircleForgotten, CircleLog, Line
from chat.conversation.lifecycle import LogWrite
from chat.conversation.model import Author, Draft, Entry, Head, Mark, Position, Restored, Side, Tail
from chat.errors import Refusal
from chat.identifiers import CircleId, ConversationId, Epoch, Instant, NodeId, SeekerId, Ticket, VolunteerId
from chat.returning.weeks import Week
from chat.routing.claims import Claim, SeatClaim, SeekerClaim
from chat.routing.model import Desk, Language
from chat.service.notices import Address, Notice


@dataclass(frozen=True, slots=True)
class Loaded:
    """The desk as it is, and the store's own time at which it was read."""

    desk: Desk
    now: Instant


@dataclass(frozen=True, slots=True)
class Added:
    """An entry and the log it stands in; *is_new* is False when a repeat found it there already."""

    head: Head
    entry: Entry
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A line that a circle has; *is_new* is False when a repeat found it there already."""

    line: Line
    is_new: bool = True


Write = LogWrite | CircleForgotten
"""What is written together with a desk."""
Say = Callable[[Desk, CircleLog, Instant], tuple[CircleLog, Line]]
"""What saying something makes of a circle, by the desk of the same moment."""


class LiveStore(Protocol):
    """Holds the desk, the logs of the conversations that live now, and the circles of staff; nothing of it outlives them.

    A store decides nothing: rules are functions of the pure rooms, which it only calls between reading and
    writing. Every method raises Storage while the live state cannot be reached.
    """

    async def load(self) -> Loaded:
        """The desk and the time. Where there is none, or none that can be read, a new life of it begins."""
        ...

    def lost(self) -> tuple[Desk, ...]:
        """What this node saw last of each life of the desk that was lost, oldest first, until the present one was told."""
        ...

    def told(self, lost: Sequence[Desk]) -> None:
        """The present life was told of these."""
        ...

    async def in_turns(self) -> bool:
        """Whether other nodes swap in turns at this moment: whoever wants to swap takes one too, before the desk is read. Raises Storage."""
        ...

    def turn(self) -> AbstractAsyncContextManager[None]:
        """A turn at swapping, for whoever lost a swap to another node, or found that others swap in turns.

        The first swap in it that is done ends it. It makes it likely that nobody is quicker, and promises nothing.
        """
        ...

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        """Put *after* in the place of *before* and do *writes* to logs and circles, all of it or nothing.

        The entries that *writes* added, in order; None when the desk is not *before* any more. Of a log that
        was lost nothing is written: whoever reads it next has it opened anew.
        """
        ...

    async def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        """Add a message once. Raises Gone when there is no such log, and what ``transcript.admit`` raises."""
        ...

    async def head(self, conversation: ConversationId) -> Head:
        """The head of a log. Raises Gone when there is none."""
        ...

    async def read(self, conversation: ConversationId, after: Position | None) -> Tail:
        """What follows *after*. Raises Gone when there is no such log."""
        ...

    async def mark(self, conversation: ConversationId, epoch: Epoch, side: Side, mark: Mark) -> Mark | None:
        """Raise one side's marks in this life of the log; the marks now, or None when nothing changed. Raises Gone."""
        ...

    async def restore(self, conversation: ConversationId, offered: Sequence[Entry], epoch: Epoch) -> Restored:
        """Put what a browser held of an earlier life into a log; see ``transcript.restored``. Raises Gone."""
        ...

    async def renew(self, conversation: ConversationId, epoch: Epoch) -> Head:
        """Begin a new life of a log with what there is of it, for a browser that holds more. Raises Gone."""
        ...

    async def heads(self, conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        """The heads of those logs that there are, in the order asked."""
        ...

    async def speak(self, circle: CircleId, say: Say) -> Said:
        """Put what *say* makes of it in the place of this circle's log, in one step with the desk that it is given. Raises what *say* raises."""
        ...

    async def circles(self, circles: Iterable[CircleId]) -> tuple[CircleLog, ...]:
        """What was said in these circles, in the order asked; nothing in one of which nothing is kept."""
        ...


class Tickets(Protocol):
    """Seals claims into tickets, and opens them."""

    def seal(self, claim: Claim) -> Ticket:
        """The ticket that says this."""
        ...

    def seeker(self, ticket: Ticket) -> SeekerClaim | None:
        """What a young person's ticket says; None when it is none of ours."""
        ...

    def seat(self, ticket: Ticket) -> SeatClaim | None:
        """What a counsellor's ticket says; None when it is none of ours."""
        ...


class Endings(Protocol):
    """Knows for the next run which conversations are over, and who left."""

    def note_left(self, conversation: ConversationId) -> None:
        """This conversation is over because its young person left, whoever was told of that already."""
        ...

    def left(self, conversation: ConversationId) -> bool:
        """Whether that was noted here within the life of any ticket."""
        ...

    def note(self, over: ConversationId | SeekerId) -> None:
        """This conversation is over, or this young person left."""
        ...

    def hold(self, over: ConversationId | SeekerId) -> bool:
        """Whether that was within the life of any ticket."""
        ...


class LinkStore(Protocol):
    """Keeps return words: of each link a digest, a counsellor and the week in which it counts no more.

    Every method may raise Storage.
    """

    async def keep(self, digest: bytes, counsellor: VolunteerId, expires: Week) -> None:
        """Keep a link; one that is there already stays as it is."""
        ...

    async def counsellor(self, digest: bytes, week: Week) -> VolunteerId | None:
        """Whom this link leads to in this week; None when there is none, or it counts no more."""
        ...

    async def forget(self, digest: bytes) -> None:
        """The link is gone; nothing happens when it was."""
        ...

    async def live(self, week: Week) -> Mapping[VolunteerId, int]:
        """How many links count in this week, for each counsellor who has any."""
        ...

    async def revoke(self, counsellor: VolunteerId | None) -> None:
        """Every link to this counsellor is gone; None: every link."""
        ...

    async def purge(self, week: Week) -> None:
        """Whatever counts no more in this week is gone."""
        ...


class Digests(Protocol):
    """Makes of return words what is kept of them: slowly, and under the deployment's key."""

    async def of(self, words: Sequence[str]) -> bytes:
        """The digest of these words in this order, always the same. Raises Busy."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice on its way to people at another node."""

    to: Address
    notice: Notice


class Post(Protocol):
    """Carries letters from node to node. Any may be lost."""

    async def send(self, node: NodeId, version: int, letters: Sequence[Letter]) -> None:
        """Send *letters* in one go, with the version of the desk they come from. Raises Storage."""
        ...

    async def receive(self, hear: Callable[[int, Sequence[Letter]], Awaitable[None]]) -> None:
        """Give what comes to *hear* until cancelled, or until the line breaks: Storage."""
        ...


class Outbox(Protocol):
    """Brings notices to the people connected here."""

    async def deliver(self, to: Address, notice: Notice) -> None:
        """Send at most once; nobody there is no error, and a slow reader never holds up the caller."""
        ...

    def addresses(self) -> tuple[Address, ...]:
        """Everybody connected here, each once."""
        ...


class Permission(StrEnum):
    """What an account may allow; ``volunteers.access`` says which role gives it."""

    HOLD_SEAT = "hold_seat"
    HELP = "help"
    SEE_BOARD = "see_board"
    INVITE = "invite"
    KEEP_PEOPLE = "keep_people"
    CHANGE_ROLES = "change_roles"
    PLAN_ROSTER = "plan_roster"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """What the chat may know of a volunteer who is signed in.

    *skills* is what they can do beside listening; *leads*: they may lead a shift where no supervisor is on. *protected*: they still learn,
    or are young themselves. *mentor* goes along with them while they learn. *barred* is why they can take no place at the desk although
    their roles have one, None when they can.
    """

    volunteer: VolunteerId
    name: str
    languages: frozenset[Language]
    capacity: int
    permissions: frozenset[Permission]
    skills: frozenset[str] = frozenset()
    leads: bool = False
    protected: bool = False
    barred: type[Refusal] | None = None
    mentor: VolunteerId | None = None

    @property
    def holds_seat(self) -> bool:
        """Whether young people may be offered to them."""
        return Permission.HOLD_SEAT in self.permissions

    @property
    def helps(self) -> bool:
        """Whether they may come to any colleague's conversation."""
        return Permission.HELP in self.permissions

    @property
    def may_be_found_again(self) -> bool:
        """Whether somebody they spoke with may ask to find them again; never for who still learns, or is young themselves."""
        return self.holds_seat and not self.protected


class Staff(Protocol):
    """Knows who stands behind a session."""

    async def member(self, session: str, *, is_there: bool = True) -> StaffMember | None:
        """The volunteer whose session this is; None when it is unknown, expired or disabled. *is_there*: somebody asks, and not their page by itself."""
        ...

    async def live(self, sessions: Collection[str]) -> frozenset[str]:
        """Those of the sessions that are not over; somebody is there in each of them. Raises Storage."""
        ...

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out. Raises Storage."""
        ...

    async def skills(self) -> frozenset[str]:
        """Every skill that anybody's account states. Raises Storage."""
        ...
