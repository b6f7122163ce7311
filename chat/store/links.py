"""Return words in a database: of each link a digest, a counsellor and a week, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from chat.errors import Storage
from chat.identifiers import VolunteerId
from chat.returning.weeks import Week
from chat.service.line import DatabaseUnusable
from chat.store.database import Database
from chat.store.schema import return_links

link = return_links.c


class SqlLinks:
    """A LinkStore on SQLAlchemy; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, digest: bytes, counsellor: VolunteerId, expires: Week) -> None:
        """Keep a link; one that is there already stays as it is."""
        made = (postgresql if self._database.is_postgres else sqlite).insert(return_links)
        row = {"digest": digest, "counsellor": counsellor, "expires_week": expires}
        async with self._transaction() as connection:
            await connection.execute(made.values(row).on_conflict_do_nothing())

    async def counsellor(self, digest: bytes, week: Week) -> VolunteerId | None:
        """Whom this link leads to in this week; None when there is none, or it counts no more."""
        found = select(link.counsellor).where(link.digest == digest, link.expires_week > week)
        async with self._transaction() as connection:
            counsellor: str | None = await connection.scalar(found)
        return None if counsellor is None else VolunteerId(counsellor)

    async def forget(self, digest: bytes) -> None:
        """The link is gone; nothing happens when it was."""
        async with self._transaction() as connection:
            await connection.execute(delete(return_links).where(link.digest == digest))

    async def live(self, week: Week) -> Mapping[VolunteerId, int]:
        """How many links count in this week, for each counsellor who has any."""
        counted = (
            select(link.counsellor, func.count()).where(link.expires_week > week).group_by(link.counsellor)
        )
        async with self._transaction() as connection:
            return {VolunteerId(name): number for name, number in await connection.execute(counted)}

    async def revoke(self, counsellor: VolunteerId | None) -> None:
        """Every link to this counsellor is gone; None: every link."""
        gone = delete(return_links)
        async with self._transaction() as connection:
            await connection.execute(
                gone if counsellor is None else gone.where(link.counsellor == counsellor)
            )

    async def purge(self, week: Week) -> None:
        """Whatever counts no more in this week is gone."""
        async with self._transaction() as connection:
            await connection.execute(delete(return_links).where(link.expires_week <= week))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._database.transaction() as connection:
                yield connection
        except DatabaseUnusable:
            raise Storage from None
