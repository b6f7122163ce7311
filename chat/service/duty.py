"""What a counsellor does at the desk: sit down, be ready or away, accept, decline, end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from chat.conversation.model import EndReason
from chat.errors import NotArrived, NotAssigned, Wait
from chat.identifiers import ConnectionId, ConversationId, Generation, Seconds, Ticket, VolunteerId
from chat.routing.claims import SeatTalk
from chat.routing.commands import (
    Accept,
    Assess,
    ChooseStatus,
    Decline,
    DropSeat,
    End,
    Hold,
    PassOn,
    TakeSeat,
)
from chat.routing.model import NO_TIME, Status
from chat.routing.seat_view import SeatView
from chat.service.ports import Endings, LiveStore, StaffMember, Tickets
from chat.service.reception import Reception
from chat.service.screens import Screens


@dataclass(frozen=True, slots=True)
class Seat:
    """How things stand for a counsellor whose page has just taken its seat."""

    view: SeatView
    ticket: Ticket
    generation: Generation


class Duty:
    """The counsellor's side of the desk."""

    def __init__(self, store: LiveStore, tickets: Tickets, endings: Endings, reception: Reception) -> None:
        self._store = store
        self._endings = endings
        self._tickets = tickets
        self._screens = Screens(tickets)
        self._reception = reception

    async def take_seat(
        self, member: StaffMember, connection: ConnectionId, ticket: Ticket | None = None
    ) -> Seat:
        """Sit down, or add a page to the seat; what the account states now counts at once. Nobody is offered to who is here only to help.

        Of a *ticket* counts what is this account's own: one of somebody else says nothing here. Raises Wait when the desk is lost meanwhile.
        """
        claim = None if ticket is None else self._tickets.seat(ticket)
        if claim is not None and claim.counsellor != member.volunteer:
            claim = None
        if claim is not None:
            claim = replace(claim, talks=tuple(talk for talk in claim.talks if not self._is_over(talk)))
        listens = member.holds_seat
        command = TakeSeat(
            member.volunteer,
            member.name,
            member.languages if listens else frozenset(),
            member.capacity if listens else 0,
            connection,
            claim,
            member.skills,
            member.leads,
            member.may_be_found_again,
            member.mentor,
            member.helps,
            listens,
        )
        taken = await self._reception.ask(command)
        for talk in () if claim is None else claim.talks:
            if self._was_left(talk):
                left = End(member.volunteer, talk.conversation, EndReason.SEEKER_LEFT)
                with suppress(NotAssigned):
                    await self._reception.ask(left)
        # Read last: what changed meanwhile was told before this answer, and must not be unsaid by it.
        loaded = await self._store.load()
        if loaded.desk.generation != taken.generation:
            # Lost once more. What young people's tickets may have said of this seat since is not all that it has.
            raise Wait
        told = self._screens.seat(loaded.desk, member.volunteer, loaded.now)
        if told.view is None or told.ticket is None:
            raise NotArrived
        return Seat(told.view, told.ticket, loaded.desk.generation)

    def _is_over(self, talk: SeatTalk) -> bool:
        """Whether it ended in an earlier life although the ticket says that it goes on: it is not brought back."""
        return talk.reason is None and self._endings.hold(talk.conversation) and not self._was_left(talk)

    def _was_left(self, talk: SeatTalk) -> bool:
        """Whether its young person left although the ticket says that it goes on: the page has to hear that, to wipe it."""
        return talk.reason is None and self._endings.left(talk.conversation)

    async def drop(
        self, counsellor: VolunteerId, connection: ConnectionId, silent: Seconds = NO_TIME
    ) -> None:
        """One of the counsellor's connections is gone, *silent* before that."""
        await self._reception.ask(DropSeat(counsellor, connection, silent))

    async def choose(self, counsellor: VolunteerId, status: Status) -> None:
        """Say how one is there: see ``chat.routing.model.Status``."""
        await self._reception.ask(ChooseStatus(counsellor, status))

    async def accept(self, counsellor: VolunteerId, conversation: ConversationId, version: int) -> None:
        """Take the conversation offered under *version*. Raises OfferGone."""
        await self._reception.ask(Accept(counsellor, conversation, version))

    async def decline(self, counsellor: VolunteerId, conversation: ConversationId, version: int) -> None:
        """Rather not take it. Raises OfferGone."""
        await self._reception.ask(Decline(counsellor, conversation, version))

    async def hold(self, counsellor: VolunteerId, conversation: ConversationId, *, on_hold: bool) -> None:
        """The young person calls somebody else meanwhile, or no longer. Raises NotAssigned, and Wait until they are back after a loss."""
        await self._reception.ask(Hold(counsellor, conversation, on_hold))

    async def assess(self, counsellor: VolunteerId, conversation: ConversationId, risk: int) -> None:
        """Say how much danger there is, from 0 to 3. Raises NotAssigned, and Wait until they are back after a loss."""
        await self._reception.ask(Assess(counsellor, conversation, risk))

    async def pass_on(
        self, counsellor: VolunteerId, conversation: ConversationId, skills: frozenset[str] | None
    ) -> None:
        """Wish that a colleague with these *skills* takes it over, or None: no longer. Raises NotAssigned, and Wait until both are back after a loss."""
        await self._reception.ask(PassOn(counsellor, conversation, skills))

    async def end(self, counsellor: VolunteerId, conversation: ConversationId) -> None:
        """End a conversation this counsellor holds; one that is over already, or another's, stays as it is. Raises Wait until both are back after a loss."""
        with suppress(NotAssigned):
            await self._reception.ask(End(counsellor, conversation))
