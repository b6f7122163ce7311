"""This node among the others: its lease, what became of the store while it was not looking, and whom to tell."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from chat.conversation.model import EndReason
from chat.errors import Busy, NotAssigned, Storage, Wait
from chat.identifiers import ConversationId, Generation, NodeId, SeekerId
from chat.routing.commands import End, Leave, Renew
from chat.routing.model import Desk
from chat.service.dispatch import Dispatch
from chat.service.faults import Faults
from chat.service.notices import Notice, StorageChanged, TicketAsked, ToBoards
from chat.service.ports import Endings, LiveStore, Outbox
from chat.service.reception import Reception

LOOK_SECONDS = 1.0
AWAY_LOOK_SECONDS = 0.3
"""A store that is back is noticed well within the two seconds in which everything has to go on."""
RENEW_SECONDS = 3.0


class Presence:
    """Keeps this node's lease, and tells the people here when the store goes, comes back, or comes back empty."""

    def __init__(
        self,
        node: NodeId,
        store: LiveStore,
        reception: Reception,
        dispatch: Dispatch,
        outbox: Outbox,
        endings: Endings,
        faults: Faults,
    ) -> None:
        self._node = node
        self._store = store
        self._reception = reception
        self._dispatch = dispatch
        self._outbox = outbox
        self._endings = endings
        self._faults = faults
        self._generation: Generation | None = None
        self._known: frozenset[ConversationId | SeekerId] = frozenset()
        """Of whom this node has written down that it is over, or seen that it is not."""
        self._renewed = float("-inf")
        self._asks = False
        self.is_away = False
        """Whether the live store cannot be reached."""

    async def begin(self) -> None:
        """The lease before anybody comes: whoever is at a node without one counts as gone soon."""
        with suppress(Storage, Busy):
            await self.look()

    async def keep(self, behind: asyncio.Event) -> None:
        """Until cancelled: look every second, and whenever *behind* is set."""
        while True:
            # Before looking: what changes meanwhile is looked at again, not in a second.
            behind.clear()
            try:
                await self.look()
            except (Storage, Busy):
                await self._away(away=True)
            except Exception as fault:  # noqa: BLE001 - one look that failed must not end the next
                self._faults.report(fault)
            try:
                async with asyncio.timeout(AWAY_LOOK_SECONDS if self.is_away else LOOK_SECONDS):
                    await behind.wait()
            except TimeoutError:
                continue

    async def catch_up(self, missed: asyncio.Event) -> None:
        """Until cancelled: whenever letters were *missed*, tell everybody here how things stand."""
        while True:
            await missed.wait()
            missed.clear()
            try:
                await self._dispatch.pulse()
            except Storage:
                continue
            except Exception as fault:  # noqa: BLE001 - counted; the next pulse is never far
                self._faults.report(fault)

    async def look(self) -> None:
        """Read the desk, keep the lease, and do what a change of its life asks for. Raises Storage or Busy."""
        loop = asyncio.get_running_loop()
        desk = (await self._store.load()).desk
        # Whoever stayed connected here while the others gave this node up is not connected any more, says the desk.
        self._asks |= self._generation is not None and self._node not in desk.nodes
        is_due = loop.time() - self._renewed > RENEW_SECONDS
        if is_due or desk.generation != self._generation or self._node not in desk.nodes:
            desk = await self._reception.ask(Renew(self._node))
            self._renewed = loop.time()
        # Compared last: it may have been lost since it was read.
        self._asks |= self._generation is not None and desk.generation != self._generation
        await self._note(desk)
        if self.is_away:
            await self._away(away=False)
            await self._dispatch.pulse()
        if self._asks:
            await self._tell(TicketAsked())
            self._asks = False
        self._generation = desk.generation

    async def _note(self, desk: Desk) -> None:
        """Write down what is over, whichever node ended it; and what this node wrote down in an earlier life does not go on in this one."""
        over: set[ConversationId | SeekerId] = {*desk.closing, *desk.departed}
        for one in over - self._known:
            self._endings.note(one)
        waiting = {line.conversation: line.seeker for line in desk.waiting.values()}
        lines = waiting | {talk.conversation: talk.seeker for talk in desk.talks.values()}
        for conversation, seeker in lines.items():
            if conversation in self._known:
                continue
            if self._endings.hold(conversation) or self._endings.hold(seeker):
                await self._reception.ask(Leave(seeker, conversation))
        for closing in desk.closing.values():
            if closing.seeker in desk.guests and self._endings.left(closing.conversation):
                await self._reception.ask(Leave(closing.seeker, closing.conversation))
        for vouch in desk.vouched.values():
            if vouch.reason is None and self._endings.left(vouch.conversation):
                # Another node was told by a counsellor's ticket that it goes on; one whose seat is gone is told when they sit down.
                left = End(vouch.counsellor, vouch.conversation, EndReason.SEEKER_LEFT)
                with suppress(NotAssigned, Wait):
                    await self._reception.ask(left)
        self._known = frozenset(over | lines.keys())

    async def _away(self, *, away: bool) -> None:
        if away != self.is_away:
            self.is_away = away
            await self._tell(StorageChanged(away))

    async def _tell(self, notice: Notice) -> None:
        """Everybody here, and nobody elsewhere."""
        for address in (*self._outbox.addresses(), ToBoards()):
            await self._outbox.deliver(address, notice)
