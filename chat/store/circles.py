"""How a circle of staff lies in Redis: one value, sealed for its place. What cannot be opened is as good as nothing said."""

from __future__ import annotations

from collections.abc import Sequence

from chat.circle.log import LINE_KEEPS, CircleLog
from chat.identifiers import CircleId
from chat.store.codec import Unreadable, decode, encode
from chat.store.redis import Command, Reply
from chat.store.sealing import Broken, Seal, digest


class Circles:
    """Reads and writes circles as commands; it sends none."""

    def __init__(self, prefix: str, key: bytes) -> None:
        self._prefix = prefix
        self._key = key
        self._seal = Seal(key, "circle")

    def key(self, circle: CircleId) -> str:
        """Where this circle lies."""
        return f"{self._prefix}:circle:{digest(self._key, 'circle', circle.encode())}"

    def read(self, circle: CircleId) -> Command:
        """Reads all of it."""
        return ("GET", self.key(circle))

    def opened(self, circle: CircleId, reply: Reply) -> CircleLog:
        """What was read; nothing where there is nothing that can be opened."""
        if not isinstance(reply, bytes):
            return CircleLog()
        try:
            return decode(self._seal.open(reply, self.key(circle).encode()), CircleLog)
        except (Broken, Unreadable):
            return CircleLog()

    def written(self, circle: CircleId, log: CircleLog) -> Sequence[Command]:
        """Writes it, to be gone with its newest line should nobody be there to forget it."""
        key = self.key(circle)
        return (("SET", key, self._seal.seal(encode(log), key.encode()), "EX", round(LINE_KEEPS)),)

    def forgotten(self, circle: CircleId) -> Command:
        """Forgets it."""
        return ("DEL", self.key(circle))
