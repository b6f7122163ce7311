"""The line store's promises, kept by SQLite in a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat.service.line import LineStore
from chat.store.sql import open_line
from tests.contract.line_store import LineStoreContract


class TestLineInSqlite(LineStoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[LineStore]:
        async with open_line(f"sqlite:///{tmp_path}/luister.db") as line:
            yield line
