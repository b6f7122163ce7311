"""The supervisor's door: ``/board``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.identifiers import VolunteerId
from chat.routing.house import DoorOrder
from chat.service.auditing import Auditing
from chat.service.circles import Circles
from chat.service.helping import Helping
from chat.service.notices import ToBoards
from chat.service.oversight import Oversight
from chat.service.ports import Staff
from chat.service.reuniting import Reuniting
from chat.service.staff_log import SupervisorDeed
from chat.transport import wire
from chat.transport.answers import Done, Linked, LinkWire, Watched
from chat.transport.connection import Connected, Connection
from chat.transport.door import Event
from chat.transport.guard import SPEAKING
from chat.transport.helping import Joining
from chat.transport.shaping import board_shape


class SupervisorDoor:
    """Events of a supervisor's page: it watches, is told numbers, and orders what the door does."""

    name = "/board"

    def __init__(
        self,
        connected: Connected,
        staff: Staff,
        oversight: Oversight,
        reuniting: Reuniting,
        helping: Helping,
        circles: Circles,
        auditing: Auditing,
    ) -> None:
        self._connected = connected
        self._staff = staff
        self._oversight = oversight
        self._reuniting = reuniting
        self._auditing = auditing
        self.events: Mapping[str, Event[Any]] = {
            wire.BoardWatch.event: Event(wire.BoardWatch, self._watch, SPEAKING),
            wire.DoorOrder.event: Event(wire.DoorOrder, self._order, SPEAKING),
            wire.LinksCount.event: Event(wire.LinksCount, self._count, SPEAKING),
            wire.LinksRevoke.event: Event(wire.LinksRevoke, self._revoke, SPEAKING),
            **Joining(helping, circles).events,
        }

    async def closed(self, connection: Connection) -> None:
        """A board is gone: whoever watched it may lead the shift no longer."""
        if isinstance(connection.address, ToBoards):
            await self._oversight.drop(connection.staff.volunteer, connection.id)

    async def _watch(self, connection: Connection, _: wire.BoardWatch) -> Watched:
        self._connected.join(connection, ToBoards())
        supervisor = connection.staff.volunteer
        return Watched(view=board_shape(await self._oversight.watch(supervisor, connection.id)))

    async def _order(self, connection: Connection, payload: wire.DoorOrder) -> Watched:
        order = DoorOrder(payload.closed, payload.cap, payload.reason)
        view = await self._oversight.order(order)
        await self._auditing.did(SupervisorDeed.DOOR_ORDERED, connection.staff.volunteer)
        return Watched(view=board_shape(view))

    async def _count(self, _: Connection, __: wire.LinksCount) -> Linked:
        live = await self._reuniting.live()
        names = await self._staff.names(live.keys())
        links = [LinkWire(counsellor=who, name=names.get(who), live=number) for who, number in live.items()]
        return Linked(
            links=tuple(sorted(links, key=lambda link: (-link.live, link.name or "", link.counsellor)))
        )

    async def _revoke(self, connection: Connection, payload: wire.LinksRevoke) -> Done:
        await self._reuniting.revoke(None if payload.counsellor is None else VolunteerId(payload.counsellor))
        await self._auditing.did(SupervisorDeed.WORDS_REVOKED, connection.staff.volunteer)
        return Done()
