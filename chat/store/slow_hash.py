"""Return words as they are kept: a slow hash of them under the deployment's key (docs/adr/0013-return-words.md).

The same words always give the same digest, so the digest finds its row and nothing else has to be written beside it. Words are
first keyed (HMAC-SHA-256), then made slow (argon2id): whoever has the database and not the key can test nothing; whoever has both pays
for each of the 2^40 choices.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from types import TracebackType
from typing import Self

from argon2.low_level import Type, hash_secret_raw

from chat.errors import Busy

THREADS = 2
"""How many are in work at once: each takes a core and 64 MiB."""
ROOM = 12
"""How many may be in work or waiting; the last of them waits two or three seconds, and whoever comes then is told ``busy``."""
DIGEST_BYTES = 32
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """How much work one digest is. The default takes 0.3 to 0.4 s on one core of 2026 (benchmarks/slow_hash.py)."""

    passes: int = 7
    memory_kib: int = 64 * 1024


DEFAULT_COST = Cost()


class SlowHash:
    """Makes digests on two threads of its own, so that the event loop never waits for one.

    A context manager: leaving it lets work under way finish and drops what still waits.
    """

    def __init__(self, key: bytes, cost: Cost = DEFAULT_COST, room: int = ROOM) -> None:
        """*key* is the deployment's; at most *room* digests are in work or waiting."""
        self._key = hmac.digest(key, b"luister return words", sha256)
        self._salt = hmac.digest(key, b"luister return words salt", sha256)[:_SALT_BYTES]
        self._cost = cost
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="words")
        self._room = room
        self._inside = 0

    def __enter__(self) -> Self:
        """Ready at once; threads start with the first words."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the threads."""
        self._threads.shutdown(cancel_futures=True)

    async def of(self, words: Sequence[str]) -> bytes:
        """The digest of these words in this order: 32 bytes. Raises Busy."""
        if self._inside >= self._room:
            raise Busy
        keyed = hmac.digest(self._key, " ".join(words).encode(), sha256)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, partial(self._slowly, keyed)
            )
        finally:
            self._inside -= 1

    def _slowly(self, keyed: bytes) -> bytes:
        return hash_secret_raw(
            keyed,
            self._salt,
            time_cost=self._cost.passes,
            memory_cost=self._cost.memory_kib,
            parallelism=1,
            hash_len=DIGEST_BYTES,
            type=Type.ID,
        )
