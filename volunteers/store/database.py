"""How the database of people is opened, SQLite in a file or PostgreSQL, and what a transaction in it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime

from sqlalchemy import URL, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from volunteers.errors import DatabaseRefused, DatabaseUnusable, Storage
from volunteers.migrations import upgrade
from volunteers.store.sqlite import open_file

POSTGRES = "postgresql"

# A PostgreSQL that is away answers nothing, perhaps for ever. To connect and to hear of one statement take no
# longer than the first, a whole method no longer than the second. Migrations may wait for those of another node.
PATIENCE_SECONDS = 2.0
WITHIN_SECONDS = 3.0
MIGRATES_WITHIN_SECONDS = 30.0
POOL = {"pool_size": 5, "max_overflow": 0, "pool_timeout": WITHIN_SECONDS, "pool_recycle": 300}


@asynccontextmanager
async def open_engine(url: str) -> AsyncIterator[AsyncEngine]:
    """The database at this address with its tables up to date, for as long as the block lasts.

    An SQLite file is made when it is missing, readable by its owner only; its folder is not. Raises DatabaseUnusable and DatabaseNewer.
    """
    with faults_as(DatabaseUnusable):
        address = make_url(url)
        engine = _engine(address, MIGRATES_WITHIN_SECONDS)
    try:
        with faults_as(DatabaseUnusable):
            async with engine.begin() as connection:
                await connection.run_sync(upgrade)
        if engine.dialect.name == POSTGRES:
            await _close(engine)
            engine = _engine(address, PATIENCE_SECONDS)
        yield engine
    finally:
        await _close(engine)


class Transactions:
    """What every part of the store does its work in; each raises Storage when it could not be."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use an engine whose database has the tables; see :func:`open_engine`."""
        self._engine = engine
        # SQLite waits for its own lock, and there is nobody to be away.
        self._within = WITHIN_SECONDS if engine.dialect.name == POSTGRES else None

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with faults_as(Storage):
            async with asyncio.timeout(self._within), self._engine.begin() as connection:
                yield connection


def seconds(moment: datetime) -> int:
    """As a moment is written down."""
    return int(moment.timestamp())


def moment(seconds: int) -> datetime:
    """As it is read again."""
    return datetime.fromtimestamp(seconds, UTC)


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
def faults_as(refusal: type[DatabaseRefused]) -> Iterator[None]:
    """Whatever the database or its driver raises in the block, as this refusal; but that a rule of a table was broken."""
    try:
        yield
    except IntegrityError:
        raise
    # OSError: nobody listens there, or it took too long.
    except (SQLAlchemyError, OSError, ValueError) as fault:
        raise refusal from fault
