"""Sees that nobody stays at a staff door after their session has ended, wherever they signed out."""

from __future__ import annotations

import asyncio

from chat.errors import Storage
from chat.service.faults import Faults
from chat.service.notices import ToBoards, ToCounsellor
from chat.service.ports import Staff
from chat.transport.connection import Connected
from chat.transport.gateway import Gateway

LOOK_EVERY_SECONDS = 5.0
"""How long a page may stay connected after its session ended."""


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
        for connection in staffed:
            if connection.session is None or await self._staff.member(connection.session) is None:
                await self._gateway.hang_up(connection)
