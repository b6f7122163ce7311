"""Sees that nobody stays at a staff door after their session has ended, wherever they signed out."""

from __future__ import annotations

import asyncio

from chat.errors import Storage
from chat.service.faults import Faults
from chat.service.notices import ToBoards, ToCounsellor
from chat.service.ports import Staff
from chat.transport.connection import Connected
from chat.transport.gateway import Gateway

LOOK_EVERY_SECONDS = 0.5
"""So that a page is cut within a second of the end of its session (REQ-E4)."""


class Sessions:
    """Looks after the sessions behind open sockets."""

    def __init__(self, connected: Connected, gateway: Gateway, staff: Staff, faults: Faults) -> None:
        self._connected = connected
        self._gateway = gateway
        self._staff = staff
        self._faults = faults

    async def keep_watch(self) -> None:
        """Until cancelled: hang up on every page whose session is over; it connects again and is told so."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look()
            except Storage:
                continue  # nobody can tell who signed out: the next look will
            except Exception as fault:  # noqa: BLE001 - a database that is away must not end the watch
                self._faults.report(fault)

    async def look(self) -> None:
        """Hang up on every page of staff whose session is over; a young person's page has none."""
        staffed = [one for one in self._connected if isinstance(one.address, ToCounsellor | ToBoards)]
        if not staffed:
            return
        # One question for all of them: a page more costs no question more.
        live = await self._staff.live({one.session for one in staffed if one.session is not None})
        for connection in staffed:
            if connection.session not in live:
                await self._gateway.hang_up(connection)
