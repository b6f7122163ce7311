"""A history of the model, told once more to a real node over real sockets, and every word of it compared.

What the model's server was asked is asked of the node, in the same order; what it answered and told each line must be the
same. Names that the server makes (conversation, epoch, ticket, proof) differ and must differ alike: one of the model's
stands for one of the node's, both ways, through the whole history.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, DummyCookieJar
from redis.asyncio import Redis

from chat import server
from chat.entropy import KEY_BYTES
from chat.routing.model import BEGINNING
from chat.server import Node
from chat.service import dispatch, presence, timekeeper
from chat.service.delivery import Delivery
from chat.settings import Settings
from chat.store.endings import FILE
from chat.store.life import RAN
from chat.store.memory import MemoryStore
from chat.transport.guard import Allowance, Limits
from tests.line import choose
from tests.properties.convergence_store import HOUSE
from tests.properties.convergence_world import Event
from tests.transport.house import CHEAP, SAM, employ, settings_in
from tests.transport.page import Page
from tests.waiting import WITHIN_SECONDS, comes_true
from volunteers.credentials import Passwords

NAMES = frozenset(("conversation", "epoch", "ticket", "proof", "room", "circle"))
OF_THE_DESK = re.compile(r"(joined|left|notice)-")
"""How the names of the desk's own lines begin; the rest says in which life of the log they stood, and where."""
DEVICE_KEY_CHARACTERS = 43
TIMES = frozenset(("elapsed_ms", "seeker_away_ms", "waited_ms", "left_ms"))
NEVER = 1e9
MINUTE = 60


def _modelled(page: Page) -> list[tuple[str, Mapping[str, Any]]]:
    """What this page was told of what is in the model: staff's own circles are not."""
    return [hint for hint in page.told if not hint[0].startswith("circle.")]


class QuietDispatch(dispatch.Dispatch):
    """Tells what follows from what happens. The rounds that tell places once a second are not in the model."""

    async def rounds(self) -> None:
        await asyncio.Event().wait()


class QuietPresence(presence.Presence):
    """Looks once, and then when it is told to."""

    async def keep(self, behind: asyncio.Event) -> None:
        await self.look()
        await behind.wait()

    @property
    def has_looked(self) -> bool:
        return self._generation is not None


@dataclass
class Bench:
    """Where nodes are started one after the other on one data folder, with Sam as their counsellor."""

    settings: Settings
    cookie: str
    client: ClientSession
    made: list[object]

    @asynccontextmanager
    async def node(self) -> AsyncIterator[tuple[Node, QuietDispatch, QuietPresence]]:
        """A node that has looked at its store."""
        self.made.clear()
        async with server.node(self.settings, practice=False) as running:
            (told,) = (one for one in self.made if isinstance(one, QuietDispatch))
            (looks,) = (one for one in self.made if isinstance(one, QuietPresence))
            if self.settings.redis_url is not None:
                (letters,) = (one for one in self.made if isinstance(one, Delivery))
                # The pulse with which it makes up for what it did not hear before is over when somebody comes.
                await comes_true(lambda: not (letters.is_deaf or letters.missed.is_set()))
                await comes_true(lambda: looks.has_looked)
            yield running, told, looks


@asynccontextmanager
async def open_bench(
    folder: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str | None = None
) -> AsyncIterator[Bench]:
    """A bench on an empty folder. Nothing of a node there happens by the clock, and nobody speaks too fast.

    With *redis_url* the live state lies there; people stay in the folder, which one node may.
    """
    made: list[object] = []

    def kept(kind: Callable[..., object]) -> Callable[..., object]:
        def make(*given: object) -> object:
            made.append(kind(*given))
            return made[-1]

        return make

    def spend(_: Limits, __: Allowance) -> None:
        """A history of minutes is told in milliseconds."""

    monkeypatch.setattr(server, "Passwords", lambda: Passwords(CHEAP))
    monkeypatch.setattr(server, "Dispatch", kept(QuietDispatch))
    monkeypatch.setattr(server, "Presence", kept(QuietPresence))
    monkeypatch.setattr(server, "Delivery", kept(Delivery))
    monkeypatch.setattr(timekeeper, "PULSE_SECONDS", NEVER)
    monkeypatch.setattr(Limits, "spend", spend)
    settings = settings_in(folder)
    if redis_url is not None:
        settings = replace(settings, redis_url=redis_url, key=bytes(KEY_BYTES))
    sessions = await employ(settings, [SAM])
    assert HOUSE.frame is not None
    await choose(settings.database_url, frame_minutes=f"{HOUSE.frame / MINUTE:.0f}")
    async with ClientSession(cookie_jar=DummyCookieJar()) as client:
        yield Bench(settings, f"__Host-session={sessions[SAM.name]}", client, made)


@dataclass
class Replay:
    """One history at a node."""

    bench: Bench
    redis: Redis | None = None
    real: dict[str, str] = field(default_factory=dict)
    model: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    heard: dict[str, int] = field(default_factory=dict)

    async def run(self, trace: Sequence[Event]) -> None:
        """Tell it all; an AssertionError where the node does not do as the model did."""
        for name in (RAN, FILE):
            (self.bench.settings.data / name).unlink(missing_ok=True)
        if self.redis is not None:
            await self.redis.flushall()
        async with AsyncExitStack() as running:
            self._running = running
            await self._start()
            try:
                await self._tell(trace)
            finally:
                self._vanish()

    async def _tell(self, trace: Sequence[Event]) -> None:
        for number, event in enumerate(trace):
            try:
                async with asyncio.timeout(WITHIN_SECONDS):
                    await self._happens(event)
            except (AssertionError, TimeoutError) as fault:
                raise AssertionError(f"event {number}: {event}") from fault
        for line, page in self.pages.items():
            told = _modelled(page)
            assert len(told) == self.heard[line], told[self.heard[line] :]

    async def _start(self) -> None:
        self.node, self._dispatch, self._presence = await self._running.enter_async_context(self.bench.node())

    def _vanish(self) -> None:
        for page in self.pages.values():
            page.vanish()
        self.pages.clear()

    async def _happens(self, event: Event) -> None:
        match event.what:
            case "open":
                await self._open(event.line, event.event)
            case "close":
                await self._close(event.line)
            case "ask":
                page = self.pages[event.line]
                answer = await page.ask(event.event, self._translated(event.payload))
                self._compare(event.answer, answer)
            case loss:
                await self._others[loss](self)
        await self._compare_hints(event)

    async def _open(self, line: str, door: str) -> None:
        headers = {"Cookie": self.bench.cookie} if door == "/desk" else {}
        page = await Page.open(self.bench.client, self.bench.settings.origin, door, headers=headers)
        self.pages[line], self.heard[line] = page, 0

    async def _close(self, line: str) -> None:
        page = self.pages.pop(line)
        there = len(self.node.connected)
        await page.close()
        await comes_true(lambda: len(self.node.connected) == there - 1)

    async def _kill(self) -> None:
        """What a killed process leaves behind is its data folder. Its people vanish first, so that nobody is told; processes that really are killed are in tests/chaos."""
        self._vanish()
        await self._running.aclose()
        await self._start()

    async def _pulse(self) -> None:
        await self._dispatch.pulse()

    async def _look(self) -> None:
        await self._presence.look()

    async def _gathered(self) -> None:
        store = self.node.store
        assert isinstance(store, MemoryStore)
        store._desk = replace(store._desk, offers_from=BEGINNING)

    async def _flush(self) -> None:
        await self._broken().flushall()

    async def _lose_desk(self) -> None:
        await self._delete("desk")

    async def _lose_logs(self) -> None:
        await self._delete("log:*")

    async def _delete(self, what: str) -> None:
        async for key in self._broken().scan_iter(f"luister:*:{what}"):
            await self._broken().delete(key)

    def _broken(self) -> Redis:
        assert self.redis is not None
        return self.redis

    _others: Mapping[str, Callable[["Replay"], Awaitable[None]]] = field(
        default_factory=lambda: {
            "kill": Replay._kill,
            "pulse": Replay._pulse,
            "look": Replay._look,
            "gathered": Replay._gathered,
            "flush": Replay._flush,
            "lose desk": Replay._lose_desk,
            "lose log": Replay._lose_logs,
        }
    )

    # --- the same, in other names ---

    def _translated(self, value: Any, key: str = "") -> Any:
        if isinstance(value, Mapping):
            return {name: self._translated(one, name) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._translated(one) for one in value]
        if key == "cmid":
            return self.real.get(value, value)
        return self.real[value] if key in NAMES and value is not None else value

    async def _compare_hints(self, event: Event) -> None:
        told: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for line, name, payload in event.hints:
            told.setdefault(line, []).append((name, payload))
        for line, expected in told.items():
            page, begin = self.pages[line], self.heard[line]
            self.heard[line] = begin + len(expected)
            await page.until(partial(self._has_heard, line))
            for (name, payload), (real_name, real) in zip(expected, _modelled(page)[begin:], strict=False):
                assert name == real_name
                self._compare(payload, real)

    def _has_heard(self, line: str) -> bool:
        return len(_modelled(self.pages[line])) >= self.heard[line]

    def _compare(self, model: Any, real: Any, key: str = "", inside: str = "") -> None:
        match model:
            case Mapping():
                assert model.keys() == real.keys(), (model, real)
                for name, one in model.items():
                    self._compare(one, real[name], name, key)
            case list() | tuple():
                assert len(model) == len(real), (model, real)
                for one, other in zip(model, real, strict=True):
                    self._compare(one, other, key, inside)
            case _ if key == "device_key":
                assert len(real) == DEVICE_KEY_CHARACTERS  # the model's page opens what it kept without one
            case _ if key in TIMES:
                assert (model is None) == (real is None), (key, model, real)
            case str() if key in NAMES or (key == "cmid" and OF_THE_DESK.match(model)):
                assert self.real.setdefault(model, real) == real, (key, model)
                assert self.model.setdefault(real, model) == model, (key, model)
            case _ if (key, inside) == ("version", "view"):
                pass  # it counts what the desk wrote, with a node's leases among it
            case _:
                assert model == real, (key, model, real)
