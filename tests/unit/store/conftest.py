"""One node with two conversations on a real Valkey, for tests that ask for it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.conversation.lifecycle import LogOpened
from chat.conversation.model import BySeeker
from chat.identifiers import Epoch
from chat.store.shared import SharedStore
from tests.servers.valkey import Valkey
from tests.unit.store.nodes import (
    COUNSELLOR,
    JOINED,
    OPENED,
    OTHER,
    SAM,
    SEEKER,
    TALK,
    a_node,
    commit,
    draft,
    looking,
)


@pytest.fixture
async def client(valkey: Valkey) -> AsyncIterator[Any]:
    async with looking(valkey.url) as client:
        yield client


@pytest.fixture
async def store(valkey: Valkey) -> AsyncIterator[SharedStore]:
    async with a_node(valkey.url) as store:
        await commit(store, OPENED, JOINED, LogOpened(OTHER, Epoch("epoch-sam"), SAM))
        for author, cmid in ((SEEKER, "one"), (COUNSELLOR, "two"), (SEEKER, "three")):
            await store.append(TALK, author, draft(cmid))
        await store.append(OTHER, BySeeker(SAM), draft("of sam"))
        yield store
