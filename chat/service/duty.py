"""What a counsellor does at the desk: sit down, be ready or away, accept, decline, end."""

from __future__ import annotations

from chat.errors import NotArrived
from chat.identifiers import ConnectionId, ConversationId, Seconds, VolunteerId
from chat.routing.commands import Accept, ChooseStatus, Decline, DropSeat, End, TakeSeat
from chat.routing.model import NO_TIME, Status
from chat.routing.views import SeatView, seat_view
from chat.service.ports import LiveStore, StaffMember
from chat.service.reception import Reception


class Duty:
    """The counsellor's side of the desk."""

    def __init__(self, store: LiveStore, reception: Reception) -> None:
        self._store = store
        self._reception = reception

    async def take_seat(self, member: StaffMember, connection: ConnectionId) -> SeatView:
        """Sit down, or add a page to the seat; what the account states now counts at once."""
        command = TakeSeat(member.volunteer, member.name, member.languages, member.capacity, connection)
        desk = await self._reception.ask(command)
        view = seat_view(desk, member.volunteer, (await self._store.load()).now)
        if view is None:
            raise NotArrived
        return view

    async def drop(
        self, counsellor: VolunteerId, connection: ConnectionId, silent: Seconds = NO_TIME
    ) -> None:
        """One of the counsellor's connections is gone, *silent* before that."""
        await self._reception.ask(DropSeat(counsellor, connection, silent))

    async def choose(self, counsellor: VolunteerId, status: Status) -> None:
        """Be ready or away."""
        await self._reception.ask(ChooseStatus(counsellor, status))

    async def accept(self, counsellor: VolunteerId, conversation: ConversationId, version: int) -> None:
        """Take the conversation offered under *version*. Raises OfferGone."""
        await self._reception.ask(Accept(counsellor, conversation, version))

    async def decline(self, counsellor: VolunteerId, conversation: ConversationId, version: int) -> None:
        """Rather not take it. Raises OfferGone."""
        await self._reception.ask(Decline(counsellor, conversation, version))

    async def end(self, counsellor: VolunteerId, conversation: ConversationId) -> None:
        """End a conversation this counsellor holds. Raises NotAssigned."""
        await self._reception.ask(End(counsellor, conversation))
