"""What a node answers while it starts: that it can take visitors not before they can come."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, DummyCookieJar

from chat import server
from chat.errors import Storage
from chat.service.household import Household
from tests.line import choose
from tests.transport.house import CHEAP, SeekerPage, arriving, letters, settings_in
from tests.transport.page import HANDSHAKE
from tests.waiting import WITHIN_SECONDS
from volunteers.credentials import Passwords

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


class Outside:
    """Somebody who asks at the address of a node that starts."""

    def __init__(self, client: ClientSession, origin: str) -> None:
        self.client = client
        self.origin = origin

    async def asks(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of an answer."""
        headers = {"Origin": self.origin, **headers}
        async with self.client.get(f"{self.origin}{path}", headers=headers) as answer:
            return answer.status, "" if answer.status == 101 else await answer.text()

    async def finds(self, condition: Callable[[], Awaitable[bool]]) -> None:
        """Ask until this is so."""
        async with asyncio.timeout(WITHIN_SECONDS):
            while True:
                with suppress(ClientError):
                    if await condition():
                        return
                await asyncio.sleep(0.01)

    async def lives(self) -> bool:
        return (await self.asks("/healthz"))[0] == 200

    async def is_ready(self) -> bool:
        return (await self.asks("/readyz"))[0] == 200


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "Passwords", partial(Passwords, CHEAP))


async def test_visitors_are_promised_nothing_before_the_desk_knows_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, begin = asyncio.Event(), Household.begin

    async def held_up(self: Household) -> None:
        await goes_on.wait()
        await begin(self)

    monkeypatch.setattr(Household, "begin", held_up)
    settings, stopped = settings_in(tmp_path), asyncio.Event()
    await choose(settings.database_url, minimum="1")

    async def serves() -> None:
        async with server.node(settings, practice=False):
            await stopped.wait()

    async with ClientSession(cookie_jar=DummyCookieJar()) as client, asyncio.TaskGroup() as group:
        group.create_task(serves())
        outside = Outside(client, settings.origin)
        await outside.finds(outside.lives)
        assert (await outside.asks("/readyz"))[0] == 503
        assert (await outside.asks(HANDSHAKE, **UPGRADE))[0] == 503
        assert await outside.asks("/door") == (503, '{"code": "storage"}')
        assert (await outside.asks("/hulp"))[0] == 200, "the numbers stand there whatever else does"
        goes_on.set()
        await outside.finds(outside.is_ready)
        status, said = await outside.asks("/door")
        assert (status, '"because":"staffing"' in said.replace(" ", "")) == (200, True)
        page = await SeekerPage.open(client, settings.origin, "/seeker")
        assert (await page.refused("seeker.arrive", arriving(letters("anna"))))["code"] == "door_closed"
        stopped.set()


async def test_a_line_that_could_not_be_told_at_the_start_is_told_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, reached = Household.look, asyncio.Event()

    async def away_at_first(self: Household) -> Any:
        if not reached.is_set():
            raise Storage
        return await looks(self)

    monkeypatch.setattr(Household, "look", away_at_first)
    settings = settings_in(tmp_path)
    async with (
        server.node(settings, practice=False),
        ClientSession(cookie_jar=DummyCookieJar()) as client,
    ):
        outside = Outside(client, settings.origin)
        assert (await outside.asks("/readyz"))[0] == 503
        assert (await outside.asks("/door"))[0] == 503
        reached.set()
        await outside.finds(outside.is_ready)
        assert (await outside.asks("/door"))[0] == 200
