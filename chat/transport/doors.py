"""The doors of a node: which use cases are behind each of them, and the address at which all of it is reached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from chat.service.accompanying import Accompanying
from chat.service.auditing import Auditing
from chat.service.circles import Circles
from chat.service.conversing import Conversing
from chat.service.device_keys import DeviceKeys
from chat.service.duty import Duty
from chat.service.faults import quiet
from chat.service.helping import Helping
from chat.service.oversight import Oversight
from chat.service.ports import Staff
from chat.service.reuniting import Reuniting
from chat.service.seeking import Seeking
from chat.settings import Settings
from chat.transport.connection import Connected
from chat.transport.counsellor import CounsellorDoor
from chat.transport.door import Door
from chat.transport.seeker import SeekerDoor
from chat.transport.supervisor import SupervisorDoor

STOP_WITHIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Behind:
    """What the doors of a node lead to."""

    seeking: Seeking
    conversing: Conversing
    reuniting: Reuniting
    device_keys: DeviceKeys
    duty: Duty
    accompanying: Accompanying
    oversight: Oversight
    helping: Helping
    circles: Circles
    auditing: Auditing


def doors_to(behind: Behind, connected: Connected, staff: Staff, *, rehearsals: bool) -> tuple[Door, ...]:
    """The young people's, the counsellors' and the supervisors'. *rehearsals*: whether scripts may play young people."""
    conversing, reuniting, device_keys = behind.conversing, behind.reuniting, behind.device_keys
    helping, circles = behind.helping, behind.circles
    return (
        SeekerDoor(connected, behind.seeking, conversing, reuniting, device_keys, rehearsals=rehearsals),
        CounsellorDoor(
            *(connected, staff, behind.duty, conversing, behind.accompanying), device_keys, helping, circles
        ),
        SupervisorDoor(connected, staff, behind.oversight, reuniting, helping, circles, behind.auditing),
    )


@asynccontextmanager
async def listening(app: web.Application, settings: Settings) -> AsyncIterator[int]:
    """Listen on the settings' address; the port. Nothing of a request is ever logged."""
    runner = web.AppRunner(app, access_log=None, logger=quiet(), shutdown_timeout=STOP_WITHIN_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
