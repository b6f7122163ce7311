"""The roster store's promises, kept by SQLite in a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.roster_store import RosterStoreContract
from tests.line import KEY
from volunteers.store import SqlPeople, open_people


class TestRosterInSqlite(RosterStoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[SqlPeople]:
        async with open_people(f"sqlite:///{tmp_path}/people.db", KEY) as people:
            yield people
