"""A node in a thread of its own: a story can look into it and let its time pass."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from chat import server
from chat.identifiers import Instant
from chat.settings import Settings, settings_of
from chat.store.life import Life
from chat.store.memory import MemoryStore
from tests.e2e.people import CHEAP, Hired, employ
from tests.e2e.program import STARTS_WITHIN_SECONDS, STOPS_WITHIN_SECONDS
from tests.line import choose
from tests.ports import free_port
from tests.staff import Account, telephones_in
from volunteers import Passwords
from volunteers.model import Role

LOOKS_WITHIN_SECONDS = 30.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a line is before anybody comes: *words* are what an operator chose, *at* is when it begins, None for now.

    *staff* are those who work there; a practice line, which has none, makes the two accounts it always makes.
    """

    staff: tuple[Hired, ...] = ()
    words: Mapping[str, str] = field(default_factory=lambda: {"minimum": "0"})
    at: datetime | None = None


PRACTICE = Plan()
"""Anybody may wait there although no counsellor is there."""
REUNITES = Plan(words={**PRACTICE.words, "reunites": "yes"})
"""The same, and at the end a young person may ask for the same counsellor again."""


@dataclass(frozen=True, slots=True)
class Started:
    """A node that runs, and what has to be known to talk with it."""

    node: server.Node
    loop: asyncio.AbstractEventLoop
    stopped: asyncio.Event
    accounts: tuple[tuple[Role, Account], ...]


class Clock:
    """The machine's clock, which a story can put forward."""

    def __init__(self, begins: datetime | None = None) -> None:
        now = datetime.now(UTC)
        self._made = (begins or now).timestamp() - time.monotonic()

    def now(self) -> Instant:
        return Instant(self._made + time.monotonic())

    def date(self) -> datetime:
        """The present moment, for a page that has to have the same."""
        return datetime.fromtimestamp(self.now(), UTC)

    def pass_by(self, seconds: float) -> None:
        self._made += seconds


class Inside:
    """A node that runs beside the story."""

    def __init__(self, started: Started, clock: Clock) -> None:
        self.node = started.node
        self.clock = clock
        self._loop = started.loop
        self.origin = self.staff_origin = f"http://localhost:{self.node.port}"
        self._accounts = started.accounts

    @property
    def counsellor(self) -> Account:
        return self._first(Role.COUNSELLOR)

    @property
    def supervisor(self) -> Account:
        return self._first(Role.SUPERVISOR)

    def account(self, name: str) -> Account:
        """Of who is called so."""
        return next(account for _, account in self._accounts if account.name == name)

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

    def _first(self, role: Role) -> Account:
        return next(account for held, account in self._accounts if held is role)

    def cut(self, door: str) -> None:
        """Tear every connection at this door, as a network does that goes away."""
        library = self.node.gateway._server

        async def cut() -> None:
            for connection in self.node.connected:
                if connection.door == door:
                    library._cut(library.manager.eio_sid_from_sid(connection.id, door))

        self.run(cut())


@contextmanager
def inside(folder: Path, root: Path | None = None, on: Plan = PRACTICE) -> Iterator[Inside]:
    """A node for as long as the block lasts; no fault may have been counted in it.

    *root* holds the browser's files, by default the sources.
    """
    clock = Clock(on.at)
    settings = settings_of({"LUISTER_PORT": str(free_port()), "LUISTER_DATA": str(folder)}, {})
    told: Future[Started] = Future()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "MonotonicClock", lambda: clock)
        patch.setattr(server, "Passwords", lambda: Passwords(CHEAP))
        thread = threading.Thread(target=_run, args=(settings, root, on, told))
        thread.start()
        started = told.result(STARTS_WITHIN_SECONDS)
    try:
        yield Inside(started, clock)
    finally:
        started.loop.call_soon_threadsafe(started.stopped.set)
        thread.join(STOPS_WITHIN_SECONDS)
    assert not thread.is_alive()
    assert started.node.faults.count == 0
    assert started.node.gateway.open_sockets() == 0


def eventually(condition: Callable[[], bool], sentence: str) -> None:
    """Wait until *condition* holds inside a node; *sentence* says what it is."""
    until = time.monotonic() + LOOKS_WITHIN_SECONDS
    while not condition():
        assert time.monotonic() < until, f"never: {sentence}"
        time.sleep(0.02)


def _run(settings: Settings, root: Path | None, on: Plan, told: Future[Started]) -> None:
    async def serve() -> None:
        stopped = asyncio.Event()
        await choose(settings.database_url, **on.words)
        hired = await employ(settings.database_url, on.staff, Life(settings.data).key())
        staff = tuple((one.role, account) for one, account in zip(on.staff, hired, strict=True))
        async with server.node(settings, practice=not staff, root=root) as node:
            # Beside the loop: the node may be in the midst of writing to the same file, and has to be let finish.
            codes = {} if staff else await asyncio.to_thread(telephones_in, settings.data)
            made = (
                (Role(one.role), Account(one.name, one.password, codes[one.name]))
                for one in node.practice_accounts
            )
            told.set_result(Started(node, asyncio.get_running_loop(), stopped, staff or tuple(made)))
            await stopped.wait()

    try:
        asyncio.run(serve())
    except BaseException as fault:
        if told.done():
            raise
        told.set_exception(fault)
