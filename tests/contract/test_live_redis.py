"""The live store's promises, kept in a real Valkey, by one node and by two that share it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from redis.asyncio import Redis as Server

from chat.clock import MonotonicClock
from chat.conversation.lifecycle import LogOpened
from chat.entropy import SystemEntropy
from chat.errors import Gone
from chat.identifiers import Epoch, Seconds
from chat.service.ports import LiveStore
from chat.store.redis import open_redis
from chat.store.shared import SharedStore
from tests.contract.live_log import LiveLogContract
from tests.contract.live_loss import LiveLossContract
from tests.contract.live_store import (
    ANNE,
    EPOCH,
    FORGOTTEN,
    JOINED,
    NOA,
    OPENED,
    SEEKER,
    TALK,
    LiveDeskContract,
    a_full_desk,
    commit,
    draft,
    log,
    say,
)
from tests.servers.valkey import Valkey
from tests.waiting import comes_true

KEY = bytes(range(32))


class ServerClock:
    """The server's own clock, which runs as evenly as ours on the same machine."""

    async def advance(self, by: Seconds) -> None:
        clock = MonotonicClock()
        until = clock.now() + by
        await comes_true(lambda: clock.now() >= until)


@asynccontextmanager
async def shared_store(url: str, key: bytes = KEY) -> AsyncIterator[SharedStore]:
    """One node's view of what several share."""
    async with open_redis(url) as redis:
        store = SharedStore(redis, key, SystemEntropy(key), gathers=False)
        writing = asyncio.create_task(store.run())
        try:
            yield store
        finally:
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing


@pytest.fixture
def clock() -> ServerClock:
    return ServerClock()


@pytest.fixture
async def store(valkey: Valkey) -> AsyncIterator[LiveStore]:
    async with shared_store(valkey.url) as store:
        yield store


class TestDeskInRedis(LiveDeskContract):
    pass


class TestLogInRedis(LiveLogContract):
    pass


class TestLossInRedis(LiveLossContract):
    pass


async def test_what_one_node_did_the_other_sees_and_a_stale_one_is_told(
    store: LiveStore, valkey: Valkey
) -> None:
    async with shared_store(valkey.url) as other:
        stale = (await other.load()).desk
        await commit(store, OPENED, JOINED)
        assert await other.swap(stale, replace(stale, version=2), (FORGOTTEN,)) is None
        assert (await other.load()).desk == (await store.load()).desk
        (said,) = await say(store, SEEKER, "one")
        added = await other.append(TALK, SEEKER, draft("one"))
        assert (added.entry, added.is_new) == (said, False)
        await other.restore(TALK, (), EPOCH)
        assert await log(other) == await log(store)


async def test_two_deployments_on_one_server_do_not_see_each_other(store: LiveStore, valkey: Valkey) -> None:
    await commit(store, OPENED, JOINED)
    before = (await store.load()).desk
    async with shared_store(valkey.url, KEY[::-1]) as other:
        assert (await other.load()).desk.generation != before.generation
        assert await other.heads([TALK]) == ()
        await commit(other, OPENED)
        await commit(other, FORGOTTEN)
    assert (await store.load()).desk == before
    assert (await store.head(TALK)).counsellor == ANNE


async def place_of(server: Server, part: str) -> str:
    """The one name in which this stands."""
    names = [name.decode() for name in await server.keys() if isinstance(name, bytes)]
    (place,) = [name for name in names if part in name]
    return place


@asynccontextmanager
async def raw(valkey: Valkey) -> AsyncIterator[Server]:
    """The server, by the library alone."""
    server = Server.from_url(valkey.url)
    try:
        yield server
    finally:
        await server.aclose()


async def test_nothing_that_lies_in_the_server_can_be_read(store: LiveStore, valkey: Valkey) -> None:
    desk = a_full_desk()
    await store.swap((await store.load()).desk, desk, (OPENED, JOINED))
    await say(store, SEEKER, "secret-cmid")
    async with raw(valkey) as server:
        names = await server.keys()
        told = repr([(name, await server.hgetall(name)) for name in names])
    assert len(told) > 1000
    for word in ("noa", "anne", "Anne", "talk-", "secret", "sealed", "epoch-noa"):
        assert word not in told


@pytest.mark.parametrize("part", ["id", "body"])
@pytest.mark.parametrize("garbage", [b"", b"\x00", b"\xc1" * 100, None])
async def test_a_desk_that_is_garbage_is_lost_and_a_new_life_begins(
    store: LiveStore, valkey: Valkey, part: str, garbage: bytes | None
) -> None:
    await store.swap((await store.load()).desk, a_full_desk(), (OPENED,))
    before = (await store.load()).desk
    async with raw(valkey) as server:
        place = await place_of(server, ":desk")
        if garbage is None:
            await server.hdel(place, part)
        else:
            await server.hset(place, part, garbage)
    async with shared_store(valkey.url) as other:
        found = (await other.load()).desk
        await commit(other)
    assert found.generation != before.generation
    assert (found.guests, found.waiting, found.talks, found.seats) == ({}, {}, {}, {})
    assert (await store.load()).desk.generation == found.generation


async def test_an_older_desk_that_was_put_back_is_not_believed(store: LiveStore, valkey: Valkey) -> None:
    await commit(store, OPENED)
    async with raw(valkey) as server:
        place = await place_of(server, ":desk")
        swap, body = await server.hget(place, "id"), await server.hget(place, "body")
        assert swap is not None
        assert body is not None
        await commit(store, JOINED)
        life = (await store.load()).desk.generation
        await server.hset(place, mapping={"id": swap, "body": body})
    assert (await store.load()).desk.generation != life


@pytest.mark.parametrize("garbage", [b"", b"\xc1" * 100, None])
async def test_a_log_of_which_a_part_is_garbage_is_gone_and_can_be_opened_anew(
    store: LiveStore, valkey: Valkey, garbage: bytes | None
) -> None:
    await commit(store, OPENED, JOINED)
    await say(store, SEEKER, "one", "two")
    async with raw(valkey) as server:
        place = await place_of(server, ":log:")
        if garbage is None:
            await server.hdel(place, "e2")
        else:
            await server.hset(place, "e2", garbage)
    with pytest.raises(Gone):
        await store.read(TALK, None)
    await commit(store, LogOpened(TALK, Epoch("new"), NOA, ANNE, 1))
    assert await log(store) == ()
    assert (await store.head(TALK)).epoch == "new"
    assert (await store.append(TALK, SEEKER, draft("one"))).is_new


async def test_an_entry_is_not_taken_for_another_of_the_same_log(store: LiveStore, valkey: Valkey) -> None:
    await commit(store, OPENED, JOINED)
    await say(store, SEEKER, "one", "two")
    async with raw(valkey) as server:
        place = await place_of(server, ":log:")
        second = await server.hget(place, "e2")
        await server.hset(place, "e3", second)
    with pytest.raises(Gone):
        await store.read(TALK, None)


async def test_whoever_comes_to_a_server_that_was_emptied_begins_a_new_life(
    store: LiveStore, valkey: Valkey
) -> None:
    await commit(store, OPENED)
    before = (await store.load()).desk
    async with raw(valkey) as server:
        await server.flushall()
    async with shared_store(valkey.url) as other:
        one, two = await asyncio.gather(store.load(), other.load())
    assert one.desk.generation == two.desk.generation != before.generation
    assert await store.heads([TALK]) == ()
