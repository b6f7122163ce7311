"""What one digest of return words costs, alone and two at once. Run as ``python -m benchmarks.slow_hash``.

The figure to look at is the processor time of one: it bounds how fast anybody can guess through a node (two at once), and how long
a young person waits for an answer.
"""

from __future__ import annotations

import asyncio
import time
from statistics import median

from chat.returning.vocabulary import BITS
from chat.store.slow_hash import DEFAULT_COST, THREADS, SlowHash

ROUNDS = 9
WORDS = ("aardbei", "boom", "circus", "dolfijn")
LINKS = 1_000
"""Live links of a large line: thirty conversations a day of which each asked for words."""
DAY_SECONDS = 24 * 60 * 60


async def measure() -> None:
    """Print both, and what they mean for somebody who guesses without a pause."""
    with SlowHash(bytes(32)) as hashes:
        await hashes.of(WORDS)
        alone, together, worked = [], [], []
        for _ in range(ROUNDS):
            wall, cpu = time.perf_counter(), time.process_time()
            await hashes.of(WORDS)
            worked.append(time.process_time() - cpu)
            alone.append(time.perf_counter() - wall)
            wall = time.perf_counter()
            await asyncio.gather(*(hashes.of(WORDS) for _ in range(THREADS)))
            together.append((time.perf_counter() - wall) / THREADS)
    tries = DAY_SECONDS / median(together)
    print(
        f"argon2id, {DEFAULT_COST.passes} passes over {DEFAULT_COST.memory_kib // 1024} MiB, {ROUNDS} rounds"
    )
    print(
        f"  alone          {median(alone):.3f} s ({min(alone):.3f} to {max(alone):.3f}), {median(worked):.3f} s of a core"
    )
    print(f"  two at once    {median(together):.3f} s each, {1 / median(together):.1f} a second")
    print(f"  a whole day of guessing at {LINKS:,} links: {tries * LINKS / 2**BITS:.1e} chance of one")


if __name__ == "__main__":
    asyncio.run(measure())
