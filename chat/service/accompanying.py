"""Coming to a colleague's conversation, going, taking it over, handing it over."""

from __future__ import annotations

from chat.identifiers import ConversationId, VolunteerId
from chat.routing.company_commands import HandOver, Join, LeaveCompany, TakeOver
from chat.service.reception import Reception


class Accompanying:
    """Who is in a conversation beside its counsellor. The desk decides who may; each comes in sight of both, or not at all."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def join(self, volunteer: VolunteerId, conversation: ConversationId) -> None:
        """Come to a conversation that a colleague holds. Raises NotAssigned, and Wait until its young person is back after a loss."""
        await self._reception.ask(Join(volunteer, conversation))

    async def leave(self, volunteer: VolunteerId, conversation: ConversationId) -> None:
        """Be out of it again, or not come after all."""
        await self._reception.ask(LeaveCompany(volunteer, conversation))

    async def take_over(self, volunteer: VolunteerId, conversation: ConversationId) -> None:
        """Hold it from now on; its counsellor is out. Raises NotAssigned for who is not there for that."""
        await self._reception.ask(TakeOver(volunteer, conversation))

    async def hand_over(self, counsellor: VolunteerId, conversation: ConversationId) -> None:
        """Go, and leave it to the colleague who came. Raises Wait while nobody is there who came for it."""
        await self._reception.ask(HandOver(counsellor, conversation))
