"""What time it is, as every node over one database judges it.

A machine's own clock may be an hour off. Were each node to judge by its own, one of them would refuse the codes, and end the sessions,
of whoever signed in at another. So a node asks PostgreSQL for the time, and counts evenly from there. SQLite has no clock but this machine's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import DateTime, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from volunteers.errors import Storage
from volunteers.store.database import POSTGRES, Transactions

ASKED_EVERY_SECONDS = 5.0
"""An operator may set the database's clock right, and a machine that slept has not counted meanwhile."""


class SharedClock(Transactions):
    """Tells the database's time."""

    def __init__(self, engine: AsyncEngine, own: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        """*own* tells this machine's time in UTC, *ticks* seconds that pass evenly whatever is done to it."""
        super().__init__(engine)
        self._is_asked = engine.dialect.name == POSTGRES
        self._own = own
        self._ticks = ticks
        self._told: datetime | None = None
        self._told_at = 0.0

    def now(self) -> datetime:
        """The present moment in UTC."""
        if self._told is None:
            return self._own()
        return self._told + timedelta(seconds=self._ticks() - self._told_at)

    async def ask(self) -> None:
        """Hear what time it is. Raises Storage; what was heard before stands then."""
        if not self._is_asked:
            return
        async with self._transaction() as connection:
            asked_at = self._ticks()
            # Not now(): that is when the transaction began.
            told = await connection.scalar(select(func.clock_timestamp(type_=DateTime(timezone=True))))
            heard_at = self._ticks()
        # It was said in between, and no answer is waited for so long that this would matter to a code.
        self._told, self._told_at = told, (asked_at + heard_at) / 2

    async def keep(self) -> None:
        """Until cancelled: ask again and again. A database that is away is asked later."""
        while True:
            await asyncio.sleep(ASKED_EVERY_SECONDS)
            with suppress(Storage):
                await self.ask()
