"""A live store that is slow, loses or fails when a test wants it to."""

import asyncio
from collections.abc import Sequence

from chat.clock import Clock
from chat.identifiers import Generation
from chat.routing.model import Desk
from chat.service.ports import Added, Loaded, Write
from chat.store.memory import MemoryStore


class WaywardStore(MemoryStore):
    """The store in memory, whose swaps are counted.

    *open* is cleared to keep every swap waiting; as many swaps as *loses* says are lost to somebody else; while
    *fails* nothing can be read.
    """

    swaps = 0
    loses = 0
    fails = False

    def __init__(self, clock: Clock, generation: Generation, *, gathers: bool = False) -> None:
        super().__init__(clock, generation, gathers=gathers)
        self.open = asyncio.Event()
        self.open.set()

    async def load(self) -> Loaded:
        if self.fails:
            raise ConnectionError
        return await super().load()

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        self.swaps += 1
        await self.open.wait()
        if self.loses > 0:
            self.loses -= 1
            return None
        return await super().swap(before, after, writes)
