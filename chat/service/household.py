"""What the line's own settings say, brought to the desk: at the start, and whenever they or the hours have moved on."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from chat.errors import Busy, Draining, Storage
from chat.hours.model import Hours
from chat.hours.window import window
from chat.identifiers import Instant, Seconds
from chat.routing.commands import Furnish
from chat.routing.house import House, Opening
from chat.service.faults import Faults
from chat.service.line import DatabaseRefused, Line, LineStore
from chat.service.ports import LiveStore
from chat.service.reception import Reception

LOOK_SECONDS = 15.0
"""How soon what an operator chose is known at the desk."""
BEGIN_AGAIN_SECONDS = 0.5
"""A line that could not be told at the start is told soon: until then nobody new comes in."""
PRACTICE_MINIMUM = 1
"""A practice line needs nobody beside the one who practises."""


class Household:
    """Keeps the desk's House; while the database is away, what was read last holds."""

    def __init__(
        self, lines: LineStore, store: LiveStore, reception: Reception, faults: Faults, *, practice: bool
    ) -> None:
        self._lines = lines
        self._store = store
        self._reception = reception
        self._faults = faults
        self._practice = practice
        self._line: Line | None = None
        self.is_known = False
        """Whether the desk was told what this line is; before, it would let in anybody at any hour."""

    async def begin(self) -> None:
        """Before anybody comes; where the live state cannot be reached yet, as soon as it can."""
        with suppress(Storage, Busy):
            await self.look()

    async def keep(self) -> None:
        """Look every now and then, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS if self.is_known else BEGIN_AGAIN_SECONDS)
            try:
                await self.look()
            except (Storage, Busy, Draining):
                continue
            except Exception as fault:  # noqa: BLE001 - one look that failed must not end the next
                self._faults.report(fault)

    async def look(self) -> None:
        """Read the line, and tell the desk what is new. Raises Storage or Busy."""
        with suppress(DatabaseRefused):
            self._line = await self._lines.read()
        if self._line is None:
            return
        loaded = await self._store.load()
        house = house_of(self._line, loaded.now, practice=self._practice)
        if house != loaded.desk.house:
            await self._reception.ask(Furnish(house))
        self.is_known = True


def house_of(line: Line, now: Instant, *, practice: bool) -> House:
    """What the desk decides by at *now*."""
    return House(
        openings=openings_of(line.hours, now),
        minimum=minimum_of(line, practice=practice),
        frame=None if line.frame_minutes is None else Seconds(line.frame_minutes * 60.0),
        wrap_up=Seconds(line.wrap_up_minutes * 60.0),
        zone=line.hours.zone,
        reunites=line.reunites,
        backup=line.backup,
    )


def minimum_of(line: Line, *, practice: bool) -> int:
    """How many people have to be there before anybody is let in."""
    return min(line.minimum, PRACTICE_MINIMUM) if practice else line.minimum


def openings_of(hours: Hours, now: Instant) -> tuple[Opening, ...]:
    """The opening that runs at *now*, if one does, and the next one."""
    first = window(hours, now)
    if first is None:
        return ()
    opening = Opening(first.opens, first.closes)
    if first.closes is None or first.opens > now:
        return (opening,)
    then = window(hours, first.closes)
    return (opening,) if then is None else (opening, Opening(then.opens, then.closes))
