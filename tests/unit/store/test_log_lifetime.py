"""How long a log lies in Redis should nobody be there to forget it (promise P3)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from chat.conversation.lifecycle import Assigned, Ended, Joined, LogOpened
from chat.conversation.model import EndReason, Entry, Kind, Mark, Side
from chat.identifiers import Cmid, Epoch
from chat.routing.durations import END_KEEPS
from chat.store.logs import KEPT_SECONDS
from chat.store.shared import SharedStore
from tests.unit.store.nodes import ANNE, NOA, SEEKER, TALK, commit, draft, place, said

ENDED = Ended(TALK, EndReason.COUNSELLOR_ENDED)
NEW = Epoch("epoch-new")
SOON = 300
"""So many seconds are left of a log in a test that lets some of them pass."""
BEFORE = Entry(1, Kind.MESSAGE, Side.SEEKER, Cmid("before"), "sealed before")


async def left(client: Any) -> int:
    """In how many seconds the log is gone."""
    return int(await client.ttl(place(TALK)))


async def test_what_goes_on_lies_for_three_hours_after_the_last_word(store: SharedStore, client: Any) -> None:
    await client.expire(place(TALK), SOON)
    await store.append(TALK, SEEKER, draft("four"))
    assert KEPT_SECONDS - 60 < await left(client) <= KEPT_SECONDS


async def test_what_has_ended_lies_no_longer_than_it_can_be_read(store: SharedStore, client: Any) -> None:
    await commit(store, ENDED)
    assert END_KEEPS - 60 < await left(client) <= END_KEEPS


async def test_what_was_opened_and_ended_at_once_lies_no_longer(store: SharedStore, client: Any) -> None:
    await client.delete(place(TALK))
    await commit(store, LogOpened(TALK, NEW, NOA, ANNE, 1), ENDED)
    assert 0 < await left(client) <= END_KEEPS


LATER: dict[str, Callable[[SharedStore], Awaitable[object]]] = {
    "a mark": lambda store: store.mark(TALK, Epoch("epoch-noa"), Side.SEEKER, Mark(3, 3)),
    "a page that offers": lambda store: store.restore(TALK, [BEFORE], NEW),
    "a new life": lambda store: store.renew(TALK, NEW),
    "taken back": lambda store: commit(store, LogOpened(TALK, NEW, NOA, ANNE, 1)),
    "held by another": lambda store: commit(store, Assigned(TALK, ANNE, 2)),
    "ended again": lambda store: commit(store, ENDED),
    "somebody joins": lambda store: commit(store, Joined(TALK, ANNE, "Anne", 3)),
}


@pytest.mark.parametrize("later", LATER)
async def test_nothing_makes_what_has_ended_lie_longer(store: SharedStore, client: Any, later: str) -> None:
    await commit(store, ENDED)
    await client.expire(place(TALK), SOON)
    await LATER[later](store)
    assert 0 < await left(client) <= SOON
    assert "ended" in await said(store)
