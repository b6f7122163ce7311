"""What a supervisor sees: the shift in numbers."""

from __future__ import annotations

from chat.routing.views import BoardView, board_view
from chat.service.ports import LiveStore


class Oversight:
    """The supervisor's side of the desk."""

    def __init__(self, store: LiveStore) -> None:
        self._store = store

    async def board(self) -> BoardView:
        """The board now."""
        loaded = await self._store.load()
        return board_view(loaded.desk, loaded.now)
