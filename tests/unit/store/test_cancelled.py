"""Who is stopped in the middle of a transaction lets go of the database, also when they are stopped once more."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chat.store.database import open_database
from tests.waiting import WITHIN_SECONDS
from volunteers.store.database import open_engine

Begin = Callable[[], AbstractAsyncContextManager[AsyncConnection]]

MOST_TURNS = 6
"""So many turns of the loop later the connection has been closed, whatever happened first."""
READING = text(
    "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count LIMIT 200) SELECT n FROM count"
)
"""Is read in several turns of the loop: who is stopped between two of them leaves it half read."""


@asynccontextmanager
async def of_the_line(url: str) -> AsyncIterator[Begin]:
    async with open_database(url) as database:
        yield database.transaction


@asynccontextmanager
async def of_the_people(url: str) -> AsyncIterator[Begin]:
    async with open_engine(url) as engine:
        yield engine.begin


@pytest.fixture
def nobody_collects() -> Iterator[None]:
    """What is let go of is let go of at once, not when the garbage is collected; when that is nobody knows."""
    gc.disable()
    yield
    gc.enable()


async def stopped_twice(begin: Begin, turns_before: int, turns_between: int) -> None:
    """Begin a transaction that reads for ever, stop it, stop it again, and wait until nothing of it runs."""
    begun = asyncio.Event()

    async def busy() -> None:
        async with begin() as connection:
            begun.set()
            while True:
                await connection.execute(READING)

    task = asyncio.create_task(busy())
    await begun.wait()
    for turns in (turns_before, turns_between):
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
    await asyncio.wait([task])
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        _over, left = await asyncio.wait(left, timeout=WITHIN_SECONDS)
    assert not left


@pytest.mark.usefixtures("nobody_collects")
@pytest.mark.parametrize("turns_before", range(MOST_TURNS))
@pytest.mark.parametrize("opened", [of_the_line, of_the_people])
async def test_who_is_stopped_twice_leaves_nothing_that_waits_and_nothing_locked(
    tmp_path: Path, opened: Callable[[str], AbstractAsyncContextManager[Begin]], turns_before: int
) -> None:
    for turns_between, one in product(range(MOST_TURNS), range(2)):
        url = f"sqlite:///{tmp_path / f'{turns_between}-{one}.db'}"
        async with opened(url) as begin:
            await stopped_twice(begin, turns_before, turns_between)
            async with begin() as connection, asyncio.timeout(1):
                await connection.execute(text("CREATE TABLE afterwards (number INTEGER)"))
        async with opened(url) as begin, begin() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM afterwards")) == 0
