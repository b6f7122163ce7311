"""Shifts in the people database; who is on them goes with the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import ColumnElement, delete, insert, select, text, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.facts import VolunteerId
from volunteers.roster.errors import MayNotBeOnShift
from volunteers.roster.model import Note, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.rostering import RosterChange
from volunteers.schema import places, shifts
from volunteers.store.database import POSTGRES, Transactions

TURN = 7_564_656_002
"""The lock in PostgreSQL that whoever changes the roster holds. Changes are few, and one may hang on every other shift of a person."""


class SqlRoster(Transactions):
    """The part of the store that keeps the roster."""

    async def shifts(self, within: Stretch) -> tuple[Shift, ...]:
        """Every shift that overlaps *within*, in order of beginning."""
        async with self._transaction() as connection:
            return await _read(connection, shifts.c.ends > within.begins, shifts.c.begins < within.ends)

    async def history_of(self, volunteer: VolunteerId) -> tuple[Shift, ...]:
        """Every shift on which this person is or once was."""
        theirs = select(places.c.shift_id).where(places.c.volunteer_id == volunteer)
        async with self._transaction() as connection:
            return await _read(connection, shifts.c.id.in_(theirs))

    @asynccontextmanager
    async def roster_change(self) -> AsyncIterator[RosterChange]:
        """One change of the roster; the next waits for it."""
        async with self._transaction() as connection:
            if connection.dialect.name == POSTGRES:  # SQLite has one writer at a time anyway
                await connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
            yield _Change(connection)


class _Change:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shift(self, shift: ShiftId) -> Shift | None:
        found = await _read(self._connection, shifts.c.id == shift)
        return found[0] if found else None

    async def shifts_of(self, volunteer: VolunteerId, within: Stretch) -> tuple[Shift, ...]:
        theirs = select(places.c.shift_id).where(
            places.c.volunteer_id == volunteer, places.c.state != PlaceState.LEFT
        )
        overlap = (shifts.c.ends > within.begins, shifts.c.begins < within.ends)
        return await _read(self._connection, shifts.c.id.in_(theirs), *overlap)

    async def keep(self, shift: Shift) -> None:
        row = {
            "begins": shift.when.begins,
            "ends": shift.when.ends,
            "minimum": shift.staffing.minimum,
            "most": shift.staffing.most,
            "led": shift.staffing.led,
            "note": shift.staffing.note,
            "cancelled": shift.cancelled,
            "version": shift.version,
        }
        changed = await self._connection.execute(update(shifts).where(shifts.c.id == shift.id).values(row))
        if changed.rowcount == 0:
            await self._connection.execute(insert(shifts).values(id=shift.id, **row))
        await self._connection.execute(delete(places).where(places.c.shift_id == shift.id))
        for place in shift.places:
            await self._place(shift.id, place)

    async def forget(self, ended_before: int) -> None:
        await self._connection.execute(delete(shifts).where(shifts.c.ends < ended_before))

    async def _place(self, shift: ShiftId, place: Place) -> None:
        row = {"shift_id": shift, "volunteer_id": place.volunteer, "post": place.post, "state": place.state}
        try:
            await self._connection.execute(insert(places).values(row))
        except IntegrityError:
            raise MayNotBeOnShift from None


async def _read(connection: AsyncConnection, *where: ColumnElement[bool]) -> tuple[Shift, ...]:
    rows = (
        await connection.execute(
            select(shifts).where(*where).order_by(shifts.c.begins, shifts.c.ends, shifts.c.id)
        )
    ).mappings()
    found = list(rows)
    wanted = select(places).where(places.c.shift_id.in_([row["id"] for row in found]))
    taken: dict[str, list[Place]] = {}
    for row in (await connection.execute(wanted.order_by(places.c.volunteer_id))).mappings():
        place = Place(VolunteerId(row["volunteer_id"]), Post(row["post"]), PlaceState(row["state"]))
        taken.setdefault(row["shift_id"], []).append(place)
    return tuple(_shift(row, taken.get(row["id"], ())) for row in found)


def _shift(row: RowMapping, taken: Sequence[Place]) -> Shift:
    note = None if row["note"] is None else Note(row["note"])
    return Shift(
        ShiftId(row["id"]),
        Stretch(row["begins"], row["ends"]),
        Staffing(row["minimum"], row["most"], row["led"], note),
        tuple(taken),
        row["cancelled"],
        row["version"],
    )
