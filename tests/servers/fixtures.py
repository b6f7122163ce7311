"""Real servers for any test: one of each for the whole run, made new for every test that asks."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.servers.postgres import Postgres, running_postgres
from tests.servers.valkey import Valkey, running_valkey


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Valkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
def valkey(_valkey: Valkey) -> Valkey:
    """A Valkey that runs and is empty; a test may do to it what it likes."""
    _valkey.restart()
    return _valkey


@pytest.fixture(scope="session")
def _postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres(_postgres: Postgres) -> Postgres:
    """A PostgreSQL that runs; a test may do to it what it likes."""
    _postgres.heal()
    return _postgres


@pytest.fixture
async def postgres_url(postgres: Postgres) -> AsyncIterator[str]:
    """The address of a new and empty database on it."""
    async with postgres.database() as url:
        yield url
