"""Help with a conversation: asked for, called off, come to."""

from __future__ import annotations

from chat.identifiers import CircleId, ConversationId, VolunteerId
from chat.routing.help_commands import AskHelp, CallOffHelp, ComeToHelp, GiveBack
from chat.service.reception import Reception


class Helping:
    """Help as counsellors ask for it, and as whoever comes gives it."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def ask(self, counsellor: VolunteerId, conversation: ConversationId) -> None:
        """Ask for help with a conversation. Raises NotAssigned, and Wait until both are back after a loss."""
        await self._reception.ask(AskHelp(counsellor, conversation))

    async def call_off(self, counsellor: VolunteerId, conversation: ConversationId) -> None:
        """It is not needed any more. Raises NotAssigned, and Wait until both are back after a loss."""
        await self._reception.ask(CallOffHelp(counsellor, conversation))

    async def come(self, helper: VolunteerId, name: str, circle: CircleId) -> None:
        """Come to who asked. Raises HelpGone."""
        await self._reception.ask(ComeToHelp(helper, name, circle))

    async def give_back(self, helper: VolunteerId, circle: CircleId) -> None:
        """Not to come after all; nothing changes where they did not."""
        await self._reception.ask(GiveBack(helper, circle))
