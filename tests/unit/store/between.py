"""Stands between a node and its Redis, and breaks what a network can break."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 65536


def spoken(word: str) -> bytes:
    """A word as it stands on the line."""
    return f"${len(word)}\r\n{word}\r\n".encode()


@dataclass(eq=False)
class _Line:
    node: asyncio.StreamWriter
    server: asyncio.StreamWriter
    heard: bytes = b""
    """Everything the node said on it."""
    deaf: bool = False
    """From now on the node hears nothing, and nothing is closed."""
    loses: bool = False
    """The next thing the server says is lost, and the line with it."""


@dataclass(eq=False)
class Between:
    """Listens on *port*; everything passes unless a test says otherwise."""

    to: int
    port: int = 0
    lose_answers_to: bytes | None = None
    """As many answers as *answers_to_lose* says, to whatever holds these bytes, are lost with their line."""
    answers_to_lose: int = 0
    lost: int = 0
    swallow: bytes | None = None
    """What holds these bytes never arrives; the line stays open."""
    swallowed: int = 0
    lines: set[_Line] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, real: str) -> str:
        """The address of the server, by this way."""
        return real.replace(f":{self.to}/", f":{self.port}/")

    def tear(self, holding: bytes = b"") -> None:
        """Every line breaks on which this was said."""
        for line in [one for one in self.lines if holding in one.heard]:
            line.node.transport.abort()
            line.server.transport.abort()

    def deafen(self, holding: bytes) -> int:
        """Nothing comes through any more on the lines on which this was said; how many those are."""
        found = [line for line in self.lines if holding in line.heard]
        for line in found:
            line.deaf = True
        return len(found)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            server_reader, server = await asyncio.open_connection("127.0.0.1", self.to)
            line = _Line(writer, server)
            self.lines.add(line)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._up(line, reader))
                    group.create_task(self._down(line, server_reader))
            finally:
                self.lines.discard(line)
                server.close()
        except* (OSError, EOFError, asyncio.CancelledError):
            pass  # a test that is over ends every line
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def stop(self) -> None:
        """Break everything and wait for the end of it."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _up(self, line: _Line, reader: asyncio.StreamReader) -> None:
        while said := await reader.read(CHUNK):
            line.heard += said
            if self.swallow is not None and self.swallow in said:
                self.swallowed += 1
                continue
            if self.answers_to_lose and self.lose_answers_to is not None and self.lose_answers_to in said:
                self.answers_to_lose -= 1
                line.loses = True
            line.server.write(said)
            await line.server.drain()
        raise EOFError

    async def _down(self, line: _Line, reader: asyncio.StreamReader) -> None:
        while said := await reader.read(CHUNK):
            if line.deaf:
                continue
            if line.loses:
                self.lost += 1
                break
            line.node.write(said)
            await line.node.drain()
        raise EOFError


@asynccontextmanager
async def between(port: int) -> AsyncIterator[Between]:
    """A line to the server at *port* for as long as the block lasts."""
    middle = Between(port)
    listening = await asyncio.start_server(middle.serve, "127.0.0.1", 0)
    middle.port = listening.sockets[0].getsockname()[1]
    try:
        yield middle
    finally:
        listening.close()
        with suppress(asyncio.CancelledError):
            await middle.stop()
        await listening.wait_closed()
