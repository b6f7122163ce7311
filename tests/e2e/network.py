"""The network between the browsers of a story and its nodes: one address for all of them, which can be broken."""

import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chat.entropy import SystemEntropy
from chat.store.redis import open_redis
from chat.store.shared import SharedStore
from tests.chaos.proxy import Link, Proxy, Way, proxied
from tests.e2e.beside import Beside, beside
from tests.e2e.browsers import STAFF, YOUNG
from tests.e2e.deployment import Deployment, Staff, nodes_of, started
from tests.servers.valkey import Valkey

SEED = 4
LOOKS_WITHIN_SECONDS = 30.0
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Network:
    """A line behind a proxy. Browsers go by the names of tests/e2e/browsers.py."""

    line: Deployment
    _proxy: Proxy
    _loop: Beside
    _key: bytes

    def silence(self, name: str, way: Way) -> None:
        """Let nothing of this name's browsers through this way, and close nothing."""
        self._loop.run(self._silence(name, way))

    def speak(self, name: str) -> None:
        """They are heard again on whatever they open next."""
        self._loop.run(self._speak(name))

    def open_lines(self, name: str) -> list[Link]:
        """The open sockets of this name's browsers."""
        return self._loop.run(self._of(name))

    def freeze(self, link: Link) -> None:
        """Nothing comes through this one either way any more, and neither end is told."""
        self._loop.run(self._freeze(link))

    def tear(self, link: Link) -> None:
        """Both ends see it break."""
        self._loop.run(self._tear(link))

    def until_another_line(self, name: str, old: Link) -> None:
        """Until a socket is open that is not *old*."""
        until = time.monotonic() + LOOKS_WITHIN_SECONDS
        while all(link is old for link in self.open_lines(name)):
            assert time.monotonic() < until, "it never connected again"
            time.sleep(LOOK_SECONDS)

    def lines_on_the_desk(self) -> tuple[int, int]:
        """How many sockets of young people and of counsellors the desk in Redis tells of."""
        return self._loop.run(self._on_the_desk())

    def lines_there_are(self) -> tuple[int, int]:
        """How many of either are open; no board may be."""
        return len(self.open_lines(YOUNG)), len(self.open_lines(STAFF))

    async def _on_the_desk(self) -> tuple[int, int]:
        assert self.line.valkey is not None
        async with open_redis(self.line.valkey.url) as redis:
            store = SharedStore(redis, self._key, SystemEntropy(self._key), gathers=False)
            desk = (await store.load()).desk
        young = sum(guest.connection is not None for guest in desk.guests.values())
        return young, sum(len(seat.connections) for seat in desk.seats.values())

    async def _silence(self, name: str, way: Way) -> None:
        self._proxy.silence(name, frozenset((way,)))

    async def _speak(self, name: str) -> None:
        self._proxy.speak(name)

    async def _of(self, name: str) -> list[Link]:
        return [*self._proxy.of(name)]

    async def _freeze(self, link: Link) -> None:
        link.silent |= {"up", "down"}

    async def _tear(self, link: Link) -> None:
        link.tear()


@contextmanager
def networked(
    folder: Path, count: int, settings: dict[str, str], staff: Staff, valkey: Valkey | None = None
) -> Iterator[Network]:
    """So many nodes behind one address, for as long as the block lasts."""
    with beside() as loop:
        proxy, port = loop.open(proxied(SEED))
        origin = f"http://localhost:{port}"
        nodes = nodes_of(folder, count, {**settings, "LUISTER_ORIGIN": origin})
        proxy.nodes = [node.port for node in nodes]
        with started(nodes):
            yield Network(
                Deployment(nodes, staff, origin, origin, valkey),
                proxy,
                loop,
                b64decode(settings["LUISTER_KEY"]),
            )
