"""The staff log's promises, kept by a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.contract.staff_log import StaffLogContract, Stores
from tests.line import KEY
from volunteers.store import open_people


class TestStaffLogInPostgres(StaffLogContract):
    @pytest.fixture
    async def stores(self, postgres_url: str) -> AsyncIterator[Stores]:
        async with open_people(postgres_url, KEY) as one, open_people(postgres_url, KEY) as other:
            yield one, other
