"""Invitations, and accounts that are given anew, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.audit import Act
from volunteers.credentials import NO_PASSWORD, TokenHash
from volunteers.facts import VolunteerId
from volunteers.model import Standing
from volunteers.records import Invitation, Proofs, Reset
from volunteers.schema import factors, invitations, known_browsers, pending, recovery_codes, resets, sessions
from volunteers.schema import volunteers as accounts
from volunteers.store.audit import SqlAudit
from volunteers.store.database import moment, seconds
from volunteers.store.factors import put_factor, put_recovery

OPENS = (sessions, pending, known_browsers, factors, recovery_codes)
"""All that an account is opened with beside its password, and what is open."""


class SqlLinks(SqlAudit):
    """The part of the store that keeps one-time links."""

    async def invite(self, invitation: Invitation, noted: Act | None = None) -> bool:
        """Keep a link in the place of whatever link the account had; False when it is not there."""
        try:
            async with self._transaction() as connection:
                await put_link(connection, invitation)
                await self._write(connection, noted)
        except IntegrityError:
            return False
        return True

    async def invitation(self, token_hash: TokenHash) -> Invitation | None:
        """The invitation of this token, run out or not."""
        wanted = select(invitations).where(invitations.c.token_hash == token_hash)
        async with self._transaction() as connection:
            row = (await connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else _invitation(row)

    async def invitations(self) -> Mapping[VolunteerId, Invitation]:
        """Every link that was not used."""
        async with self._transaction() as connection:
            found = map(_invitation, (await connection.execute(select(invitations))).mappings())
            return {invitation.volunteer: invitation for invitation in found}

    async def accept(self, token_hash: TokenHash, proofs: Proofs, noted: Act | None = None) -> bool:
        """Use up a link: the account is in use, and these proofs open it instead of any before."""
        who = proofs.factor.volunteer
        used = delete(invitations).where(
            invitations.c.token_hash == token_hash, invitations.c.volunteer_id == who
        )
        opened = (
            update(accounts)
            .where(accounts.c.id == who, accounts.c.standing != Standing.DISABLED.value)
            .values(password_hash=proofs.password_hash, standing=Standing.ACTIVE.value, failed=0)
        )
        try:
            async with self._transaction() as connection:
                if (await connection.execute(used)).rowcount == 0:
                    return False
                if (await connection.execute(opened)).rowcount == 0:
                    return False
                await _take_all(connection, who)
                await put_factor(connection, proofs.factor)
                await put_recovery(connection, who, proofs.recovery)
                await self._write(connection, noted)
        except IntegrityError:
            return False
        return True

    async def resets(self) -> Mapping[VolunteerId, Reset]:
        """Whatever was asked and waits for another person."""
        async with self._transaction() as connection:
            found = [
                Reset(VolunteerId(row.volunteer_id), VolunteerId(row.asked_by), moment(row.asked_at))
                for row in await connection.execute(select(resets))
            ]
        return {reset.volunteer: reset for reset in found}

    async def ask_reset(self, reset: Reset, noted: Act | None = None) -> None:
        """Keep that it was asked, in the place of an older asking."""
        row = {
            "volunteer_id": reset.volunteer,
            "asked_by": reset.asked_by,
            "asked_at": seconds(reset.asked_at),
        }
        # When it cannot be kept, somebody else asked in the same moment, or the account has gone.
        with suppress(IntegrityError):
            async with self._transaction() as connection:
                await connection.execute(delete(resets).where(resets.c.volunteer_id == reset.volunteer))
                await connection.execute(insert(resets).values(row))
                await self._write(connection, noted)

    async def drop_reset(self, who: VolunteerId, noted: Act | None = None) -> None:
        """Forget that it was asked."""
        async with self._transaction() as connection:
            gone = await connection.execute(delete(resets).where(resets.c.volunteer_id == who))
            if gone.rowcount == 1:
                await self._write(connection, noted)

    async def confirm_reset(self, reset: Reset, invitation: Invitation, noted: Act | None = None) -> bool:
        """Take from an account all that opens it and everything it has open, and keep a link to it."""
        asked = delete(resets).where(
            resets.c.volunteer_id == reset.volunteer,
            resets.c.asked_by == reset.asked_by,
            resets.c.asked_at == seconds(reset.asked_at),
        )
        async with self._transaction() as connection:
            if (await connection.execute(asked)).rowcount == 0:
                return False
            await _take_all(connection, reset.volunteer)
            mine = accounts.c.id == reset.volunteer
            await connection.execute(update(accounts).where(mine).values(password_hash=NO_PASSWORD))
            await put_link(connection, invitation)
            await self._write(connection, noted)
        return True


async def put_link(connection: AsyncConnection, invitation: Invitation) -> None:
    """This link instead of any before."""
    row = {
        "volunteer_id": invitation.volunteer,
        "token_hash": invitation.token_hash,
        "made_at": seconds(invitation.made_at),
        "expires_at": seconds(invitation.expires_at),
    }
    await connection.execute(delete(invitations).where(invitations.c.volunteer_id == invitation.volunteer))
    await connection.execute(insert(invitations).values(row))


async def _take_all(connection: AsyncConnection, who: VolunteerId) -> None:
    for table in OPENS:
        await connection.execute(delete(table).where(table.c.volunteer_id == who))


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        TokenHash(row["token_hash"]),
        VolunteerId(row["volunteer_id"]),
        moment(row["made_at"]),
        moment(row["expires_at"]),
    )
