"""What a young person does: arrive, come back, leave, stop, hand in what an older page still held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.conversation.model import BySeeker, Draft, Position, Tail
from chat.entropy import Entropy
from chat.errors import Gone, Refusal, Wait
from chat.identifiers import (
    Cmid,
    ConnectionId,
    ConversationId,
    Generation,
    Instance,
    Seconds,
    SeekerId,
    Ticket,
)
from chat.routing.claims import SeekerClaim, is_outdated
from chat.routing.commands import AnswerSafety, Arrive, DropSeeker, Leave, Return, Stop
from chat.routing.company_commands import AskAnother, Welcome
from chat.routing.door import Door, door
from chat.routing.model import NO_TIME, Desk, Doorway, Language, Safety
from chat.routing.views import SeekerView
from chat.service.conversing import Conversing
from chat.service.ports import Endings, LiveStore, Tickets
from chat.service.reception import Reception
from chat.service.screens import Screens


@dataclass(frozen=True, slots=True)
class Taken:
    """How things stand for a young person whose page has just said who it is."""

    view: SeekerView
    ticket: Ticket
    tail: Tail
    generation: Generation


class Seeking:
    """The young person's side of the desk."""

    def __init__(
        self,
        store: LiveStore,
        entropy: Entropy,
        tickets: Tickets,
        endings: Endings,
        reception: Reception,
        conversing: Conversing,
    ) -> None:
        self._store = store
        self._entropy = entropy
        self._tickets = tickets
        self._endings = endings
        self._screens = Screens(tickets)
        self._reception = reception
        self._conversing = conversing

    def beginner(self, start_id: str) -> SeekerId:
        """Who begins with this start; the same start is the same young person."""
        return self._entropy.seeker(start_id)

    async def holder(self, ticket: Ticket) -> SeekerId:
        """Who may come back with this ticket. Raises Gone when it is none of ours or too old, and Wait."""
        claim = self._claim(ticket)
        await self._admit(claim)
        return claim.seeker

    async def arrive(
        self,
        seeker: SeekerId,
        language: Language,
        instance: Instance,
        connection: ConnectionId,
        *,
        doorway: Doorway = Doorway.YOUNG,
        rehearsed: bool,
    ) -> Taken:
        """Begin to wait; a repeat finds the conversation that the first one began.

        Raises Gone after leaving, DoorClosed or DoorFull when nobody new is let in, and Wait while that cannot be said after a loss.
        """
        command = Arrive(
            seeker,
            self._entropy.conversation(),
            self._entropy.epoch(),
            language,
            instance,
            connection,
            rehearsed,
            doorway,
            self._entropy.lot(),
        )
        return await self._taken(await self._reception.ask(command), seeker, None)

    async def ask_another(self, seeker: SeekerId, name: str) -> None:
        """They do not want to go on with the counsellor of this name. Raises Gone."""
        await self._reception.ask(AskAnother(seeker, name))

    async def welcome(self, seeker: SeekerId, *, afresh: bool) -> None:
        """They know that a colleague comes; *afresh*: who does not read what was said until now. Raises Gone."""
        await self._reception.ask(Welcome(seeker, afresh))

    async def answer(self, seeker: SeekerId, safety: Safety, life: Generation | None) -> None:
        """Say whether they are safe now. Raises Gone, and Wait when the *life* that knew them was lost."""
        try:
            await self._reception.ask(AnswerSafety(seeker, safety))
        except Gone:
            _admit_to((await self._store.load()).desk, seeker, life)
            raise

    async def door(self, language: Language) -> Door:
        """What somebody new who speaks *language* finds now."""
        loaded = await self._store.load()
        return door(loaded.desk, loaded.now, language)

    async def resume(
        self,
        ticket: Ticket,
        instance: Instance,
        connection: ConnectionId,
        after: Position | None,
        *,
        take_over: bool,
        tab: Instance | None = None,
        load: int = 0,
    ) -> Taken:
        """Take a conversation up again from *after* on; without a *tab* the page is the first of its own. Raises Gone or Superseded."""
        claim = self._claim(ticket)
        await self._admit(claim)
        command = Return(claim, self._entropy.epoch(), instance, connection, take_over, tab or instance, load)
        return await self._taken(await self._reception.ask(command), claim.seeker, after)

    async def drop(self, seeker: SeekerId, connection: ConnectionId, silent: Seconds = NO_TIME) -> None:
        """The connection is gone, *silent* before that; place and conversation are kept for a while."""
        await self._reception.ask(DropSeeker(seeker, connection, silent))

    async def leave(self, seeker: SeekerId, conversation: ConversationId | None = None) -> None:
        """Leave at once: what was said is forgotten, and no ticket brings it back.

        *conversation* is the one their page was told of, None before it was: a desk that was lost knows of none.
        Raises Storage or Busy while the desk cannot be told; this node tells it then, and the next run of it sees to it.
        """
        if conversation is not None:
            # Noted before the store is asked: it cannot be taken back, and nobody may be left to say it again.
            self._endings.note_left(conversation)
        await self._reception.ask(Leave(seeker, conversation))

    async def leave_by(self, ticket: Ticket) -> None:
        """Leave with nothing but a ticket, however old: whoever holds it wants to be gone. Raises Gone, and what ``leave`` raises."""
        claim = self._claim(ticket)
        await self.leave(claim.seeker, claim.conversation)

    async def stop(self, seeker: SeekerId, conversation: ConversationId, life: Generation | None) -> None:
        """End the conversation in the ordinary way; one that is over already, or another's, stays as it is.

        Raises Wait when the *life* that knew them was lost: an end that nobody wrote down would be undone by their ticket.
        """
        desk = (await self._store.load()).desk
        guest = desk.guests.get(seeker)
        if guest is not None and guest.conversation == conversation:
            desk = await self._reception.ask(Stop(seeker))
        _admit_to(desk, seeker, life)

    async def hand_in(self, ticket: Ticket, drafts: Sequence[Draft]) -> tuple[Cmid, ...]:
        """Add what a superseded page still held, in order; the cmids that the log has now.

        What cannot be added is left out of the answer and stays with its writer. Raises Gone when there is no
        conversation behind the ticket, and Wait when it may still be rebuilt.
        """
        claim, loaded = self._claim(ticket), await self._store.load()
        guest = loaded.desk.guests.get(claim.seeker)
        if self._endings.left(claim.conversation) or is_outdated(loaded.desk, claim, loaded.now):
            raise Gone
        if guest is None:
            raise Gone if claim.generation == loaded.desk.generation else Wait
        stored: list[Cmid] = []
        for draft in drafts:
            try:
                await self._conversing.say(BySeeker(claim.seeker), guest.conversation, draft)
            except Refusal as refusal:
                if refusal.temporary:
                    break  # what comes after it must not be said before it
                continue
            stored.append(draft.cmid)
        return tuple(stored)

    async def _admit(self, claim: SeekerClaim) -> None:
        """What was left is not taken back, nor what ended in an earlier life; its counsellor may still come to say how it ended."""
        if self._endings.left(claim.conversation):
            raise Gone
        loaded = await self._store.load()
        desk = loaded.desk
        if is_outdated(desk, claim, loaded.now):
            raise Gone
        over = self._endings.hold(claim.conversation) or self._endings.hold(claim.seeker)
        if claim.generation == desk.generation or not over:
            return
        vouch = desk.vouched.get(claim.conversation)
        if claim.conversation not in desk.closing and (vouch is None or vouch.reason is None):
            raise Wait if loaded.now < desk.offers_from else Gone

    def _claim(self, ticket: Ticket) -> SeekerClaim:
        claim = self._tickets.seeker(ticket)
        if claim is None:
            raise Gone
        return claim

    async def _taken(self, desk: Desk, seeker: SeekerId, after: Position | None) -> Taken:
        """Read second, after the connection has joined: nothing can fall in between (DESIGN.md 5, Resume).

        The state is read last: what changed meanwhile was told before this answer, and must not be unsaid by it.
        """
        guest = desk.guests.get(seeker)
        if guest is None:
            raise Gone
        try:
            tail = await self._conversing.tail(guest.conversation, after)
        except Gone:
            raise _unknown(desk, (await self._store.load()).desk, seeker) from None
        now = await self._store.load()
        told = self._screens.seeker(now.desk, seeker, now.now)
        if told.view is None or told.ticket is None:
            raise _unknown(desk, now.desk, seeker)
        return Taken(told.view, told.ticket, tail, now.desk.generation)


def _unknown(before: Desk, now: Desk, seeker: SeekerId) -> Gone | Wait:
    """They left meanwhile; or everything was lost once more, and what took them back takes them back again."""
    return Gone() if now.generation == before.generation and seeker not in now.guests else Wait()


def _admit_to(desk: Desk, seeker: SeekerId, life: Generation | None) -> None:
    """Raises Wait for somebody whom only a *life* before this one knew."""
    if desk.generation != life and seeker not in desk.guests:
        raise Wait
