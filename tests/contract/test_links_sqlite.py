"""The promises about return words, kept by SQLite in a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chat.service.ports import LinkStore
from chat.store.database import open_database
from chat.store.links import SqlLinks
from tests.contract.link_store import LinkStoreContract


class TestLinksInSqlite(LinkStoreContract):
    @pytest.fixture
    async def links(self, tmp_path: Path) -> AsyncIterator[LinkStore]:
        async with open_database(f"sqlite:///{tmp_path}/luister.db") as database:
            yield SqlLinks(database)
