"""The events with which staff come to a colleague's conversation, and go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from chat.identifiers import ConversationId, VolunteerId
from chat.service.accompanying import Accompanying
from chat.transport.answers import Done
from chat.transport.company_wire import (
    ConversationHandOver,
    ConversationJoin,
    ConversationLeave,
    ConversationTakeOver,
)
from chat.transport.connection import Connection
from chat.transport.door import Event
from chat.transport.guard import SPEAKING

UseCase = Callable[[VolunteerId, ConversationId], Awaitable[None]]


class _Named(Protocol):
    """An event that names a conversation and nothing else."""

    conversation: str


class Company:
    """The rows of the desk's table that are about others' conversations."""

    def __init__(self, accompanying: Accompanying) -> None:
        self.events: Mapping[str, Event[Any]] = {
            ConversationJoin.event: Event(ConversationJoin, _of(accompanying.join), SPEAKING),
            ConversationLeave.event: Event(ConversationLeave, _of(accompanying.leave), SPEAKING),
            ConversationTakeOver.event: Event(ConversationTakeOver, _of(accompanying.take_over), SPEAKING),
            ConversationHandOver.event: Event(ConversationHandOver, _of(accompanying.hand_over), SPEAKING),
        }


def _of(use_case: UseCase) -> Callable[[Connection, _Named], Awaitable[Done]]:
    """What answers an event by this use case."""

    async def handle(connection: Connection, payload: _Named) -> Done:
        await use_case(connection.counsellor, ConversationId(payload.conversation))
        return Done()

    return handle
