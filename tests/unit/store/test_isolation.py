"""Others on the same server: two deployments do not see each other, and a channel carries only what is ours."""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Any

import pytest

from chat.errors import Gone
from chat.identifiers import NodeId
from chat.service.notices import TicketAsked, ToSeeker
from chat.service.ports import Letter
from chat.store.codec import encode
from chat.store.post import SealedPost
from chat.store.redis import open_redis
from chat.store.sealing import Seal
from chat.store.shared import SharedStore, prefix_of
from tests.servers.valkey import Valkey
from tests.unit.store.nodes import (
    JOINED_AS,
    KEY,
    NOA,
    OPENED,
    OTHER_KEY,
    SEEKER,
    TALK,
    a_node,
    commit,
    draft,
    said,
)
from tests.waiting import WITHIN_SECONDS, comes_true


async def test_two_deployments_on_one_server_do_not_see_each_other(
    valkey: Valkey, store: SharedStore, client: Any
) -> None:
    ours = {key: await client.hgetall(key) for key in await client.keys("*")}
    async with a_node(valkey.url, OTHER_KEY) as foreign:
        with pytest.raises(Gone):
            await foreign.read(TALK, None)
        await commit(foreign, OPENED)
        await foreign.append(TALK, SEEKER, draft("theirs"))
        assert await said(foreign) == ["theirs"]
        assert (await foreign.load()).desk.generation != (await store.load()).desk.generation
        assert {key: await client.hgetall(key) for key in ours} == ours
        assert await said(store) == [JOINED_AS, "one", "two", "three"]
        assert len(await client.keys("*")) == len(ours) + 2


async def test_a_channel_carries_only_what_one_of_our_nodes_sealed_for_it(
    valkey: Valkey, client: Any
) -> None:
    heard: list[Letter] = []
    node, letter = NodeId("node-1"), Letter(ToSeeker(NOA), TicketAsked())

    async def hear(_: int, letters: Sequence[Letter]) -> None:
        heard.extend(letters)

    async with open_redis(valkey.url) as redis:
        post = SealedPost(redis, KEY, node)
        listening = asyncio.create_task(post.receive(hear))
        channel = f"{prefix_of(KEY)}:inbox:{node}"
        foreign = SealedPost(redis, OTHER_KEY, node)
        async with asyncio.timeout(WITHIN_SECONDS):
            while not await client.publish(channel, b""):  # noqa: ASYNC110 - the server does not tell
                await asyncio.sleep(0.002)
        seal = Seal(KEY, "post")
        garbage = (b"", b"x" * 12, secrets.token_bytes(100), seal.seal(b"\xc1", channel.encode()))
        elsewhere = seal.seal(encode({"version": 1, "sheets": []}), f"{channel}-2".encode())
        sheet = {"address": "Nobody", "to": {}, "kind": "Nothing", "notice": {}}
        unknown = seal.seal(encode({"version": 1, "sheets": [sheet]}), channel.encode())
        for one in (*garbage, elsewhere, unknown):
            assert await client.publish(channel, one) == 1
        await foreign.send(node, 1, (letter,))
        await post.send(node, 1, (letter,))
        await comes_true(lambda: heard == [letter])
        assert not listening.done()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
