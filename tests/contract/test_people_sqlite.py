"""The people store's promises, kept by SQLite in a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.people_store import PeopleStoreContract
from tests.line import KEY
from volunteers.records import PeopleStore
from volunteers.store import open_people


class TestPeopleInSqlite(PeopleStoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[PeopleStore]:
        async with open_people(f"sqlite:///{tmp_path}/people.db", KEY) as people:
            yield people
