"""The roster store's promises, kept by a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.roster_store import RosterStoreContract
from tests.line import KEY
from volunteers.store import SqlPeople, open_people


class TestRosterInPostgres(RosterStoreContract):
    @pytest.fixture
    async def store(self, postgres_url: str) -> AsyncIterator[SqlPeople]:
        async with open_people(postgres_url, KEY) as people:
            yield people
