"""How many commands a second the desk takes: in memory, and in one Valkey with one node or four that write.

Run as ``python -m benchmarks.swaps``. Sizes are those of DESIGN.md 4. Each node is a process of its own, and what arrives while a swap is
under way rides the next one. Two loads are put on them. *The most*: so many people a node who always have a command under way, which says
what a second can hold; how long each takes is then no more than how many they are divided by that. *At a rate*: commands arrive by chance
at exactly the rate that is wanted of all nodes together, whatever became of those before, and are timed from the moment at which they were
to arrive. Wanted of four nodes together: at least 1,000 a second at 100 waiting x 50 seats and 300 at 1,000 x 300, and at that rate 99 of
100 within 250 ms. Exits with 1 when it is less. All nodes, the server and whatever else runs share this machine's cores.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

from benchmarks.desk import SIZES, busy_desk
from chat.clock import MonotonicClock
from chat.entropy import SystemEntropy
from chat.errors import Busy
from chat.identifiers import Generation, NodeId, SeekerId
from chat.routing.commands import AnswerSafety
from chat.routing.model import Safety
from chat.server import COLLECTS
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
RATE_SECONDS = 10.0
LATER_SECONDS = 10.0
MANY = 4
WANTED = {100: 1_000, 1_000: 300}
WANTED_MS = 250.0
ANSWERS = (Safety.NO, Safety.YES)

Load = Callable[[Reception, Sequence[SeekerId]], Awaitable[list[float]]]
"""Puts commands about these young people on a node; how long each took, in milliseconds."""


async def answered(reception: Reception, seeker: SeekerId, safety: Safety) -> None:
    """One command, committed; its sender repeats it when told ``busy``, and it took as long as both."""
    while True:
        with suppress(Busy):
            await reception.ask(AnswerSafety(seeker, safety))
            return


async def always(number: int, reception: Reception, line: Sequence[SeekerId]) -> list[float]:
    """So many people of this node's own at it for a while, each with the next command as soon as one was answered."""
    until, took = time.perf_counter() + SECONDS, list[float]()

    async def person(seeker: SeekerId) -> None:
        told = 0
        while (began := time.perf_counter()) < until:
            await answered(reception, seeker, ANSWERS[told % 2])
            took.append((time.perf_counter() - began) * 1000)
            told += 1

    async with asyncio.TaskGroup() as group:
        for place in range(PEOPLE):
            group.create_task(person(line[(number * PEOPLE + place) % len(line)]))
    return took


async def arriving(number: int, rate: float, reception: Reception, line: Sequence[SeekerId]) -> list[float]:
    """This node's share of *rate* commands a second, by chance but the same chance every time."""
    chance = random.Random(number)  # noqa: S311 - when commands come, the same every time
    own, took = line[number::MANY][:PEOPLE], list[float]()
    began = planned = time.perf_counter()

    async def one(planned: float, count: int) -> None:
        try:
            await answered(reception, own[count % len(own)], ANSWERS[(count // len(own) + count) % 2])
        finally:
            took.append((time.perf_counter() - planned) * 1000)

    # Nodes that cannot keep up would never end: what is unanswered then has taken until then.
    with suppress(TimeoutError):
        async with asyncio.timeout(RATE_SECONDS + LATER_SECONDS), asyncio.TaskGroup() as group:
            count = 0
            while (planned := planned + chance.expovariate(rate / MANY)) < began + RATE_SECONDS:
                await asyncio.sleep(planned - time.perf_counter())
                group.create_task(one(planned, count))
                count += 1
    return took


async def reached(
    store: LiveStore, number: int, load: Load, begin: Callable[[], Awaitable[object]]
) -> list[float]:
    """How long each command of a *load* took on a node, which waits for *begin* when it is ready."""
    faults = Faults()
    dispatch = Dispatch(NodeId(f"node-{number}"), store, FakeOutbox(), Screens(SealedTickets(KEY)), faults)
    reception = Reception(store, FakeEndings(), dispatch, faults)
    serving = asyncio.create_task(reception.run())
    line = [waiting.seeker for waiting in (await store.load()).desk.waiting.values()]
    await begin()
    took = await load(reception, line)
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
    return await reached(store, 0, partial(always, 0), partial(asyncio.sleep, 0))


async def node(url: str, number: int, rate: float) -> None:
    """What a process of its own does: says that it is ready, waits for a word, writes, and prints what it took."""
    gc.set_threshold(*COLLECTS)

    async def begin() -> None:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

    async with shared(url) as store:
        load = partial(arriving, number, rate) if rate else partial(always, number)
        print(json.dumps(await reached(store, number, load, begin)))


async def over_redis(nodes: int, waiting: int, seats: int, rate: float = 0) -> list[float]:
    """So many nodes at once on one server: at this *rate* together, or as many commands as they can when it is 0."""
    with running_valkey() as valkey:
        async with shared(valkey.url) as store:
            await filled(store, waiting, seats)
        words = (sys.executable, "-m", "benchmarks.swaps", valkey.url)
        pipe = asyncio.subprocess.PIPE
        running = [
            await asyncio.create_subprocess_exec(
                *words, str(number), str(rate), stdin=pipe, stdout=pipe, limit=1 << 24
            )
            for number in range(nodes)
        ]
        for process in running:
            assert process.stdout
            assert await process.stdout.readline() == b"ready\n"
        # All begin together: one that had the server for itself for a moment would be too quick.
        said = await asyncio.gather(*(process.communicate(b"begin\n") for process in running))
    return [one for line, _ in said for one in json.loads(line)]


def report(name: str, took: Sequence[float], seconds: float) -> tuple[float, float]:
    """Print how many a second and how long; how many, and how many milliseconds 99 of 100 took at most."""
    rate, late = len(took) / seconds, statistics.quantiles(took, n=100)[-1]
    print(
        f"  {name:<28}{rate:10,.0f}/s   p50 {statistics.median(took):7.1f} ms   p99 {late:7.1f} ms",
        flush=True,
    )
    return rate, late


def main(words: Sequence[str]) -> int:
    """Measure every size; with an address, a number and a rate, be one of the nodes."""
    if words:
        asyncio.run(node(words[0], int(words[1]), float(words[2])))
        return 0
    all_met = True
    for waiting, seats in SIZES:
        wanted = WANTED[waiting]
        print(f"{waiting:,} waiting x {seats} seats; the most with {PEOPLE} people a node")
        report("memory, the most", asyncio.run(in_memory(waiting, seats)), SECONDS)
        report("Valkey, 1 node, the most", asyncio.run(over_redis(1, waiting, seats)), SECONDS)
        most, _ = report(
            f"Valkey, {MANY} nodes, the most", asyncio.run(over_redis(MANY, waiting, seats)), SECONDS
        )
        at_rate = asyncio.run(over_redis(MANY, waiting, seats, wanted))
        _, late = report(f"Valkey, {MANY} nodes, at a rate", at_rate, RATE_SECONDS)
        is_met = most >= wanted and late <= WANTED_MS
        all_met &= is_met
        print(
            f"  wanted of {MANY}: {wanted:,}/s, p99 {WANTED_MS:.0f} ms at that rate: {'met' if is_met else 'NOT met'}"
        )
    return 0 if all_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
