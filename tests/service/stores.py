"""On which stores the tests of the use cases run: in memory, and on a real Valkey as one of several nodes has it.

PostgreSQL has no part in the use cases: who stands behind a session is told to them (``ports.Staff``). With both servers
whole nodes run in ``tests/transport/test_nodes*.py``.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

from chat.conversation.model import Position, Tail
from chat.entropy import SystemEntropy
from chat.errors import Storage
from chat.identifiers import ConversationId
from chat.routing.model import Desk
from chat.service.ports import Added, Loaded, Write
from chat.store.redis import Redis
from chat.store.shared import SharedStore

STORES = ("memory", "redis")

ONLY_MEMORY: Mapping[str, str] = MappingProxyType(
    {
        "test_timekeeper": "the test sets the clock",
        "test_tickets": "the test sets the clock, and begins a second life beside the first",
        "test_offering": "the test begins a second life beside the first",
        "test_lost_log": "the test takes the log away by hand; test_garbage_log does it in Redis",
        "test_the_board_counts_and_names_nobody": "the test sets the clock",
        "test_an_old_ticket_is_worth_no_words": "the test sets the clock",
        "test_a_pulse_right_after_a_loss_asks_for_tickets_and_sends_nobody_away": "a second life beside the first",
        "test_when_the_node_stops_whoever_waits_is_told_and_nobody_waits_for_ever": "the node is the test's own",
    }
)
"""Files and tests that stay in memory, and why: nobody can move the clock of a Redis."""

ONLY_REDIS = ("test_garbage_log", "test_lost_desk", "test_lost_before_read")
NEITHER = ("test_stores",)


class WaywardShared(SharedStore):
    """The store in Redis, with what ``tests.fakes.memory.WaywardStore`` has for the one in memory."""

    swaps = 0
    loses = 0
    fails = False
    empties = 0
    """So often somebody throws everything away right before a log is read."""
    empties_after_load = False
    """Somebody throws everything away right after the desk is read."""
    silent = False
    """The next swap is carried out, and no answer comes."""

    def __init__(self, redis: Redis, key: bytes) -> None:
        super().__init__(redis, key, SystemEntropy(key), gathers=False)
        self.open = asyncio.Event()
        self.open.set()
        self.happens: list[Callable[[], Awaitable[object]]] = []
        """What happens after the next change of the desk, before it is read again."""
        self._due = False

    @property
    def _desk(self) -> Desk:
        return self.known()

    async def has_nothing(self) -> bool:
        """Whether nothing of any conversation is left, in the desk or beside it."""
        desk = (await self.load()).desk
        (keys,) = await self._redis.ask(("KEYS", f"{self._prefix}:log:*"))
        return not (keys or desk.guests or desk.waiting or desk.offers or desk.talks or desk.closing)

    async def load(self) -> Loaded:
        if self.fails:
            raise ConnectionError
        if self._due:
            self._due = False
            while self.happens:
                await self.happens.pop(0)()
        loaded = await super().load()
        if self.empties_after_load:
            self.empties_after_load = False
            await self.empty()
        return loaded

    async def swap(self, before: Desk, after: Desk, writes: Sequence[Write]) -> tuple[Added, ...] | None:
        self.swaps += 1
        await self.open.wait()
        if self.loses > 0:
            self.loses -= 1
            return None
        if self.silent:
            self.silent = False
            await super().swap(before, after, writes)
            raise Storage
        added = await super().swap(before, after, writes)
        self._due = added is not None and bool(self.happens)
        return added

    async def lose_desk(self) -> None:
        """Throw the desk away; what was said stays."""
        await self._redis.ask(("DEL", self._place))

    async def empty(self) -> None:
        """Throw everything away."""
        await self._redis.ask(("FLUSHALL",))

    async def read(self, conversation: ConversationId, after: Position | None) -> Tail:
        if self.empties > 0:
            self.empties -= 1
            await self.empty()
        return await super().read(conversation, after)
