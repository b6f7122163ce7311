"""What a young person does: arrive, come back, leave, stop, hand in what an older page still held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.conversation.model import BySeeker, Draft, Position, Tail
from chat.entropy import Entropy
from chat.errors import Gone, Refusal
from chat.identifiers import (
    Cmid,
    ConnectionId,
    ConversationId,
    Instance,
    Seconds,
    SeekerId,
    Ticket,
    seeker_of,
)
from chat.routing.commands import Arrive, DropSeeker, Leave, Return, Stop
from chat.routing.model import NO_TIME, Desk, Language
from chat.routing.views import SeekerView, seeker_view
from chat.service.conversing import Conversing
from chat.service.ports import LiveStore
from chat.service.reception import Reception


@dataclass(frozen=True, slots=True)
class Taken:
    """How things stand for a young person whose page has just said who it is."""

    view: SeekerView
    tail: Tail


class Seeking:
    """The young person's side of the desk."""

    def __init__(
        self, store: LiveStore, entropy: Entropy, reception: Reception, conversing: Conversing
    ) -> None:
        self._store = store
        self._entropy = entropy
        self._reception = reception
        self._conversing = conversing

    def ticket(self, start_id: str) -> Ticket:
        """The ticket for a start; the same start gets the same ticket."""
        return self._entropy.ticket(start_id)

    async def arrive(
        self,
        ticket: Ticket,
        language: Language,
        instance: Instance,
        connection: ConnectionId,
        *,
        rehearsed: bool,
    ) -> Taken:
        """Begin to wait; a repeat finds the conversation that the first one began."""
        seeker = seeker_of(ticket)
        command = Arrive(
            seeker,
            self._entropy.conversation(),
            self._entropy.epoch(),
            language,
            instance,
            connection,
            rehearsed,
        )
        return await self._taken(await self._reception.ask(command), seeker, None)

    async def resume(
        self,
        ticket: Ticket,
        instance: Instance,
        connection: ConnectionId,
        after: Position | None,
        *,
        take_over: bool,
    ) -> Taken:
        """Take a conversation up again from *after* on. Raises Gone or Superseded."""
        seeker = seeker_of(ticket)
        desk = await self._reception.ask(Return(seeker, instance, connection, take_over))
        return await self._taken(desk, seeker, after)

    async def drop(self, seeker: SeekerId, connection: ConnectionId, silent: Seconds = NO_TIME) -> None:
        """The connection is gone, *silent* before that; place and conversation are kept for a while."""
        await self._reception.ask(DropSeeker(seeker, connection, silent))

    async def leave(self, seeker: SeekerId) -> None:
        """Leave at once: what was said is forgotten."""
        await self._reception.ask(Leave(seeker))

    async def stop(self, seeker: SeekerId, conversation: ConversationId) -> None:
        """End the conversation in the ordinary way; one that is over already, or another's, stays as it is."""
        guest = (await self._store.load()).desk.guests.get(seeker)
        if guest is not None and guest.conversation == conversation:
            await self._reception.ask(Stop(seeker))

    async def hand_in(self, ticket: Ticket, drafts: Sequence[Draft]) -> tuple[Cmid, ...]:
        """Add what a superseded page still held, in order; the cmids that the log has now.

        What cannot be added is left out of the answer and stays with its writer. Raises Gone when there is no
        conversation behind the ticket.
        """
        seeker = seeker_of(ticket)
        guest = (await self._store.load()).desk.guests.get(seeker)
        if guest is None:
            raise Gone
        stored: list[Cmid] = []
        for draft in drafts:
            try:
                await self._conversing.say(BySeeker(seeker), guest.conversation, draft)
            except Refusal:
                continue
            stored.append(draft.cmid)
        return tuple(stored)

    async def _taken(self, desk: Desk, seeker: SeekerId, after: Position | None) -> Taken:
        """Read second, after the connection has joined: nothing can fall in between (DESIGN.md 5, Resume)."""
        view = seeker_view(desk, seeker)
        if view is None:
            raise Gone
        return Taken(view, await self._store.read(view.conversation, after))
