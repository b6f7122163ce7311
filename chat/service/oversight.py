"""What a supervisor does: see the shift in numbers, and close the door, open it again, or let only so many wait."""

from __future__ import annotations

from chat.identifiers import ConnectionId, VolunteerId
from chat.routing.board import BoardView, board_view
from chat.routing.commands import Order, Unwatch, Watch
from chat.routing.house import DoorOrder
from chat.service.ports import LiveStore
from chat.service.reception import Reception


class Oversight:
    """The supervisor's side of the desk."""

    def __init__(self, store: LiveStore, reception: Reception) -> None:
        self._store = store
        self._reception = reception

    async def watch(self, supervisor: VolunteerId, connection: ConnectionId) -> BoardView:
        """The board now; from here on this supervisor leads the shift."""
        await self._reception.ask(Watch(supervisor, connection))
        return await self.board()

    async def drop(self, supervisor: VolunteerId, connection: ConnectionId) -> None:
        """One of the supervisor's boards is gone."""
        await self._reception.ask(Unwatch(supervisor, connection))

    async def order(self, order: DoorOrder) -> BoardView:
        """The board after the door is as ordered."""
        await self._reception.ask(Order(order))
        return await self.board()

    async def board(self) -> BoardView:
        """The board now."""
        loaded = await self._store.load()
        return board_view(loaded.desk, loaded.now)
