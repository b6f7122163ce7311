"""Promise P1 in Redis: no name, id or word of anybody stands in a key, a value, a channel or a message (REQ-A2)."""

import asyncio
import base64
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from chat.circle.log import CircleLog, admit
from chat.circle.log import Line as CircleLine
from chat.conversation.lifecycle import Ended, Joined, LogOpened
from chat.conversation.model import ByCounsellor, BySeeker, EndReason, Mark, Side
from chat.identifiers import (
    CircleId,
    Cmid,
    ConnectionId,
    ConversationId,
    Epoch,
    Instance,
    Instant,
    NodeId,
    SeekerId,
    VolunteerId,
)
from chat.routing.commands import Accept, Arrive, ChooseStatus, TakeSeat
from chat.routing.desk import decide
from chat.routing.model import Desk, Language, Status
from chat.service.notices import Appended, CircleSaid, ToCounsellor, ToSeeker, Typing
from chat.service.ports import Letter
from chat.store.post import SealedPost
from chat.store.redis import open_redis
from tests.servers.valkey import Valkey
from tests.unit.store.nodes import KEY, draft, looking, writing
from tests.waiting import WITHIN_SECONDS


def canary(what: str) -> str:
    return f"canary-{what}-{secrets.token_hex(6)}"


def spellings(word: str) -> Iterable[bytes]:
    """How a word may stand somewhere."""
    plain = word.encode()
    yield plain
    yield plain.hex().encode()
    # Without what depends on the bytes beside it.
    yield base64.b64encode(plain)[:-4]
    yield base64.urlsafe_b64encode(plain)[:-4]


def found(words: Iterable[str], where: bytes) -> set[str]:
    return {word for word in words if any(spelt in where for spelt in spellings(word))}


class Watch:
    """Everything that was sent to the server, and everything that lies in it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.heard: list[bytes] = []

    async def listen(self, monitor: Any) -> None:
        async for told in monitor.listen():
            self.heard.append(told["command"].encode("utf-8", "surrogateescape"))

    async def seen(self) -> bytes:
        """All of it, after the server has told everything until now."""
        mark = secrets.token_hex(8)
        await self._client.echo(mark)
        async with asyncio.timeout(WITHIN_SECONDS):
            while not any(mark.encode() in told for told in self.heard):  # noqa: ASYNC110 - a monitor only tells
                await asyncio.sleep(0.002)
        lying: list[bytes] = []
        for key in await self._client.keys("*"):
            lying.append(key)
            kind = await self._client.type(key)
            if kind == b"hash":
                lying += [part for pair in (await self._client.hgetall(key)).items() for part in pair]
            else:
                assert kind == b"string"
                lying.append(await self._client.get(key))
        return b"\n".join([*self.heard, *lying])


@asynccontextmanager
async def watching(url: str) -> AsyncIterator[Watch]:
    async with looking(url) as client, client.monitor() as monitor:
        watch = Watch(client)
        listening = asyncio.create_task(watch.listen(monitor))
        try:
            yield watch
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


@pytest.fixture
async def watch(valkey: Valkey) -> AsyncIterator[Watch]:
    async with watching(valkey.url) as watch:
        yield watch


async def test_nothing_of_anybody_can_be_read_in_redis(valkey: Valkey, watch: Watch) -> None:
    names = (
        "circle",
        "whisper",
        "seeker",
        "talk",
        "counsellor",
        "name",
        "text",
        "cmid",
        "epoch",
        "page",
        "line",
    )
    word = {name: canary(name) for name in names}
    seeker, talk, epoch = SeekerId(word["seeker"]), ConversationId(word["talk"]), Epoch(word["epoch"])
    anne, node = VolunteerId(word["counsellor"]), word["line"]
    async with open_redis(valkey.url) as redis, writing(redis) as store:
        line = ConnectionId(f"{node}.1")
        commands = (
            TakeSeat(anne, word["name"], frozenset(Language), 3, line, None),
            ChooseStatus(anne, Status.READY),
            Arrive(
                seeker, talk, epoch, Language.DUTCH, Instance(word["page"]), ConnectionId(f"{node}.2"), False
            ),
        )
        before = (await store.load()).desk
        desk, now = before, (await store.load()).now
        for command in commands:
            desk, _ = decide(desk, command, now)
        desk, _ = decide(desk, Accept(anne, talk, desk.offers[talk].version), now)
        version = desk.talks[talk].version
        writes = (LogOpened(talk, epoch, seeker), Joined(talk, anne, word["name"], version))
        assert await store.swap(before, desk, writes) is not None
        by = ByCounsellor(anne, version)
        await store.append(talk, BySeeker(seeker), draft(word["cmid"], word["text"]))
        added = await store.append(talk, by, draft(word["cmid"], word["text"]))
        await store.mark(talk, epoch, Side.SEEKER, Mark(2, 2))
        await store.restore(talk, (), Epoch(word["epoch"]))
        await store.renew(talk, Epoch(f"{word['epoch']}-2"))
        letters: tuple[Letter, ...] = (
            Letter(ToSeeker(seeker), Appended(talk, epoch, added.entry)),
            Letter(ToCounsellor(anne), Typing(talk, typing=True)),
        )

        def say(_: Desk, log: CircleLog, now: Instant) -> tuple[CircleLog, CircleLine]:
            return admit(log, anne, word["name"], Cmid(word["cmid"]), word["whisper"], now)

        said = await store.speak(CircleId(word["circle"]), say)
        letters += (Letter(ToCounsellor(anne), CircleSaid(CircleId(word["circle"]), said.line, "UTC")),)
        await SealedPost(redis, KEY, NodeId("node-1")).send(NodeId("node-2"), desk.version, letters)
        async with store.turn():
            pass
        last = (await store.load()).desk
        await store.swap(last, last, (Ended(talk, EndReason.SEEKER_STOPPED),))
        everything = await watch.seen()
    assert b"EXEC" in everything
    assert b"PUBLISH" in everything
    assert found(word.values(), everything) == set()


async def test_what_is_not_sealed_would_have_been_found(valkey: Valkey, watch: Watch) -> None:
    words = [canary(f"{n}") for n in range(6)]
    async with looking(valkey.url) as client:
        await client.set(words[0], "1")
        await client.set("string", f"before {words[1]} after")
        await client.hset("hash", words[2], base64.b64encode(words[3].encode()))
        await client.publish("channel", words[4].encode().hex())
        await client.publish(words[5], "1")
    assert found(words, await watch.seen()) == set(words)
