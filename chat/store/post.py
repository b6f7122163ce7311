"""Letters between nodes: each node listens to one channel of its own, and everything on it is sealed for that channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from chat.identifiers import NodeId
from chat.service.notices import Address, Notice
from chat.service.ports import Letter
from chat.store.codec import Packed, Unreadable, decode, encode, pack
from chat.store.redis import Redis
from chat.store.sealing import Broken, Seal
from chat.store.shared import prefix_of

ADDRESSES: Mapping[str, type[Address]] = MappingProxyType({one.__name__: one for one in get_args(Address)})
NOTICES: Mapping[str, type[Notice]] = MappingProxyType({one.__name__: one for one in get_args(Notice)})


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A letter with the names of its two kinds beside them."""

    address: str
    to: Packed
    kind: str
    notice: Packed


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What goes to a node in one go."""

    version: int
    sheets: tuple[_Sheet, ...]


class SealedPost:
    """Implements ``service.ports.Post`` over Redis' channels."""

    def __init__(self, redis: Redis, key: bytes, node: NodeId) -> None:
        """*node* is whose letters are received here."""
        self._redis = redis
        self._prefix = prefix_of(key)
        self._seal = Seal(key, "post")
        self._node = node

    async def send(self, node: NodeId, version: int, letters: Sequence[Letter]) -> None:
        """Send *letters* in one go."""
        channel = self._channel(node)
        sheets = tuple(
            _Sheet(type(one.to).__name__, pack(one.to), type(one.notice).__name__, pack(one.notice))
            for one in letters
        )
        sealed = self._seal.seal(encode(_Bundle(version, sheets)), channel.encode())
        await self._redis.ask(("PUBLISH", channel, sealed))

    async def receive(self, hear: Callable[[int, Sequence[Letter]], Awaitable[None]]) -> None:
        """Give what comes to *hear*; what is not from one of our nodes is passed over."""
        channel = self._channel(self._node)

        async def opened(data: bytes) -> None:
            try:
                bundle = decode(self._seal.open(data, channel.encode()), _Bundle)
                letters = [
                    Letter(decode(one.to, ADDRESSES[one.address]), decode(one.notice, NOTICES[one.kind]))
                    for one in bundle.sheets
                ]
            except (Broken, Unreadable, KeyError):
                return
            await hear(bundle.version, letters)

        await self._redis.listen(channel, opened)

    def _channel(self, node: NodeId) -> str:
        return f"{self._prefix}:inbox:{node}"
