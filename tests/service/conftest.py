"""One shift for one test, on each store on which the test can run."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from chat.store.redis import open_redis
from tests.fakes.memory import WaywardStore
from tests.servers.valkey import Valkey
from tests.service.shift import KEY, Shift, serving
from tests.service.stores import ONLY_MEMORY, ONLY_REDIS, STORES, WaywardShared


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "shift" not in metafunc.fixturenames:
        return
    file = metafunc.module.__name__.rpartition(".")[2]
    if file in ONLY_REDIS:
        stores: tuple[str, ...] = ("redis",)
    else:
        is_bound = bool({file, metafunc.function.__name__} & ONLY_MEMORY.keys())
        stores = STORES[:1] if is_bound else STORES
    metafunc.parametrize("shift", stores, indirect=True)


@pytest.fixture
async def shift(request: pytest.FixtureRequest) -> AsyncIterator[Shift]:
    if request.param == "memory":
        async with serving() as shift:
            yield shift
        return
    valkey: Valkey = request.getfixturevalue("valkey")
    async with open_redis(valkey.url) as redis:
        # Tests that run on both use only what both have.
        store = cast("WaywardStore", WaywardShared(redis, KEY))
        async with serving(store=store) as shift:
            yield shift
