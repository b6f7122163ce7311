"""After the commit: what was done becomes notices to those it concerns. Notices are hints and may be lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import assert_never

from chat.circle.log import CircleForgotten
from chat.conversation.lifecycle import (
    Assigned,
    CompanyJoined,
    CompanyLeft,
    Ended,
    Joined,
    Left,
    LogForgotten,
    LogOpened,
    Noticed,
    StartedOver,
)
from chat.conversation.model import Head
from chat.errors import Storage
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Instant,
    NodeId,
    SeekerId,
    VolunteerId,
    node_of,
)
from chat.routing.board import BoardView, board_view
from chat.routing.effects import Effect, HelpChanged, SeatChanged, SeekerChanged, Superseded
from chat.routing.model import Desk
from chat.routing.views import Place, places
from chat.service.circles import tell_heads
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
    TicketAsked,
    ToBoards,
    ToConnection,
    ToCounsellor,
    ToSeeker,
)
from chat.service.ports import Added, LiveStore, Outbox
from chat.service.screens import Screens

ROUND_SECONDS = 0.9
"""How long after one round the next is made: a place in the queue, or a figure on the board, is no older than a second."""
NEAR = 20
FAR_SECONDS = 3.0
"""Beyond the first so many places they may be so old, and a round more."""


class Dispatch:
    """Tells people what changed for them."""

    def __init__(
        self, node: NodeId, store: LiveStore, outbox: Outbox, screens: Screens, faults: Faults
    ) -> None:
        self._node = node
        self._store = store
        self._screens = screens
        self._outbox = outbox
        self._faults = faults
        self._told_all = float("-inf")
        self._board: BoardView | None = None
        self._places: Mapping[SeekerId, Place] = {}

    async def committed(
        self, desk: Desk, now: Instant, effects: Sequence[Effect], added: Sequence[Added]
    ) -> None:
        """Tell everybody whom *effects* name, after the entries that were *added* to their logs."""
        for one in added:
            await self.appended(one)
        # Worked out once, however many it concerns.
        concerned = {effect.seeker for effect in effects if isinstance(effect, SeekerChanged)}
        ranks = places(desk, concerned) if concerned else {}
        for effect in dict.fromkeys(effects):
            match effect:
                case SeekerChanged(seeker=seeker):
                    screen = self._screens.seeker(desk, seeker, now, ranks)
                    await self._outbox.deliver(ToSeeker(seeker), screen)
                case SeatChanged(counsellor=counsellor):
                    await self._outbox.deliver(
                        ToCounsellor(counsellor), self._seat_told(desk, counsellor, now)
                    )
                case Superseded(connection=connection):
                    await self._outbox.deliver(ToConnection(connection), PageSuperseded())
                case LogOpened() | Assigned() | LogForgotten():
                    continue
                case HelpChanged():
                    await self._tell_boards(desk, now)
                case CircleForgotten():
                    continue
                case (
                    Joined() | Left() | CompanyJoined() | CompanyLeft() | StartedOver() | Noticed() | Ended()
                ):
                    continue
                case _:
                    assert_never(effect)

    async def _tell_boards(self, desk: Desk, now: Instant) -> None:
        """Every board, wherever it hangs: for this one nobody waits until the next round."""
        state = BoardState(board_view(desk, now))
        for boards in desk.leads.values():
            for connection in boards:
                await self._outbox.deliver(ToConnection(connection), state)

    async def appended(self, added: Added) -> None:
        """Tell both sides of a log about an entry."""
        head = added.head
        notice = Appended(head.conversation, head.epoch, added.entry)
        for address in sides(head):
            await self._outbox.deliver(address, notice)

    async def renewed(self, head: Head) -> None:
        """Tell both sides of a log that it has a new life: each offers what it holds, and reads it anew."""
        for address in sides(head):
            await self._outbox.deliver(address, Heads((_head(head),)))

    async def pulse(self) -> None:
        """Tell everybody connected here how far their logs are and how they stand, whatever they heard before.

        Whoever is connected here although the desk does not say so is asked for their ticket: the desk may have been
        lost a moment ago, or this node been given up while it stood still, and only the ticket says how it goes on.
        """
        loaded = await self._store.load()
        rank = places(loaded.desk)
        told: list[tuple[Address, SeekerState | SeatState | TicketAsked, list[ConversationId]]] = []
        for address in self._outbox.addresses():
            match address:
                case ToSeeker(seeker=seeker):
                    screen = self._screens.seeker(loaded.desk, seeker, loaded.now, rank)
                    guest = loaded.desk.guests.get(seeker)
                    if screen.view is None or not self._is_here(None if guest is None else guest.connection):
                        told.append((address, TicketAsked(), []))
                    else:
                        told.append((address, screen, [screen.view.conversation]))
                case ToCounsellor(counsellor=counsellor):
                    seat = self._seat_told(loaded.desk, counsellor, loaded.now)
                    known = loaded.desk.seats.get(counsellor)
                    if known is not None and not any(self._is_here(one) for one in known.connections):
                        seat = TicketAsked()
                    view = seat.view if isinstance(seat, SeatState) else None
                    told.append((address, seat, [] if view is None else [t.conversation for t in view.talks]))
                case ToConnection() | ToBoards():
                    continue
        wanted = {talk for _, _, talks in told for talk in talks}
        heads = {head.conversation: _head(head) for head in await self._store.heads(wanted)}
        for address, state, talks in told:
            own = tuple(heads[talk] for talk in talks if talk in heads)
            await self._outbox.deliver(address, Heads(own))
            await self._outbox.deliver(address, state)
        await tell_heads(loaded, self._store, self._outbox)

    def _is_here(self, connection: ConnectionId | None) -> bool:
        return connection is not None and node_of(connection) == self._node

    def _seat_told(self, desk: Desk, counsellor: VolunteerId, now: Instant) -> SeatState | TicketAsked:
        """Their state; or, while only young people's tickets have named them since a loss, a question for theirs.

        What the desk knows of such a seat is not all that they have: a page that believed it would give up the rest.
        """
        seat = desk.seats.get(counsellor)
        if seat is not None and seat.expected:
            return TicketAsked()
        return self._screens.seat(desk, counsellor, now)

    async def rounds(self) -> None:
        """Until cancelled: every second tell places and board what changed, be it another node that changed it, or time alone."""
        while True:
            try:
                await self._round()
            except Storage:
                pass  # what is still to be told is told in the first round that reads the desk
            except Exception as fault:  # noqa: BLE001 - one failed round must not end the next
                self._faults.report(fault)
            await asyncio.sleep(ROUND_SECONDS)

    async def _round(self) -> None:
        """Each node tells whoever is connected to it. Who was told the same place before has nothing to hear; a lost hint is made up for by the pulse.

        Far back in the queue a place is told less often: there it changes with everybody, and means less.
        """
        loaded = await self._store.load()
        before, told = self._places, places(loaded.desk)
        moment = asyncio.get_running_loop().time()
        if moment - self._told_all > FAR_SECONDS:
            self._told_all = moment
        else:
            near = {seeker: place for seeker, place in told.items() if place.rank <= NEAR}
            told = {seeker: before.get(seeker, place) for seeker, place in told.items()} | near
        here = {to.seeker for to in self._outbox.addresses() if isinstance(to, ToSeeker)}
        for seeker in [one for one, place in told.items() if one in here and before.get(one) != place]:
            screen = self._screens.seeker(loaded.desk, seeker, loaded.now, told)
            await self._outbox.deliver(ToSeeker(seeker), screen)
        self._places = told
        board = board_view(loaded.desk, loaded.now)
        if board != self._board:
            await self._outbox.deliver(ToBoards(), BoardState(board))
            self._board = board


def _head(head: Head) -> LogHead:
    return LogHead(head.conversation, head.epoch, head.seq, head.marks)


def sides(head: Head) -> tuple[Address, ...]:
    """The people who read this log now; those whose conversation it is come first."""
    counsellor = () if head.counsellor is None else (head.counsellor,)
    return (ToSeeker(head.seeker), *(ToCounsellor(who) for who in (*counsellor, *head.company)))
