"""The live state of several nodes, in one Redis that is trusted with nothing.

::

    <prefix>:desk          hash   id    which swap wrote it     body  the desk and the last swap ids, sealed
    <prefix>:log:<digest>  hash   head  sealed                  e<n>  each entry, sealed    c<digest>  whose repeat is which
    <prefix>:turn          whose turn it is to swap, when several nodes keep losing to each other

The prefix and every digest are made with the deployment's key: two deployments never meet, and a name says nothing.
What cannot be opened, is of another format, or older than what this node has seen, is as good as lost.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from chat.conversation.lifecycle import LogWrite
from chat.conversation.model import (
    NO_MARK,
    Author,
    Draft,
    Entry,
    Head,
    Mark,
    Position,
    Restored,
    Side,
    Tail,
)
from chat.conversation.transcript import marked, restored, tail
from chat.entropy import Entropy
from chat.errors import Storage
from chat.identifiers import ConversationId, Epoch, Instant
from chat.routing.model import BEGINNING, GATHERING, Desk, Vouch
from chat.service.ports import Added, Loaded
from chat.store.appending import Appending
from chat.store.codec import Unreadable, decode, encode
from chat.store.logs import Logs
from chat.store.redis import Command, Outcome, Redis, Reply, again
from chat.store.sealing import Broken, Seal, digest

T = TypeVar("T")

SWAPS_KEPT = 256
TURN_MS = 200
TRIES = 20


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stands in Redis: the desk, and which swaps made it, the last one at the end."""

    desk: Desk
    swaps: tuple[str, ...]


class SharedStore:
    """Implements ``service.ports.LiveStore`` for one of several nodes."""

    def __init__(self, redis: Redis, key: bytes, entropy: Entropy, *, gathers: bool) -> None:
        """*gathers*: there may be people who were here before, should there be no desk."""
        self._redis = redis
        self._prefix = prefix_of(key)
        self._place = f"{self._prefix}:desk"
        self._seal = Seal(key, "desk")
        self._entropy = entropy
        self._gathers = gathers
        self._kept: _Kept | None = None
        self._logs = Logs(self._prefix, key)
        self._appending = Appending(redis, self._logs)

    def known(self) -> Desk:
        """The desk as this node saw it last."""
        return Desk() if self._kept is None else self._kept.desk

    async def load(self) -> Loaded:
        """The desk and Redis' time, never below the desk's last."""
        time, swap = await self._redis.ask(("TIME",), ("HGET", self._place, "id"))
        now = _instant(time)
        if self._kept is None or swap != self._swaps[-1].encode():
            await self._read(now)
        return Loaded(self.known(), max(now, self.known().now))

    async def run(self) -> None:
        """Write messages down, until cancelled."""
        await self._appending.run()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this node's turn; a turn that is not given back ends by itself."""
        place, token = f"{self._prefix}:turn", self._entropy.epoch()
        taken: Reply = None
        for _ in range(TRIES):
            (taken,) = await self._redis.ask(("SET", place, token, "NX", "PX", TURN_MS))
            if taken is not None:
                break
            await again()
        try:
            yield
        finally:
            if taken is not None:
                with suppress(Storage):
                    await self._redis.ask(("DEL", place))

    async def swap(self, before: Desk, after: Desk, writes: Sequence[LogWrite]) -> tuple[Added, ...] | None:
        """Replace the desk and write to the logs in one transaction, unless the desk has changed."""
        kept = self._kept
        if kept is None or kept.desk is not before:
            return None
        swap = self._entropy.epoch()
        made = _Kept(after, (*kept.swaps, swap)[-SWAPS_KEPT:])
        conversations = list(dict.fromkeys(write.conversation for write in writes))
        added: tuple[Added, ...] = ()

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            nonlocal added
            stands, *whole = replies
            if stands != kept.swaps[-1].encode():
                return None
            found = zip(conversations, whole, strict=True)
            logs = {one: self._logs.find(one, reply) for one, reply in found}
            added, commands = self._logs.written(logs, writes)
            return (*self._desk_written(made), *commands)

        keys = (self._place, *(self._logs.key(one) for one in conversations))
        reads = (("HGET", self._place, "id"), *(self._logs.whole_read(one) for one in conversations))
        outcome = await self._redis.transact(keys, reads, decide)
        if outcome is Outcome.UNKNOWN:
            # Whether it was carried out stands in the desk itself.
            await self.load()
            return added if swap in self._swaps else None
        if outcome is Outcome.DONE:
            self._kept = made
            return added
        return None

    async def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        """Add a message once, together with whatever others are being added."""
        return await self._appending.append(conversation, author, draft)

    async def head(self, conversation: ConversationId) -> Head:
        """The head of a log."""
        (reply,) = await self._redis.ask(self._logs.head_read(conversation))
        return self._logs.head(conversation, reply)

    async def read(self, conversation: ConversationId, after: Position | None) -> Tail:
        """What follows *after*."""
        (reply,) = await self._redis.ask(self._logs.whole_read(conversation))
        log = self._logs.log(conversation, reply)
        return tail(log.head, log.entries, after)

    async def heads(self, conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        """The heads of those logs that there are, in the order asked."""
        asked = tuple(conversations)
        if not asked:
            return ()
        replies = await self._redis.ask(*(self._logs.head_read(one) for one in asked))
        found = (self._logs.find_head(one, reply) for one, reply in zip(asked, replies, strict=True))
        return tuple(head for head in found if head is not None)

    async def mark(self, conversation: ConversationId, side: Side, mark: Mark) -> Mark | None:
        """Raise one side's marks."""

        def decide(reply: Reply) -> tuple[Mark | None, Sequence[Command]]:
            known = self._logs.head(conversation, reply)
            head = marked(known, side, mark)
            if head is known:
                return None, ()
            return head.marks.get(side, NO_MARK), self._logs.head_written(head)

        return await self._changed(conversation, self._logs.head_read(conversation), decide)

    async def restore(self, conversation: ConversationId, offered: Sequence[Entry], epoch: Epoch) -> Restored:
        """Put in what a browser held."""

        def decide(reply: Reply) -> tuple[Restored, Sequence[Command]]:
            log = self._logs.log(conversation, reply)
            whole = restored(log.head, log.entries, offered, epoch)
            return whole, () if whole.head == log.head else self._logs.rewritten(log, whole)

        return await self._changed(conversation, self._logs.whole_read(conversation), decide)

    async def renew(self, conversation: ConversationId, epoch: Epoch) -> Head:
        """Begin a new life of a log."""

        def decide(reply: Reply) -> tuple[Head, Sequence[Command]]:
            log = self._logs.log(conversation, reply)
            head = replace(log.head, epoch=epoch, marks={})
            return head, self._logs.rewritten(log, Restored(head, log.entries, is_new_life=True))

        return await self._changed(conversation, self._logs.whole_read(conversation), decide)

    async def _changed(
        self,
        conversation: ConversationId,
        read: Command,
        change: Callable[[Reply], tuple[T, Sequence[Command]]],
    ) -> T:
        """What *change* makes of one log; again while others write to it, or when no answer came."""
        made: list[T] = []

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            result, commands = change(replies[0])
            made.append(result)
            return commands or None

        for _ in range(TRIES):
            outcome = await self._redis.transact((self._logs.key(conversation),), (read,), decide)
            if outcome in (None, Outcome.DONE):
                return made[-1]
        raise Storage

    # --- the desk ---

    @property
    def _swaps(self) -> tuple[str, ...]:
        return () if self._kept is None else self._kept.swaps

    async def _read(self, now: Instant) -> None:
        """The desk that stands there; a new life of it where there is none, or none that can be believed."""

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            kept = self._believed(replies[0])
            if kept is not None:
                self._kept = kept
                return None
            made.append(self._begun(now))
            return (("DEL", self._place), *self._desk_written(made[-1]))

        made: list[_Kept] = []
        reads = (("HMGET", self._place, "id", "body"),)
        for _ in range(TRIES):
            outcome = await self._redis.transact((self._place,), reads, decide)
            if outcome is Outcome.DONE:
                self._kept = made[-1]
            if outcome in (None, Outcome.DONE):
                return
        raise Storage

    def _believed(self, reply: Reply) -> _Kept | None:
        swap, body = reply if isinstance(reply, list) else (None, None)
        if not isinstance(swap, bytes) or not isinstance(body, bytes):
            return None
        try:
            kept = decode(self._seal.open(body, self._place.encode()), _Kept)
        except (Broken, Unreadable):
            return None
        known = self._kept
        same_life = known is not None and known.desk.generation == kept.desk.generation
        if known is not None and same_life and kept.desk.version < known.desk.version:
            return None  # an older one than this node has seen was put back: what was decided since is lost
        return kept if kept.swaps and kept.swaps[-1].encode() == swap else None

    def _begun(self, now: Instant) -> _Kept:
        """A new life. Browsers hold higher versions than none, and what was over must not come back."""
        known = self.known()
        gathers = self._gathers or self._kept is not None
        desk = Desk(
            version=known.version,
            now=now,
            generation=self._entropy.generation(),
            offers_from=Instant(now + GATHERING) if gathers else BEGINNING,
            vouched={
                one.conversation: Vouch(
                    one.conversation, one.counsellor, one.version, now, False, one.reason, one.until
                )
                for one in known.closing.values()
            },
            departed=known.departed,
        )
        return _Kept(desk, (self._entropy.epoch(),))

    def _desk_written(self, kept: _Kept) -> Sequence[Command]:
        body = self._seal.seal(encode(kept), self._place.encode())
        return (("HSET", self._place, "id", kept.swaps[-1], "body", body),)


def prefix_of(key: bytes) -> str:
    """What every name of this deployment begins with."""
    return f"luister:{digest(key, 'prefix', b'')[:16]}"


def _instant(time: Reply) -> Instant:
    match time:
        case [bytes(seconds), bytes(micros)]:
            return Instant(int(seconds) + int(micros) / 1_000_000)
        case _:
            raise Storage
