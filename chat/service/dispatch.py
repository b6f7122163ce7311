"""After the commit: what was done becomes notices to those it concerns. Notices are hints and may be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from chat.conversation.lifecycle import Ended, Joined, Left, LogForgotten, LogOpened
from chat.conversation.model import Head
from chat.identifiers import ConversationId, Instant, SeekerId
from chat.routing.effects import Effect, QueueMoved, SeatChanged, SeekerChanged, Superseded
from chat.routing.model import Desk
from chat.routing.views import board_view, places, seat_view, seeker_view
from chat.service.faults import Faults
from chat.service.notices import (
    Address,
    Appended,
    BoardState,
    Heads,
    LogHead,
    PageSuperseded,
    SeatState,
    SeekerState,
    ToBoards,
    ToConnection,
    ToCounsellor,
    ToSeeker,
)
from chat.service.ports import Added, LiveStore, Outbox

ROUND_SECONDS = 1.0
"""How old a place in the queue, or a figure on the board, may be."""


class Dispatch:
    """Tells people what changed for them."""

    def __init__(self, store: LiveStore, outbox: Outbox, faults: Faults) -> None:
        self._store = store
        self._outbox = outbox
        self._faults = faults
        self._moved = asyncio.Event()
        self._places: Mapping[SeekerId, int] = {}

    async def committed(
        self, desk: Desk, now: Instant, effects: Iterable[Effect], added: Sequence[Added]
    ) -> None:
        """Tell everybody whom *effects* name, after the entries that were *added* to their logs."""
        for one in added:
            await self.appended(one)
        for effect in effects:
            match effect:
                case SeekerChanged(seeker=seeker):
                    await self._outbox.deliver(ToSeeker(seeker), SeekerState(seeker_view(desk, seeker)))
                case SeatChanged(counsellor=counsellor):
                    await self._outbox.deliver(
                        ToCounsellor(counsellor), SeatState(seat_view(desk, counsellor, now))
                    )
                case Superseded(connection=connection):
                    await self._outbox.deliver(ToConnection(connection), PageSuperseded())
                case QueueMoved() | LogOpened() | Joined() | Left() | Ended() | LogForgotten():
                    continue
                case _:
                    assert_never(effect)
        self._moved.set()

    async def appended(self, added: Added) -> None:
        """Tell both sides of a log about an entry."""
        head = added.head
        notice = Appended(head.conversation, head.epoch, added.entry)
        for address in sides(head):
            await self._outbox.deliver(address, notice)

    async def pulse(self) -> None:
        """Tell everybody connected here how far their logs are and how they stand, whatever they heard before."""
        loaded = await self._store.load()
        rank = places(loaded.desk)
        for address in self._outbox.addresses():
            match address:
                case ToSeeker(seeker=seeker):
                    guest = loaded.desk.guests.get(seeker)
                    view = seeker_view(loaded.desk, seeker, rank.get(seeker))
                    await self._tell_heads(address, [] if guest is None else [guest.conversation])
                    await self._outbox.deliver(address, SeekerState(view))
                case ToCounsellor(counsellor=counsellor):
                    seat = seat_view(loaded.desk, counsellor, loaded.now)
                    await self._tell_heads(
                        address, [] if seat is None else [t.conversation for t in seat.talks]
                    )
                    await self._outbox.deliver(address, SeatState(seat))
                case ToConnection() | ToBoards():
                    continue

    async def _tell_heads(self, to: Address, conversations: Iterable[ConversationId]) -> None:
        heads = await self._store.heads(conversations)
        await self._outbox.deliver(to, Heads(tuple(LogHead(h.conversation, h.epoch, h.seq) for h in heads)))

    async def rounds(self) -> None:
        """Until cancelled: at most once a second, and only after something changed, tell places and board."""
        while True:
            await self._moved.wait()
            self._moved.clear()
            try:
                await self._round()
            except Exception as fault:  # noqa: BLE001 - one failed round must not end the next
                self._faults.report(fault)
            await asyncio.sleep(ROUND_SECONDS)

    async def _round(self) -> None:
        """Whoever was told the same place before has nothing to hear; a lost hint is made up for by the pulse."""
        loaded = await self._store.load()
        before, self._places = self._places, places(loaded.desk)
        for seeker, place in self._places.items():
            if before.get(seeker) != place:
                view = seeker_view(loaded.desk, seeker, place)
                await self._outbox.deliver(ToSeeker(seeker), SeekerState(view))
        await self._outbox.deliver(ToBoards(), BoardState(board_view(loaded.desk, loaded.now)))


def sides(head: Head) -> tuple[Address, ...]:
    """The people who read this log now."""
    if head.counsellor is None:
        return (ToSeeker(head.seeker),)
    return (ToSeeker(head.seeker), ToCounsellor(head.counsellor))
