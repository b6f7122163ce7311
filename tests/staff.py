"""People with an account, for every suite: how they get one without anybody inviting them, and what they sign in with.

A code is taken once. So that stories need not wait half a minute for the next, somebody has as many telephones as they sign in times.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert

from chat.clock import wall_time
from volunteers import totp
from volunteers.credentials import Passwords, Safe, new_id
from volunteers.facts import Certificate, Skill, VolunteerId
from volunteers.model import Role, Volunteer, enrol
from volunteers.office import Office, open_office
from volunteers.records import Kind
from volunteers.schema import factors
from volunteers.store import SqlPeople, open_people

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What everybody's first telephone shares."""
TELEPHONES = 60
A_YEAR = timedelta(days=365)
COLUMNS = ("id", "volunteer_id", "place", "kind", "label", "added_on", "secret", "credential", "used")


@dataclass(frozen=True, slots=True)
class At:
    """Where the pages are."""

    origin: str
    origins: frozenset[str]


class Codes:
    """What somebody's telephones show, each asked once."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: Iterator[str] = iter(tuple(secrets))

    def next(self) -> str:
        """The code of a telephone that was not asked before."""
        return code_now(next(self._secrets))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    name: str
    password: str
    codes: Codes = field(compare=False)


def code_now(secret: str = SECRET) -> str:
    """What this telephone shows at this moment."""
    return totp.code_at(secret, totp.step_at(wall_time()))


def seen(today: date | None = None) -> Certificate:
    """A certificate of conduct that is good for a year."""
    day = today or wall_time().date()
    return Certificate(day, None, day + A_YEAR)


def somebody(
    name: str,
    roles: Iterable[Role] = (Role.COUNSELLOR,),
    languages: Iterable[str] = ("nl", "en"),
    capacity: int = 3,
    *,
    skills: Iterable[str] = (),
    leads: bool = False,
    practice: bool = False,
) -> Volunteer:
    """A volunteer who may take a seat if their role has one."""
    held = tuple(Skill(word) for word in skills)
    made = enrol(new_id(), name, roles, languages, capacity, practice=practice, skills=held, leads=leads)
    return replace(made, vog=seen())


def office_of(
    store: SqlPeople, passwords: Passwords, key: bytes, origin: str = "http://localhost:8080"
) -> Office:
    """An office over this store, as a node opens one."""
    place = At(origin, frozenset({origin}))
    return open_office(store, passwords, key, place, now=wall_time, ticks=lambda: wall_time().timestamp())


async def give_telephones(store: SqlPeople, key: bytes, who: VolunteerId) -> Codes:
    """Many second factors at once, for somebody in this store."""
    secrets, rows = _telephones(key, who)
    async with store._engine.begin() as connection:
        await connection.execute(insert(factors), rows)
    return Codes(secrets)


async def telephones_on(database_url: str, key: bytes) -> Mapping[str, Codes]:
    """The same on a node with this database and this key of its deployment; not in the way of what the node writes."""
    async with open_people(database_url, key) as store:
        people = (await store.people()).values()
        return {one.name: await give_telephones(store, key, one.id) for one in people}


def telephones_in(folder: Path) -> Mapping[str, Codes]:
    """Many second factors for everybody who works on the node whose data is in this folder, by name."""
    key, found = (folder / "key").read_bytes(), {}
    with closing(sqlite3.connect(folder / "luister.db", timeout=30)) as database:
        for who, name in database.execute("SELECT id, name FROM volunteers").fetchall():
            secrets, rows = _telephones(key, who)
            marks = ", ".join(f":{column}" for column in COLUMNS)
            database.executemany(f"INSERT INTO factors ({', '.join(COLUMNS)}) VALUES ({marks})", rows)  # noqa: S608 - our own columns
            found[name] = Codes(secrets)
        database.commit()
    return found


def _telephones(key: bytes, who: VolunteerId) -> tuple[list[str], list[dict[str, object]]]:
    safe, secrets = Safe(key), []
    rows: list[dict[str, object]] = []
    for number in range(TELEPHONES):
        name, secret = new_id(), totp.new_secret()
        secrets.append(secret)
        sealed = safe.seal(secret.encode(), name)
        values = (name, who, number + 2, Kind.TOTP.value, "", "2026-01-01", sealed, None, 0)
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return secrets, rows
