"""The live state in this process: it lives as long as the process does, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chat.clock import Clock
from chat.conversation.lifecycle import LogForgotten, LogOpened, LogWrite, opened, recorded
from chat.conversation.model import (
    NO_MARK,
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
from chat.conversation.transcript import admit, marked, tail
from chat.errors import Gone
from chat.identifiers import Cmid, ConversationId
from chat.routing.model import Desk
from chat.service.ports import Added, Loaded


@dataclass(slots=True)
class _Log:
    head: Head
    entries: list[Entry] = field(default_factory=list)
    by_cmid: dict[tuple[Side, str, Cmid], Entry] = field(default_factory=dict)


class MemoryStore:
    """One desk and its logs. Every method runs to its end without waiting, which is its lock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._desk = Desk()
        self._logs: dict[ConversationId, _Log] = {}

    async def load(self) -> Loaded:
        """The desk and the clock's time, never below the desk's last."""
        return Loaded(self._desk, max(self._clock.now(), self._desk.now))

    async def swap(self, before: Desk, after: Desk, writes: Sequence[LogWrite]) -> tuple[Added, ...] | None:
        """Replace the desk and write to the logs, unless the desk changed since *before* was read."""
        if self._desk.version != before.version:
            return None
        # Only copies are written to: one write that fails leaves nothing half done.
        logs = dict(self._logs)
        for conversation in {write.conversation for write in writes} & logs.keys():
            logs[conversation] = _copy(logs[conversation])
        added = tuple(entry for write in writes if (entry := _write(logs, write)) is not None)
        self._logs, self._desk = logs, after
        return added

    async def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        """Add a message once."""
        log = _log(self._logs, conversation)
        key = (*_name(author), draft.cmid)
        known = log.by_cmid.get(key)
        head, entry = admit(log.head, known, author, draft)
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

    async def mark(self, conversation: ConversationId, side: Side, mark: Mark) -> Mark | None:
        """Raise one side's marks."""
        log = _log(self._logs, conversation)
        head = marked(log.head, side, mark)
        if head is log.head:
            return None
        log.head = head
        return head.marks.get(side, NO_MARK)

    async def heads(self, conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        """The heads of those logs that there are."""
        return tuple(self._logs[one].head for one in conversations if one in self._logs)

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
            logs[write.conversation] = _Log(opened(write))
            return None
        case LogForgotten():
            logs.pop(write.conversation, None)
            return None
        case _:
            log = _log(logs, write.conversation)
            log.head, entry = recorded(log.head, write)
            log.entries.append(entry)
            return Added(log.head, entry)


def _name(author: Author) -> tuple[Side, str]:
    """Whose cmid it is: two people may by chance have made the same one."""
    match author:
        case BySeeker(seeker=seeker):
            return (author.side, seeker)
        case ByCounsellor(counsellor=counsellor):
            return (author.side, counsellor)
