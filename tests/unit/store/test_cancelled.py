"""Who is stopped in the middle of a transaction lets go of the database, also when they are stopped once more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
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


@asynccontextmanager
async def of_the_line(url: str) -> AsyncIterator[Begin]:
    async with open_database(url) as database:
        yield database.transaction


@asynccontextmanager
async def of_the_people(url: str) -> AsyncIterator[Begin]:
    async with open_engine(url) as engine:
        yield engine.begin


@pytest.mark.parametrize("turns", range(MOST_TURNS))
@pytest.mark.parametrize("opened", [of_the_line, of_the_people])
async def test_who_is_stopped_twice_leaves_nothing_that_waits(
    tmp_path: Path, opened: Callable[[str], AbstractAsyncContextManager[Begin]], turns: int
) -> None:
    async with opened(f"sqlite:///{tmp_path / 'luister.db'}") as begin:
        begun = asyncio.Event()

        async def busy() -> None:
            async with begin() as connection:
                begun.set()
                while True:
                    await connection.execute(text("SELECT 1"))

        task = asyncio.create_task(busy())
        await begun.wait()
        task.cancel()
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            _over, left = await asyncio.wait(left, timeout=WITHIN_SECONDS)
        assert not left
        async with begin() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1
