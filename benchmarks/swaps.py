"""How many commands a second the desk takes: in memory, and in one Valkey with one node or four that write.

Run as ``python -m benchmarks.swaps``. Sizes are those of DESIGN.md 4. Each node is a process of its own with so many people who
always have a command under way; what arrives while a swap is under way rides the next one. Wanted of four nodes together: at
least 1,000 a second at 100 waiting x 50 seats and 300 at 1,000 x 300, 99 of 100 within 250 ms. Exits with 1 when it is less. All nodes,
the server and whatever else runs share this machine's cores.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from benchmarks.desk import SIZES, busy_desk
from chat.clock import MonotonicClock
from chat.entropy import SystemEntropy
from chat.errors import Busy
from chat.identifiers import Generation, NodeId, SeekerId
from chat.routing.commands import AnswerSafety
from chat.routing.model import Safety
from chat.service.dispatch import Dispatch
from chat.service.faults import Faults
from chat.service.ports import LiveStore
from chat.service.reception import Reception
from chat.service.screens import Screens
from chat.store.memory import MemoryStore
from chat.store.redis import open_redis
from chat.store.shared import SharedStore
from chat.store.tickets import SealedTickets
from tests.fakes.endings import FakeEndings
from tests.fakes.outbox import FakeOutbox
from tests.servers.valkey import running_valkey

KEY = bytes(range(32))
PEOPLE = 64
SECONDS = 5.0
NODES = (1, 4)
WANTED = {100: 1_000, 1_000: 300}
WANTED_MS = 250.0


async def reached(store: LiveStore, number: int) -> list[float]:
    """How long each command took, in milliseconds, with so many people of this node's own at it for a while."""
    faults = Faults()
    dispatch = Dispatch(NodeId(f"node-{number}"), store, FakeOutbox(), Screens(SealedTickets(KEY)), faults)
    reception = Reception(store, FakeEndings(), dispatch, faults)
    serving = asyncio.create_task(reception.run())
    line = [waiting.seeker for waiting in (await store.load()).desk.waiting.values()]
    until, took = time.perf_counter() + SECONDS, list[float]()

    async def person(seeker: SeekerId) -> None:
        safety = Safety.NO
        began = time.perf_counter()
        while time.perf_counter() < until:
            try:
                await reception.ask(AnswerSafety(seeker, safety))
            except Busy:
                continue  # its sender repeats it, and it took as long as both
            took.append((time.perf_counter() - began) * 1000)
            safety = Safety.YES if safety is Safety.NO else Safety.NO
            began = time.perf_counter()

    async with asyncio.TaskGroup() as group:
        for place in range(PEOPLE):
            group.create_task(person(line[(number * PEOPLE + place) % len(line)]))
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    assert faults.count == 0
    return took


async def filled(store: LiveStore, waiting: int, seats: int) -> None:
    """Put the busy desk in the place of the empty one."""
    loaded = await store.load()
    assert await store.swap(loaded.desk, busy_desk(waiting, seats), ()) is not None


@asynccontextmanager
async def shared(url: str) -> AsyncIterator[SharedStore]:
    """The store as one node has it."""
    async with open_redis(url) as redis:
        store = SharedStore(redis, KEY, SystemEntropy(KEY), gathers=False)
        running = asyncio.create_task(store.run())
        yield store
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def in_memory(waiting: int, seats: int) -> list[float]:
    """One process, nothing between."""
    store = MemoryStore(MonotonicClock(), Generation("one"), gathers=False)
    await filled(store, waiting, seats)
    return await reached(store, 0)


async def node(url: str, number: int) -> None:
    """What a process of its own does: writes, and prints what it took."""
    async with shared(url) as store:
        print(json.dumps(await reached(store, number)))


async def over_redis(nodes: int, waiting: int, seats: int) -> list[float]:
    """So many nodes at once on one server."""
    with running_valkey() as valkey:
        async with shared(valkey.url) as store:
            await filled(store, waiting, seats)
        words = (sys.executable, "-m", "benchmarks.swaps", valkey.url)
        running = [
            await asyncio.create_subprocess_exec(*words, str(number), stdout=asyncio.subprocess.PIPE)
            for number in range(nodes)
        ]
        said = [(await process.communicate())[0] for process in running]
    return [one for line in said for one in json.loads(line)]


def report(name: str, took: Sequence[float], wanted: int | None) -> bool:
    """Print how many a second and how long; whether that is what is wanted, None when nothing is."""
    rate, late = len(took) / SECONDS, statistics.quantiles(took, n=100)[-1]
    met = wanted is None or (rate >= wanted and late <= WANTED_MS)
    line = f"  {name:<24}{rate:10,.0f}/s   p50 {statistics.median(took):7.1f} ms   p99 {late:7.1f} ms"
    print(
        line
        if wanted is None
        else f"{line}   wanted {wanted:,}/s, p99 {WANTED_MS:.0f} ms: {'met' if met else 'NOT met'}"
    )
    return met


def main(words: Sequence[str]) -> int:
    """Measure every size; with an address and a number, be one of the nodes."""
    if words:
        asyncio.run(node(words[0], int(words[1])))
        return 0
    met = True
    for waiting, seats in SIZES:
        print(f"{waiting:,} waiting x {seats} seats, {PEOPLE} people a node, {SECONDS:.0f} s")
        report("memory", asyncio.run(in_memory(waiting, seats)), None)
        for nodes in NODES:
            took = asyncio.run(over_redis(nodes, waiting, seats))
            met &= report(
                f"Valkey, {nodes} node{'s' * (nodes > 1)}", took, WANTED[waiting] if nodes > 1 else None
            )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
