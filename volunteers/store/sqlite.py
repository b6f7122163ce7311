"""How a file of SQLite is opened, and let go of whatever happens.

What is deleted is overwritten in the file, and nothing is left beside it (REQ-A12).
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from functools import partial
from weakref import WeakSet

from aiosqlite import Connection
from sqlalchemy import URL, AsyncAdaptedQueuePool, event
from sqlalchemy import Connection as SqlConnection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_mode=DELETE",
)

# As many rows as the driver asks of SQLite at a time when somebody reads row by row, which nobody here does.
ROWS_AT_ONCE = 64


def open_file(url: URL) -> AsyncEngine:
    """The engine of this file, which is made when it is missing, readable by its owner only; its folder is not. Raises OSError."""
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
        connect_args={"isolation_level": None, "async_creator_fn": _Driver},
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


class _Handle(sqlite3.Connection):
    """Ends what is half read when it is closed.

    SQLite keeps the file locked while one statement is open, and the cursor of somebody who was stopped between two rows
    lives on in their traceback until the garbage is collected.
    """

    def __init__(self, place: str, **opening: object) -> None:
        super().__init__(place, **opening)  # type: ignore[arg-type]  # as SQLAlchemy gives them for the driver
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, _kind: None = None) -> sqlite3.Cursor:  # type: ignore[override]  # nobody makes another kind
        made = super().cursor()
        self._cursors.add(made)
        return made

    def close(self) -> None:
        for cursor in list(self._cursors):
            cursor.close()
        super().close()


class _Driver(Connection):
    """Closes once, and wholly, whoever asks for it and however often.

    Who is cancelled while a connection closes asks for it again. The driver's own second stop waits for a thread that is
    gone, so a node would never end; and its close after a stop forgets the file before the thread has closed it.
    """

    def __init__(self, place: str, **opening: object) -> None:
        super().__init__(partial(_Handle, place, **opening), ROWS_AT_ONCE)
        self._thread.daemon = True
        self._closing: asyncio.Future[object] | None = None
        self._is_told = False

    def stop(self) -> asyncio.Future[object] | None:
        if not self._is_told:
            self._is_told, self._closing = True, super().stop()
        return self._closing

    async def close(self) -> None:
        closing = self.stop()
        if closing is not None:
            await asyncio.shield(closing)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: SqlConnection) -> None:
    # The driver's own transactions leave out DDL, and one that starts by reading can lose its turn to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
