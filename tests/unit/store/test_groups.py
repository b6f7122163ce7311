"""Writes that come together, and writes whose answer is lost: each is done once and said to be done only then."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chat.conversation.lifecycle import Ended, LogOpened
from chat.conversation.model import BySeeker, EndReason, Head
from chat.errors import Busy, Closed, Storage
from chat.identifiers import ConversationId, Epoch, SeekerId
from chat.service.ports import Added
from chat.store import appending
from chat.store.redis import CONNECTIONS_MOST, Outcome, Redis, open_redis
from tests.servers.valkey import Valkey
from tests.unit.store.between import Between, between, spoken
from tests.unit.store.nodes import (
    ANNE,
    COUNSELLOR,
    JOINED,
    JOINED_AS,
    OPENED,
    SEEKER,
    TALK,
    a_node,
    commit,
    draft,
    looking,
    said,
    writing,
)
from tests.waiting import comes_true

EXEC = spoken("EXEC")


class CountingRedis(Redis):
    """Counts transactions; its next one may be kept waiting."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.transactions = 0
        self.open = asyncio.Event()
        self.open.set()

    async def transact(self, *args: object, **more: object) -> Outcome | None:
        self.transactions += 1
        await self.open.wait()
        return await super().transact(*args, **more)  # type: ignore[arg-type]  # handed on as it came


@pytest.fixture
async def line(valkey: Valkey) -> AsyncIterator[Between]:
    async with between(valkey.port) as line:
        yield line


async def test_messages_that_come_while_a_write_is_under_way_are_written_together(valkey: Valkey) -> None:
    redis = CountingRedis(valkey.url)
    async with writing(redis) as store:
        await commit(store, OPENED, JOINED)
        redis.transactions = 0
        redis.open.clear()
        asked = [asyncio.create_task(store.append(TALK, SEEKER, draft("0")))]
        await comes_true(lambda: redis.transactions == 1)
        asked += [asyncio.create_task(store.append(TALK, SEEKER, draft(str(n)))) for n in range(1, 50)]
        await asyncio.sleep(0)
        assert not any(one.done() for one in asked)
        redis.open.set()
        added = await asyncio.gather(*asked)
        assert redis.transactions == 2
        assert [one.entry.seq for one in added] == list(range(2, 52))
        assert await said(store) == [JOINED_AS, *(str(n) for n in range(50))]
    await redis.close()


async def test_what_is_acknowledged_stands_there(valkey: Valkey) -> None:
    async with a_node(valkey.url) as store, a_node(valkey.url) as other:
        await commit(store, OPENED, JOINED)

        async def say(n: int) -> bool:
            await store.append(TALK, SEEKER, draft(str(n)))
            return str(n) in await said(other)

        assert all(await asyncio.gather(*(say(n) for n in range(40))))


async def test_one_cmid_in_two_conversations_is_two_messages(valkey: Valkey) -> None:
    other = ConversationId("talk-sam")
    async with a_node(valkey.url) as store:
        await commit(store, OPENED, JOINED, LogOpened(other, Epoch("epoch-sam"), SeekerId("sam"), ANNE, 1))
        await asyncio.gather(*(store.append(one, COUNSELLOR, draft("one")) for one in (TALK, other)))
        assert (await said(store), await said(store, other)) == ([JOINED_AS, "one"], ["one"])


async def test_one_refusal_in_a_group_is_its_own(valkey: Valkey) -> None:
    over, stranger = ConversationId("talk-over"), SeekerId("sam")
    async with a_node(valkey.url) as store:
        await commit(
            store,
            OPENED,
            LogOpened(over, Epoch("epoch-over"), stranger),
            Ended(over, EndReason.SEEKER_LEFT),
        )
        answers = await asyncio.gather(
            store.append(TALK, SEEKER, draft("one")),
            store.append(over, BySeeker(stranger), draft("one")),
            store.append(TALK, COUNSELLOR, draft("two")),
            store.append(TALK, SEEKER, draft("three")),
            return_exceptions=True,
        )
        assert [type(one).__name__ for one in answers] == ["Added", "Closed", "NotAssigned", "Added"]
        assert isinstance(answers[1], Closed)
        assert await said(store) == ["one", "three"]


async def test_a_message_whose_answer_was_lost_is_written_once_and_acknowledged(
    valkey: Valkey, line: Between
) -> None:
    async with a_node(line.url(valkey.url)) as store:
        await commit(store, OPENED, JOINED)
        line.lose_answers_to = EXEC
        for first in (0, 10, 20):
            line.answers_to_lose = 1
            numbers = range(first, first + 10)
            added = await asyncio.gather(*(store.append(TALK, SEEKER, draft(str(n))) for n in numbers))
            assert [one.entry.seq for one in added] == [n + 2 for n in numbers]
            assert all(one.is_new for one in added), "nobody else tells of it"
        assert line.lost == 3
        assert await said(store) == [JOINED_AS, *(str(n) for n in range(30))]


async def test_a_swap_whose_answer_was_lost_is_found_by_its_id_and_done_once(
    valkey: Valkey, line: Between
) -> None:
    async with a_node(line.url(valkey.url)) as store, a_node(valkey.url) as other:
        await store.load()
        line.lose_answers_to, line.answers_to_lose = EXEC, 1
        added = await commit(store, OPENED, JOINED)
        assert line.lost == 1
        assert [one.entry.cmid for one in added] == [JOINED_AS]
        assert ((await store.load()).desk.version, await said(store)) == (1, [JOINED_AS])
        assert (await other.load()).desk == (await store.load()).desk


async def test_it_is_found_although_others_have_swapped_since(valkey: Valkey, line: Between) -> None:
    async with a_node(valkey.url) as other:
        redis = Redis(line.url(valkey.url))
        transact = redis.transact

        async def meanwhile(*args: object) -> Outcome | None:
            outcome = await transact(*args)  # type: ignore[arg-type]  # handed on as it came
            if outcome is Outcome.UNKNOWN:
                for _ in range(5):
                    await commit(other)
            return outcome

        async with writing(redis) as store:
            await store.load()
            await other.load()
            redis.transact = meanwhile  # type: ignore[method-assign, assignment]  # others are quicker
            line.lose_answers_to, line.answers_to_lose = EXEC, 1
            assert [one.entry.cmid for one in await commit(store, OPENED, JOINED)] == [JOINED_AS]
            assert ((await store.load()).desk.version, await said(store)) == (6, [JOINED_AS])
        await redis.close()


async def test_a_swap_that_never_arrived_is_told_lost_and_done_by_the_next_try(
    valkey: Valkey, line: Between
) -> None:
    async with a_node(line.url(valkey.url)) as store:
        before = (await store.load()).desk
        line.swallow = EXEC
        swapping = asyncio.create_task(store.swap(before, before, (OPENED,)))
        await comes_true(lambda: line.swallowed == 1)
        line.swallow = None
        line.tear(EXEC)
        assert await swapping is None
        await commit(store, OPENED, JOINED)
        assert await said(store) == [JOINED_AS]


async def test_when_nobody_answers_every_sender_is_told_so_and_all_goes_on_afterwards(valkey: Valkey) -> None:
    async with a_node(valkey.url) as store:
        await commit(store, OPENED, JOINED)
        valkey.kill()
        answers = await asyncio.gather(
            *(store.append(TALK, SEEKER, draft(str(n))) for n in range(200)), return_exceptions=True
        )
        assert {type(one) for one in answers} == {Storage}
        valkey.start()
        await commit(store, OPENED, JOINED)
        assert (await store.append(TALK, SEEKER, draft("one"))).is_new


@pytest.mark.in_seconds
async def test_a_paused_server_keeps_nobody_waiting_long(valkey: Valkey) -> None:
    async with a_node(valkey.url) as store:
        await commit(store, OPENED, JOINED)
        valkey.pause()
        many = appending.GROUP_MOST * 4
        async with asyncio.timeout(6):
            answers = await asyncio.gather(
                *(store.append(TALK, SEEKER, draft(str(n))) for n in range(many)), return_exceptions=True
            )
        assert {type(one) for one in answers} == {Storage}
        valkey.resume()
        assert (await store.append(TALK, SEEKER, draft("after"))).entry.cmid == "after"


async def test_a_node_that_stops_tells_whoever_waits(valkey: Valkey) -> None:
    redis = CountingRedis(valkey.url)
    async with writing(redis) as store:
        await commit(store, OPENED, JOINED)
        redis.open.clear()
        waiting = [asyncio.create_task(store.append(TALK, SEEKER, draft(str(n)))) for n in range(2)]
        await comes_true(lambda: redis.transactions == 2)
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(one) for one in answers} == {Busy}
    await redis.close()


async def test_a_node_never_has_more_connections_than_it_may(valkey: Valkey) -> None:
    async with (
        open_redis(valkey.url) as redis,
        writing(redis) as store,
        looking(valkey.url) as client,
    ):
        await commit(store, OPENED, JOINED)
        most = 0

        async def asked(*, impatient: int) -> set[type]:
            """As what it ends when a hundred people read and write at once, of whom some do not wait."""
            nonlocal most
            asking: list[asyncio.Task[Head | Added]] = []
            asking += [asyncio.create_task(store.head(TALK)) for _ in range(100)]
            asking += [asyncio.create_task(store.append(TALK, SEEKER, draft(str(n)))) for n in range(100)]
            for one in asking[:impatient]:
                await asyncio.sleep(0)
                one.cancel()
            while not all(one.done() for one in asking):
                most = max(most, len(await client.client_list()) - 1)
            answers = await asyncio.gather(*asking[impatient:], return_exceptions=True)
            return {type(answer) for answer in answers} - {Head, Added}

        for _ in range(3):
            assert await asked(impatient=0) == set()
            assert await client.client_kill_filter(_type="normal", skipme=True) > 0
        assert await asked(impatient=0) <= {Storage}
        assert 2 <= most <= CONNECTIONS_MOST
        for _ in range(3):
            assert await asked(impatient=40) == set()
        # Of those who gave up nobody has kept a connection.
        assert not redis._pool._in_use_connections
        assert len(redis._pool._available_connections) <= CONNECTIONS_MOST
