"""The rows of the table: what runs, and what happens to it. Data, so that a row more is a line more."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.chaos.records import FULL

if TYPE_CHECKING:
    from tests.chaos.line import Line

Blow = Callable[["Line", random.Random], Awaitable[None]]
"""Something that happens to a line; it is whole again when the call returns."""

BLOWS = 5
"""How often each happens in `make test`."""
OUTAGE_SECONDS, SLOW_FOR_SECONDS = (30.0, 6.0) if FULL else (3.0, 3.0)
SLOW_BURST_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Mode:
    """One row.

    *full_blows* is how often it happens in `make soak`; *within_seconds* is how soon everybody talks on. *off_seconds* is how far the last node's wall clock is off, *lasts_seconds* about how long it is until the line is whole again.
    """

    name: str
    blow: Blow
    nodes: int = 1
    has_servers: bool = False
    full_blows: int = 100
    within_seconds: float = 5.0
    off_seconds: float = 0.0
    lasts_seconds: float = 1.0


async def kill_a_node(line: "Line", chance: random.Random) -> None:
    """Any node goes without a word, and starts again after a moment."""
    node = chance.choice(line.nodes)
    await node.kill()
    await asyncio.sleep(chance.uniform(0.0, 1.0))
    await node.start()


async def restart_a_node(line: "Line", chance: random.Random) -> None:
    """Any node is asked to stop, as in a rolling restart, and starts again."""
    node = chance.choice(line.nodes)
    code = await node.end()
    await node.start()
    assert code == 0, f"asked to stop, it ended with {code}"


async def stop_redis(line: "Line", _: random.Random) -> None:
    """Redis is away for half a minute, in `make test` for less, and comes back empty."""
    valkey = line.servers.valkey
    await asyncio.to_thread(valkey.kill)
    await asyncio.sleep(OUTAGE_SECONDS)
    await asyncio.to_thread(valkey.start)


async def pause_redis(line: "Line", _: random.Random) -> None:
    """Redis answers nothing for half a minute, in `make test` for less, and has kept everything."""
    valkey = line.servers.valkey
    await asyncio.to_thread(valkey.pause)
    await asyncio.sleep(OUTAGE_SECONDS)
    await asyncio.to_thread(valkey.resume)


async def empty_redis(line: "Line", _: random.Random) -> None:
    """Redis is killed and comes back empty at once."""
    await asyncio.to_thread(line.servers.valkey.restart)


async def flush_redis(line: "Line", _: random.Random) -> None:
    """Somebody throws everything in Redis away."""
    await line.tell_redis("FLUSHALL")


async def deafen(line: "Line", _: random.Random) -> None:
    """Redis hangs up on everybody who listens to a channel."""
    await line.tell_redis("CLIENT", "KILL", "TYPE", "pubsub")


async def slow_redis(line: "Line", chance: random.Random) -> None:
    """Redis stops and goes on, over and over."""
    valkey = line.servers.valkey
    until = asyncio.get_running_loop().time() + SLOW_FOR_SECONDS
    while asyncio.get_running_loop().time() < until:
        await asyncio.to_thread(valkey.pause)
        await asyncio.sleep(chance.uniform(0.0, SLOW_BURST_SECONDS))
        await asyncio.to_thread(valkey.resume)
        await asyncio.sleep(chance.uniform(0.0, SLOW_BURST_SECONDS))


async def stop_postgres(line: "Line", _: random.Random) -> None:
    """PostgreSQL is away for half a minute, in `make test` for less."""
    postgres = line.servers.postgres
    await asyncio.to_thread(postgres.kill)
    await asyncio.sleep(OUTAGE_SECONDS)
    await asyncio.to_thread(postgres.start)


EMBEDDED = Mode("one node, killed", kill_a_node)
SCALED = (
    Mode("three nodes, one killed", kill_a_node, nodes=3, has_servers=True),
    Mode("three nodes, rolling restart", restart_a_node, nodes=3, has_servers=True, full_blows=30),
    Mode("redis stopped", stop_redis, nodes=3, has_servers=True, full_blows=10, lasts_seconds=OUTAGE_SECONDS),
    Mode("redis silent", pause_redis, nodes=3, has_servers=True, full_blows=10, lasts_seconds=OUTAGE_SECONDS),
    Mode("redis restarted empty", empty_redis, nodes=3, has_servers=True, full_blows=30),
    Mode("redis flushed", flush_redis, nodes=3, has_servers=True, full_blows=30),
    Mode("redis subscribers killed", deafen, nodes=3, has_servers=True, full_blows=30),
    Mode("redis slow", slow_redis, nodes=3, has_servers=True, full_blows=20, lasts_seconds=SLOW_FOR_SECONDS),
    Mode(
        "postgres stopped",
        stop_postgres,
        nodes=3,
        has_servers=True,
        full_blows=10,
        lasts_seconds=OUTAGE_SECONDS,
    ),
)
"""These play on one line, one after another."""
CLOCKS = tuple(
    Mode(f"a clock {words}", kill_a_node, nodes=3, has_servers=True, off_seconds=off, full_blows=20)
    for words, off in (("an hour ahead", 3600.0), ("an hour behind", -3600.0))
)
"""One node tells the time wrongly from the start."""
