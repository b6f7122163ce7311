"""A desk in Redis that is anything but what was put there: it is lost, and a new life begins."""

from dataclasses import replace
from typing import Any

import pytest

from chat.identifiers import Instant, SeekerId
from chat.routing.model import Desk
from chat.store.codec import encode
from chat.store.sealing import Seal
from chat.store.shared import SharedStore, prefix_of
from tests.servers.valkey import Valkey
from tests.unit.store.nodes import (
    KEY,
    OTHER_KEY,
    a_node,
    commit,
)
from tests.unit.store.spoiling import SPOILT, Spoil, flipped

DESK = f"{prefix_of(KEY)}:desk"


@pytest.mark.parametrize("spoil", SPOILT)
async def test_a_desk_that_cannot_be_opened_is_lost_and_a_new_life_begins(
    valkey: Valkey, store: SharedStore, client: Any, spoil: Spoil
) -> None:
    before = (await store.load()).desk
    await spoil(client, DESK)
    async with a_node(valkey.url) as newcomer:
        fresh = (await newcomer.load()).desk
        assert fresh.generation != before.generation
        assert (await store.load()).desk == fresh
        await commit(store)
        await commit(newcomer)
        assert (await newcomer.load()).desk == (await store.load()).desk


async def test_a_node_that_saw_more_goes_on_from_its_version(store: SharedStore, client: Any) -> None:
    before = (await store.load()).desk
    await client.delete(DESK)
    after = (await store.load()).desk
    assert after.generation != before.generation
    assert after.version == before.version


@pytest.mark.parametrize("field", ["body", "id"])
async def test_one_field_of_the_desk_that_is_not_ours_is_a_loss(
    valkey: Valkey, store: SharedStore, client: Any, field: str
) -> None:
    before = (await store.load()).desk
    await flipped(client, DESK, field)
    async with a_node(valkey.url) as newcomer:
        assert (await newcomer.load()).desk.generation != before.generation


async def test_an_older_desk_that_was_put_back_is_a_loss(store: SharedStore, client: Any) -> None:
    older = await client.hgetall(DESK)
    await commit(store)
    before = (await store.load()).desk
    await client.hset(DESK, mapping=older)
    after = (await store.load()).desk
    assert after.generation != before.generation
    assert after.version == before.version


async def test_a_desk_of_a_life_that_was_over_is_not_taken_up_again(store: SharedStore, client: Any) -> None:
    for _ in range(5):
        await commit(store)
    earlier, kept = (await store.load()).desk.generation, await client.hgetall(DESK)
    await client.delete(DESK)
    later = (await store.load()).desk.generation
    await client.hset(DESK, mapping=kept)
    assert (await store.load()).desk.generation not in (earlier, later)


async def test_the_desk_of_another_deployment_is_a_loss(
    valkey: Valkey, store: SharedStore, client: Any
) -> None:
    before = (await store.load()).desk
    async with a_node(valkey.url, OTHER_KEY) as foreign:
        await foreign.load()
    theirs = await client.hgetall(f"{prefix_of(OTHER_KEY)}:desk")
    await client.hset(DESK, mapping=theirs)
    assert (await store.load()).desk.generation != before.generation


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x80", encode({"desk": 1, "swaps": []}), encode([Desk()])])
async def test_a_desk_of_another_format_is_a_loss(
    valkey: Valkey, store: SharedStore, client: Any, body: bytes
) -> None:
    before = (await store.load()).desk
    sealed = Seal(KEY, "desk").seal(body, DESK.encode())
    await client.hset(DESK, mapping={"id": "whose", "body": sealed})
    async with a_node(valkey.url) as newcomer:
        assert (await newcomer.load()).desk.generation != before.generation


async def test_an_id_that_the_desk_does_not_have_is_a_loss(store: SharedStore, client: Any) -> None:
    before = (await store.load()).desk
    await client.hset(DESK, "id", "whose")
    assert (await store.load()).desk.generation != before.generation


async def test_of_a_lost_desk_nobody_who_left_comes_back(store: SharedStore, client: Any) -> None:
    before = (await store.load()).desk
    departed = {SeekerId("left"): Instant(before.now + 60)}
    await store.swap(before, replace(before, version=before.version + 1, departed=departed), ())
    await client.delete(DESK)
    assert (await store.load()).desk.departed == departed
