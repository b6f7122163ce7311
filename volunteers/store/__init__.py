"""People in a database: SQLite in a file, or PostgreSQL.

==============  ==================================================
room            what it holds
==============  ==================================================
``database``    how it is opened, and what a transaction is
``accounts``    the volunteers
``sessions``    who is signed in, or half way there
``factors``     what an account is opened with beside a password
``links``       invitations, and accounts given anew
``clock``       what time it is, by the database
``audit``       the log of what was done; the parts above write it
``shifts``      shifts and places as rows
``roster``      one change of the roster after the other
==============  ==================================================
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from volunteers.audit import Chain
from volunteers.store.accounts import SqlAccounts
from volunteers.store.clock import SharedClock
from volunteers.store.database import WITHIN_SECONDS, open_engine
from volunteers.store.factors import SqlFactors
from volunteers.store.links import SqlLinks
from volunteers.store.roster import SqlRoster
from volunteers.store.sessions import SqlSessions

__all__ = ["WITHIN_SECONDS", "SqlPeople", "open_people"]


class SqlPeople(SqlAccounts, SqlSessions, SqlFactors, SqlLinks, SqlRoster):
    """A PeopleStore and a RosterStore on SQLAlchemy; every method is one transaction, and raises Storage when it could not be."""

    async def clock(self, own: Callable[[], datetime], ticks: Callable[[], float]) -> SharedClock:
        """What time it is, by this database; see there. Raises Storage."""
        clock = SharedClock(self._engine, own, ticks)
        await clock.ask()
        return clock


@asynccontextmanager
async def open_people(url: str, key: bytes) -> AsyncIterator[SqlPeople]:
    """The people kept in the database at this address, for as long as the block lasts; *key* is the deployment's.

    Makes or upgrades the tables first. An SQLite file is made when it is missing, readable by its owner
    only; its folder is not. Raises DatabaseUnusable and DatabaseNewer.
    """
    async with open_engine(url) as engine:
        yield SqlPeople(engine, Chain(key))
