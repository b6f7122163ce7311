"""The store as one of several nodes has it, on a real Valkey."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

from redis.asyncio import Redis as Client

from chat.conversation.lifecycle import Joined, LogOpened, LogWrite
from chat.conversation.model import ByCounsellor, BySeeker, Draft
from chat.entropy import SystemEntropy
from chat.identifiers import Cmid, ConversationId, Epoch, SeekerId, VolunteerId
from chat.service.ports import Added, LiveStore
from chat.store.logs import Logs
from chat.store.redis import Redis, open_redis
from chat.store.shared import SharedStore, prefix_of

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
"""Another deployment's."""
TALK, OTHER = ConversationId("talk-noa"), ConversationId("talk-sam")
NOA, SAM, ANNE = SeekerId("noa"), SeekerId("sam"), VolunteerId("anne")
SEEKER, COUNSELLOR = BySeeker(NOA), ByCounsellor(ANNE, 1)
OPENED = LogOpened(TALK, Epoch("epoch-noa"), NOA)
JOINED = Joined(TALK, ANNE, "Anne", 1)
JOINED_AS = "joined-epoch-noa-1"
"""As what it stands in its log."""


@asynccontextmanager
async def writing(redis: Redis, key: bytes = KEY) -> AsyncIterator[SharedStore]:
    """A node's store, which writes for as long as the block lasts."""
    store = SharedStore(redis, key, SystemEntropy(key), gathers=False)
    running = asyncio.create_task(store.run())
    try:
        yield store
        assert not running.done()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@asynccontextmanager
async def a_node(url: str, key: bytes = KEY) -> AsyncIterator[SharedStore]:
    """The same over connections of its own."""
    async with open_redis(url) as redis, writing(redis, key) as store:
        yield store


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[Any]:
    """The library's client, which sees and changes everything."""
    async with Client.from_url(url, protocol=2) as client:
        yield client


def place(conversation: ConversationId) -> str:
    """Where a log lies."""
    return Logs(prefix_of(KEY), KEY).key(conversation)


def draft(cmid: str, body: str | None = None) -> Draft:
    """A message."""
    return Draft(Cmid(cmid), f"sealed {cmid}" if body is None else body)


async def commit(store: LiveStore, *writes: LogWrite) -> Sequence[Added]:
    """What these writes added, done together with the next desk; the tests' own loop over lost swaps."""
    while True:
        before = (await store.load()).desk
        added = await store.swap(before, replace(before, version=before.version + 1), writes)
        if added is not None:
            return added


async def said(store: LiveStore, conversation: ConversationId = TALK) -> list[str]:
    """What the log holds, in order."""
    return [str(entry.cmid) for entry in (await store.read(conversation, None)).entries]
