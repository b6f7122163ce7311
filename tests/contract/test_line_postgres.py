"""The line store's promises, kept by a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from chat.service.line import LineStore
from chat.store.sql import open_line
from tests.contract.line_store import LineStoreContract


class TestLineInPostgres(LineStoreContract):
    @pytest.fixture
    async def store(self, postgres_url: str) -> AsyncIterator[LineStore]:
        async with open_line(postgres_url) as line:
            yield line
