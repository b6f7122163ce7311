"""Second factors and recovery codes, as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.audit import Act
from volunteers.credentials import TokenHash
from volunteers.errors import LastFactor
from volunteers.facts import VolunteerId
from volunteers.records import Factor, Kind
from volunteers.schema import factors, recovery_codes, volunteers
from volunteers.store.audit import SqlAudit


class SqlFactors(SqlAudit):
    """The part of the store that keeps what an account is opened with beside a password."""

    async def factors(self, who: VolunteerId) -> Sequence[Factor]:
        """The second factors of an account, in the order in which they were added."""
        wanted = select(factors).where(factors.c.volunteer_id == who).order_by(factors.c.place)
        async with self._transaction() as connection:
            return [_factor(row) for row in (await connection.execute(wanted)).mappings()]

    async def factor_counts(self) -> Mapping[VolunteerId, int]:
        """How many each account has; none is left out."""
        wanted = select(factors.c.volunteer_id, func.count()).group_by(factors.c.volunteer_id)
        async with self._transaction() as connection:
            return {VolunteerId(who): count for who, count in await connection.execute(wanted)}

    async def add_factor(self, factor: Factor, noted: Act | None = None) -> bool:
        """Keep another second factor; False when its passkey is known already, or the account is not there."""
        try:
            async with self._transaction() as connection:
                await put_factor(connection, factor)
                await self._write(connection, noted)
        except IntegrityError:
            return False
        return True

    async def remove_factor(self, who: VolunteerId, factor: str, noted: Act | None = None) -> None:
        """Forget a second factor of this account. Raises LastFactor when it has no other."""
        async with self._transaction() as connection:
            # The account's row is the turn of whoever changes its factors.
            await connection.execute(select(volunteers.c.id).where(volunteers.c.id == who).with_for_update())
            held = set(await connection.scalars(select(factors.c.id).where(factors.c.volunteer_id == who)))
            if held == {factor}:
                raise LastFactor
            if factor not in held:
                return
            await connection.execute(delete(factors).where(factors.c.id == factor))
            await self._write(connection, noted)

    async def use_factor(self, factor: str, used: int) -> bool:
        """Write down that it was used so far; False when it was used as far before, so this counts for nothing."""
        counted = update(factors).where(factors.c.id == factor, factors.c.used < used).values(used=used)
        async with self._transaction() as connection:
            return (await connection.execute(counted)).rowcount == 1

    async def recovery_left(self, who: VolunteerId) -> int:
        """How many recovery codes are not used yet."""
        wanted = select(func.count()).where(recovery_codes.c.volunteer_id == who)
        async with self._transaction() as connection:
            return int(await connection.scalar(wanted) or 0)

    async def replace_recovery(
        self, who: VolunteerId, codes: Collection[TokenHash], noted: Act | None = None
    ) -> None:
        """These recovery codes in the place of whatever there was."""
        async with self._transaction() as connection:
            await put_recovery(connection, who, codes)
            await self._write(connection, noted)

    async def spend_recovery(self, who: VolunteerId, code: TokenHash) -> bool:
        """Use up a recovery code of this account; False when there is none such."""
        spent = delete(recovery_codes).where(
            recovery_codes.c.volunteer_id == who, recovery_codes.c.code_hash == code
        )
        async with self._transaction() as connection:
            return (await connection.execute(spent)).rowcount == 1


async def put_factor(connection: AsyncConnection, factor: Factor) -> None:
    """One more, after those there are."""
    last = select(func.coalesce(func.max(factors.c.place), 0)).where(
        factors.c.volunteer_id == factor.volunteer
    )
    row = {
        "id": factor.id,
        "volunteer_id": factor.volunteer,
        "place": int(await connection.scalar(last) or 0) + 1,
        "kind": factor.kind.value,
        "label": factor.label,
        "added_on": factor.added_on.isoformat(),
        "secret": factor.secret,
        "credential": factor.credential,
        "used": factor.used,
    }
    await connection.execute(insert(factors).values(row))


async def put_recovery(connection: AsyncConnection, who: VolunteerId, codes: Collection[TokenHash]) -> None:
    """These codes instead of any before."""
    await connection.execute(delete(recovery_codes).where(recovery_codes.c.volunteer_id == who))
    if codes:
        rows = [{"volunteer_id": who, "code_hash": code} for code in codes]
        await connection.execute(insert(recovery_codes), rows)


def _factor(row: RowMapping) -> Factor:
    return Factor(
        row["id"],
        VolunteerId(row["volunteer_id"]),
        Kind(row["kind"]),
        row["label"],
        date.fromisoformat(row["added_on"]),
        row["secret"],
        row["credential"],
        row["used"],
    )
