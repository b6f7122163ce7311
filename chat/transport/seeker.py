"""The young person's door: ``/seeker``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.conversation.model import Draft, Side
from chat.errors import DoorClosed, DoorFull, Forbidden, Gone, Superseded, Wait
from chat.identifiers import Cmid, ConversationId, Instance, Ticket
from chat.service.conversing import Conversing
from chat.service.device_keys import DeviceKeys
from chat.service.notices import ToSeeker
from chat.service.reuniting import Reuniting
from chat.service.seeking import Seeking, Taken
from chat.transport import wire
from chat.transport.answers import Arrived, Done, HandedIn, Resumed, Used, Worded
from chat.transport.company_wire import CompanyWelcome, CounsellorAvoid
from chat.transport.connection import Connected, Connection
from chat.transport.door import Event
from chat.transport.guard import SPEAKING
from chat.transport.shaping import log_shape, seeker_shape
from chat.transport.talking import Talking, position_of


class SeekerDoor:
    """Events of a young person's page. Who they are is in the connection; ids in payloads are only compared."""

    name = "/seeker"

    def __init__(
        self,
        connected: Connected,
        seeking: Seeking,
        conversing: Conversing,
        reuniting: Reuniting,
        device_keys: DeviceKeys,
        *,
        rehearsals: bool,
    ) -> None:
        """*rehearsals*: whether scripts may play young people here; on a public line anybody could claim to be one."""
        self._rehearsals = rehearsals
        self._connected = connected
        self._seeking = seeking
        self._conversing = conversing
        self._reuniting = reuniting
        self._device_keys = device_keys
        self.events: Mapping[str, Event[Any]] = {
            wire.SeekerArrive.event: Event(wire.SeekerArrive, self._arrive, SPEAKING),
            wire.SafetyAnswer.event: Event(wire.SafetyAnswer, self._answer, SPEAKING),
            wire.SeekerResume.event: Event(wire.SeekerResume, self._resume, SPEAKING),
            wire.SeekerLeave.event: Event(wire.SeekerLeave, self._leave, SPEAKING),
            wire.OutboxHandIn.event: Event(wire.OutboxHandIn, self._hand_in, SPEAKING),
            wire.ConversationEnd.event: Event(wire.ConversationEnd, self._end, SPEAKING),
            wire.WordsAsk.event: Event(wire.WordsAsk, self._ask_words, SPEAKING),
            wire.WordsUse.event: Event(wire.WordsUse, self._use_words, SPEAKING),
            CompanyWelcome.event: Event(CompanyWelcome, self._welcome, SPEAKING),
            CounsellorAvoid.event: Event(CounsellorAvoid, self._avoid, SPEAKING),
            **Talking(conversing, Side.SEEKER, lambda connection: connection.seeker).events,
        }

    async def closed(self, connection: Connection) -> None:
        """The page is gone or asleep; what it had is kept for a while."""
        if isinstance(connection.address, ToSeeker):
            await self._seeking.drop(connection.seeker, connection.id, connection.silent)

    async def _arrive(self, connection: Connection, payload: wire.SeekerArrive) -> Arrived:
        if payload.rehearsed and not self._rehearsals:
            raise Forbidden
        seeker = self._seeking.beginner(payload.start_id)
        await self._speak_for(connection, ToSeeker(seeker))
        instance = Instance(payload.instance)
        try:
            taken = await self._seeking.arrive(
                seeker,
                payload.language,
                instance,
                connection.id,
                doorway=payload.doorway,
                rehearsed=payload.rehearsed,
            )
        except (Gone, DoorClosed, DoorFull, Wait):
            self._connected.join(connection, None)
            raise
        connection.generation, connection.conversation = taken.generation, taken.view.conversation
        log = log_shape(taken.tail, self._conversing.proof)
        device_key = self._device_keys.of_seeker(seeker)
        return Arrived(ticket=taken.ticket, device_key=device_key, view=seeker_shape(taken.view), log=log)

    async def _answer(self, connection: Connection, payload: wire.SafetyAnswer) -> Done:
        await self._seeking.answer(connection.seeker, payload.safety, connection.generation)
        return Done()

    async def _welcome(self, connection: Connection, payload: CompanyWelcome) -> Done:
        await self._seeking.welcome(connection.seeker, afresh=payload.afresh)
        return Done()

    async def _avoid(self, connection: Connection, payload: CounsellorAvoid) -> Done:
        await self._seeking.ask_another(connection.seeker, payload.name)
        return Done()

    async def _resume(self, connection: Connection, payload: wire.SeekerResume) -> Resumed:
        ticket = Ticket(payload.ticket)
        # Only who may come back is told anything: what is asked first is whether they may.
        address = ToSeeker(await self._seeking.holder(ticket))
        spoke_already = connection.address == address and connection.generation is not None
        await self._speak_for(connection, address)
        try:
            taken = await self._resumed(connection, ticket, payload)
        except (Gone, Superseded):
            if not spoke_already:  # else the desk may still count on this socket to say that it is gone
                self._connected.join(connection, None)
            raise
        connection.generation, connection.conversation = taken.generation, taken.view.conversation
        log = log_shape(taken.tail, self._conversing.proof)
        device_key = self._device_keys.of_seeker(address.seeker)
        return Resumed(ticket=taken.ticket, device_key=device_key, view=seeker_shape(taken.view), log=log)

    async def _resumed(self, connection: Connection, ticket: Ticket, payload: wire.SeekerResume) -> Taken:
        return await self._seeking.resume(
            ticket,
            Instance(payload.instance),
            connection.id,
            position_of(payload.position),
            take_over=payload.take_over,
            tab=None if payload.tab is None else Instance(payload.tab),
            load=payload.load,
        )

    async def _speak_for(self, connection: Connection, address: ToSeeker) -> None:
        """Join before reading, so that nothing falls between the log that is read and what is told after it."""
        if connection.address == address:
            return
        await self.closed(connection)
        connection.generation = connection.conversation = None
        self._connected.join(connection, address)

    async def _leave(self, connection: Connection, _: wire.SeekerLeave) -> Done:
        await self._seeking.leave(connection.seeker, connection.conversation)
        return Done()

    async def _hand_in(self, _: Connection, payload: wire.OutboxHandIn) -> HandedIn:
        drafts = [Draft(Cmid(message.cmid), message.body) for message in payload.messages]
        ticket = Ticket(payload.ticket)
        stored = await self._seeking.hand_in(ticket, drafts)
        # What an earlier load of that page wrote without a connection nobody else can open.
        device_key = self._device_keys.of_seeker(await self._seeking.holder(ticket))
        return HandedIn(stored=stored, device_key=device_key)

    async def _end(self, connection: Connection, payload: wire.ConversationEnd) -> Done:
        conversation = ConversationId(payload.conversation)
        await self._seeking.stop(connection.seeker, conversation, connection.generation)
        return Done()

    async def _ask_words(self, _: Connection, payload: wire.WordsAsk) -> Worded:
        """By ticket, as in coming back: the desk has forgotten the conversation by the time somebody asks."""
        given = await self._reuniting.give(Ticket(payload.ticket), payload.language)
        return Worded(words=given.words, language=given.language, until=given.until.isoformat())

    async def _use_words(self, connection: Connection, payload: wire.WordsUse) -> Used:
        return Used(found=await self._reuniting.use(connection.seeker, payload.words))
