"""The events of help and of circles of staff; those of whoever comes stand in both doors' tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.identifiers import CircleId, Cmid, ConversationId
from chat.service.circles import Circles
from chat.service.helping import Helping
from chat.transport import circle_wire as wire
from chat.transport.answers import Done, Heard, Whispered
from chat.transport.circle_shaping import heard_shape
from chat.transport.connection import Connection
from chat.transport.door import Event
from chat.transport.guard import READING, SPEAKING


class Joining:
    """Coming to help, the room of the shift, and reading on."""

    def __init__(self, helping: Helping, circles: Circles) -> None:
        self._helping = helping
        self._circles = circles
        self.events: Mapping[str, Event[Any]] = {
            wire.HelpCome.event: Event(wire.HelpCome, self._come, SPEAKING),
            wire.RoomSend.event: Event(wire.RoomSend, self._say, SPEAKING),
            wire.CircleSync.event: Event(wire.CircleSync, self._sync, READING),
        }

    async def _come(self, connection: Connection, payload: wire.HelpCome) -> Done:
        member = connection.staff
        await self._helping.come(member.volunteer, member.name, CircleId(payload.circle))
        return Done()

    async def _say(self, connection: Connection, payload: wire.RoomSend) -> Whispered:
        member, circle = connection.staff, CircleId(payload.circle)
        line = await self._circles.say_in_room(
            member.volunteer, member.name, circle, Cmid(payload.cmid), payload.body
        )
        return Whispered(cmid=payload.cmid, seq=line.seq)

    async def _sync(self, connection: Connection, payload: wire.CircleSync) -> Heard:
        circle = CircleId(payload.circle)
        return heard_shape(await self._circles.read(connection.staff.volunteer, circle, payload.after))


class Asking:
    """Asking for help at the desk, and whispering with who came."""

    def __init__(self, helping: Helping, circles: Circles) -> None:
        self._helping = helping
        self._circles = circles
        self.events: Mapping[str, Event[Any]] = {
            wire.HelpAsk.event: Event(wire.HelpAsk, self._ask, SPEAKING),
            wire.HelpCallOff.event: Event(wire.HelpCallOff, self._call_off, SPEAKING),
            wire.HelpGiveBack.event: Event(wire.HelpGiveBack, self._give_back, SPEAKING),
            wire.WhisperSend.event: Event(wire.WhisperSend, self._whisper, SPEAKING),
        }

    async def _ask(self, connection: Connection, payload: wire.HelpAsk) -> Done:
        await self._helping.ask(connection.counsellor, ConversationId(payload.conversation))
        return Done()

    async def _call_off(self, connection: Connection, payload: wire.HelpCallOff) -> Done:
        await self._helping.call_off(connection.counsellor, ConversationId(payload.conversation))
        return Done()

    async def _give_back(self, connection: Connection, payload: wire.HelpGiveBack) -> Done:
        await self._helping.give_back(connection.counsellor, CircleId(payload.circle))
        return Done()

    async def _whisper(self, connection: Connection, payload: wire.WhisperSend) -> Whispered:
        member, circle = connection.staff, CircleId(payload.circle)
        line = await self._circles.whisper(
            member.volunteer, member.name, circle, Cmid(payload.cmid), payload.body
        )
        return Whispered(cmid=payload.cmid, seq=line.seq)
