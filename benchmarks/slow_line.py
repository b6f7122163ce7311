"""A line like a cheap phone's at night: so many bits a second each way, so long until an answer can be here.

Bytes are held back on their way between a browser and a node, WebSocket included, and a new connection costs the
round trip that its handshake takes. What a browser's own throttling leaves out: it delays neither.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future

CHUNK = 1460  # what a packet carries


class Way:
    """One direction, which all connections share."""

    def __init__(self, bytes_per_second: float, delay: float) -> None:
        self._bytes_per_second = bytes_per_second
        self._delay = delay
        self._free_at = 0.0

    def arrives_at(self, size: int, now: float) -> float:
        """When the last of so many bytes, sent now behind all others, is on the other side."""
        self._free_at = max(now, self._free_at) + size / self._bytes_per_second
        return self._free_at + self._delay

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Bring everything from *source* to *target*, in order and late."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        now = asyncio.get_running_loop().time

        async def arrive() -> None:
            while True:
                at, chunk = await under_way.get()
                await asyncio.sleep(at - now())
                if not chunk:
                    break
                target.write(chunk)
                await target.drain()
            target.close()

        async def leave() -> None:
            while True:
                chunk = await source.read(CHUNK)
                under_way.put_nowait((self.arrives_at(len(chunk), now()), chunk))
                if not chunk:
                    break

        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await asyncio.gather(leave(), arrive())


@contextlib.contextmanager
def slow_line(node_port: int, kilobits: float, round_trip: float) -> Iterator[int]:
    """The port at which the node can be reached over such a line; *round_trip* in seconds."""
    told: Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        up, down = (Way(kilobits * 1000 / 8, round_trip / 2) for _ in range(2))

        connections: set[asyncio.Task[None]] = set()

        async def connect(browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
            await asyncio.sleep(round_trip)
            node, to_node = await asyncio.open_connection("127.0.0.1", node_port)
            await asyncio.gather(up.carry(browser, to_node), down.carry(node, to_browser))

        def connected(browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
            connections.add(asyncio.create_task(connect(browser, to_browser)))

        stopped = asyncio.Event()
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        told.set_result((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), stopped))
        await stopped.wait()
        server.close()
        # The browser has closed its ends; what is under way still arrives.
        await asyncio.gather(*connections)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    port, loop, stopped = told.result()
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join()
