"""The line's own settings in a database: SQLite in a file, or PostgreSQL.

How a database is opened stands in ``volunteers.store`` too: ``chat`` and ``volunteers`` know nothing of each
other, and may be given two databases (DESIGN.md 3). When both have the same one, each keeps to its own tables.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, delete, event, insert, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from chat.service.line import DatabaseUnusable, Line, kept
from chat.store.migrations import upgrade
from chat.store.schema import line_settings

# Those of volunteers.store: the two may share a file, and journal and secure_delete are its promise (REQ-A12).
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_mode=DELETE",
)


@asynccontextmanager
async def open_line(url: str) -> AsyncIterator[SqlLineStore]:
    """The line's settings kept in the database at this address, for as long as the block lasts.

    Makes or upgrades the table first. An SQLite file is made when it is missing, readable by its owner only;
    its folder is not. Raises DatabaseUnusable and DatabaseNewer.
    """
    with _database_faults():
        engine = _engine(make_url(url))
    try:
        with _database_faults():
            async with engine.begin() as connection:
                await connection.run_sync(upgrade)
        yield SqlLineStore(engine)
    finally:
        await engine.dispose()


class SqlLineStore:
    """A LineStore on SQLAlchemy; every method is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use an engine whose database has the table; see :func:`open_line`."""
        self._engine = engine

    async def read(self) -> Line:
        """The line as it was last saved; what breaks a rule of this release counts as never saved."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(line_settings.c.name, line_settings.c.value))
            words = {row.name: row.value for row in rows}
        return kept(words)

    async def save(self, line: Line) -> None:
        """Keep this line in the place of the one before."""
        rows = [{"name": name, "value": str(value)} for name, value in asdict(line).items()]
        async with self._transaction() as connection:
            await connection.execute(delete(line_settings))
            await connection.execute(insert(line_settings), rows)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with _database_faults():
            async with self._engine.begin() as connection:
                yield connection


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, echo=False)
    if url.database and url.database != ":memory:":
        # Here rather than in the driver, whose thread is still stopping when its own attempt has failed.
        os.close(os.open(url.database, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    # One connection: its queue is fair, whereas SQLite lets those who wait for a lock sleep and try again.
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        hide_parameters=True,
        echo=False,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # The driver's own transactions leave out DDL, and one that starts by reading can lose its turn to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _database_faults() -> Iterator[None]:
    try:
        yield
    # ImportError: the driver that the address names is not installed. ValueError: its port is no number.
    except (SQLAlchemyError, OSError, ImportError, ValueError) as fault:
        raise DatabaseUnusable from fault
