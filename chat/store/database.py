"""A database of the line's own: SQLite in a file, or PostgreSQL.

How a database is opened stands in ``volunteers.store`` too: ``chat`` and ``volunteers`` know nothing of each
other, and may be given two databases (DESIGN.md 3). When both have the same one, each keeps to its own tables.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chat.service.line import DatabaseUnusable
from chat.store.migrations import upgrade
from chat.store.sqlite import open_file

POSTGRES = "postgresql"

# Those of volunteers.store; one connection is enough for settings read at the start and a few return words.
PATIENCE_SECONDS = 2.0
WITHIN_SECONDS = 3.0
MIGRATES_WITHIN_SECONDS = 30.0
POOL = {"pool_size": 1, "max_overflow": 0, "pool_timeout": WITHIN_SECONDS, "pool_recycle": 300}


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """The database at this address, with the tables of ``schema``, for as long as the block lasts.

    Makes or upgrades the tables first. An SQLite file is made when it is missing, readable by its owner only;
    its folder is not. Raises DatabaseUnusable and DatabaseNewer.
    """
    with _database_faults():
        address = make_url(url)
        engine = _engine(address, MIGRATES_WITHIN_SECONDS)
    try:
        with _database_faults():
            async with engine.begin() as connection:
                await connection.run_sync(upgrade)
        if engine.dialect.name == POSTGRES:
            await _close(engine)
            engine = _engine(address, PATIENCE_SECONDS)
        yield Database(engine)
    finally:
        await _close(engine)


class Database:
    """One engine, for all that is kept in it."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use an engine whose database has the tables; see :func:`open_database`."""
        self._engine = engine
        self.is_postgres = engine.dialect.name == POSTGRES

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose work is kept as a whole, or not at all. Raises DatabaseUnusable."""
        within = WITHIN_SECONDS if self.is_postgres else None
        with _database_faults():
            async with asyncio.timeout(within), self._engine.begin() as connection:
                yield connection


def _engine(url: URL, patience_seconds: float) -> AsyncEngine:
    match url.get_backend_name():
        case "sqlite":
            return open_file(url)
        case "postgresql":
            return _postgres(url, patience_seconds)
        case _:
            raise DatabaseUnusable


def _postgres(url: URL, patience_seconds: float) -> AsyncEngine:
    return create_async_engine(
        "postgresql+asyncpg://",
        hide_parameters=True,
        echo=False,
        pool_pre_ping=True,
        connect_args={
            # The driver reads the whole address itself: sslmode and sockets too, which SQLAlchemy would not hand on.
            "dsn": url.set(drivername="postgresql").render_as_string(hide_password=False),
            "timeout": PATIENCE_SECONDS,
            "command_timeout": patience_seconds,
        },
        **POOL,
    )


async def _close(engine: AsyncEngine) -> None:
    # A server that is away would be waited for; what is left open is closed with the process.
    patience = PATIENCE_SECONDS if engine.dialect.name == POSTGRES else None
    with suppress(OSError):
        async with asyncio.timeout(patience):
            await engine.dispose()


@contextmanager
def _database_faults() -> Iterator[None]:
    try:
        yield
    # OSError: nobody listens there, or it took too long. ValueError: its port is no number.
    except (SQLAlchemyError, OSError, ValueError) as fault:
        raise DatabaseUnusable from fault
