"""The live store's promises, kept by a real Valkey."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from chat.entropy import SystemEntropy
from chat.identifiers import Seconds
from chat.service.ports import LiveStore
from chat.store.redis import open_redis
from chat.store.shared import SharedStore
from tests.contract.live_circles import LiveCirclesContract
from tests.contract.live_log import LiveLogContract
from tests.contract.live_loss import LiveLossContract
from tests.contract.live_store import LiveDeskContract
from tests.servers.valkey import Valkey

KEY = bytes(range(32))


class ServersClock:
    """The server's own clock, which nobody can move: time passes by itself."""

    async def advance(self, by: Seconds) -> None:
        await asyncio.sleep(by)


@pytest.fixture
def clock() -> ServersClock:
    return ServersClock()


@asynccontextmanager
async def a_store(valkey: Valkey) -> AsyncIterator[SharedStore]:
    """One node's store, which writes for as long as the block lasts."""
    async with open_redis(valkey.url) as redis:
        store = SharedStore(redis, KEY, SystemEntropy(KEY), gathers=False)
        writing = asyncio.create_task(store.run())
        try:
            yield store
        finally:
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing


@pytest.fixture
async def store(valkey: Valkey) -> AsyncIterator[LiveStore]:
    async with a_store(valkey) as store:
        yield store


class TestDeskInRedis(LiveDeskContract):
    pass


class TestLogInRedis(LiveLogContract):
    pass


class TestCirclesInRedis(LiveCirclesContract):
    pass


class TestLossInRedis(LiveLossContract):
    pass
