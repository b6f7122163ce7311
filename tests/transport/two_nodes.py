"""Nodes in this process that share a real Valkey and a real PostgreSQL, and people with pages at either."""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar

from chat import server
from chat.server import Node
from chat.settings import Settings
from chat.store.shared import SharedStore
from tests.servers.valkey import Valkey
from tests.transport.house import (
    CHEAP,
    SAM,
    STAFF,
    BoardPage,
    DeskPage,
    Person,
    SeekerPage,
    employ,
    letters,
    settings_in,
)
from tests.transport.page import Page, Payload
from tests.unit.store.between import Between, between
from tests.waiting import WITHIN_SECONDS, comes_true
from volunteers.credentials import Passwords

KEY = bytes(range(32))


@dataclass(frozen=True)
class At:
    """One node, and the way in for people whose browsers are sent there."""

    node: Node
    settings: Settings
    client: ClientSession
    sessions: Mapping[str, str]

    @property
    def store(self) -> SharedStore:
        assert isinstance(self.node.store, SharedStore)
        return self.node.store

    async def arrived(self, start_id: str) -> SeekerPage:
        """The page of a young person who waits."""
        page = await self.seeker()
        await page.arrive(letters(start_id))
        return page

    async def seeker(self) -> SeekerPage:
        """The page of a young person who has not said anything."""
        return await SeekerPage.open(self.client, self.settings.origin, "/seeker")

    async def desk(self, person: Person = SAM) -> DeskPage:
        """The page of a counsellor who has not sat down."""
        cookie = {"Cookie": f"__Host-session={self.sessions[person.name]}"}
        return await DeskPage.open(self.client, self.settings.origin, "/desk", headers=cookie)

    async def board(self, person: Person) -> BoardPage:
        """The page of a supervisor who does not watch yet."""
        cookie = {"Cookie": f"__Host-session={self.sessions[person.name]}"}
        return await BoardPage.open(self.client, self.settings.origin, "/board", headers=cookie)

    async def ready(self, person: Person = SAM) -> DeskPage:
        """The page of a counsellor who is ready."""
        page = await self.desk(person)
        await page.sit()
        return page

    async def readyz(self) -> int:
        """What a load balancer is told."""
        async with self.client.get(f"{self.settings.origin}/readyz") as answer:
            return answer.status


Pair = tuple[At, At]


@asynccontextmanager
async def nodes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str, *redis_urls: str
) -> AsyncIterator[tuple[At, ...]]:
    """One node for each way to the one Redis, for as long as the block lasts."""
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))
    async with AsyncExitStack() as opened:
        client = await opened.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
        found: list[At] = []
        sessions: dict[str, str] = {}
        for number, url in enumerate(redis_urls):
            own = folder / f"node-{number}"
            own.mkdir()
            settings = settings_in(own, **nodes_words(url, database_url))
            sessions = sessions or await employ(settings, STAFF)
            node = await opened.enter_async_context(server.node(settings, practice=False))
            found.append(At(node, settings, client, sessions))
        for at in found:
            # What is written to a node before it listens is lost, and made up for.
            await status_is(at, 200, WITHIN_SECONDS)
        yield tuple(found)


def nodes_words(redis_url: str, database_url: str) -> dict[str, str]:
    """With which settings a node belongs to the others."""
    return {
        "LUISTER_REDIS_URL": redis_url,
        "LUISTER_DATABASE_URL": database_url,
        "LUISTER_KEY": base64.b64encode(KEY).decode(),
    }


async def talking(seekers: At, counsellors: At, start_id: str = "anna") -> tuple[SeekerPage, DeskPage, int]:
    """Two people at two nodes who talk, and the version under which the counsellor writes."""
    seeker = await seekers.arrived(start_id)
    desk = await counsellors.ready()
    offer = await desk.accept(seeker.conversation)
    await seeker.hears("seeker.changed", lambda told: told["view"]["phase"] == "talking")
    # Until their own node has read the desk, which takes it a moment, a hint finds no address; the pulse makes up for it.
    await comes_true(lambda: seeker.conversation in seekers.store.known().talks)
    return seeker, desk, offer["version"]


@pytest.fixture
async def line(valkey: Valkey) -> AsyncIterator[Between]:
    """The second node's way to Redis."""
    async with between(valkey.port) as line:
        yield line


@pytest.fixture
async def pair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valkey: Valkey, line: Between, postgres_url: str
) -> AsyncIterator[Pair]:
    async with nodes(tmp_path, monkeypatch, postgres_url, valkey.url, line.url(valkey.url)) as (one, other):
        yield one, other
        assert (one.node.faults.count, other.node.faults.count) == (0, 0)


async def told_away(*pages: Page, away: bool) -> None:
    """Every page was told last that the store is away, or is not."""

    def was_told(page: Page) -> bool:
        return [told["away"] for told in page.told_of("storage.changed")][-1:] == [away]

    for page in pages:
        await page.shows(was_told)


def said(cmid: str, conversation: str, version: int) -> Payload:
    """What a counsellor says."""
    return {"conversation": conversation, "cmid": cmid, "body": cmid, "version": version}


async def status_is(node: At, wanted: int, within_seconds: float) -> None:
    """Wait for what a load balancer is told."""
    async with asyncio.timeout(within_seconds):
        while await node.readyz() != wanted:  # noqa: ASYNC110 - it is asked, as a load balancer does
            await asyncio.sleep(0.02)
