"""The roster: shifts in the people database; who is on them goes with the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.audit import Act
from volunteers.facts import VolunteerId
from volunteers.model import Volunteer
from volunteers.roster.model import Shift, ShiftId, Stretch
from volunteers.roster_ports import RosterChange
from volunteers.schema import shifts, volunteers
from volunteers.store.accounts import volunteer_in
from volunteers.store.audit import SqlAudit
from volunteers.store.database import POSTGRES
from volunteers.store.shifts import ever_of, held_by, keep_shift, read_shifts, shifts_within, take_turn

STAY = select(volunteers.c.id).order_by(volunteers.c.id).with_for_update(read=True, key_share=True)
"""Nobody's account goes before the change is made, or it is made after: an account takes its places along, and whoever keeps a place needs
the account, so that they could wait for each other. Whoever changes an account locks them all in the same order."""


class SqlRoster(SqlAudit):
    """The part of the store that keeps the roster."""

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        """Every shift that overlaps *within*, in order of beginning."""
        async with self._transaction() as connection:
            return await shifts_within(connection, within)

    async def history_of(self, volunteer: VolunteerId) -> tuple[Shift, ...]:
        """Every shift on which this person is or once was."""
        async with self._transaction() as connection:
            return await read_shifts(connection, ever_of(volunteer))

    async def forget(self, ended_before: int) -> None:
        """Forget every shift that ended before this moment; who was on it goes with it."""
        async with self._transaction() as connection:
            await take_turn(connection)
            await connection.execute(delete(shifts).where(shifts.c.ends < ended_before))

    @asynccontextmanager
    async def roster_change(self) -> AsyncIterator[RosterChange]:
        """One change of the roster; the next waits for it."""
        async with self._transaction() as connection:
            await take_turn(connection)
            if connection.dialect.name == POSTGRES:
                await connection.execute(STAY)
            yield _Change(connection, partial(self._write, connection))


class _Change:
    def __init__(
        self, connection: AsyncConnection, write: Callable[[Act], Coroutine[object, None, None]]
    ) -> None:
        self._connection = connection
        self.write = write

    async def shift(self, shift: ShiftId) -> Shift | None:
        found = await read_shifts(self._connection, shifts.c.id == shift)
        return found[0] if found else None

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        return await shifts_within(self._connection, within)

    async def shifts_of(self, volunteer: VolunteerId, within: Stretch) -> tuple[Shift, ...]:
        return await shifts_within(self._connection, within, held_by(volunteer))

    async def person(self, volunteer: VolunteerId) -> Volunteer | None:
        wanted = select(volunteers).where(volunteers.c.id == volunteer)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else volunteer_in(row)

    async def keep(self, shift: Shift) -> None:
        await keep_shift(self._connection, shift)
