"""Messages on their way into logs: those that come while a write is under way are written by the next one together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat.conversation.model import Author, Draft, Entry, Head
from chat.conversation.transcript import admit
from chat.errors import Busy, Gone, Refusal, Storage
from chat.identifiers import Cmid, ConversationId, Instant
from chat.service.ports import Added
from chat.store.logs import Logs, line_of
from chat.store.redis import TIME, Command, Outcome, Redis, Reply, instant
from chat.store.sealing import Broken

TRIES = 20
GROUP_MOST = 64


@dataclass(slots=True)
class _Pending:
    conversation: ConversationId
    author: Author
    draft: Draft
    answer: asyncio.Future[Added]


class Appending:
    """Adds messages to logs, each acknowledged only when it was written."""

    def __init__(self, redis: Redis, logs: Logs) -> None:
        self._redis = redis
        self._logs = logs
        self._pending: list[_Pending] = []
        self._asked = asyncio.Event()

    async def append(self, conversation: ConversationId, author: Author, draft: Draft) -> Added:
        """Add a message once. Raises what ``transcript.admit`` raises, Gone, Storage or Busy."""
        answer: asyncio.Future[Added] = asyncio.get_running_loop().create_future()
        self._pending.append(_Pending(conversation, author, draft, answer))
        self._asked.set()
        return await answer

    async def run(self) -> None:
        """Write until cancelled; whoever still waits then is told ``busy``."""
        group: list[_Pending] = []
        try:
            while True:
                await self._asked.wait()
                self._asked.clear()
                while self._pending:
                    group, self._pending = self._pending[:GROUP_MOST], self._pending[GROUP_MOST:]
                    await self._write(group)
        finally:
            for pending in (*group, *self._pending):
                _refuse(pending, Busy())

    async def _write(self, group: Sequence[_Pending]) -> None:
        try:
            answers = await self._written(group)
        except Storage as away:
            # Whoever came meanwhile need not wait as long to hear the same.
            waiting, self._pending = self._pending, []
            for pending in (*group, *waiting):
                _refuse(pending, away)
            return
        except Exception as fault:  # noqa: BLE001 - answered to this group; the next is written
            for pending in group:
                _refuse(pending, fault)
            return
        for pending, answer in zip(group, answers, strict=True):
            if isinstance(answer, Refusal):
                _refuse(pending, answer)
            elif not pending.answer.done():
                pending.answer.set_result(answer)

    async def _written(self, group: Sequence[_Pending]) -> Sequence[Added | Refusal]:
        """Again while others write to the same logs; a write without an answer shows when it is repeated."""
        repeats = (self._logs.repeat_read(one.conversation, one.author, one.draft) for one in group)
        reads = [TIME, *repeats]
        keys = sorted({self._logs.key(one.conversation) for one in group})
        answers: Sequence[Added | Refusal] = ()

        def decide(replies: list[Reply]) -> Sequence[Command] | None:
            nonlocal answers
            answers, commands = self._decide(group, instant(replies[0]), replies[1:])
            return commands or None

        unknown = False
        for _ in range(TRIES):
            outcome = await self._redis.transact(keys, reads, decide)
            if outcome in (None, Outcome.DONE):
                # What a try without an answer did write is as new to everybody as if it had answered.
                return [_as_new(one) for one in answers] if unknown else answers
            unknown = unknown or outcome is Outcome.UNKNOWN
        raise Storage

    def _decide(
        self, group: Sequence[_Pending], now: Instant, replies: Sequence[Reply]
    ) -> tuple[list[Added | Refusal], list[Command]]:
        heads: dict[ConversationId, Head | None] = {}
        repeats: list[Entry | None] = []
        for one, reply in zip(group, replies, strict=True):
            stands, first = reply if isinstance(reply, list) else (None, None)
            heads.setdefault(one.conversation, self._logs.find_head(one.conversation, stands))
            try:
                repeats.append(self._logs.repeated(one.conversation, one.author, one.draft, first))
            except Broken:
                # To write it again could double it: the log is lost, and the browsers bring it back.
                heads[one.conversation] = None
                repeats.append(None)
        commands = [do for one, head in heads.items() if head is None for do in self._logs.forgotten(one)]
        new: dict[tuple[ConversationId, Author, Cmid], Entry] = {}
        answers: list[Added | Refusal] = []
        for one, repeat in zip(group, repeats, strict=True):
            head, key = heads[one.conversation], (one.conversation, one.author, one.draft.cmid)
            try:
                if head is None:
                    raise Gone
                known = new.get(key) or repeat
                head, entry = admit(head, known, one.author, one.draft, now)
            except Refusal as refusal:
                answers.append(refusal)
                continue
            answers.append(Added(head, entry, is_new=known is None))
            heads[one.conversation] = head
            if known is None:
                new[key] = entry
                commands += self._logs.entry_written(head, line_of(one.author, entry))
        return answers, commands


def _as_new(answer: Added | Refusal) -> Added | Refusal:
    return replace(answer, is_new=True) if isinstance(answer, Added) else answer


def _refuse(pending: _Pending, refusal: Exception) -> None:
    if not pending.answer.done():
        pending.answer.set_exception(refusal)
