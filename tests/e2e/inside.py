"""A node in a thread of its own: a story can look into it and let its time pass."""

import asyncio
import base64
import secrets
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from redis import Redis

from chat import server
from chat.identifiers import Instant
from chat.operating import deployment_key
from chat.routing.durations import LEASE_LASTS
from chat.settings import Settings, settings_of
from chat.store import appending, shared
from chat.store.memory import MemoryStore
from chat.store.redis import Reply, instant
from tests.e2e.people import CHEAP, Hired, employ
from tests.e2e.program import STARTS_WITHIN_SECONDS, STOPS_WITHIN_SECONDS
from tests.line import choose
from tests.ports import free_port
from tests.staff import Account, telephones_on
from volunteers import Passwords
from volunteers.model import Role
from volunteers.store import SqlPeople
from volunteers.store.clock import SharedClock

LOOKS_WITHIN_SECONDS = 30.0

T = TypeVar("T")


NO_WRAP_UP = {"wrap_up_minutes": "0"}
"""Counsellors can take the next one at once, in every story that does not choose otherwise."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a line is before anybody comes: *words* are what an operator chose, *at* is when it begins, None for now.

    *staff* are those who work there; a practice line, which has none, makes the two accounts it always makes.
    """

    staff: tuple[Hired, ...] = ()
    words: Mapping[str, str] = field(default_factory=lambda: {"minimum": "0"})
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Servers:
    """Where a node keeps what it has to, when not in itself: Redis, and a new and empty database in PostgreSQL."""

    redis_url: str
    database_url: str


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
        self.ahead = (begins or now).timestamp() - now.timestamp()
        self._made = now.timestamp() - time.monotonic()
        self.lives_until: Callable[[Instant], None] = _need_not_say_so
        """The node goes on living while the clock is put forward."""

    def now(self) -> Instant:
        return Instant(self._made + self.ahead + time.monotonic())

    def of_redis(self, reply: Reply) -> Instant:
        """What Redis says the time is, as far ahead."""
        return Instant(instant(reply) + self.ahead)

    def date(self) -> datetime:
        """The present moment, for a page that has to have the same."""
        return datetime.fromtimestamp(self.now(), UTC)

    def pass_by(self, seconds: float) -> None:
        self.lives_until(Instant(self.now() + seconds))
        self.ahead += seconds


def _need_not_say_so(_: Instant) -> None:
    """A node that is alone has no lease."""


class Inside:
    """A node that runs beside the story."""

    def __init__(
        self, started: Started, clock: Clock, redis_url: str | None, origin: str | None = None
    ) -> None:
        self.node = started.node
        self.clock = clock
        self._loop = started.loop
        self._redis_url = redis_url
        self.origin = self.staff_origin = origin or f"http://localhost:{self.node.port}"
        self._accounts = started.accounts
        if redis_url is not None:
            clock.lives_until = lambda until: self.run(self._live_until(until))

    async def _live_until(self, until: Instant) -> None:
        """The desk as if this node had renewed its lease all the while: else nothing falls due for ten seconds, as after any gap."""
        store = self.node.store
        while True:
            before = (await store.load()).desk
            leases = dict.fromkeys(before.nodes, Instant(until + LEASE_LASTS))
            after = replace(before, version=before.version + 1, now=until, nodes=leases)
            if await store.swap(before, after, ()) is not None:
                return

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
        if self._redis_url is not None:
            with Redis.from_url(self._redis_url) as redis:
                return not list(redis.scan_iter("*:log:*"))
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
def inside(
    folder: Path,
    root: Path | None = None,
    on: Plan = PRACTICE,
    servers: Servers | None = None,
    origin: str | None = None,
) -> Iterator[Inside]:
    """A node for as long as the block lasts; no fault may have been counted in it.

    *root* holds the browser's files, by default the sources. It keeps everything itself, unless there are *servers*. Browsers reach
    it at *origin* when something stands in between.
    """
    clock = Clock(on.at)
    words = {"LUISTER_PORT": str(free_port()), "LUISTER_DATA": str(folder)}
    if origin is not None:
        words["LUISTER_ORIGIN"] = origin
    if servers is not None:
        words["LUISTER_REDIS_URL"] = servers.redis_url
        words["LUISTER_DATABASE_URL"] = servers.database_url
        words["LUISTER_KEY"] = base64.b64encode(secrets.token_bytes(32)).decode()
    settings = settings_of(words, {})
    told: Future[Started] = Future()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "MonotonicClock", lambda: clock)
        patch.setattr(server, "Passwords", lambda: Passwords(CHEAP))
        patch.setattr(SqlPeople, "clock", _unmoved)
        for reader in (appending, shared):
            patch.setattr(reader, "instant", clock.of_redis)
        thread = threading.Thread(target=_run, args=(settings, root, on, told))
        thread.start()
        started = told.result(STARTS_WITHIN_SECONDS)
        try:
            yield Inside(started, clock, settings.redis_url, origin)
        finally:
            started.loop.call_soon_threadsafe(started.stopped.set)
            thread.join(STOPS_WITHIN_SECONDS)
    assert not thread.is_alive()
    assert started.node.faults.count == 0
    assert started.node.gateway.open_sockets() == 0


_clock = SqlPeople.clock


async def _unmoved(people: SqlPeople, own: Callable[[], datetime], _: Callable[[], float]) -> SharedClock:
    """Sessions of staff go by the time of their database, which nobody puts forward: they would all have ended."""
    return await _clock(people, own, time.monotonic)


def eventually(condition: Callable[[], bool], sentence: str) -> None:
    """Wait until *condition* holds inside a node; *sentence* says what it is."""
    until = time.monotonic() + LOOKS_WITHIN_SECONDS
    while not condition():
        assert time.monotonic() < until, f"never: {sentence}"
        time.sleep(0.02)


def _run(settings: Settings, root: Path | None, on: Plan, told: Future[Started]) -> None:
    async def serve() -> None:
        stopped = asyncio.Event()
        await choose(settings.database_url, **{**NO_WRAP_UP, **on.words})
        key = deployment_key(settings)
        hired = await employ(settings.database_url, on.staff, key)
        staff = tuple((one.role, account) for one, account in zip(on.staff, hired, strict=True))
        async with server.node(settings, practice=not staff, root=root) as node:
            codes = {} if staff else await telephones_on(settings.database_url, key)
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
