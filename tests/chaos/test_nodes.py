"""Three nodes on Redis and PostgreSQL, any of which goes away, or forgets everything: the people notice a word at most.

All rows play on one line, one after another; a pair that one row parts is not asked again by the next.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.line import Servers
from tests.chaos.modes import CLOCKS, SCALED, Mode
from tests.chaos.records import FULL
from tests.chaos.story import Story, survived, told
from tests.servers.postgres import running_postgres
from tests.servers.valkey import running_valkey

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEED = 20_261_123
CLOCK = CLOCKS if FULL else CLOCKS[:1]


@asynccontextmanager
async def shared_servers() -> AsyncIterator[Servers]:
    """Real ones, which the rows may break."""
    with running_valkey() as valkey, running_postgres() as postgres:
        async with postgres.database() as url:
            yield Servers(valkey, postgres, url)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    folder = tmp_path_factory.mktemp("nodes")
    async with shared_servers() as servers, told(folder, SCALED[0], SEED, servers) as begun:
        yield begun


@pytest.mark.parametrize("mode", SCALED, ids=lambda mode: mode.name)
async def test_conversations_outlive(story: Story, mode: Mode) -> None:
    story.begin(mode.name)
    async with story.talk():
        await story.endure(mode, mode.full_blows if FULL else mode.blows)
    record = await story.judge()
    assert record.is_good, record.line()


@pytest.mark.parametrize("mode", CLOCK, ids=lambda mode: mode.name)
async def test_a_clock_that_is_off_changes_nothing(tmp_path: Path, mode: Mode) -> None:
    async with shared_servers() as servers:
        record = await survived(tmp_path, mode, SEED, servers)
    assert record.is_good, record.line()
