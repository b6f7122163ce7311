"""The log of what the staff did, as rows: lines are only ever added, by the transaction that does what they tell, and removed when they are old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from volunteers.audit import Act, Chain, Deed, Head, Line, text_of
from volunteers.errors import Storage
from volunteers.facts import VolunteerId
from volunteers.schema import audit_head, audit_lines
from volunteers.store.database import Transactions, moment, seconds


class SqlAudit(Transactions):
    """The part of the store that keeps the log."""

    def __init__(self, engine: AsyncEngine, chain: Chain) -> None:
        """Use an engine whose database has the tables, and mark lines with *chain*."""
        super().__init__(engine)
        self._chain = chain

    async def note(self, act: Act) -> None:
        """Write down what was done elsewhere."""
        async with self._transaction() as connection:
            await self._write(connection, act)

    async def audit_log(self) -> tuple[Head, Sequence[Line]]:
        """All of it, as it stood at one moment, in the order of the places."""
        wanted = select(audit_lines).order_by(audit_lines.c.place)
        async with self._transaction() as connection:
            head = await _locked_head(connection)
            return head, [_line(row) for row in (await connection.execute(wanted)).mappings()]

    async def remove_lines(self, before: datetime, now: datetime) -> None:
        """Remove the lines at the beginning of the log that are older than *before*, and write down that it was done."""
        young = select(audit_lines.c.place).where(audit_lines.c.at >= seconds(before))
        first_young = young.order_by(audit_lines.c.place).limit(1)
        last = select(audit_lines).order_by(audit_lines.c.place.desc()).limit(1)
        async with self._transaction() as connection:
            head = await _locked_head(connection)
            kept_from = await connection.scalar(first_young)
            old = last if kept_from is None else last.where(audit_lines.c.place < kept_from)
            row = (await connection.execute(old)).mappings().one_or_none()
            if row is None:
                return
            head = self._chain.without(head, _line(row))
            await connection.execute(delete(audit_lines).where(audit_lines.c.place <= row["place"]))
            await self._add(connection, head, Act(Deed.LINES_REMOVED, now, None, number=row["place"]))

    async def _write(self, connection: AsyncConnection, *acts: Act | None) -> None:
        """The last thing of a transaction: whoever holds the head makes every other act wait until the commit."""
        for act in acts:
            if act is not None:
                await self._add(connection, await _locked_head(connection), act)

    async def _add(self, connection: AsyncConnection, head: Head, act: Act) -> None:
        line, head = self._chain.after(head, act)
        row = {
            "place": line.place,
            "at": seconds(act.at),
            "deed": act.deed.value,
            "done_by": act.by,
            "whom": act.whom,
            "number": act.number,
            "mark": line.mark,
        }
        try:
            await connection.execute(insert(audit_lines).values(row))
        except IntegrityError:
            # Somebody else has written into the log: what was done is undone, and nobody is told that a name is taken.
            raise Storage from None
        await connection.execute(update(audit_head).values(_row(head)))


async def _locked_head(connection: AsyncConnection) -> Head:
    """The head, which nobody else reads or moves before this transaction ends. SQLite has one writer anyway."""
    row = (await connection.execute(select(audit_head).with_for_update())).mappings().one_or_none()
    if row is None:
        return Head(seal="gone")
    return Head(row["place"], row["mark"], row["removed"], row["removed_mark"], row["seal"])


def _row(head: Head) -> dict[str, object]:
    return {
        "place": head.place,
        "mark": head.mark,
        "removed": head.removed,
        "removed_mark": head.removed_mark,
        "seal": head.seal,
    }


def _line(row: RowMapping) -> Line:
    place, mark = int(row["place"]), str(row["mark"])
    by, whom = (None if row[name] is None else VolunteerId(row[name]) for name in ("done_by", "whom"))
    try:
        act = Act(Deed(row["deed"]), moment(row["at"]), by, whom, row["number"])
        text_of(place, act)
    except (ValueError, TypeError, OverflowError, OSError):
        return Line(place, None, mark)
    return Line(place, act, mark)
