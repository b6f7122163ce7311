"""A door: the events that one kind of person may send, each with its payload, its allowance and its use case."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from chat.errors import BadPayload
from chat.transport.answers import Answer
from chat.transport.connection import Connection
from chat.transport.guard import Allowance
from chat.transport.shapes import Wire

P = TypeVar("P", bound=Wire)

_PLACE = re.compile(r".*at `\$\.(?P<at>[a-z_]+)|.*field `(?P<named>[a-z_]+)`")


@dataclass(frozen=True, slots=True)
class Event(Generic[P]):
    """One row of a door's table."""

    payload: type[P]
    handle: Callable[[Connection, P], Awaitable[Answer]]
    allowance: Allowance

    def decode(self, args: tuple[Any, ...]) -> P:
        """The payload, typed. Raises BadPayload with the field that is wrong, where that is one of ours."""
        if len(args) != 1:
            raise BadPayload
        try:
            return msgspec.convert(args[0], self.payload)
        except msgspec.ValidationError as fault:
            place = _PLACE.match(str(fault))
            field = place and (place["at"] or place["named"])
            raise BadPayload(field if field in self.payload.__struct_fields__ else None) from None
        except UnicodeEncodeError:  # half a letter, in a place where only a name of ours can stand
            raise BadPayload from None


class Door(Protocol):
    """What the gateway needs of a door."""

    name: str
    """The Socket.IO namespace."""
    events: Mapping[str, Event[Any]]
    """Every event this door knows; what is not here is refused."""

    async def closed(self, connection: Connection) -> None:
        """The socket is gone."""
        ...
