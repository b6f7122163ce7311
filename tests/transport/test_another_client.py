"""Two people talk through a Socket.IO client that is not ours, as proof that the line speaks what others speak."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import socketio

from tests.transport.house import SAM, House, arriving, letters
from tests.transport.page import Payload
from tests.waiting import comes_true

BODIES = ["I <3 you & <b>", "👨‍👩‍👧‍👦", "مرحبا", "🇳🇱", "x" * 6000]


class Line:
    """A client at one door, and what it was told."""

    def __init__(self, door: str) -> None:
        self._door = door
        untyped: Any = socketio.AsyncClient
        self._client = untyped(reconnection=False)
        self._client.on("*", self._hear, namespace=door)
        self.told: list[tuple[str, dict[str, Any]]] = []

    async def connect(self, origin: str, headers: dict[str, str]) -> None:
        await self._client.connect(
            origin,
            transports=["websocket"],
            namespaces=[self._door],
            auth={"v": 1},
            headers={"Origin": origin, **headers},
        )

    async def disconnect(self) -> None:
        await self._client.disconnect()

    async def ask(self, event: str, payload: Payload) -> Any:
        """The answer to an event."""
        return await self._client.call(event, payload, namespace=self._door)

    def log(self) -> list[tuple[str, str | None]]:
        """Kind and body of every entry that was told, in the order of the log."""
        entries = [payload["entry"] for event, payload in self.told if event == "log.appended"]
        return [(e["kind"], e.get("body")) for e in sorted(entries, key=lambda entry: entry["seq"])]

    async def _hear(self, event: str, payload: dict[str, Any]) -> None:
        self.told.append((event, payload))


@asynccontextmanager
async def at(house: House, door: str, **headers: str) -> AsyncIterator[Line]:
    """A line to this door for as long as the block lasts."""
    line = Line(door)
    await line.connect(house.origin, headers)
    try:
        yield line
    finally:
        await line.disconnect()


async def test_two_people_talk(house: House) -> None:
    async with at(house, "/seeker") as seeker, at(house, "/desk", **house.cookie(SAM)) as desk:
        arrived = await seeker.ask("seeker.arrive", arriving(letters("anna")))
        here = {"conversation": arrived["view"]["conversation"]}
        await desk.ask("seat.take", {})
        await desk.ask("status.choose", {"status": "ready"})
        assert await desk.ask("offer.accept", {**here, "version": 1}) == {"ok": True}
        for number, body in enumerate(BODIES):
            said = {**here, "cmid": f"c{number}", "body": body}
            assert (await seeker.ask("message.send", said))["seq"] == 2 * number + 2
            assert (await desk.ask("message.send", {**said, "version": 1}))["seq"] == 2 * number + 3
        await desk.ask("conversation.end", here)
        await comes_true(lambda: len(seeker.log()) == len(desk.log()) == 2 * len(BODIES) + 2)
        assert seeker.log() == desk.log()
        bodies = [body for kind, body in seeker.log() if kind == "message"]
        assert (bodies[::2], bodies[1::2]) == (BODIES, BODIES)
        await asyncio.gather(seeker.ask("end.confirm", here), desk.ask("end.confirm", here))
        assert house.store.is_empty()
