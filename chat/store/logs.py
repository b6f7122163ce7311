"""How one log lies in Redis: a hash with its head, its entries, and which repeat is which; all of it sealed.

Each part is bound to its place: an entry of one log, number or life never passes for another. A log of which any
part cannot be opened is as good as lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.conversation.lifecycle import (
    Assigned,
    LogForgotten,
    LogOpened,
    LogWrite,
    assigned,
    opened,
    recorded,
)
from chat.conversation.model import Author, ByCounsellor, BySeeker, Draft, Entry, Head, Kind, Restored, Side
from chat.conversation.reading import signed, signers
from chat.errors import Gone
from chat.identifiers import Cmid, ConversationId
from chat.routing.durations import END_KEEPS
from chat.service.ports import Added
from chat.store.codec import Unreadable, decode, encode
from chat.store.redis import Command, Reply
from chat.store.sealing import Broken, Seal, digest

KEPT_SECONDS = 3 * 60 * 60
"""After so long without a word nothing of a log that goes on is left, should nobody have been there to forget it."""
ENDED_KEPT_SECONDS = int(END_KEEPS)
"""So long after its end nothing of a log is left, whether anybody is there to forget it or not (promise P3)."""

HEAD = "head"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and who wrote it: the id of a person, empty for the desk's own."""

    entry: Entry
    author: str


@dataclass(frozen=True, slots=True)
class _First:
    """What a repeat is known by: the number its message got, a digest of its body, and under whose name it stands."""

    seq: int
    body: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A whole log."""

    head: Head
    lines: tuple[Line, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was said, in order."""
        return tuple(line.entry for line in self.lines)


class Logs:
    """Reads and writes logs as commands; it sends none."""

    def __init__(self, prefix: str, key: bytes) -> None:
        self._prefix = prefix
        self._key = key
        self._seal = Seal(key, "log")

    def key(self, conversation: ConversationId) -> str:
        """Where this conversation's log lies."""
        return f"{self._prefix}:log:{digest(self._key, 'log', conversation.encode())}"

    # --- reading ---

    def head_read(self, conversation: ConversationId) -> Command:
        """Reads the head alone."""
        return ("HGET", self.key(conversation), HEAD)

    def whole_read(self, conversation: ConversationId) -> Command:
        """Reads everything."""
        return ("HGETALL", self.key(conversation))

    def repeat_read(self, conversation: ConversationId, author: Author, draft: Draft) -> Command:
        """Reads the head, and which entry this draft became if it came before."""
        field = self._repeat(_who(author), author.side, draft.cmid)
        return ("HMGET", self.key(conversation), HEAD, field)

    def find_head(self, conversation: ConversationId, reply: Reply) -> Head | None:
        """The head that was read; None when there is none that can be opened."""
        try:
            return decode(self._opened(self.key(conversation), HEAD, reply), Head)
        except (Broken, Unreadable):
            return None

    def head(self, conversation: ConversationId, reply: Reply) -> Head:
        """The head that was read. Raises Gone when there is none that can be opened."""
        head = self.find_head(conversation, reply)
        if head is None:
            raise Gone
        return head

    def find(self, conversation: ConversationId, reply: Reply) -> Log | None:
        """The log that was read; None when there is none that can be opened."""
        key, fields = self.key(conversation), _fields(reply)
        head = self.find_head(conversation, fields.get(HEAD.encode()))
        if head is None:
            return None
        try:
            lines = tuple(
                self._line(key, head, seq, fields.get(f"e{seq}".encode())) for seq in range(1, head.seq + 1)
            )
        except (Broken, Unreadable):
            return None
        return Log(head, lines)

    def log(self, conversation: ConversationId, reply: Reply) -> Log:
        """The log that was read. Raises Gone when there is none that can be opened."""
        log = self.find(conversation, reply)
        if log is None:
            raise Gone
        return log

    def repeated(
        self, conversation: ConversationId, author: Author, draft: Draft, reply: Reply
    ) -> Entry | None:
        """The entry that this draft became the first time; None when it is no repeat.

        Without a body when the body was another one. Raises Broken when nobody can say any more.
        """
        if reply is None:
            return None
        field = self._repeat(_who(author), author.side, draft.cmid)
        try:
            first = decode(self._opened(self.key(conversation), field, reply), _First)
        except Unreadable as fault:
            raise Broken from fault
        body = draft.body if first.body == self._body(draft.body) else None
        return Entry(first.seq, Kind.MESSAGE, author.side, draft.cmid, body, first.name)

    # --- writing ---

    def head_written(self, head: Head) -> list[Command]:
        """Writes the head alone."""
        key = self.key(head.conversation)
        return [("HSET", key, HEAD, self._sealed(key, HEAD, head)), *_kept(key, head)]

    def entry_written(self, head: Head, line: Line) -> list[Command]:
        """Writes a new entry and the head that counts it."""
        key = self.key(head.conversation)
        parts = (HEAD, self._sealed(key, HEAD, head), *self._parts(key, head, line))
        ends = line.entry.kind is Kind.ENDED
        return [
            ("HSET", key, *parts),
            *((("EXPIRE", key, ENDED_KEPT_SECONDS),) if ends else _kept(key, head)),
        ]

    def rewritten(self, before: Log, whole: Restored) -> list[Command]:
        """Writes a whole log over the one *before*, which never has more entries.

        Whose an entry was that a browser brought back is not known: of the counsellor's side only who is there now can repeat one.
        """
        head = whole.head
        key = self.key(head.conversation)
        authors = {(line.entry.side, line.entry.cmid): line.author for line in before.lines}
        now = {**signers(head), (Side.DESK, None): ""}
        parts: list[bytes | str | int] = [HEAD, self._sealed(key, HEAD, head)]
        for entry in whole.entries:
            author = authors.get((entry.side, entry.cmid), now.get((entry.side, signed(entry)), ""))
            parts += self._parts(key, head, Line(entry, author))
        return [("HSET", key, *parts), *_kept(key, head)]

    def forgotten(self, conversation: ConversationId) -> list[Command]:
        """Forgets a log."""
        return [("DEL", self.key(conversation))]

    def written(
        self, logs: dict[ConversationId, Log | None], writes: Sequence[LogWrite]
    ) -> tuple[tuple[Added, ...], list[Command]]:
        """What a decision's writes add to these *logs*, and the commands that do it.

        Of a log that was lost nothing is written: whoever reads it next has it opened anew.
        """
        added: list[Added] = []
        commands: list[Command] = []
        for write in writes:
            conversation = write.conversation
            log = logs[conversation]
            match write:
                case LogForgotten():
                    logs[conversation] = None
                    commands += self.forgotten(conversation)
                case LogOpened():
                    head = opened(write, None if log is None else log.head)
                    if log is None:
                        commands += self.forgotten(conversation)
                    logs[conversation] = Log(head, () if log is None else log.lines)
                    commands += self.head_written(head)
                case _ if log is None:
                    continue
                case Assigned():
                    logs[conversation] = Log(assigned(log.head, write), log.lines)
                    commands += self.head_written(assigned(log.head, write))
                case _:
                    done = recorded(log.head, write)
                    if done is None:
                        continue
                    head, entry = done
                    line = Line(entry, "")
                    logs[conversation] = Log(head, (*log.lines, line))
                    added.append(Added(head, entry))
                    commands += self.entry_written(head, line)
        return tuple(added), commands

    def _parts(self, key: str, head: Head, line: Line) -> list[bytes | str | int]:
        entry = line.entry
        field = f"e{entry.seq}"
        parts: list[bytes | str | int] = [field, self._sealed(key, f"{field}@{head.epoch}", line)]
        if line.author:
            repeat = self._repeat(line.author, entry.side, entry.cmid)
            parts += [
                repeat,
                self._sealed(key, repeat, _First(entry.seq, self._body(entry.body or ""), entry.name)),
            ]
        return parts

    def _line(self, key: str, head: Head, seq: int, reply: Reply) -> Line:
        return decode(self._opened(key, f"e{seq}@{head.epoch}", reply), Line)

    def _repeat(self, author: str, side: Side, cmid: Cmid) -> str:
        return "c" + digest(self._key, "repeat", f"{side}\x00{author}\x00{cmid}".encode())

    def _body(self, body: str) -> str:
        return digest(self._key, "body", body.encode())

    def _sealed(self, key: str, place: str, value: object) -> bytes:
        return self._seal.seal(encode(value), f"{key}\x00{place}".encode())

    def _opened(self, key: str, place: str, reply: Reply) -> bytes:
        if not isinstance(reply, bytes):
            raise Broken
        return self._seal.open(reply, f"{key}\x00{place}".encode())


def line_of(author: Author, entry: Entry) -> Line:
    """An entry with who wrote it."""
    return Line(entry, _who(author))


def _kept(key: str, head: Head) -> tuple[Command, ...]:
    """Keeps a log for as long again; nothing that is written after its end makes that later."""
    return () if head.closed else (("EXPIRE", key, KEPT_SECONDS),)


def _who(author: Author) -> str:
    match author:
        case BySeeker(seeker=seeker):
            return seeker
        case ByCounsellor(counsellor=counsellor):
            return counsellor


def _fields(reply: Reply) -> Mapping[bytes, Reply]:
    if not isinstance(reply, list):
        return {}
    pairs = zip(reply[::2], reply[1::2], strict=True)
    return {name: value for name, value in pairs if isinstance(name, bytes)}
