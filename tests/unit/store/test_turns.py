"""Nodes that get in each other's way take turns: nobody starves, and whoever died with the turn is passed over."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from chat.identifiers import NodeId
from chat.routing.commands import Renew
from chat.routing.model import Desk
from chat.service.faults import Faults
from chat.service.ports import LiveStore
from chat.service.reception import Reception
from chat.store.redis import TIME, Outcome, Redis
from chat.store.shared import SharedStore, prefix_of
from tests.fakes.endings import FakeEndings
from tests.servers.valkey import Valkey
from tests.unit.store.nodes import KEY, OPENED, a_node, commit, looking, writing
from tests.waiting import WITHIN_SECONDS

ROW = f"{prefix_of(KEY)}:turns"
ROOT = Path(__file__).parents[3]
WRITERS = 4
SWAPS = 60
FARTHER = 12
LOST_MOST = 8
"""In a row. One before it queues, one to each other writer that had begun before, and room for a turn that a busy machine let lapse."""


class FarRedis(Redis):
    """From a node to which the way is as many times as long: whoever is nearer is always quicker."""

    async def transact(self, *args: object, **more: object) -> Outcome | None:
        for _ in range(FARTHER):
            await self.ask(TIME)
        return await super().transact(*args, **more)  # type: ignore[arg-type]  # handed on as it came


class Silence:
    """Stands for ``Dispatch``: nobody is told anything."""

    async def committed(self, *_: object) -> None:
        return


@asynccontextmanager
async def receiving(store: LiveStore) -> AsyncIterator[Reception]:
    """The desk of a node with this store."""
    reception = Reception(store, FakeEndings(), Silence(), Faults())  # type: ignore[arg-type]  # it tells nobody
    serving = asyncio.create_task(reception.run())
    try:
        yield reception
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


@asynccontextmanager
async def beside_another(url: str) -> AsyncIterator[tuple[SharedStore, Reception, Any]]:
    """Another node's store, a node beside it, and a look into their Redis."""
    async with (
        a_node(url) as other,
        a_node(url) as store,
        receiving(store) as reception,
        looking(url) as client,
    ):
        yield other, reception, client


async def test_who_lost_a_swap_takes_a_turn_and_hands_it_on_with_the_next(valkey: Valkey) -> None:
    async with a_node(valkey.url) as store, receiving(store) as reception, looking(valkey.url) as client:
        seen: list[int] = []
        swap = store.swap

        async def losing(*args: object) -> object:
            seen.append(await client.llen(ROW))
            if len(seen) < 3:
                return None  # another node was quicker
            done = await swap(*args)  # type: ignore[arg-type]  # handed on as it came
            assert not await client.exists(ROW), "the turn was given back by the swap itself"
            return done

        store.swap = losing  # type: ignore[method-assign, assignment]  # as above
        desk = await reception.ask(Renew(NodeId("node")))
        assert NodeId("node") in desk.nodes
        assert seen == [0, 1, 1]
        assert not await client.exists(ROW)


async def test_a_node_alone_takes_no_turn(valkey: Valkey) -> None:
    async with a_node(valkey.url) as store, receiving(store) as reception, looking(valkey.url) as client:
        await client.config_resetstat()
        for number in range(20):
            await reception.ask(Renew(NodeId(f"node-{number}")))
        assert "cmdstat_exec" in await client.info("commandstats")
        assert "cmdstat_rpush" not in await client.info("commandstats")


async def test_who_finds_others_in_the_row_stands_behind_them(valkey: Valkey) -> None:
    async with beside_another(valkey.url) as (other, reception, client):
        async with other.turn():
            asked = asyncio.create_task(reception.ask(Renew(NodeId("node"))))
            await _stand(client, 2)
            desk = (await other.load()).desk
            await commit(other)
        after = await asked
        assert after.version > desk.version + 1, "it went after the other"
        assert not await client.exists(ROW)


async def test_who_asks_while_their_node_stands_in_the_row_rides_along(valkey: Valkey) -> None:
    async with beside_another(valkey.url) as (other, reception, client):
        async with other.turn():
            first = asyncio.create_task(reception.ask(Renew(NodeId("first"))))
            await _stand(client, 2)
            second = asyncio.create_task(reception.ask(Renew(NodeId("second"))))
            await asyncio.sleep(0)
            await commit(other)
        assert (await first).version == (await second).version


@pytest.mark.in_seconds
@pytest.mark.parametrize("garbage", ["of another kind", "of nobody", "without an end"])
async def test_a_row_in_which_nobody_moves_stops_nobody(valkey: Valkey, garbage: str) -> None:
    async with a_node(valkey.url) as store, looking(valkey.url) as client:
        if garbage == "of another kind":
            await client.set(ROW, "one")
        else:
            await client.rpush(ROW, *(f"{n}" for n in range(1 if garbage == "of nobody" else 1000)))
        assert await store.in_turns() is (garbage != "of another kind")
        async with asyncio.timeout(1.5), store.turn():
            await commit(store, OPENED)


@pytest.mark.in_seconds
@pytest.mark.parametrize("gone", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_node_that_is_killed_or_stands_still_in_its_turn_is_passed_over(
    valkey: Valkey, gone: signal.Signals
) -> None:
    words = (sys.executable, "-m", "tests.unit.store.turn_taker", valkey.url)
    taker = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert taker.stdout
        assert await taker.stdout.readline() == b"mine\n"
        taker.send_signal(gone)
        async with AsyncExitStack() as stack:
            client: Any = await stack.enter_async_context(looking(valkey.url))
            assert await client.llen(ROW) == 1, "it has the turn still"
            desks: list[Desk] = []
            for number in range(WRITERS):
                store = await stack.enter_async_context(a_node(valkey.url))
                reception = await stack.enter_async_context(receiving(store))
                desks.append(await reception.ask(Renew(NodeId(f"node-{number}"))))
            assert len(desks[-1].nodes) == WRITERS, "no sender was told busy"
            assert not await client.exists(ROW), "only the first had to wait"
    finally:
        with suppress(ProcessLookupError):
            taker.kill()
        await taker.wait()


async def test_of_writers_who_never_rest_nobody_starves_however_far_away(valkey: Valkey) -> None:
    most, done = [0] * WRITERS, [0] * WRITERS

    async def writes(number: int, store: LiveStore, reception: Reception) -> None:
        swap, lost = store.swap, 0

        async def counted(*args: object) -> object:
            nonlocal lost
            added = await swap(*args)  # type: ignore[arg-type]  # handed on as it came
            lost = 0 if added is not None else lost + 1
            most[number] = max(most[number], lost)
            return added

        store.swap = counted  # type: ignore[method-assign, assignment]  # as above
        while sum(done) < WRITERS * SWAPS:
            await reception.ask(Renew(NodeId(f"node-{number}")))
            done[number] += 1

    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        for number in range(WRITERS):
            redis = FarRedis(valkey.url) if number == 0 else Redis(valkey.url)
            stack.push_async_callback(redis.close)
            store = await stack.enter_async_context(writing(redis))
            reception = await stack.enter_async_context(receiving(store))
            group.create_task(writes(number, store, reception))
    assert max(most) <= LOST_MOST, (most, done)
    assert min(done) >= SWAPS // 2, (most, done)


async def _stand(client: Any, count: int) -> None:
    """Wait until so many stand in the row."""
    async with asyncio.timeout(WITHIN_SECONDS):
        while await client.llen(ROW) != count:  # noqa: ASYNC110 - the server does not tell when it changes
            await asyncio.sleep(0.002)
