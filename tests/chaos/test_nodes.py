"""Three nodes on Redis and PostgreSQL, any of which goes away, or forgets everything: the people notice a word at most.

In `make test` the rows play on one line, one after another; a pair that one row parts is not asked again by the next.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.chaos.line import Servers
from tests.chaos.modes import BLOWS, CLOCKS, SCALED, Mode
from tests.chaos.records import FULL
from tests.chaos.story import Story, survived, told
from tests.servers.postgres import running_postgres
from tests.servers.valkey import running_valkey

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.in_seconds]

SEED = 20_261_123
ON_ONE_LINE = () if FULL else SCALED
ON_THEIR_OWN = (*SCALED, *CLOCKS) if FULL else CLOCKS
"""A clock is off from the start; and at length every row has lines of its own."""


@contextmanager
def shared_servers() -> Iterator[Servers]:
    """Real ones, which the rows may break; each line has a database of its own."""
    with running_valkey() as valkey, running_postgres() as postgres:
        yield Servers(valkey, postgres)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    folder = tmp_path_factory.mktemp("nodes")
    with shared_servers() as servers:
        async with told(folder, SCALED[0], SEED, servers) as begun:
            yield begun


@pytest.mark.parametrize("mode", ON_ONE_LINE, ids=lambda mode: mode.name)
async def test_conversations_outlive(story: Story, mode: Mode) -> None:
    story.begin(mode.name)
    async with story.talk():
        await story.endure(mode, BLOWS)
    record = await story.judge()
    assert record.is_good, record.line()
    assert record.says_enough, record.line()


@pytest.mark.parametrize("mode", ON_THEIR_OWN, ids=lambda mode: mode.name)
async def test_conversations_outlive_on_lines_of_their_own(tmp_path: Path, mode: Mode) -> None:
    with shared_servers() as servers:
        records = await survived(tmp_path, mode, SEED, servers)
    for record in records:
        assert record.is_good, record.line()
        assert record.says_enough, record.line()
