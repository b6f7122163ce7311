"""Watches the deadlines that lie in the desk, and keeps the pulse."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from math import inf

from chat.errors import Refusal, Storage
from chat.identifiers import ConversationId, Instant
from chat.routing.commands import Look, Renew, Tick
from chat.routing.deadlines import next_due
from chat.routing.timing import looks_due
from chat.service.dispatch import Dispatch
from chat.service.faults import Faults
from chat.service.ports import LiveStore
from chat.service.reception import Reception

SWEEP_SECONDS = 2.0
"""How long a deadline can be overlooked at the most, should a change not have been noticed."""

NEVER = Instant(inf)

PULSE_SECONDS = 15.0
"""How often everybody is told how far their logs are (DESIGN.md 5, The log)."""


class Timekeeper:
    """Makes time pass for the desk. Deadlines are data in it, so a restart loses none."""

    def __init__(self, store: LiveStore, reception: Reception, dispatch: Dispatch, faults: Faults) -> None:
        self._store = store
        self._reception = reception
        self._dispatch = dispatch
        self._faults = faults

    async def run(self) -> None:
        """Tick whenever something falls due, until cancelled."""
        while True:
            wait = await self._tick_if_due()
            try:
                async with asyncio.timeout(wait):
                    await self._reception.changed.wait()
            except TimeoutError:
                continue
            self._reception.changed.clear()

    async def keep_pulse(self) -> None:
        """Send the pulse every PULSE_SECONDS, until cancelled."""
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            try:
                await self._dispatch.pulse()
            except Storage:
                continue  # everybody is told that, and how things stand when it is back
            except Exception as fault:  # noqa: BLE001 - one failed pulse must not end the next
                self._faults.report(fault)

    async def _look(self, conversations: Sequence[ConversationId]) -> None:
        """Tell the desk when each side last said something; of a log that was lost nobody says that nothing was said in it."""
        heads = await self._store.heads(conversations)
        await asyncio.gather(*(self._reception.ask(Look(one.conversation, one.said)) for one in heads))

    async def _tick_if_due(self) -> float:
        """Tick when something is due; for how many seconds there is nothing to do then."""
        try:
            loaded = await self._store.load()
            if self._reception.lookout.was_out:
                # Whatever is asked now tells the desk so; until that is committed nothing is looked at.
                await self._reception.ask(Renew(None))
                return 0.0
            self._reception.lookout.saw()
            looks = sorted(looks_due(loaded.desk))
            await self._look([one for due, one in looks if due <= loaded.now])
            later = (due for due, _ in looks if due > loaded.now)
            due = min((*later, next_due(loaded.desk) or NEVER))
            if due > loaded.now:
                return min(SWEEP_SECONDS, due - loaded.now)
            await self._reception.ask(Tick())
        except Refusal:
            return SWEEP_SECONDS
        except Exception as fault:  # noqa: BLE001 - time goes on although the store failed once
            self._faults.report(fault)
            return SWEEP_SECONDS
        return 0.0
