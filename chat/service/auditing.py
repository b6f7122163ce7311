"""Writes down what a supervisor orders of the line, and lets what was written down long ago go."""

from __future__ import annotations

import asyncio

from chat.errors import Storage
from chat.identifiers import VolunteerId
from chat.service.faults import Faults
from chat.service.staff_log import StaffLog, SupervisorDeed

REMOVE_SECONDS = 60 * 60.0
"""So much longer than promised a line may stay."""


class Auditing:
    """The staff's log, as far as this half of the program writes it.

    An order stands in the live state and its line in the database, so neither can undo the other. The order is done first: a door must
    close also while the database is away. A line that could not be written then is counted as a fault.
    """

    def __init__(self, log: StaffLog, faults: Faults) -> None:
        self._log = log
        self._faults = faults

    async def did(self, deed: SupervisorDeed, supervisor: VolunteerId) -> None:
        """A supervisor has done this."""
        try:
            await self._log.note(deed, supervisor)
        except Storage as fault:
            self._faults.report(fault)

    async def keep(self) -> None:
        """Until cancelled: let go what is old enough."""
        while True:
            try:
                await self._log.remove_old()
            except Storage:
                pass  # the next time will
            except Exception as fault:  # noqa: BLE001 - one time that failed must not end the next
                self._faults.report(fault)
            await asyncio.sleep(REMOVE_SECONDS)
