"""People in a database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, delete, event, exists, insert, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from volunteers.credentials import PasswordHash, TokenHash
from volunteers.directory import Account, Session
from volunteers.errors import DatabaseRefused, DatabaseUnusable, NameTaken, Storage
from volunteers.migrations import upgrade
from volunteers.model import Role, Volunteer, VolunteerId, name_key
from volunteers.schema import sessions, volunteers

# What is deleted is overwritten in the file, and nothing is left beside it (REQ-A12).
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA journal_mode=DELETE",
)

POSTGRES = "postgresql"

# A PostgreSQL that is away answers nothing, perhaps for ever. To connect and to hear of one statement take no
# longer than the first, a whole method no longer than the second. Migrations may wait for those of another node.
PATIENCE_SECONDS = 2.0
WITHIN_SECONDS = 3.0
MIGRATES_WITHIN_SECONDS = 30.0
POOL = {"pool_size": 5, "max_overflow": 0, "pool_timeout": WITHIN_SECONDS, "pool_recycle": 300}


@asynccontextmanager
async def open_people(url: str) -> AsyncIterator[SqlPeople]:
    """The people kept in the database at this address, for as long as the block lasts.

    Makes or upgrades the tables first. An SQLite file is made when it is missing, readable by its owner
    only; its folder is not. Raises DatabaseUnusable and DatabaseNewer.
    """
    with _faults_as(DatabaseUnusable):
        address = make_url(url)
        engine = _engine(address, MIGRATES_WITHIN_SECONDS)
    try:
        with _faults_as(DatabaseUnusable):
            async with engine.begin() as connection:
                await connection.run_sync(upgrade)
        if engine.dialect.name == POSTGRES:
            await _close(engine)
            engine = _engine(address, PATIENCE_SECONDS)
        yield SqlPeople(engine)
    finally:
        await _close(engine)


class SqlPeople:
    """A PeopleStore on SQLAlchemy; every method is one transaction, and raises Storage when it could not be."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use an engine whose database has the tables; see :func:`open_people`."""
        self._engine = engine
        # SQLite waits for its own lock, and there is nobody to be away.
        self._within = WITHIN_SECONDS if engine.dialect.name == POSTGRES else None

    async def add(self, account: Account) -> None:
        """Keep a new account. Raises NameTaken."""
        volunteer = account.volunteer
        row = {
            "id": volunteer.id,
            "name": volunteer.name,
            "name_key": name_key(volunteer.name),
            "roles": _words(volunteer.roles),
            "languages": _words(volunteer.languages),
            "capacity": volunteer.capacity,
            "practice": volunteer.practice,
            "skills": _words(volunteer.skills),
            "leads": volunteer.leads,
            "password_hash": account.password_hash,
        }
        try:
            async with self._transaction() as connection:
                await connection.execute(insert(volunteers).values(row))
        except IntegrityError:
            # Without its cause: PostgreSQL quotes the name in it.
            raise NameTaken from None

    async def account_named(self, key: str) -> Account | None:
        """The account whose name has this key."""
        async with self._transaction() as connection:
            found = await connection.execute(select(volunteers).where(volunteers.c.name_key == key))
            row = found.mappings().one_or_none()
        return None if row is None else Account(_volunteer(row), PasswordHash(row["password_hash"]))

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        wanted = select(volunteers.c.id, volunteers.c.name).where(volunteers.c.id.in_(who))
        async with self._transaction() as connection:
            return {VolunteerId(row.id): row.name for row in await connection.execute(wanted)}

    async def skills(self) -> frozenset[str]:
        """Every skill that an account has."""
        wanted = select(volunteers.c.skills).distinct()
        async with self._transaction() as connection:
            found = await connection.scalars(wanted)
            return frozenset(skill for skills in found for skill in skills.split())

    async def open_session(self, session: Session) -> bool:
        """Keep a new session; False when its account is no longer there."""
        row = {
            "token_hash": session.token_hash,
            "volunteer_id": session.volunteer.id,
            "expires_at": int(session.expires_at.timestamp()),
        }
        try:
            async with self._transaction() as connection:
                await connection.execute(insert(sessions).values(row))
        except IntegrityError:
            return False
        return True

    async def session(self, token_hash: TokenHash) -> Session | None:
        """The session of this token, expired or not."""
        wanted = (
            select(volunteers, sessions.c.expires_at)
            .join_from(sessions, volunteers)
            .where(sessions.c.token_hash == token_hash)
        )
        async with self._transaction() as connection:
            row = (await connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            return None
        return Session(token_hash, _volunteer(row), datetime.fromtimestamp(row["expires_at"], UTC))

    async def close_session(self, token_hash: TokenHash) -> None:
        """Forget the session, if there is one."""
        async with self._transaction() as connection:
            await connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    async def close_expired_sessions(self, now: datetime) -> None:
        """Forget every session that had expired by *now*."""
        async with self._transaction() as connection:
            await connection.execute(delete(sessions).where(sessions.c.expires_at <= int(now.timestamp())))

    async def has_accounts(self, *, practice: bool) -> bool:
        """Whether there is any practice account, or any real one."""
        wanted = select(exists().where(volunteers.c.practice.is_(practice)))
        async with self._transaction() as connection:
            return bool(await connection.scalar(wanted))

    async def remove_practice_accounts(self) -> None:
        """Forget all practice accounts; their sessions go with them."""
        async with self._transaction() as connection:
            await connection.execute(delete(volunteers).where(volunteers.c.practice.is_(True)))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with _faults_as(Storage):
            async with asyncio.timeout(self._within), self._engine.begin() as connection:
                yield connection


def _engine(url: URL, patience_seconds: float) -> AsyncEngine:
    match url.get_backend_name():
        case "sqlite":
            return _sqlite(url)
        case "postgresql":
            return _postgres(url, patience_seconds)
        case _:
            raise DatabaseUnusable


def _sqlite(url: URL) -> AsyncEngine:
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


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    # The driver's own transactions leave out DDL, and one that starts by reading can lose its turn to write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _faults_as(refusal: type[DatabaseRefused]) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    # OSError: nobody listens there, or it took too long.
    except (SQLAlchemyError, OSError, ValueError) as fault:
        raise refusal from fault


def _words(words: frozenset[str] | frozenset[Role]) -> str:
    return " ".join(sorted(words))


def _volunteer(row: RowMapping) -> Volunteer:
    return Volunteer(
        VolunteerId(row["id"]),
        row["name"],
        frozenset(Role(word) for word in row["roles"].split()),
        frozenset(row["languages"].split()),
        row["capacity"],
        row["practice"],
        frozenset(row["skills"].split()),
        row["leads"],
    )
