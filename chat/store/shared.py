"""The live state of several nodes, in one Redis that is trusted with nothing.

::

    <prefix>:desk          hash   id    which swap wrote it     body  the desk and the last swap ids, sealed
    <prefix>:log:<digest>  hash   head  sealed                  e<n>  each entry, sealed    c<digest>  whose repeat is which
    <prefix>:circle:<digest>  string  what a circle of staff has said, sealed
    <prefix>:turns         list   who stands in the row for a turn at swapping, while nodes are in each other's way

The prefix and every digest are made with the deployment's key: two deployments never meet, and a name says nothing.
What cannot be opened, is of another format, or older than what this node has seen, is as good as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import TypeVar

from chat.circle.log import CircleForgotten, CircleLog
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
from chat.errors import Gone, Storage
from chat.identifiers import CircleId, ConversationId, Epoch, Instant
from chat.routing.model import Desk
from chat.service.ports import Added, Loaded, Said, Say, Write
from chat.store.appending import Appending
from chat.store.circles import Circles
from chat.store.lives import Kept, Lives
from chat.store.logs import Logs
from chat.store.redis import TIME, Command, Outcome, Redis, Reply, instant
from chat.store.sealing import digest
from chat.store.turns import Turns

T = TypeVar("T")

TRIES = 20


class SharedStore:
    """Implements ``service.ports.LiveStore`` for one of several nodes."""

    def __init__(self, redis: Redis, key: bytes, entropy: Entropy, *, gathers: bool) -> None:
        """*gathers*: there may be people who were here before, should there be no desk."""
        self._redis = redis
        self._prefix = prefix_of(key)
        self._place = f"{self._prefix}:desk"
        self._entropy = entropy
        self._lives = Lives(self._place, key, entropy, gathers=gathers)
        self._logs = Logs(self._prefix, key)
        self._circles = Circles(self._prefix, key)
        self._appending = Appending(redis, self._logs)
        self._turns = Turns(redis, f"{self._prefix}:turns", entropy)

    def known(self) -> Desk:
        """The desk as this node saw it last."""
        return self._lives.known()

    def lost(self) -> tuple[Desk, ...]:
        """What this node saw last of lives that were lost."""
        return self._lives.lost

    def told(self, lost: Sequence[Desk]) -> None:
        """The present life knows these."""
        self._lives.lost = tuple(one for one in self._lives.lost if all(one is not known for known in lost))

    async def load(self) -> Loaded:
        """The desk and Redis' time, never below the desk's last."""
        time, swap = await self._redis.ask(TIME, ("HGET", self._place, "id"))
        now = instant(time)
        if not self._lives.is_made_by(swap):
            await self._read(now)
        return Loaded(self.known(), max(now, self.known().now))

    async def run(self) -> None:
        """Write messages down, until cancelled."""
        await self._appending.run()

    async def in_turns(self) -> bool:
        """Whether somebody stands in the row."""
        return await self._turns.is_begun()

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Wait for this node's turn; one that is not given back ends by itself."""
        return self._turns.turn()

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        """Replace the desk and write to logs and circles in one transaction, unless the desk has changed."""
        kept = self._lives.kept
        if kept is None or kept.desk is not before:
            return None
        swap = self._entropy.epoch()
        made = kept.swapped(after, swap)
        in_logs = [write for write in writes if not isinstance(write, CircleForgotten)]
        forgotten = [
            self._circles.forgotten(one.circle) for one in writes if isinstance(one, CircleForgotten)
        ]
        conversations = list(dict.fromkeys(write.conversation for write in in_logs))
        added: tuple[Added, ...] = ()

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            nonlocal added
            stands, *whole = replies
            if not kept.is_made_by(stands):
                return None
            found = zip(conversations, whole, strict=True)
            logs = {one: self._logs.find(one, reply) for one, reply in found}
            added, commands = self._logs.written(logs, in_logs)
            return (*self._lives.written(made), *commands, *forgotten, *self._turns.handed_on())

        keys = (self._place, *(self._logs.key(one) for one in conversations))
        reads = (("HGET", self._place, "id"), *(self._logs.whole_read(one) for one in conversations))
        outcome = await self._redis.transact(keys, reads, decide)
        if outcome is Outcome.UNKNOWN:
            # Whether it was carried out stands in the desk itself.
            await self.load()
            return added if self._lives.has_seen(swap) else None
        if outcome is Outcome.DONE:
            self._lives.keep(made)
            self._turns.was_handed_on()
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
        log = self._logs.find(conversation, reply)
        if log is None:
            await self._give_up(conversation)
            raise Gone
        return tail(log.head, log.entries, after)

    async def heads(self, conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        """The heads of those logs that there are, in the order asked."""
        asked = tuple(conversations)
        if not asked:
            return ()
        replies = await self._redis.ask(*(self._logs.head_read(one) for one in asked))
        found = (self._logs.find_head(one, reply) for one, reply in zip(asked, replies, strict=True))
        return tuple(head for head in found if head is not None)

    async def mark(self, conversation: ConversationId, epoch: Epoch, side: Side, mark: Mark) -> Mark | None:
        """Raise one side's marks."""

        def decide(reply: Reply, _: Instant) -> tuple[Mark | None, Sequence[Command]]:
            known = self._logs.head(conversation, reply)
            head = marked(known, epoch, side, mark)
            if head is known:
                return None, ()
            return head.marks.get(side, NO_MARK), self._logs.head_written(head)

        return await self._changed(conversation, self._logs.head_read(conversation), decide)

    async def restore(self, conversation: ConversationId, offered: Sequence[Entry], epoch: Epoch) -> Restored:
        """Put in what a browser held."""

        def decide(reply: Reply, now: Instant) -> tuple[Restored, Sequence[Command]]:
            log = self._logs.log(conversation, reply)
            whole = restored(log.head, log.entries, offered, epoch, now)
            return whole, () if whole.head == log.head else self._logs.rewritten(log, whole)

        return await self._changed(conversation, self._logs.whole_read(conversation), decide)

    async def renew(self, conversation: ConversationId, epoch: Epoch) -> Head:
        """Begin a new life of a log."""

        def decide(reply: Reply, _: Instant) -> tuple[Head, Sequence[Command]]:
            log = self._logs.log(conversation, reply)
            head = replace(log.head, epoch=epoch, marks={})
            return head, self._logs.rewritten(log, Restored(head, log.entries, is_new_life=True))

        return await self._changed(conversation, self._logs.whole_read(conversation), decide)

    async def speak(self, circle: CircleId, say: Say) -> Said:
        """Say something in a circle, by the desk as it stands in the same moment; again while that or the circle changes."""
        is_known, made = True, list[Said]()

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            made.clear()
            stands, body, time = replies
            if not self._lives.is_made_by(stands):
                return None
            log, now = self._circles.opened(circle, body), max(instant(time), self.known().now)
            changed, line = say(self.known(), log, now)
            made.append(Said(line, is_new=changed is not log or not is_known))
            return None if changed is log else self._circles.written(circle, changed)

        place = self._circles.key(circle)
        reads = (("HGET", self._place, "id"), self._circles.read(circle), TIME)
        for _ in range(TRIES):
            await self.load()
            outcome = await self._redis.transact((self._place, place), reads, decide)
            if made and outcome in (None, Outcome.DONE):
                return made[-1]
            # One that was sent and not answered may have been heard: then its repeat is as new to everybody.
            is_known = is_known and outcome is not Outcome.UNKNOWN
        raise Storage

    async def circles(self, circles: Iterable[CircleId]) -> tuple[CircleLog, ...]:
        """What was said in these circles."""
        asked = tuple(circles)
        if not asked:
            return ()
        replies = await self._redis.ask(*(self._circles.read(one) for one in asked))
        return tuple(self._circles.opened(one, reply) for one, reply in zip(asked, replies, strict=True))

    async def _changed(
        self,
        conversation: ConversationId,
        read: Command,
        change: Callable[[Reply, Instant], tuple[T, Sequence[Command]]],
    ) -> T:
        """What *change* makes of one log at this moment; again while others write to it, or when no answer came."""
        made: list[T] = []

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            result, commands = change(replies[0], instant(replies[1]))
            made.append(result)
            return commands or None

        for _ in range(TRIES):
            try:
                outcome = await self._redis.transact((self._logs.key(conversation),), (read, TIME), decide)
            except Gone:
                await self._give_up(conversation)
                raise
            if outcome in (None, Outcome.DONE):
                return made[-1]
        raise Storage

    async def _give_up(self, conversation: ConversationId) -> None:
        """Throw away what there is of a log that was lost: a head alone would say that nothing is missing."""

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            is_lost = replies[0] != [] and self._logs.find(conversation, replies[0]) is None
            return self._logs.forgotten(conversation) if is_lost else None

        reads = (self._logs.whole_read(conversation),)
        await self._redis.transact((self._logs.key(conversation),), reads, decide)

    # --- the desk ---

    async def _read(self, now: Instant) -> None:
        """The desk that stands there; a new life of it where there is none, or none that can be believed."""
        reads = (("HMGET", self._place, "id", "body"),)
        kept = self._lives.believed(*await self._redis.ask(*reads))
        if kept is not None:
            self._lives.keep(kept)
            return
        made: list[Kept] = []

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            kept = self._lives.believed(replies[0])
            if kept is not None:
                self._lives.keep(kept)
                return None
            made.append(self._lives.begun(now))
            return (("DEL", self._place), *self._lives.written(made[-1]))

        for _ in range(TRIES):
            outcome = await self._redis.transact((self._place,), reads, decide)
            if outcome is Outcome.DONE:
                self._lives.keep(made[-1])
            if outcome in (None, Outcome.DONE):
                return
        raise Storage


def prefix_of(key: bytes) -> str:
    """What every name of this deployment begins with."""
    return f"luister:{digest(key, 'prefix', b'')[:16]}"
