"""Who is signed in, who is half way there, and which browsers are known, as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError

from volunteers.audit import Act
from volunteers.credentials import TokenHash
from volunteers.facts import VolunteerId
from volunteers.model import Standing
from volunteers.records import TRIES, Pending, Session
from volunteers.schema import invitations, known_browsers, pending, sessions, volunteers
from volunteers.store.accounts import volunteer_in
from volunteers.store.audit import SqlAudit
from volunteers.store.database import moment, seconds


class SqlSessions(SqlAudit):
    """The part of the store that keeps sessions and the way into them."""

    async def open_session(self, session: Session, noted: Act | None = None) -> bool:
        """Keep a new session, and count refused tries anew; False when its account is not in use."""
        row = {
            "token_hash": session.token_hash,
            "volunteer_id": session.volunteer.id,
            "opened_at": seconds(session.opened_at),
            "seen_at": seconds(session.seen_at),
            "failed": session.failed,
        }
        mine = (volunteers.c.id == session.volunteer.id) & (volunteers.c.standing == Standing.ACTIVE.value)
        async with self._transaction() as connection:
            # First, so that whoever shuts the account meanwhile waits, and finds the session there to end.
            counted = await connection.execute(update(volunteers).where(mine).values(failed=0))
            if counted.rowcount == 0:
                return False
            await connection.execute(insert(sessions).values(row))
            await self._write(connection, noted)
        return True

    async def sessions(self, tokens: Collection[TokenHash]) -> Sequence[Session]:
        """The sessions of these tokens, expired or not."""
        wanted = (
            select(
                volunteers,
                *(sessions.c.token_hash, sessions.c.opened_at, sessions.c.seen_at),
                sessions.c.failed.label("failed_before"),
            )
            .join_from(sessions, volunteers)
            .where(sessions.c.token_hash.in_(tokens))
        )
        async with self._transaction() as connection:
            return [_session(row) for row in (await connection.execute(wanted)).mappings()]

    async def touch_sessions(self, tokens: Collection[TokenHash], now: datetime) -> None:
        """Somebody is there in these sessions."""
        touched = update(sessions).where(sessions.c.token_hash.in_(tokens)).values(seen_at=seconds(now))
        async with self._transaction() as connection:
            await connection.execute(touched)

    async def close_session(self, token_hash: TokenHash, noted: Act | None = None) -> None:
        """Forget the session, if there is one."""
        async with self._transaction() as connection:
            gone = await connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))
            if gone.rowcount == 1:
                await self._write(connection, noted)

    async def close_expired(self, now: datetime, opened_before: datetime) -> None:
        """Forget the sessions that were opened before that, and whatever else has run out by *now*."""
        async with self._transaction() as connection:
            await connection.execute(delete(sessions).where(sessions.c.opened_at <= seconds(opened_before)))
            for table in (pending, known_browsers, invitations):
                await connection.execute(delete(table).where(table.c.expires_at <= seconds(now)))

    async def begin_pending(self, begun: Pending) -> bool:
        """Keep a sign-in that is half done; False when its account is no longer there."""
        row = {
            "token_hash": begun.token_hash,
            "volunteer_id": begun.volunteer,
            "challenge": begun.challenge,
            "tries": 0,
            "made_at": seconds(begun.made_at),
            "expires_at": seconds(begun.expires_at),
        }
        try:
            async with self._transaction() as connection:
                await connection.execute(insert(pending).values(row))
        except IntegrityError:
            return False
        return True

    async def try_pending(self, token_hash: TokenHash) -> Pending | None:
        """Count one try at its second step; None when there is no such sign-in, or five tries were counted."""
        counted = (
            update(pending)
            .where(pending.c.token_hash == token_hash, pending.c.tries < TRIES)
            .values(tries=pending.c.tries + 1)
            .returning(pending)
        )
        async with self._transaction() as connection:
            row = (await connection.execute(counted)).mappings().one_or_none()
        if row is None:
            return None
        return Pending(
            token_hash,
            VolunteerId(row["volunteer_id"]),
            row["challenge"],
            moment(row["made_at"]),
            moment(row["expires_at"]),
        )

    async def spend_pending(self, token_hash: TokenHash) -> bool:
        """Forget it, because it is done; False when somebody else did already."""
        async with self._transaction() as connection:
            gone = await connection.execute(delete(pending).where(pending.c.token_hash == token_hash))
        return gone.rowcount == 1

    async def know(self, browser: TokenHash, who: VolunteerId, until: datetime) -> None:
        """Somebody has signed in with this browser."""
        row = {"token_hash": browser, "volunteer_id": who, "expires_at": seconds(until)}
        async with self._transaction() as connection:
            await connection.execute(delete(known_browsers).where(known_browsers.c.token_hash == browser))
            await connection.execute(insert(known_browsers).values(row))

    async def knows(self, browser: TokenHash, who: VolunteerId, now: datetime) -> bool:
        """Whether they have, and it still counts."""
        wanted = exists().where(
            known_browsers.c.token_hash == browser,
            known_browsers.c.volunteer_id == who,
            known_browsers.c.expires_at > seconds(now),
        )
        async with self._transaction() as connection:
            return bool(await connection.scalar(select(wanted)))


def _session(row: RowMapping) -> Session:
    return Session(
        TokenHash(row["token_hash"]),
        volunteer_in(row),
        moment(row["opened_at"]),
        moment(row["seen_at"]),
        row["failed_before"],
    )
