"""Brings commands to the desk: those that arrive while a swap is under way ride the next one together."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from chat.conversation.lifecycle import Ended, LogForgotten
from chat.errors import Busy, Draining, Internal, Refusal, Storage
from chat.identifiers import Instant
from chat.routing.commands import Command, Leave, Remember, Renew
from chat.routing.desk import Decided, next_version, settle, step
from chat.routing.effects import Effect
from chat.routing.model import Desk
from chat.service.dispatch import Dispatch
from chat.service.faults import Faults
from chat.service.lookout import Lookout
from chat.service.ports import Added, Endings, LiveStore, Loaded, Write

GROUP_MOST = 64
"""So many commands ride one swap: a group that takes longer to decide than others leave the desk alone would never be committed."""
CALM = Renew(None, calm=True)
"""What a node that was out says before anything else."""
GIVE_UP_SECONDS = 2.0
"""How long a commit is tried before its senders are told ``busy`` and repeat (DESIGN.md 4)."""
LEAVES_MOST = GROUP_MOST // 2
"""So many leaves that are owed ride one swap, before everybody else in it."""
LEAVE_AGAIN_SECONDS = 1.0
"""How long after a leave could not be committed it is tried again, at the latest."""


@dataclass(slots=True)
class _Pending:
    command: Command
    answer: asyncio.Future[Desk]


@dataclass(frozen=True, slots=True)
class _Committed:
    """What became of a group: the desk after it, what it did, and whom it was refused, by place in the group."""

    desk: Desk
    now: Instant
    effects: tuple[Effect, ...]
    added: tuple[Added, ...]
    refused: Mapping[int, Refusal]


class Reception:
    """The one way to the desk on this node. Commands are decided in the order in which they were asked."""

    def __init__(self, store: LiveStore, endings: Endings, dispatch: Dispatch, faults: Faults) -> None:
        self._store = store
        self._endings = endings
        self._dispatch = dispatch
        self._faults = faults
        self._pending: list[_Pending] = []
        self._left: dict[Leave, _Pending] = {}
        """Who left and is not out yet: nobody may be left to repeat it, so this node does."""
        self._stopped = False
        self._asked = asyncio.Event()
        self.changed = asyncio.Event()
        """Set after every commit, for whoever waits for deadlines; they clear it."""
        self.lookout = Lookout()

    async def ask(self, command: Command) -> Desk:
        """The desk after *command* was committed.

        Raises what ``decide`` refuses; Busy when the store could not commit in time, Storage when it cannot be reached; Internal when the command
        itself failed, which leaves the others of its group untouched; Draining once this node has stopped.
        """
        if self._stopped:
            raise Draining
        answer: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
        self._pending.append(_Pending(command, answer))
        self._asked.set()
        return await answer

    async def run(self) -> None:
        """Serve until cancelled; whoever still waits then is told ``busy``."""
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LEAVE_AGAIN_SECONDS if self._left else None):
                        await self._asked.wait()
                self._asked.clear()
                goes_on = True
                while self._pending or (self._left and goes_on):
                    goes_on = await self._commit(self._next([*islice(self._left.values(), LEAVES_MOST)]))
        finally:
            self._stopped = True
            for pending in self._pending:
                _refuse(pending, Busy())

    def _next(self, group: list[_Pending]) -> list[_Pending]:
        """As many of those who wait as the *group* has room for, put into it."""
        room = GROUP_MOST - len(group)
        group += self._pending[:room]
        del self._pending[:room]
        return group

    async def _commit(self, group: list[_Pending]) -> bool:
        """Whether these were committed, and in *group* also whoever asked before the desk was read."""
        try:
            async with asyncio.timeout(GIVE_UP_SECONDS):
                committed = await self._swap(group)
        except TimeoutError:
            self._give_up(group, Busy())
        except Storage as away:
            self._give_up(group, away)
        except Exception as fault:  # noqa: BLE001 - the store failed as a whole: every sender repeats
            self._faults.report(fault)
            self._give_up(group, Busy())
        except asyncio.CancelledError:
            for pending in group:
                _refuse(pending, Busy())
            raise
        else:
            self._answer(group, committed)
            await self._tell(committed)
            return True
        return False

    def _give_up(self, group: Sequence[_Pending], why: Refusal) -> None:
        """None of it was committed. Who asked repeats it, but for who left."""
        for pending in group:
            _refuse(pending, why)
            if isinstance(pending.command, Leave) and pending.command.conversation is not None:
                self._left.setdefault(pending.command, pending)

    async def _swap(self, group: list[_Pending]) -> _Committed:
        """Again until nobody was quicker: at once, unless others swap in turns, and then each time in a turn."""
        # Asked before the desk is read: by the time it is this node's turn that desk is an old one.
        committed = None if await self._store.in_turns() else await self._try(group)
        while committed is None:
            async with self._store.turn():
                committed = await self._try(group)
        return committed

    async def _try(self, group: list[_Pending]) -> _Committed | None:
        self._next(group)
        loaded, was_out = await self._load()
        # Whoever is quickest when this node is back, or was under way when it froze, comes after the calm.
        desk = step(loaded.desk, CALM, loaded.now)[0] if was_out else loaded.desk
        # Nobody comes back through this node before it has said what it knows to be over.
        lost = self._store.lost()
        desk, remembered = self._remembering(desk, lost, loaded.now)
        desk, effects, refused = self._steps(desk, loaded.now, group)
        desk, offered = self._settled(loaded.desk, desk, loaded.now)
        effects = remembered + effects + offered
        writes = [effect for effect in effects if isinstance(effect, Write)]
        is_changed = desk is not loaded.desk
        added = await self._store.swap(loaded.desk, desk, writes) if is_changed else ()
        if added is None:
            return None
        self._store.told(lost)
        if was_out:
            self.lookout.saw()
        if not is_changed:
            return _Committed(desk, loaded.now, (), (), refused)
        self.changed.set()
        for write in writes:
            if isinstance(write, Ended | LogForgotten):
                self._endings.note(write.conversation)
        return _Committed(desk, loaded.now, effects, added, refused)

    async def _load(self) -> tuple[Loaded, bool]:
        """The desk as it is, and whether this node was out before it was read."""
        while True:
            was_out = self.lookout.was_out
            loaded = await self._store.load()
            if was_out:
                return loaded, True
            if not self.lookout.was_out:
                self.lookout.saw()
                return loaded, False
            # It froze while it read: the time that was read is of before.

    def _answer(self, group: Sequence[_Pending], committed: _Committed) -> None:
        for index, pending in enumerate(group):
            if isinstance(pending.command, Leave):
                self._left.pop(pending.command, None)
            if index in committed.refused:
                _refuse(pending, committed.refused[index])
            elif not pending.answer.done():
                pending.answer.set_result(committed.desk)

    async def _tell(self, committed: _Committed) -> None:
        """Notices are hints: what goes wrong with them cannot take back what was committed."""
        if not committed.effects:
            return
        try:
            await self._dispatch.committed(committed.desk, committed.now, committed.effects, committed.added)
        except Exception as fault:  # noqa: BLE001 - counted; the pulse brings the screens up to date
            self._faults.report(fault)

    def _settled(self, before: Desk, desk: Desk, now: Instant) -> Decided:
        """Once for all of a group: to match anew after each takes longer than everything else. What people asked is done though matching fails."""
        try:
            return settle(before, desk, now)
        except Exception as fault:  # noqa: BLE001 - counted; everybody waits on, and the next group matches anew
            self._faults.report(fault)
            return next_version(before, desk, now), ()

    def _remembering(self, desk: Desk, lost: Sequence[Desk], now: Instant) -> Decided:
        """The desk after this node said what it saw of lives that were lost; what it cannot say keeps nobody else waiting."""
        effects: list[Effect] = []
        for one in lost:
            try:
                desk, did = step(desk, Remember(one), now)
            except Exception as fault:  # noqa: BLE001 - said again it would go wrong again, before every other command
                self._faults.report(fault)
            else:
                effects.extend(did)
        return desk, tuple(effects)

    def _steps(
        self, desk: Desk, now: Instant, group: Sequence[_Pending]
    ) -> tuple[Desk, tuple[Effect, ...], dict[int, Refusal]]:
        effects: list[Effect] = []
        refused: dict[int, Refusal] = {}
        for index, pending in enumerate(group):
            try:
                desk, did = step(desk, pending.command, now)
            except Refusal as refusal:
                refused[index] = refusal
            except Exception as fault:  # noqa: BLE001 - answered to its own command; the rest of the group commits
                self._faults.report(fault)
                refused[index] = Internal()
            else:
                effects.extend(did)
        return desk, tuple(effects), refused


def _refuse(pending: _Pending, refusal: Refusal) -> None:
    if not pending.answer.done():
        pending.answer.set_exception(refusal)
