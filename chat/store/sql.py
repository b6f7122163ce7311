"""The line's own settings in a database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import delete, insert, select, text

from chat.service.choices import kept, words_of
from chat.service.line import Line
from chat.store.database import Database, open_database
from chat.store.schema import line_settings


@asynccontextmanager
async def open_line(url: str) -> AsyncIterator[SqlLineStore]:
    """The line's settings kept in the database at this address, for as long as the block lasts; see ``open_database``."""
    async with open_database(url) as database:
        yield SqlLineStore(database)


class SqlLineStore:
    """A LineStore on SQLAlchemy; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Line:
        """The line as it was last saved; what breaks a rule of this release counts as never saved."""
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(line_settings.c.name, line_settings.c.value))
            words = {row.name: row.value for row in rows}
        return kept(words)

    async def save(self, line: Line) -> None:
        """Keep this line in the place of the one before."""
        rows = [{"name": name, "value": word} for name, word in words_of(line).items()]
        async with self._database.transaction() as connection:
            if self._database.is_postgres:  # two who save at once would each miss the rows of the other
                await connection.execute(text(f"LOCK TABLE {line_settings.name} IN EXCLUSIVE MODE"))
            await connection.execute(delete(line_settings))
            await connection.execute(insert(line_settings), rows)
