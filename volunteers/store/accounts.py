"""The volunteers, as rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from sqlalchemy import Select, delete, exists, insert, select, update
from sqlalchemy.engine.row import RowMapping
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from volunteers.audit import Act, Deed
from volunteers.candidates import candidate_of
from volunteers.credentials import PasswordHash
from volunteers.errors import NameTaken, UnknownVolunteer
from volunteers.facts import Certificate, VolunteerId, skill_of, text_of
from volunteers.model import People, Role, Standing, Volunteer, name_key
from volunteers.records import Account, Invitation
from volunteers.roster.model import Candidate
from volunteers.roster.signing import cleared
from volunteers.schema import known_browsers, pending, sessions, shifts, volunteers
from volunteers.store.audit import SqlAudit
from volunteers.store.links import put_link
from volunteers.store.shifts import held_by, keep_shift, read_shifts, take_turn


class SqlAccounts(SqlAudit):
    """The part of the store that keeps accounts."""

    async def add(
        self, account: Account, invitation: Invitation | None = None, noted: Act | None = None
    ) -> None:
        """Keep a new account, and the link to it. Raises NameTaken."""
        row = {
            "id": account.volunteer.id,
            "password_hash": account.password_hash,
            "failed": account.failed,
            **_row(account.volunteer),
        }
        try:
            async with self._transaction() as connection:
                await connection.execute(insert(volunteers).values(row))
                if invitation is not None:
                    await put_link(connection, invitation)
                await self._write(connection, noted)
        except IntegrityError:
            # Without its cause: PostgreSQL quotes the name in it.
            raise NameTaken from None

    async def account(self, who: VolunteerId) -> Account | None:
        """The account of this id."""
        return await self._account(select(volunteers).where(volunteers.c.id == who))

    async def account_named(self, key: str) -> Account | None:
        """The account whose name has this key."""
        return await self._account(select(volunteers).where(volunteers.c.name_key == key))

    async def people(self) -> People:
        """Everybody with an account."""
        async with self._transaction() as connection:
            return await _everybody(connection, select(volunteers))

    async def change(
        self, who: VolunteerId, decide: Callable[[People], Volunteer | None], noted: Act
    ) -> Volunteer | None:
        """Put what *decide* makes of everybody in the place of one account; None: forget the account."""
        async with self._transaction() as connection:
            await take_turn(connection)
            # In one order, so that two who change something at once wait for each other and do not block each other.
            everybody = await _everybody(
                connection, select(volunteers).order_by(volunteers.c.id).with_for_update()
            )
            # First what it makes of them: whoever may not ask is not told who there is.
            after = decide(everybody)
            before = everybody.get(who)
            if before is None:
                raise UnknownVolunteer
            mine = volunteers.c.id == who
            # Before the account, which takes its places along: a shift that somebody was on is another without them.
            acts = await _clear_shifts(connection, who, after, noted)
            if after is None:
                await connection.execute(delete(volunteers).where(mine))
                await self._write(connection, noted, *acts)
                return None
            await connection.execute(update(volunteers).where(mine).values(_row(after)))
            if after.standing is not Standing.ACTIVE or before.roles - after.roles:
                for table in (sessions, pending):
                    await connection.execute(delete(table).where(table.c.volunteer_id == who))
            if after.standing is not Standing.ACTIVE:
                await connection.execute(delete(known_browsers).where(known_browsers.c.volunteer_id == who))
            await self._write(connection, noted, *acts)
            return after

    async def note_failure(self, who: VolunteerId) -> None:
        """Count one refused try."""
        counted = update(volunteers).where(volunteers.c.id == who).values(failed=volunteers.c.failed + 1)
        async with self._transaction() as connection:
            await connection.execute(counted)

    async def names(self, who: Collection[VolunteerId]) -> Mapping[VolunteerId, str]:
        """The working names of these volunteers; who has no account any more is left out."""
        wanted = select(volunteers.c.id, volunteers.c.name).where(volunteers.c.id.in_(who))
        async with self._transaction() as connection:
            return {VolunteerId(row.id): row.name for row in await connection.execute(wanted)}

    async def has_accounts(self, *, practice: bool) -> bool:
        """Whether there is any practice account, or any real one."""
        wanted = select(exists().where(volunteers.c.practice.is_(practice)))
        async with self._transaction() as connection:
            return bool(await connection.scalar(wanted))

    async def remove_practice_accounts(self) -> None:
        """Forget all practice accounts; whatever belongs to them goes with them."""
        async with self._transaction() as connection:
            await connection.execute(delete(volunteers).where(volunteers.c.practice.is_(True)))

    async def _account(self, wanted: Select[*tuple[object, ...]]) -> Account | None:
        async with self._transaction() as connection:
            row = (await connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            return None
        return Account(volunteer_in(row), PasswordHash(row["password_hash"]), row["failed"])


async def _clear_shifts(
    connection: AsyncConnection, who: VolunteerId, after: Volunteer | None, noted: Act
) -> list[Act]:
    """Take somebody off the shifts to come that their account may be on no longer; None: it goes. What is to be written down of it."""
    now = int(noted.at.timestamp())
    candidate = Candidate(who, frozenset(), None) if after is None else candidate_of(after)
    acts = []
    for shift in await read_shifts(connection, held_by(who), shifts.c.ends > now):
        changed = cleared(shift, candidate, now)
        if changed is not shift:
            await keep_shift(connection, changed)
            acts.append(Act(Deed.TAKEN_OFF_SHIFT, noted.at, noted.by, who, shift.when.begins))
    return acts


async def _everybody(connection: AsyncConnection, wanted: Select[*tuple[object, ...]]) -> People:
    found = (await connection.execute(wanted)).mappings()
    return {volunteer.id: volunteer for volunteer in map(volunteer_in, found)}


def _row(volunteer: Volunteer) -> dict[str, object]:
    """All of a volunteer but the id."""
    vog = volunteer.vog
    return {
        "name": volunteer.name,
        "name_key": name_key(volunteer.name),
        "roles": " ".join(sorted(volunteer.roles)),
        "languages": " ".join(sorted(volunteer.languages)),
        "capacity": volunteer.capacity,
        "practice": volunteer.practice,
        "skills": " ".join(sorted(map(text_of, volunteer.skills))),
        "leads": volunteer.leads,
        "mentor": volunteer.mentor,
        "vog_seen_on": None if vog is None else vog.seen_on.isoformat(),
        "vog_seen_by": None if vog is None else vog.seen_by,
        "vog_valid_until": None if vog is None else vog.valid_until.isoformat(),
        "standing": volunteer.standing.value,
    }


def volunteer_in(row: RowMapping) -> Volunteer:
    """The volunteer in a row that has all their columns."""
    return Volunteer(
        VolunteerId(row["id"]),
        row["name"],
        frozenset(Role(word) for word in row["roles"].split()),
        frozenset(row["languages"].split()),
        row["capacity"],
        row["practice"],
        frozenset(map(skill_of, row["skills"].split())),
        row["leads"],
        None if row["mentor"] is None else VolunteerId(row["mentor"]),
        _certificate(row),
        Standing(row["standing"]),
    )


def _certificate(row: RowMapping) -> Certificate | None:
    if row["vog_seen_on"] is None:
        return None
    seen_by = row["vog_seen_by"]
    return Certificate(
        date.fromisoformat(row["vog_seen_on"]),
        None if seen_by is None else VolunteerId(seen_by),
        date.fromisoformat(row["vog_valid_until"]),
    )
