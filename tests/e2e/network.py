"""The network between the browsers of a story and its nodes: one address for all of them, which can be broken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.proxy import Link, Proxy, Way, proxied
from tests.e2e.beside import Beside, beside
from tests.e2e.deployment import Deployment, Staff, nodes_of, started
from tests.servers.valkey import Valkey

SEED = 4


@dataclass(frozen=True)
class Network:
    """A line behind a proxy. Browsers go by the names of tests/e2e/browsers.py."""

    line: Deployment
    _proxy: Proxy
    _loop: Beside

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
            yield Network(Deployment(nodes, staff, origin, origin, valkey), proxy, loop)
