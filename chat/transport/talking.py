"""The events that both sides of a conversation send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from chat.conversation.model import Draft, Mark, Position, Side
from chat.errors import Gone, NotAssigned, Wait
from chat.identifiers import Cmid, ConversationId, Epoch
from chat.service.conversing import Conversing, Reader, author_of
from chat.transport import wire
from chat.transport.answers import Answer, Done, Stored, Synced
from chat.transport.connection import Connection
from chat.transport.door import Event
from chat.transport.guard import READING, SPEAKING
from chat.transport.shapes import (
    PositionWire,
    Wire,
)
from chat.transport.shaping import log_shape, offered

P = TypeVar("P", bound=Wire)
A = TypeVar("A", bound=Answer)


class Talking:
    """Saying, reading, marking, typing, seeing the end: the same rows stand in both doors' tables."""

    def __init__(self, conversing: Conversing, side: Side, reader: Callable[[Connection], Reader]) -> None:
        """*reader* tells who is on a connection; it raises NotArrived while that is not known."""
        self._conversing = conversing
        self._side = side
        self._reader = reader
        self.events: Mapping[str, Event[Any]] = {
            wire.MessageSend.event: Event(wire.MessageSend, self._patient(self._send), SPEAKING),
            wire.EndConfirm.event: Event(wire.EndConfirm, self._patient(self._confirm), READING),
            wire.LogSync.event: Event(wire.LogSync, self._patient(self._sync), READING),
            wire.LogOffer.event: Event(wire.LogOffer, self._patient(self._offer), READING),
            wire.MarkSet.event: Event(wire.MarkSet, self._patient(self._mark), READING),
            wire.TypingSet.event: Event(wire.TypingSet, self._typing, READING),
        }

    def _patient(
        self, handle: Callable[[Connection, P], Awaitable[A]]
    ) -> Callable[[Connection, P], Awaitable[A]]:
        """What cannot be found because the live state was lost since is not refused: the page waits, and repeats."""

        async def patient(connection: Connection, payload: P) -> A:
            try:
                return await handle(connection, payload)
            except (Gone, NotAssigned):
                if await self._conversing.generation() != connection.generation:
                    raise Wait from None
                raise

        return patient

    async def _send(self, connection: Connection, payload: wire.MessageSend) -> Stored:
        author = author_of(self._side, self._reader(connection), payload.version)
        draft = Draft(Cmid(payload.cmid), payload.body)
        added = await self._conversing.say(author, ConversationId(payload.conversation), draft)
        proof = self._conversing.proof(added.head.conversation, added.head.epoch, added.entry)
        return Stored(cmid=payload.cmid, epoch=added.head.epoch, seq=added.entry.seq, proof=proof)

    async def _confirm(self, connection: Connection, payload: wire.EndConfirm) -> Done:
        await self._conversing.confirm_end(self._reader(connection), ConversationId(payload.conversation))
        return Done()

    async def _sync(self, connection: Connection, payload: wire.LogSync) -> Synced:
        reader = self._reader(connection)
        after = position_of(payload.position)
        tail = await self._conversing.read(self._side, reader, ConversationId(payload.conversation), after)
        return Synced(log=log_shape(tail, self._conversing.proof))

    async def _offer(self, connection: Connection, payload: wire.LogOffer) -> Done:
        reader, conversation = self._reader(connection), ConversationId(payload.conversation)
        await self._conversing.offer(self._side, reader, conversation, offered(payload))
        return Done()

    async def _mark(self, connection: Connection, payload: wire.MarkSet) -> Done:
        reader = self._reader(connection)
        at, mark = Epoch(payload.epoch), Mark(payload.delivered, payload.seen)
        await self._conversing.mark(self._side, reader, ConversationId(payload.conversation), at, mark)
        return Done()

    async def _typing(self, connection: Connection, payload: wire.TypingSet) -> Done:
        reader = self._reader(connection)
        conversation = ConversationId(payload.conversation)
        await self._conversing.typing(self._side, reader, conversation, typing=payload.typing)
        return Done()


def position_of(position: PositionWire | None) -> Position | None:
    """The position as the log knows it."""
    return None if position is None else Position(Epoch(position.epoch), position.seq)
