"""Which conversations have ended lately, for the next run: a filter of fixed size, in which nobody can be found.

A young person who was away when their conversation ended brings back a ticket that says it goes on. When the process
was killed since, nobody else may be left who knows better. What is kept is no list: each ending sets eight bits of a
hundred thousand, at places that only the deployment's key gives; the bits of two and a half hours ago are cleared. There is no
row per conversation or person, nothing can be counted exactly, and whoever has not the ids learns nothing.
"""

from __future__ import annotations

import hmac
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from chat.clock import wall_time
from chat.identifiers import ConversationId, SeekerId
from chat.routing.durations import HOLD_TICKET_LASTS

FILE = "ended"
BITS = 2**17
"""With two thousand notes in a period one conversation in thirty million would be taken for one of them; an ending takes one to three."""
HASHES = 8
LEFT = "left "
"""Before the id of a conversation that its young person left; no id has a space."""
HEADER_BYTES = 8
SLOT_BYTES = HEADER_BYTES + BITS // 8
STARTS = (0, SLOT_BYTES)
PERIOD_SECONDS = int(HOLD_TICKET_LASTS)
"""Two periods are kept: the one that runs and the one before, so that an ending outlasts every ticket."""

AHEAD_MOST = 24
"""So many periods a clock may have been put back, and what was noted before that still counts."""


class Endings:
    """Implements ``service.ports.Endings``; it is written to memory that outlives the process, not the machine."""

    def __init__(self, memory: mmap.mmap, key: bytes) -> None:
        """Use memory of two slots; see :func:`open_endings`."""
        self._memory = memory
        self._key = hmac.digest(key, b"luister endings", sha256)

    def note_left(self, conversation: ConversationId) -> None:
        """This conversation is over because its young person left."""
        self.note(conversation)
        self.note(_as_left(conversation))

    def left(self, conversation: ConversationId) -> bool:
        """Whether that was noted here within the life of any ticket."""
        return self.hold(_as_left(conversation))

    def note(self, over: ConversationId | SeekerId) -> None:
        """This conversation is over, or this young person left."""
        slot = self._slot(self._newest(_period()))
        for place in self._places(over):
            self._memory[slot + place // 8] |= 1 << place % 8

    def hold(self, over: ConversationId | SeekerId) -> bool:
        """Whether that was within the life of any ticket."""
        known = range(_period() - 1, _period() + AHEAD_MOST)
        return any(self._noted(start) in known and self._has(start, over) for start in STARTS)

    def _has(self, start: int, over: ConversationId | SeekerId) -> bool:
        slot = start + HEADER_BYTES
        return all(self._memory[slot + place // 8] >> place % 8 & 1 for place in self._places(over))

    def _newest(self, period: int) -> int:
        """This period, or the one that was noted in already, when the clock was put back by less than a ticket's life."""
        return max(noted for noted in (period, *map(self._noted, STARTS)) if noted <= period + 1)

    def _noted(self, start: int) -> int:
        """Of which period the bits are that begin here."""
        return int.from_bytes(self._memory[start : start + HEADER_BYTES], "big")

    def _slot(self, period: int) -> int:
        """Where the bits of this period begin; those of an older one are cleared first."""
        start = STARTS[period % 2]
        name = period.to_bytes(HEADER_BYTES, "big")
        if self._memory[start : start + HEADER_BYTES] != name:
            self._memory[start : start + SLOT_BYTES] = name + bytes(BITS // 8)
        return start + HEADER_BYTES

    def _places(self, over: ConversationId | SeekerId) -> Iterator[int]:
        told = hmac.digest(self._key, over.encode(), sha256)
        for n in range(HASHES):
            yield int.from_bytes(told[4 * n : 4 * n + 4], "big") % BITS


@contextmanager
def open_endings(folder: Path, key: bytes) -> Iterator[Endings]:
    """What is known in this folder of earlier endings. Raises OSError."""
    file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.posix_fallocate(
            file, 0, 2 * SLOT_BYTES
        )  # a disk that is full says so now, and not when it is written to
        with mmap.mmap(file, 2 * SLOT_BYTES) as memory:
            yield Endings(memory, key)
    finally:
        os.close(file)


def _as_left(conversation: ConversationId) -> ConversationId:
    return ConversationId(LEFT + conversation)


def _period() -> int:
    return int(wall_time().timestamp()) // PERIOD_SECONDS
