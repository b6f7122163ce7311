"""A log in Redis that is anything but what was put there: it is lost, and the desk and the others go on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chat.conversation.lifecycle import Assigned, Ended, LogForgotten, LogOpened
from chat.conversation.model import BySeeker, EndReason, Mark, Side
from chat.errors import Gone
from chat.identifiers import Epoch
from chat.store.shared import SharedStore
from tests.unit.store.nodes import (
    ANNE,
    COUNSELLOR,
    NOA,
    OTHER,
    SAM,
    SEEKER,
    TALK,
    commit,
    draft,
    place,
    said,
)
from tests.unit.store.spoiling import SPOILT, Spoil, flipped


async def opened_anew(store: SharedStore) -> None:
    """What service does about a log that is gone: the desk opens it, and browsers offer what they hold."""
    with pytest.raises(Gone):
        await store.head(TALK)
    await commit(store, LogOpened(TALK, Epoch("epoch-new"), NOA, COUNSELLOR.counsellor, 1))
    assert await said(store) == []
    await store.append(TALK, SEEKER, draft("one"))
    assert await said(store) == ["one"]


@pytest.mark.parametrize("spoil", SPOILT)
async def test_a_log_that_cannot_be_opened_is_gone_until_it_is_opened_anew_and_the_others_go_on(
    store: SharedStore, client: Any, spoil: Spoil
) -> None:
    await spoil(client, place(TALK))
    with pytest.raises(Gone):
        await store.read(TALK, None)
    await opened_anew(store)
    assert await said(store, OTHER) == ["of sam"]


ASKED: dict[str, Callable[[SharedStore], Awaitable[object]]] = {
    "read": lambda store: store.read(TALK, None),
    "restore": lambda store: store.restore(TALK, (), Epoch("epoch-other")),
    "renew": lambda store: store.renew(TALK, Epoch("epoch-other")),
}


@pytest.mark.parametrize("field", ["head", "e1", "e3"])
@pytest.mark.parametrize("ask", ASKED)
async def test_a_log_of_which_one_part_cannot_be_opened_is_gone_and_can_be_opened_anew(
    store: SharedStore, client: Any, field: str, ask: str
) -> None:
    await flipped(client, place(TALK), field)
    with pytest.raises(Gone):
        await ASKED[ask](store)
    await opened_anew(store)


@pytest.mark.parametrize("field", ["e2", "head"])
async def test_a_missing_part_is_a_lost_log(store: SharedStore, client: Any, field: str) -> None:
    await client.hdel(place(TALK), field)
    with pytest.raises(Gone):
        await store.read(TALK, None)
    await opened_anew(store)


async def test_a_repeat_of_which_nobody_can_say_what_it_was_is_never_stored_twice(
    store: SharedStore, client: Any
) -> None:
    key = place(TALK)
    for field in await client.hkeys(key):
        if field.startswith(b"c"):
            await flipped(client, key, field)
    with pytest.raises(Gone):
        await store.append(TALK, SEEKER, draft("one"))
    await opened_anew(store)


@pytest.mark.parametrize(("to", "of"), [("e2", "e4"), ("e4", "e2"), ("e1", "head"), ("head", "e1")])
async def test_a_part_in_the_place_of_another_is_a_lost_log(
    store: SharedStore, client: Any, to: str, of: str
) -> None:
    await client.hset(place(TALK), to, await client.hget(place(TALK), of))
    with pytest.raises(Gone):
        await store.read(TALK, None)
    await opened_anew(store)


async def test_a_part_of_an_earlier_life_is_a_lost_log(store: SharedStore, client: Any) -> None:
    earlier = await client.hget(place(TALK), "e2")
    await store.renew(TALK, Epoch("epoch-later"))
    assert len(await said(store)) == 4
    await client.hset(place(TALK), "e2", earlier)
    with pytest.raises(Gone):
        await store.read(TALK, None)
    await opened_anew(store)


async def test_the_log_of_another_conversation_says_nothing_here(store: SharedStore, client: Any) -> None:
    await client.delete(place(TALK))
    await client.rename(place(OTHER), place(TALK))
    for conversation in (TALK, OTHER):
        with pytest.raises(Gone):
            await store.read(conversation, None)
    await opened_anew(store)


@pytest.mark.parametrize("spoil", SPOILT)
async def test_one_garbage_log_keeps_neither_desk_nor_other_messages_back(
    store: SharedStore, client: Any, spoil: Spoil
) -> None:
    await spoil(client, place(TALK))
    async with asyncio.timeout(5):
        answers = await asyncio.gather(
            *(store.append(TALK, SEEKER, draft(f"lost-{n}")) for n in range(5)),
            *(store.append(OTHER, BySeeker(SAM), draft(str(n))) for n in range(20)),
            return_exceptions=True,
        )
        assert {type(one) for one in answers[:5]} == {Gone}
        assert not [one for one in answers[5:] if isinstance(one, BaseException)]
        added = await commit(
            store,
            Ended(TALK, EndReason.SEEKER_LEFT),
            Assigned(TALK, ANNE, 2),
            Ended(OTHER, EndReason.SEEKER_LEFT),
            LogForgotten(TALK),
        )
        assert [one.head.conversation for one in added] == [OTHER]
        assert [head.conversation for head in await store.heads([TALK, OTHER])] == [OTHER]
        with pytest.raises(Gone):
            await store.mark(TALK, Epoch("epoch-noa"), Side.SEEKER, Mark(1, 1))
    assert not await client.exists(place(TALK)), "what is forgotten leaves nothing"
