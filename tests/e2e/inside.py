"""A practice node in a thread of its own: a story can look into it and let its time pass."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from chat import server
from chat.identifiers import Instant
from chat.settings import Settings, settings_of
from chat.store.memory import MemoryStore
from tests.e2e.line import Account
from tests.e2e.program import STARTS_WITHIN_SECONDS, STOPS_WITHIN_SECONDS, free_port
from tests.line import let_anybody_come_first

LOOKS_WITHIN_SECONDS = 10.0

T = TypeVar("T")

Started = tuple[server.Node, asyncio.AbstractEventLoop, asyncio.Event]


class Clock:
    """The machine's monotonic clock, which a story can put forward."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> Instant:
        return Instant(time.monotonic() + self._ahead)

    def pass_by(self, seconds: float) -> None:
        self._ahead += seconds


class Inside:
    """A node that runs beside the story."""

    def __init__(self, node: server.Node, loop: asyncio.AbstractEventLoop, clock: Clock) -> None:
        self.node = node
        self.clock = clock
        self._loop = loop
        self.origin = self.staff_origin = f"http://localhost:{node.port}"
        accounts = {made.role: Account(made.name, made.password) for made in node.practice_accounts}
        self.counsellor = accounts["counsellor"]
        self.supervisor = accounts["supervisor"]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What *work* comes to, done on the node's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LOOKS_WITHIN_SECONDS)

    def is_empty(self) -> bool:
        """Whether nothing of any conversation is left in the live store."""
        store = self.node.store
        assert isinstance(store, MemoryStore)
        return store.is_empty()

    def open_pages(self, door: str) -> int:
        """How many pages are connected at this door."""
        return sum(connection.door == door for connection in self.node.connected)

    def cut(self, door: str) -> None:
        """Tear every connection at this door, as a network does that goes away."""
        library = self.node.gateway._server

        async def cut() -> None:
            for connection in self.node.connected:
                if connection.door == door:
                    library._cut(library.manager.eio_sid_from_sid(connection.id, door))

        self.run(cut())


@contextmanager
def inside(folder: Path, root: Path | None = None) -> Iterator[Inside]:
    """A node for as long as the block lasts; no fault may have been counted in it.

    *root* holds the browser's files, by default the sources.
    """
    clock = Clock()
    settings = settings_of({"LUISTER_PORT": str(free_port()), "LUISTER_DATA": str(folder)}, {})
    told: Future[Started] = Future()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "MonotonicClock", lambda: clock)
        thread = threading.Thread(target=_run, args=(settings, root, told))
        thread.start()
        node, loop, stopped = told.result(STARTS_WITHIN_SECONDS)
    try:
        yield Inside(node, loop, clock)
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(STOPS_WITHIN_SECONDS)
    assert not thread.is_alive()
    assert node.faults.count == 0
    assert node.gateway.open_sockets() == 0


def eventually(condition: Callable[[], bool], sentence: str) -> None:
    """Wait until *condition* holds inside a node; *sentence* says what it is."""
    until = time.monotonic() + LOOKS_WITHIN_SECONDS
    while not condition():
        assert time.monotonic() < until, f"never: {sentence}"
        time.sleep(0.02)


def _run(settings: Settings, root: Path | None, told: Future[Started]) -> None:
    async def serve() -> None:
        stopped = asyncio.Event()
        await let_anybody_come_first(settings.database_url)
        async with server.node(settings, practice=True, root=root) as node:
            told.set_result((node, asyncio.get_running_loop(), stopped))
            await stopped.wait()

    try:
        asyncio.run(serve())
    except BaseException as fault:
        if told.done():
            raise
        told.set_exception(fault)
