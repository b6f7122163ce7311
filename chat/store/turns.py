"""Whose turn it is to swap, once nodes got in each other's way: they stand in a row, and the first has the turn.

The row is a list in Redis with one word for each node in it. It is courtesy: a swap is still done only when the desk is
unchanged, whatever stands in the row, and who has waited long goes on without a turn. Whoever waits and sees the same
word first for a while takes it away, so a node that was killed or stands still holds the others up that long, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from chat.entropy import Entropy
from chat.errors import Storage
from chat.store.redis import Command, Redis, Reply

LAPSES_SECONDS_LEAST, LAPSES_SECONDS_MOST = 0.05, 0.5
"""Between these a turn lapses when it lasts twice as long as the longest that was seen lately."""
FADES = 0.9
"""How much of the longest turn remains with every other that was seen."""
PATIENCE_SECONDS = 1.0
"""How long a node stands in the row before it goes on without a turn."""
ASKS_SECONDS = 0.002
"""After so long the second in the row looks whether it is its turn; the third after twice that, and so on."""
ROW_MOST = 64
ROW_LAPSES_MS = 2_000
"""So long after the last one joined nothing is left of the row."""


class Turns:
    """One node's place in the row; it takes one turn at a time."""

    def __init__(self, redis: Redis, place: str, entropy: Entropy) -> None:
        """The row lies at *place*."""
        self._redis = redis
        self._place = place
        self._entropy = entropy
        self._mine: str | None = None
        self._longest = 0.0

    async def is_begun(self) -> bool:
        """Whether somebody stands in the row; nobody does in what is no row. Raises Storage."""
        (many,) = await self._redis.ask(("LLEN", self._place))
        return isinstance(many, int) and many > 0

    def handed_on(self) -> Sequence[Command]:
        """Hands this node's turn on to the next, together with a swap; nothing when it has none."""
        return () if self._mine is None else (self._leaves(self._mine),)

    def was_handed_on(self) -> None:
        """What :meth:`handed_on` said was done."""
        self._mine = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this node's turn; what is left of it at the end is given back. Raises Storage."""
        word = self._entropy.epoch()
        try:
            await self._stand(word)
        except BaseException:
            await self._leave(word)
            raise
        self._mine = word
        since = _moment()
        try:
            yield
        finally:
            self._lasted(_moment() - since)
            if self._mine == word:
                self._mine = None
                await self._leave(word)

    async def _stand(self, word: str) -> None:
        """Come back when *word* stands first, or there is nothing to wait for any more."""
        first, began = b"", _moment()
        since = began
        (*_, row) = await self._redis.ask(
            ("RPUSH", self._place, word), ("PEXPIRE", self._place, ROW_LAPSES_MS), self._row_read()
        )
        while (ahead := _ahead(row, word)) and (now := _moment()) < began + PATIENCE_SECONDS:
            if ahead[0] != first:
                self._lasted(now - since)
                first, since = ahead[0], now
            if now < since + self._lapses_after():
                await asyncio.sleep(len(ahead) * ASKS_SECONDS)
                (row,) = await self._redis.ask(self._row_read())
            else:
                (_, row) = await self._redis.ask(self._leaves(first), self._row_read())

    def _lasted(self, seconds: float) -> None:
        """So long somebody had the turn, or was seen to have it: whoever is slow today is not dead."""
        self._longest = max(seconds, self._longest * FADES)

    def _lapses_after(self) -> float:
        return min(max(2 * self._longest, LAPSES_SECONDS_LEAST), LAPSES_SECONDS_MOST)

    async def _leave(self, word: str) -> None:
        with suppress(Storage):
            await self._redis.ask(self._leaves(word))

    def _leaves(self, word: str | bytes) -> Command:
        return ("LREM", self._place, 1, word)

    def _row_read(self) -> Command:
        return ("LRANGE", self._place, 0, ROW_MOST - 1)


def _ahead(row: Reply, word: str) -> list[bytes]:
    """Who stands before *word*: nobody when it is not in the row, be it taken away or the row garbage."""
    words = [one for one in row if isinstance(one, bytes)] if isinstance(row, list) else []
    return words[: words.index(word.encode())] if word.encode() in words else []


def _moment() -> float:
    return asyncio.get_running_loop().time()
