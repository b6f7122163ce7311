"""The counsellor's door: ``/desk``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.conversation.model import Side
from chat.errors import BadPayload
from chat.identifiers import ConversationId, Ticket
from chat.routing.model import Status
from chat.service.accompanying import Accompanying
from chat.service.circles import Circles
from chat.service.conversing import Conversing
from chat.service.device_keys import DeviceKeys
from chat.service.duty import Duty
from chat.service.helping import Helping
from chat.service.notices import ToCounsellor
from chat.service.ports import Staff
from chat.transport import wire
from chat.transport.accompanying import Company
from chat.transport.answers import Done, Seated
from chat.transport.connection import Connected, Connection
from chat.transport.door import Event
from chat.transport.guard import SPEAKING
from chat.transport.helping import Asking, Joining
from chat.transport.shaping import seat_shape
from chat.transport.talking import Talking


class CounsellorDoor:
    """Events of a counsellor's page; whoever gets here may (``access``)."""

    name = "/desk"

    def __init__(
        self,
        connected: Connected,
        staff: Staff,
        duty: Duty,
        conversing: Conversing,
        accompanying: Accompanying,
        device_keys: DeviceKeys,
        helping: Helping,
        circles: Circles,
    ) -> None:
        self._connected = connected
        self._device_keys = device_keys
        self._staff = staff
        self._duty = duty
        self.events: Mapping[str, Event[Any]] = {
            wire.SeatTake.event: Event(wire.SeatTake, self._take, SPEAKING),
            wire.StatusChoose.event: Event(wire.StatusChoose, self._choose, SPEAKING),
            wire.OfferAccept.event: Event(wire.OfferAccept, self._accept, SPEAKING),
            wire.OfferDecline.event: Event(wire.OfferDecline, self._decline, SPEAKING),
            wire.HoldSet.event: Event(wire.HoldSet, self._hold, SPEAKING),
            wire.RiskSet.event: Event(wire.RiskSet, self._assess, SPEAKING),
            wire.ConversationPassOn.event: Event(wire.ConversationPassOn, self._pass_on, SPEAKING),
            wire.ConversationEnd.event: Event(wire.ConversationEnd, self._end, SPEAKING),
            **Company(accompanying).events,
            **Talking(conversing, Side.COUNSELLOR, lambda connection: connection.counsellor).events,
            **Asking(helping, circles).events,
            **Joining(helping, circles).events,
        }

    async def closed(self, connection: Connection) -> None:
        """One of the counsellor's pages is gone."""
        if isinstance(connection.address, ToCounsellor):
            await self._duty.drop(connection.counsellor, connection.id, connection.silent)

    async def _take(self, connection: Connection, payload: wire.SeatTake) -> Seated:
        member = connection.staff
        if member.barred is not None:
            raise member.barred
        skills = await self._staff.skills()
        self._connected.join(connection, ToCounsellor(member.volunteer))
        ticket = None if payload.ticket is None else Ticket(payload.ticket)
        seat = await self._duty.take_seat(member, connection.id, ticket)
        connection.generation = seat.generation
        return Seated(
            ticket=seat.ticket,
            device_key=self._device_keys.of_session(connection.staff_session),
            view=seat_shape(seat.view),
            skills=tuple(sorted(skills)),
        )

    async def _choose(self, connection: Connection, payload: wire.StatusChoose) -> Done:
        if payload.status in (Status.MISSED, Status.WRAP_UP):
            raise BadPayload("status")
        await self._duty.choose(connection.counsellor, payload.status)
        return Done()

    async def _accept(self, connection: Connection, payload: wire.OfferAccept) -> Done:
        await self._duty.accept(connection.counsellor, ConversationId(payload.conversation), payload.version)
        return Done()

    async def _decline(self, connection: Connection, payload: wire.OfferDecline) -> Done:
        await self._duty.decline(connection.counsellor, ConversationId(payload.conversation), payload.version)
        return Done()

    async def _hold(self, connection: Connection, payload: wire.HoldSet) -> Done:
        conversation = ConversationId(payload.conversation)
        await self._duty.hold(connection.counsellor, conversation, on_hold=payload.on_hold)
        return Done()

    async def _assess(self, connection: Connection, payload: wire.RiskSet) -> Done:
        await self._duty.assess(connection.counsellor, ConversationId(payload.conversation), payload.risk)
        return Done()

    async def _pass_on(self, connection: Connection, payload: wire.ConversationPassOn) -> Done:
        skills = None if payload.skills is None else frozenset(payload.skills)
        await self._duty.pass_on(connection.counsellor, ConversationId(payload.conversation), skills)
        return Done()

    async def _end(self, connection: Connection, payload: wire.ConversationEnd) -> Done:
        await self._duty.end(connection.counsellor, ConversationId(payload.conversation))
        return Done()
