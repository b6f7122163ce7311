"""A digest of return words is the same every time, slow, keyed, and never in the way."""

import asyncio
import hmac
import threading
from collections.abc import Iterator
from hashlib import sha256

import pytest
from argon2.low_level import Type, hash_secret_raw

from chat.errors import Busy
from chat.store.slow_hash import DEFAULT_COST, DIGEST_BYTES, THREADS, Cost, SlowHash

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
CHEAP = Cost(passes=1, memory_kib=8)
WORDS = ("aardbei", "boom", "circus", "dolfijn")


@pytest.fixture
def cheap() -> Iterator[SlowHash]:
    with SlowHash(KEY, CHEAP) as hashes:
        yield hashes


async def test_the_same_words_always_give_the_same_digest(cheap: SlowHash) -> None:
    first = await cheap.of(WORDS)
    assert len(first) == DIGEST_BYTES
    assert await cheap.of(list(WORDS)) == first
    with SlowHash(KEY, CHEAP) as another_node:
        assert await another_node.of(WORDS) == first


async def test_other_words_another_order_and_another_key_give_another(cheap: SlowHash) -> None:
    digests = {await cheap.of(words) for words in (WORDS, WORDS[::-1], WORDS[:3], (*WORDS[:3], "eend"))}
    with SlowHash(OTHER_KEY, CHEAP) as other:
        digests.add(await other.of(WORDS))
    assert len(digests) == 5


async def test_it_is_argon2id_of_the_keyed_words_at_the_stated_cost() -> None:
    keyed = hmac.digest(hmac.digest(KEY, b"luister return words", sha256), " ".join(WORDS).encode(), sha256)
    salt = hmac.digest(KEY, b"luister return words salt", sha256)[:16]
    assert (DEFAULT_COST.passes, DEFAULT_COST.memory_kib) == (7, 65536)
    expected = hash_secret_raw(keyed, salt, 7, 65536, 1, 32, Type.ID)
    with SlowHash(KEY) as hashes:
        assert await hashes.of(WORDS) == expected


async def test_who_comes_when_the_pool_is_full_is_told_and_heard_later() -> None:
    with SlowHash(KEY, CHEAP, room=3) as small:
        answers = await asyncio.gather(*(small.of(WORDS) for _ in range(5)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [bytes, bytes, bytes, Busy, Busy]
        assert await small.of(WORDS) == answers[0]


async def test_the_room_of_somebody_who_left_is_given_back() -> None:
    with SlowHash(KEY, CHEAP, room=1) as small:
        leaving = asyncio.create_task(small.of(WORDS))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert len(await small.of(WORDS)) == DIGEST_BYTES


async def test_two_work_at_once_and_not_on_the_loop_s_own_thread() -> None:
    seen: set[str] = set()

    class Watched(SlowHash):
        def _slowly(self, keyed: bytes) -> bytes:
            seen.add(threading.current_thread().name)
            return super()._slowly(keyed)

    with Watched(KEY, CHEAP) as hashes:
        await asyncio.gather(*(hashes.of(WORDS) for _ in range(8)))
    assert threading.current_thread().name not in seen
    assert all(name.startswith("words") for name in seen)
    assert len(seen) <= THREADS == 2
