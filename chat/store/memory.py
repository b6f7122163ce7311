"""The live state in this process: it lives as long as the process does, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from chat.circle.log import CircleForgotten, CircleLog, still_kept
from chat.clock import Clock
from chat.conversation.lifecycle import (
    Assigned,
    LogForgotten,
    LogOpened,
    LogWrite,
    assigned,
    opened,
    recorded,
)
from chat.conversation.model import (
    NO_MARK,
    Author,
    ByCounsellor,
    BySeeker,
    Draft,
    Entry,
    Head,
    Kind,
    Mark,
    Position,
    Restored,
    Side,
    Tail,
)
from chat.conversation.reading import signed, signers
from chat.conversation.transcript import admit, marked, restored, tail
from chat.errors import Gone
from chat.identifiers import CircleId, Cmid, ConversationId, Epoch, Generation, Instant
from chat.routing.durations import GATHERING
from chat.routing.model import BEGINNING, Desk
from chat.service.ports import Added, Loaded, Said, Say, Write


@dataclass(slots=True)
class _Log:
    head: Head
    entries: list[Entry] = field(default_factory=list)
    by_cmid: dict[tuple[Side, str, Cmid], Entry] = field(default_factory=dict)

    def replace(self, whole: Restored) -> None:
        """Hold *whole*. Whose an entry was is not in it: of the counsellor's side only who is there now can repeat one."""
        known = {(key[0], key[2]): key[1] for key in self.by_cmid}
        self.head, self.entries = whole.head, list(whole.entries)
        now = signers(whole.head)
        self.by_cmid = {
            (
                entry.side,
                known.get((entry.side, entry.cmid), now.get((entry.side, signed(entry)), "")),
                entry.cmid,
            ): entry
            for entry in whole.entries
            if entry.kind is Kind.MESSAGE
        }


class MemoryStore:
    """One desk and its logs. Every method runs to its end without waiting, which is its lock."""

    def __init__(self, clock: Clock, generation: Generation, *, gathers: bool) -> None:
        """*gathers*: there may be people who were here before, so nobody is offered for the first moments."""
        self._clock = clock
        began = clock.now()
        offers_from = Instant(began + GATHERING) if gathers else BEGINNING
        self._desk = Desk(generation=generation, offers_from=offers_from, began=began)
        self._logs: dict[ConversationId, _Log] = {}
        self._circles: dict[CircleId, CircleLog] = {}

    async def load(self) -> Loaded:
        """The desk and the clock's time, never below the desk's last."""
        return Loaded(self._desk, max(self._clock.now(), self._desk.now))

    def lost(self) -> tuple[Desk, ...]:
        """No life is lost without its node."""
        return ()

    def told(self, lost: Sequence[Desk]) -> None:
        """Nothing was."""

    async def in_turns(self) -> bool:
        """Nobody else swaps."""
        return False

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Nobody else swaps."""
        yield

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        """Replace the desk and write to logs and circles, unless the desk changed since *before* was read."""
        if self._desk.version != before.version:
            return None
        # Only copies are written to: one write that fails leaves nothing half done.
        logs = dict(self._logs)
        in_logs = [write for write in writes if not isinstance(write, CircleForgotten)]
        for conversation in {write.conversation for write in in_logs} & logs.keys():
            logs[conversation] = _copy(logs[conversation])
        added = tuple(entry for write in in_logs if (entry := _write(logs, write)) is not None)
        forgotten = {write.circle for write in writes if isinstance(write, CircleForgotten)}
        self._circles = {one: log for one, log in self._circles.items() if one not in forgotten}
        self._logs, self._desk = logs, after
        return added

    async def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        """Add a message once."""
        log = _log(self._logs, conversation)
        key = (*_name(author), draft.cmid)
        known = log.by_cmid.get(key)
        head, entry = admit(log.head, known, author, draft, self._clock.now())
        if known is None:
            log.head = head
            log.entries.append(entry)
            log.by_cmid[key] = entry
        return Added(head, entry, is_new=known is None)

    async def head(self, conversation: ConversationId) -> Head:
        """The head of a log."""
        return _log(self._logs, conversation).head

    async def read(self, conversation: ConversationId, after: Position | None) -> Tail:
        """What follows *after*."""
        log = _log(self._logs, conversation)
        return tail(log.head, log.entries, after)

    async def mark(self, conversation: ConversationId, epoch: Epoch, side: Side, mark: Mark) -> Mark | None:
        """Raise one side's marks."""
        log = _log(self._logs, conversation)
        head = marked(log.head, epoch, side, mark)
        if head is log.head:
            return None
        log.head = head
        return head.marks.get(side, NO_MARK)

    async def restore(self, conversation: ConversationId, offered: Sequence[Entry], epoch: Epoch) -> Restored:
        """Put in what a browser held."""
        log = _log(self._logs, conversation)
        whole = restored(log.head, log.entries, offered, epoch, self._clock.now())
        log.replace(whole)
        return whole

    async def renew(self, conversation: ConversationId, epoch: Epoch) -> Head:
        """Begin a new life of a log."""
        log = _log(self._logs, conversation)
        log.head = replace(log.head, epoch=epoch, marks={})
        return log.head

    async def heads(self, conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        """The heads of those logs that there are."""
        return tuple(self._logs[one].head for one in conversations if one in self._logs)

    async def speak(self, circle: CircleId, say: Say) -> Said:
        """Say something in a circle."""
        log = self._circles.get(circle, CircleLog())
        changed, line = say(self._desk, log, max(self._clock.now(), self._desk.now))
        if changed is log:
            return Said(line, is_new=False)
        self._circles[circle] = changed
        return Said(line)

    async def circles(self, circles: Iterable[CircleId]) -> tuple[CircleLog, ...]:
        """What was said in these circles; what was said too long ago goes when somebody looks."""
        now = self._clock.now()
        self._circles = {one: still_kept(log, now) for one, log in self._circles.items()}
        return tuple(self._circles.get(one, CircleLog()) for one in circles)

    def is_empty(self) -> bool:
        """Whether nothing of any conversation is left."""
        desk = self._desk
        return not (self._logs or desk.guests or desk.waiting or desk.offers or desk.talks or desk.closing)


def _copy(log: _Log) -> _Log:
    return _Log(log.head, list(log.entries), dict(log.by_cmid))


def _log(logs: Mapping[ConversationId, _Log], conversation: ConversationId) -> _Log:
    log = logs.get(conversation)
    if log is None:
        raise Gone
    return log


def _write(logs: dict[ConversationId, _Log], write: LogWrite) -> Added | None:
    match write:
        case LogOpened():
            log = logs.get(write.conversation)
            if log is None:
                logs[write.conversation] = _Log(opened(write, None))
            else:
                log.head = opened(write, log.head)
            return None
        case _ if write.conversation not in logs:
            return None
        case Assigned():
            log = logs[write.conversation]
            log.head = assigned(log.head, write)
            return None
        case LogForgotten():
            logs.pop(write.conversation, None)
            return None
        case _:
            log = logs[write.conversation]
            done = recorded(log.head, write)
            if done is None:
                return None
            log.head, entry = done
            log.entries.append(entry)
            return Added(log.head, entry)


def _name(author: Author) -> tuple[Side, str]:
    """Whose cmid it is: two people may by chance have made the same one."""
    match author:
        case BySeeker(seeker=seeker):
            return (author.side, seeker)
        case ByCounsellor(counsellor=counsellor):
            return (author.side, counsellor)
