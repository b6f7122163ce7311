"""The people store's promises, kept by a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.people_store import PeopleStoreContract
from tests.line import KEY
from volunteers.records import PeopleStore
from volunteers.store import open_people


class TestPeopleInPostgres(PeopleStoreContract):
    @pytest.fixture
    async def store(self, postgres_url: str) -> AsyncIterator[PeopleStore]:
        async with open_people(postgres_url, KEY) as people:
            yield people
