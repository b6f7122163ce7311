"""What the model's server keeps: the desk and the logs, changed by the pure rules alone, and lost in any of five ways."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from chat.conversation.lifecycle import (
    Assigned,
    Ended,
    LogForgotten,
    LogOpened,
    LogWrite,
    assigned,
    opened,
    recorded,
)
from chat.conversation.model import (
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    Entry,
    Head,
    Mark,
    Position,
    Side,
    Tail,
)
from chat.conversation.transcript import admit, marked, restored, tail
from chat.errors import Gone
from chat.identifiers import Cmid, ConversationId, Epoch, Generation, Instant, Seconds, Ticket
from chat.routing.claims import Claim, SeatClaim, SeekerClaim
from chat.routing.commands import Command
from chat.routing.desk import decide
from chat.routing.durations import GATHERING
from chat.routing.effects import Effect
from chat.routing.house import House
from chat.routing.model import BEGINNING, NO_GENERATION, Desk
from chat.routing.vouch import Vouch
from chat.service.ports import Added

NOW = Instant(100_000.0)
"""Nothing in a history takes as long as any deadline of the desk."""
HOUSE = House(frame=Seconds(45 * 60.0))
"""A line that is always open, as every node of it reads it: how long a conversation lasts is said in the log."""


@dataclass(frozen=True)
class Log:
    """One log, and who wrote what in it: a repeat is known by its author."""

    head: Head
    entries: tuple[Entry, ...] = ()
    authors: tuple[tuple[Side, str, Cmid], ...] = ()


class Claims:
    """Tickets by number: what they say is kept here, as if nobody could read them."""

    def __init__(self) -> None:
        self._claims: list[Claim] = []

    def seal(self, claim: Claim) -> Ticket:
        self._claims.append(claim)
        return Ticket(f"ticket-{len(self._claims) - 1}")

    def seeker(self, ticket: Ticket) -> SeekerClaim | None:
        claim = self._claims[int(ticket.removeprefix("ticket-"))]
        return claim if isinstance(claim, SeekerClaim) else None

    def seat(self, ticket: Ticket) -> SeatClaim | None:
        claim = self._claims[int(ticket.removeprefix("ticket-"))]
        return claim if isinstance(claim, SeatClaim) else None


@dataclass
class Store:
    """The live state, as one process keeps it or as several keep it in one Redis."""

    desk: Desk | None = None
    known: Desk = field(default_factory=Desk)
    """The desk as it was seen last, also after it was lost."""
    logs: dict[ConversationId, Log] = field(default_factory=dict)
    endings: set[ConversationId] = field(default_factory=set)
    copies: dict[ConversationId, Log] = field(default_factory=dict)
    """What a replica that lags behind has."""
    gathers: bool = False
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def epoch(self) -> Epoch:
        return Epoch(f"epoch-{next(self.numbers)}")

    def load(self) -> Desk:
        """The desk; a new life of it where there is none."""
        if self.desk is None:
            known = self.known
            self.desk = Desk(
                version=known.version,
                now=known.now,
                generation=Generation(f"life-{next(self.numbers)}"),
                offers_from=Instant(NOW + GATHERING) if self.gathers else BEGINNING,
                vouched=dict(_vouches(known)),
                departed=known.departed,
                house=HOUSE,
            )
        return self.desk

    def gathered(self) -> None:
        """The first moments of a new life are over."""
        self.desk = replace(self.load(), offers_from=BEGINNING)

    def commit(self, command: Command) -> tuple[Desk, tuple[Effect, ...], list[Added]]:
        """The desk after *command*, with the logs that it wrote to. Raises what the desk refuses."""
        before = self.load()
        after, effects = decide(before, command, NOW)
        added: list[Added] = []
        if after is not before:
            writes = [effect for effect in effects if isinstance(effect, LogWrite)]
            self.desk = self.known = after
            for write in writes:
                self._write(write, added)
                if isinstance(write, Ended | LogForgotten):
                    self.endings.add(write.conversation)
        else:
            effects = ()
        return after, effects, added

    def _write(self, write: LogWrite, added: list[Added]) -> None:
        conversation = write.conversation
        log = self.logs.get(conversation)
        match write:
            case LogOpened():
                head = opened(write, None if log is None else log.head)
                self.logs[conversation] = Log(head) if log is None else replace(log, head=head)
            case LogForgotten():
                self.logs.pop(conversation, None)
            case _ if log is None:
                return
            case Assigned():
                self.logs[conversation] = replace(log, head=assigned(log.head, write))
            case _:
                done = recorded(log.head, write)
                if done is None:
                    return
                head, entry = done
                self.logs[conversation] = replace(log, head=head, entries=(*log.entries, entry))
                added.append(Added(head, entry))

    def log(self, conversation: ConversationId) -> Log:
        log = self.logs.get(conversation)
        if log is None:
            raise Gone
        return log

    def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        log = self.log(conversation)
        known = self.repeated(log, author, draft)
        head, entry = admit(log.head, known, author, draft, NOW)
        if known is None:
            authors = (*log.authors, (*_name(author), draft.cmid))
            self.logs[conversation] = Log(head, (*log.entries, entry), authors)
        return Added(head, entry, is_new=known is None)

    def repeated(self, log: Log, author: Author, draft: Draft) -> Entry | None:
        """The entry that this draft became before."""
        if (*_name(author), draft.cmid) not in log.authors:
            return None
        return next(one for one in log.entries if (one.side, one.cmid) == (author.side, draft.cmid))

    def read(self, conversation: ConversationId, after: Position | None) -> Tail:
        log = self.log(conversation)
        return tail(log.head, log.entries, after)

    def mark(self, conversation: ConversationId, side: Side, mark: Mark) -> Mark | None:
        log = self.log(conversation)
        head = marked(log.head, log.head.epoch, side, mark)
        if head is log.head:
            return None
        self.logs[conversation] = replace(log, head=head)
        return head.marks[side]

    def restore(self, conversation: ConversationId, offered: Sequence[Entry]) -> Head:
        log = self.log(conversation)
        whole = restored(log.head, log.entries, offered, self.epoch(), NOW)
        writers = {Side.SEEKER: str(whole.head.seeker), Side.COUNSELLOR: str(whole.head.counsellor or "")}
        known = {(side, cmid): (side, who, cmid) for side, who, cmid in log.authors}
        authors = tuple(
            known.get((one.side, one.cmid), (one.side, writers[one.side], one.cmid))
            for one in whole.entries
            if one.side in writers
        )
        self.logs[conversation] = Log(whole.head, whole.entries, authors)
        return whole.head

    def renew(self, conversation: ConversationId) -> Head:
        log = self.log(conversation)
        head = replace(log.head, epoch=self.epoch(), marks={})
        self.logs[conversation] = replace(log, head=head)
        return head

    # --- losses ---

    def lose_all(self, *, process: bool) -> None:
        """Everything is gone. With its *process* also what was known of the desk."""
        self.desk, self.gathers = None, True
        self.logs.clear()
        if process:
            self.known = Desk(generation=NO_GENERATION)

    def lose_desk(self) -> None:
        self.desk, self.gathers = None, True

    def lose_logs(self) -> None:
        self.logs.clear()

    def copy(self) -> None:
        """A replica has everything as it is now."""
        self.copies = dict(self.logs)

    def relapse(self) -> None:
        """The replica takes over: what was said since is gone from the logs. The desk had not changed."""
        for conversation, log in self.copies.items():
            self.logs[conversation] = log


def _vouches(desk: Desk) -> Iterator[tuple[ConversationId, Vouch]]:
    """What is still known of the conversations that had ended, as if their counsellors had said it."""
    yield from ((key, vouch) for key, vouch in desk.vouched.items() if vouch.reason is not None)
    for key, one in desk.closing.items():
        if one.counsellor is not None:
            yield key, Vouch(key, one.counsellor, one.version, desk.now, False, one.reason, one.until)


def _name(author: Author) -> tuple[Side, str]:
    match author:
        case BySeeker(seeker=seeker):
            return author.side, str(seeker)
        case ByCounsellor(counsellor=counsellor):
            return author.side, str(counsellor)
