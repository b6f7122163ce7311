"""Luister as it is deployed: one node that keeps everything itself, or several that share Redis and PostgreSQL."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from tests.e2e.beside import Beside
from tests.e2e.people import KIM, NOOR, SAM, employ
from tests.e2e.program import Process
from tests.line import let_anybody_come_first
from tests.servers.valkey import Valkey
from tests.staff import Account

SAYS = "Luister listens on"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who can sign in, and where that is written down."""

    database_url: str
    counsellors: tuple[Account, ...]
    supervisor: Account
    key: bytes
    """The deployment's, under which their telephones' secrets are sealed."""


@dataclass(frozen=True)
class Deployment:
    """A line of real nodes. *origin* and *staff_origin* are nodes of it, or a network before them; *valkey* is None without one."""

    nodes: Sequence[Process]
    staff: Staff
    origin: str
    staff_origin: str
    valkey: Valkey | None = None

    @property
    def counsellor(self) -> Account:
        return self.staff.counsellors[0]

    @property
    def supervisor(self) -> Account:
        return self.staff.supervisor

    @property
    def node(self) -> Process:
        """The first, where there is one."""
        return self.nodes[0]

    def is_empty(self) -> bool:
        """Whether Redis holds the log of no conversation."""
        assert self.valkey is not None
        with Redis.from_url(self.valkey.url) as redis:
            return not list(redis.scan_iter("*:log:*"))


async def usual_staff(database_url: str) -> Staff:
    """Two counsellors and a supervisor, in this database."""
    await let_anybody_come_first(database_url)
    key = secrets.token_bytes(32)
    *counsellors, supervisor = await employ(database_url, (SAM, KIM, NOOR), key)
    return Staff(database_url, tuple(counsellors), supervisor, key)


def settings_on(staff: Staff, folder: Path, valkey: Valkey | None = None) -> dict[str, str]:
    """What each node of a line is told; the files of a node on its own are in *folder*."""
    key = base64.b64encode(staff.key).decode()
    told = {"LUISTER_DATA": str(folder), "LUISTER_DATABASE_URL": staff.database_url, "LUISTER_KEY": key}
    return told | ({} if valkey is None else {"LUISTER_REDIS_URL": valkey.url})


def staff_of_a_file(loop: Beside, folder: Path) -> Staff:
    """The staff of one node that keeps everything in this folder."""
    folder.mkdir(mode=0o700, parents=True)
    return loop.run(usual_staff(f"sqlite+aiosqlite:///{folder / 'luister.db'}"))


def nodes_of(folder: Path, count: int, settings: dict[str, str]) -> list[Process]:
    """So many, none of which runs yet."""
    return [Process(folder / f"node-{n}", last_line=SAYS, **settings) for n in range(count)]


@contextmanager
def started(nodes: Sequence[Process]) -> Iterator[None]:
    """They run for as long as the block lasts, unless a story stops one; whichever runs at the end stops cleanly."""
    for node in nodes:
        node.begin()
    try:
        for node in nodes:
            node.wait()
        yield
    finally:
        codes = [node.stop() for node in nodes if node.runs]
    assert set(codes) <= {0}
