"""The network between browsers and nodes: one address for all nodes, and weather that follows a seed.

Bytes cannot be lost or doubled on a TCP stream without breaking it, so whole Socket.IO packets are: it is as if the page or the
node had not heard, or had heard twice. Connections are torn, closed in one direction, or left open and silent.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from tests.chaos.frames import HEAD_BYTES, Frame, read_frame, read_head
from tests.chaos.frames import field as head_field

Way = Literal["up", "down"]
"""*up* is from the browser to the node."""
BOTH: frozenset[Way] = frozenset(("up", "down"))
GONE = (OSError, EOFError, asyncio.LimitOverrunError)
SWITCHING = b"HTTP/1.1 101"
TWICE = 2


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each accident is for one packet, and how long each packet takes at least and at most, in seconds.

    *answers_of* limits lost answers to one kind of event.
    """

    lose_events: float = 0.0
    double_events: float = 0.0
    lose_hints: float = 0.0
    double_hints: float = 0.0
    lose_answers: float = 0.0
    answers_of: str | None = None
    delay: tuple[float, float] = (0.0, 0.0)


FAIR = Weather()


@dataclass(eq=False)
class Link:
    """One WebSocket through the proxy."""

    name: str
    chance: random.Random
    weather: Weather
    browser: asyncio.StreamWriter
    node: asyncio.StreamWriter
    port: int
    silent: set[Way] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)

    def tear(self) -> None:
        """Both ends see the connection break."""
        self.browser.transport.abort()
        self.node.transport.abort()

    def close(self, way: Way) -> None:
        """Nothing more goes this way, and the end that would hear is told; the other way stays open."""
        self.silent.add(way)
        _end(self.node if way == "up" else self.browser)

    def copies(self, way: Way, frame: Frame) -> int:
        """How many times this frame arrives."""
        if way in self.silent:
            return 0
        weather = self.weather
        if way == "up" and frame.is_event:
            if frame.number is not None:
                self.asked[frame.number] = frame.name or ""
            return self._copies(weather.lose_events, weather.double_events)
        if way == "down" and frame.is_event:
            return self._copies(weather.lose_hints, weather.double_hints)
        if way == "down" and frame.is_answer:
            of = self.asked.pop(frame.number or "", "")
            return self._copies(weather.lose_answers if weather.answers_of in (None, of) else 0.0, 0.0)
        return 1

    def _copies(self, lose: float, double: float) -> int:
        drawn = self.chance.random()
        return 0 if drawn < lose else 2 if drawn < lose + double else 1


class Proxy:
    """Listens on one port for all nodes."""

    def __init__(self, seed: int) -> None:
        self.nodes: list[int] = []
        """The ports behind it; one that refuses is passed over."""
        self.weather: dict[str, Weather] = {}
        """By the name a client gives itself; see `weather_of`."""
        self.default = FAIR
        self.silent: dict[str, set[Way]] = {}
        """What goes nowhere, on open and on new connections, by name."""
        self.links: set[Link] = set()
        self.held: list[tuple[str, asyncio.StreamWriter]] = []
        """Connections of silent clients that were taken and never answered."""
        self.doubled = self.dropped = 0
        self._seed = seed
        self._count = 0
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, name: str) -> Sequence[Link]:
        """The open connections of one client."""
        return [link for link in self.links if link.name == name]

    def change_weather(self, weather: Weather) -> None:
        """From now on, for everybody who has no weather of their own."""
        self.default = weather
        for link in self.links:
            link.weather = self.weather.get(link.name, weather)

    def silence(self, name: str, ways: frozenset[Way] = BOTH) -> None:
        """Let nothing through any more, and close nothing."""
        self.silent[name] = {*ways}
        for link in self.of(name):
            link.silent |= ways

    def lose(self, name: str) -> None:
        """They have no line: what is open breaks, and nothing new gets through."""
        self.silence(name)
        for link in self.of(name):
            link.tear()

    def speak(self, name: str) -> None:
        """What connects from now on is heard again; what was silent is torn."""
        self.silent.pop(name, None)
        for link in self.of(name):
            link.tear()
        for held, writer in self.held:
            if held == name:
                writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except GONE:
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def stop(self) -> None:
        """Tear everything."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(reader)
        name, is_socket = named(head), head_field(head, "upgrade").lower() == "websocket"
        if is_socket and self.silent.get(name, set()) >= BOTH:
            self.held.append((name, writer))
            while await reader.read(HEAD_BYTES):
                pass
            return
        upstream = await self._node()
        if upstream is None:
            return
        node_reader, node_writer, port = upstream
        try:
            node_writer.write(head)
            answer = await read_head(node_reader) if is_socket else b""
            writer.write(answer)
            if answer.startswith(SWITCHING):
                await self._carry(name, reader, writer, node_reader, node_writer, port)
            else:
                await asyncio.gather(_pass(reader, node_writer), _pass(node_reader, writer))
        finally:
            node_writer.transport.abort()

    async def _carry(
        self,
        name: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        node_reader: asyncio.StreamReader,
        node_writer: asyncio.StreamWriter,
        port: int,
    ) -> None:
        self._count += 1
        chance = random.Random(f"{self._seed} {name} {self._count}")  # noqa: S311 - it makes weather
        weather = self.weather.get(name, self.default)
        link = Link(name, chance, weather, writer, node_writer, port, {*self.silent.get(name, ())})
        self.links.add(link)
        try:
            await asyncio.gather(
                self._frames("up", link, reader, node_writer), self._frames("down", link, node_reader, writer)
            )
        finally:
            self.links.discard(link)

    async def _frames(
        self, way: Way, link: Link, source: asyncio.StreamReader, to: asyncio.StreamWriter
    ) -> None:
        """Every frame in order, each at its time, and then the end; a silent way keeps that to itself."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        with suppress(*GONE):
            while True:
                frame = await read_frame(source)
                copies = link.copies(way, frame)
                self.dropped += copies == 0
                self.doubled += copies == TWICE
                due = max(due, loop.time() + link.chance.uniform(*link.weather.delay))
                if due > loop.time():
                    await asyncio.sleep(due - loop.time())
                if copies and way not in link.silent:
                    to.write(frame.raw * copies)
                    await to.drain()
        if way not in link.silent:
            _end(to)

    async def _node(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, int] | None:
        """A connection to the next node that takes one."""
        self._turn += 1
        for offset in range(len(self.nodes)):
            port = self.nodes[(self._turn + offset) % len(self.nodes)]
            with suppress(OSError):
                return *await asyncio.open_connection("127.0.0.1", port, limit=HEAD_BYTES), port
        return None


@asynccontextmanager
async def proxied(seed: int) -> AsyncIterator[tuple[Proxy, int]]:
    """A proxy and its port, for as long as the block lasts."""
    proxy = Proxy(seed)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=HEAD_BYTES)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await proxy.stop()
        await server.wait_closed()


def named(head: bytes) -> str:
    """What a chaos client calls itself: what stands behind ``chaos/`` in its user agent."""
    return head_field(head, "user-agent").rpartition("chaos/")[2]


async def _pass(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with suppress(*GONE):
        while chunk := await source.read(HEAD_BYTES):
            to.write(chunk)
            await to.drain()
    _end(to)


def _end(to: asyncio.StreamWriter) -> None:
    with suppress(OSError, RuntimeError):  # gone already
        to.write_eof()
