"""When a node does not start on a Redis, and what one does that was not running for a while."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from chat import server
from chat.entropy import SystemEntropy
from chat.errors import Storage
from chat.identifiers import ConnectionId, ConversationId, Epoch, Instance, Instant, SeekerId, VolunteerId
from chat.routing.commands import Arrive, ChooseStatus, TakeSeat
from chat.routing.desk import decide
from chat.routing.durations import CALM
from chat.routing.model import Desk, Language, Status
from chat.server import REDIS_UNFIT, REDIS_UNWILLING
from chat.service.lookout import GAP_SECONDS
from chat.service.ports import Loaded
from chat.settings import Settings
from chat.store.redis import Unfit, Unwilling, open_redis
from chat.store.shared import SharedStore
from tests.line import let_anybody_come_first
from tests.servers.valkey import Valkey
from tests.transport.house import settings_in
from tests.transport.program import STARTS_WITHIN_SECONDS, started
from tests.transport.two_nodes import KEY, nodes_words

pytestmark = pytest.mark.in_seconds

NOBODY_ANSWERS = "LUISTER_REDIS_URL: there is no Redis that answers at this address."


async def refused(folder: Path, **words: str) -> str:
    """What a node says that does not start."""
    with started(folder, **words) as process:
        said, _ = await asyncio.to_thread(process.communicate, timeout=STARTS_WITHIN_SECONDS)
        assert process.returncode not in (0, None)
        return said


@pytest.mark.parametrize(
    ("setting", "value", "was"),
    [
        ("save", "3600 1", ""),
        ("appendonly", "yes", "no"),
        ("maxmemory-policy", "allkeys-lru", "noeviction"),
        ("maxmemory-policy", "volatile-ttl", "noeviction"),
    ],
)
async def test_a_redis_that_keeps_or_throws_away_is_refused(
    tmp_path: Path, valkey: Valkey, postgres_url: str, setting: str, value: str, was: str
) -> None:
    settings = settings_in(tmp_path, **nodes_words(valkey.url, postgres_url))
    async with Client.from_url(valkey.url) as client:
        await client.config_set(setting, value)
        try:
            with pytest.raises(Unfit):
                await begun(settings)
            assert await client.keys("*") == []
        finally:
            await client.config_set(setting, was)


@pytest.mark.parametrize("who", ["", ":wrong@", "stranger:wrong@", "limited:limited@"])
async def test_a_redis_that_answers_and_will_not_have_us_is_refused_as_what_it_is(
    tmp_path: Path, valkey: Valkey, postgres_url: str, who: str
) -> None:
    async with Client.from_url(valkey.url) as client:
        await client.acl_setuser(
            *("limited", True),
            commands=["+@all", "-config"],
            keys=["*"],
            channels=["*"],
            passwords=["+limited"],
        )
        address = f"redis://{who}127.0.0.1:{valkey.port}/0"
        with pytest.raises(Unwilling):
            await begun(settings_in(tmp_path, **nodes_words(address, postgres_url)))
        assert await client.keys("*") == []


async def test_a_redis_that_does_not_answer_is_refused(
    tmp_path: Path, valkey: Valkey, postgres_url: str
) -> None:
    valkey.stop()
    with pytest.raises(Storage):
        await begun(settings_in(tmp_path, **nodes_words(valkey.url, postgres_url)))


async def begun(settings: Settings) -> None:
    """Begin to serve, and stop at once."""
    async with server.node(settings, practice=False):
        return


async def test_whoever_starts_it_reads_what_to_do(tmp_path: Path, valkey: Valkey, postgres_url: str) -> None:
    words = nodes_words(valkey.url, postgres_url)
    async with Client.from_url(valkey.url) as client:
        await client.config_set("save", "3600 1")
        unfit = await refused(tmp_path, **words)
        await client.config_set("save", "")
    assert REDIS_UNFIT in unfit
    password = valkey.url.partition("@")[0].rpartition(":")[2]
    unwilling = await refused(tmp_path, **nodes_words(valkey.url.replace(password, "guessed"), postgres_url))
    assert REDIS_UNWILLING in unwilling
    assert NOBODY_ANSWERS not in unwilling
    assert "guessed" not in unwilling
    valkey.stop()
    away = await refused(tmp_path, **words)
    assert NOBODY_ANSWERS in away
    assert password not in unfit + away


async def test_a_node_that_did_not_run_for_five_seconds_lets_nothing_fall_due_for_ten(
    tmp_path: Path, valkey: Valkey, postgres_url: str
) -> None:
    """A real process is stopped; the desk it comes back to has an offer that ran out meanwhile."""
    words = nodes_words(valkey.url, postgres_url)
    await let_anybody_come_first(postgres_url)
    async with open_redis(valkey.url) as redis:
        store = SharedStore(redis, KEY, SystemEntropy(KEY), gathers=False)
        with started(tmp_path, **words) as process:
            assert (await holds(store, lambda desk: bool(desk.nodes))).desk.nodes, "it serves"
            os.kill(process.pid, signal.SIGSTOP)
            conversation = await offered(store, running_out_in=GAP_SECONDS)
            await holds(store, lambda _: False, GAP_SECONDS + 1.0)
            loaded = await store.load()
            assert loaded.desk.offers[conversation].expires < loaded.now
            os.kill(process.pid, signal.SIGCONT)
            calm = await holds(store, lambda desk: desk.due_from > loaded.now)
            assert calm.desk.due_from >= loaded.now + CALM
            assert conversation in calm.desk.offers


async def offered(store: SharedStore, running_out_in: float) -> ConversationId:
    """A young person is offered to a counsellor, for so many seconds."""
    talk, anne, line = ConversationId("talk-noa"), VolunteerId("anne"), "elsewhere"
    commands = (
        TakeSeat(anne, "Anne", frozenset(Language), 3, ConnectionId(f"{line}.1"), None),
        ChooseStatus(anne, Status.READY),
        Arrive(
            *(SeekerId("noa"), talk, Epoch("epoch-noa"), Language.DUTCH, Instance("page-1")),
            *(ConnectionId(f"{line}.2"), False),
        ),
    )
    while True:
        loaded = await store.load()
        desk = loaded.desk
        for command in commands:
            desk, _ = decide(desk, command, loaded.now)
        offer = replace(desk.offers[talk], expires=Instant(loaded.now + running_out_in))
        desk = replace(desk, offers={**desk.offers, talk: offer})
        if await store.swap(loaded.desk, desk, ()) is not None:
            return talk


async def holds(
    store: SharedStore, condition: Callable[[Desk], bool], within_seconds: float = STARTS_WITHIN_SECONDS
) -> Loaded:
    """The first desk of which this is true, or, where it never is, the one at the end of that time."""
    until = (await store.load()).now + within_seconds
    while True:
        loaded = await store.load()
        if condition(loaded.desk) or loaded.now > until:
            return loaded
        await asyncio.sleep(0.01)
