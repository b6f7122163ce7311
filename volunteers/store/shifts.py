"""Shifts and places as rows, and the turn of whoever changes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, select, text, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.facts import VolunteerId
from volunteers.roster.errors import MayNotBeOnShift
from volunteers.roster.model import Note, Place, PlaceState, Post, Shift, ShiftId, Staffing, Stretch
from volunteers.schema import places, shifts
from volunteers.store.database import POSTGRES

TURN = 7_564_656_002
"""The lock in PostgreSQL that whoever changes the roster or an account holds. Such changes are few, and one may hang on every other
shift of a person."""


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until nobody else changes the roster; before any lock on accounts, or two could wait for each other."""
    if connection.dialect.name == POSTGRES:  # SQLite has one writer at a time anyway
        await connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


async def shifts_within(
    connection: AsyncConnection, within: Stretch, *where: ColumnElement[bool]
) -> tuple[Shift, ...]:
    """The shifts that overlap *within*, in order of beginning."""
    return await read_shifts(connection, shifts.c.ends > within.begins, shifts.c.begins < within.ends, *where)


async def read_shifts(connection: AsyncConnection, *where: ColumnElement[bool]) -> tuple[Shift, ...]:
    """The shifts of which all this is true, in order of beginning."""
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


def held_by(volunteer: VolunteerId) -> ColumnElement[bool]:
    """That this person holds a place on the shift."""
    held = select(places.c.shift_id).where(
        places.c.volunteer_id == volunteer, places.c.state != PlaceState.LEFT
    )
    return shifts.c.id.in_(held)


def ever_of(volunteer: VolunteerId) -> ColumnElement[bool]:
    """That this person is or once was on the shift."""
    return shifts.c.id.in_(select(places.c.shift_id).where(places.c.volunteer_id == volunteer))


async def keep_shift(connection: AsyncConnection, shift: Shift) -> None:
    """This shift as it is now. Raises MayNotBeOnShift when an account on it is gone."""
    row = {
        "begins": shift.when.begins,
        "ends": shift.when.ends,
        "last_day": shift.last_day.isoformat(),
        "minimum": shift.staffing.minimum,
        "most": shift.staffing.most,
        "led": shift.staffing.led,
        "note": shift.staffing.note,
        "cancelled": shift.cancelled,
        "version": shift.version,
    }
    changed = await connection.execute(update(shifts).where(shifts.c.id == shift.id).values(row))
    if changed.rowcount == 0:
        await connection.execute(insert(shifts).values(id=shift.id, **row))
    await connection.execute(delete(places).where(places.c.shift_id == shift.id))
    for place in shift.places:
        await _keep_place(connection, shift.id, place)


async def _keep_place(connection: AsyncConnection, shift: ShiftId, place: Place) -> None:
    row = {"shift_id": shift, "volunteer_id": place.volunteer, "post": place.post, "state": place.state}
    try:
        await connection.execute(insert(places).values(row))
    except IntegrityError:
        raise MayNotBeOnShift from None


def _shift(row: RowMapping, taken: Sequence[Place]) -> Shift:
    note = None if row["note"] is None else Note(row["note"])
    return Shift(
        ShiftId(row["id"]),
        Stretch(row["begins"], row["ends"]),
        date.fromisoformat(row["last_day"]),
        Staffing(row["minimum"], row["most"], row["led"], note),
        tuple(taken),
        row["cancelled"],
        row["version"],
    )
