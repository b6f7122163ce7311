"""The staff log's promises, kept by SQLite in a file that two processes could share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.staff_log import StaffLogContract, Stores
from tests.line import KEY
from volunteers.store import open_people


class TestStaffLogInSqlite(StaffLogContract):
    @pytest.fixture
    async def stores(self, tmp_path: Path) -> AsyncIterator[Stores]:
        url = f"sqlite:///{tmp_path}/people.db"
        async with open_people(url, KEY) as one, open_people(url, KEY) as other:
            yield one, other
