"""The promises about return words, kept by a real PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from chat.service.ports import LinkStore
from chat.store.database import open_database
from chat.store.links import SqlLinks
from tests.contract.link_store import LinkStoreContract


class TestLinksInPostgres(LinkStoreContract):
    @pytest.fixture
    async def links(self, postgres_url: str) -> AsyncIterator[LinkStore]:
        async with open_database(postgres_url) as database:
            yield SqlLinks(database)
