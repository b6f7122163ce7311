"""A browser's page as the server sees it: one WebSocket, spoken frame by frame, so that a test may say anything."""

import asyncio
import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.waiting import WITHIN_SECONDS

Payload = Mapping[str, Any]
HANDSHAKE = "/socket.io/?EIO=4&transport=websocket"


class Refused(Exception):
    """The door did not open; *code* is what it said."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Page:
    """One socket at one door: what it asked, what it was answered, and what it was told."""

    def __init__(self, door: str, socket: ClientWebSocketResponse) -> None:
        self.door = door
        self.socket = socket
        self.told: list[tuple[str, Payload]] = []
        self.frames: list[str] = []
        self.answers: dict[int, str] = {}
        self.answers_pings = True
        self.close_code: int | None = None
        self.refusal: str | None = None
        self.opening: Payload = {}
        self.sid: str | None = None
        self.said_goodbye = False
        self._numbers = itertools.count(1)
        self._moved = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(
        cls,
        client: ClientSession,
        origin: str,
        door: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: object = None,
    ) -> Self:
        """A page whose door is open. Raises Refused."""
        page = cls(door, await handshake(client, origin, headers))
        await page.knock({"v": 1} if auth is None else auth)
        return page

    async def knock(self, auth: object) -> None:
        """Ask to be let in."""
        await self.socket.send_str(f"40{self.door},{json.dumps(auth)}")
        await self.until(lambda: self.sid is not None or self.refusal is not None or self.is_closed)
        if self.sid is None:
            raise Refused(self.refusal or f"closed {self.close_code}")

    @property
    def is_closed(self) -> bool:
        return self._reader.done()

    async def send(self, event: object, *args: object) -> int:
        """Put an event on the line and do not wait; the number under which it will be answered."""
        number = next(self._numbers)
        await self.socket.send_str(f"42{self.door},{number}{json.dumps([event, *args])}")
        return number

    async def answer(self, number: int) -> dict[str, Any]:
        """The answer to what was sent under this number."""
        await self.until(lambda: number in self.answers or self.is_closed)
        read = json.loads(self.answers[number])
        assert len(read) == 1, "an answer is one object"
        assert isinstance(read[0], dict)
        return read[0]

    async def ask(self, event: object, *args: object) -> dict[str, Any]:
        """Send an event and wait for its answer."""
        return await self.answer(await self.send(event, *args))

    async def ask_raw(self, event: object, *args: object) -> str:
        """The same, but the answer is as it stood on the line."""
        number = await self.send(event, *args)
        await self.answer(number)
        return self.answers[number]

    async def done(self, event: str, payload: Payload) -> dict[str, Any]:
        """The answer to an event that is to succeed."""
        answer = await self.ask(event, payload)
        assert answer["ok"] is True, answer
        return answer

    async def refused(self, event: object, *args: object) -> dict[str, Any]:
        """The error with which an event is to be refused."""
        answer = await self.ask(event, *args)
        assert answer["ok"] is False, answer
        assert answer.keys() == {"ok", "error"}
        error = answer["error"]
        assert isinstance(error, dict)
        return error

    def told_of(self, event: str) -> list[Payload]:
        """Everything this page was told under this name, in order."""
        return [payload for name, payload in self.told if name == event]

    async def hears(self, event: str, which: Callable[[Payload], bool] = lambda _: True) -> Payload:
        """The first thing told under this name for which *which* holds, now or later."""
        found: list[Payload] = []

        def has_come() -> bool:
            found[:] = [payload for payload in self.told_of(event) if which(payload)]
            return bool(found) or self.is_closed

        await self.until(has_come)
        assert found, f"closed before {event}"
        return found[0]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something this page can see."""
        async with asyncio.timeout(WITHIN_SECONDS):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    async def shows(self, condition: Callable[[Self], bool]) -> None:
        """The same, asked of this page; for tests that go from page to page."""
        await self.until(lambda: condition(self))

    async def close(self) -> None:
        """Go away as a browser does."""
        await self.socket.close()
        await self._reader

    def vanish(self) -> None:
        """Lose the network: nothing is said any more."""
        connection = self.socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        self._reader.cancel()
        connection.transport.abort()
        connection.close()

    async def _read(self) -> None:
        try:
            async for message in self.socket:
                if message.type is WSMsgType.TEXT:
                    self.frames.append(message.data)
                    await self._take(message.data)
                    self._moved.set()
        finally:
            self.close_code = self.socket.close_code
            asyncio.get_running_loop().call_soon(self._moved.set)

    async def _take(self, frame: str) -> None:
        kind, (door, comma, rest) = frame[:2], frame[2:].partition(",")
        if comma and door.startswith("/") and door != self.door:
            return
        match kind:
            case "2":
                if self.answers_pings:
                    await self.socket.send_str("3")
            case "40":
                self.sid = json.loads(rest)["sid"]
            case "42":
                event, payload = json.loads(rest)
                self.told.append((event, payload))
            case "43":
                number, bracket, answer = rest.partition("[")
                self.answers[int(number)] = bracket + answer
            case "44":
                self.refusal = json.loads(rest or "{}").get("message")
            case "41" | "1":
                self.said_goodbye = True
            case _:
                assert kind[0] == "0", frame
                self.opening = json.loads(frame[1:])


async def handshake(
    client: ClientSession, origin: str, headers: Mapping[str, str] | None = None
) -> ClientWebSocketResponse:
    """An open WebSocket of which nothing was said yet."""
    return await client.ws_connect(
        origin + HANDSHAKE, headers={"Origin": origin, **(headers or {})}, compress=15, max_msg_size=0
    )
