"""People are told what changed for them: after it is so, and nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from chat.conversation.model import Mark, Side
from chat.identifiers import ConnectionId, Instance
from chat.routing.views import Phase, Place
from chat.service import dispatch
from chat.service.notices import (
    Address,
    Appended,
    BoardState,
    CircleHeads,
    Heads,
    Marked,
    Notice,
    PageSuperseded,
    SeatState,
    SeekerState,
    TicketAsked,
    ToBoards,
    ToConnection,
    ToCounsellor,
    Typing,
)
from tests.fakes.memory import WaywardStore
from tests.fakes.outbox import FakeOutbox
from tests.service.shift import KIM, SAM, Shift, by, by_sam, draft, seeker, serving, to
from tests.waiting import comes_true


class LookingOutbox(FakeOutbox):
    """Looks, at every notice, how far the store has come."""

    def __init__(self, store: WaywardStore) -> None:
        super().__init__()
        self._store = store
        self.early: list[Notice] = []

    async def deliver(self, to: Address, notice: Notice) -> None:
        desk = (await self._store.load()).desk
        match notice:
            case SeekerState(view=view) | SeatState(view=view) if view is not None:
                if view.version > desk.version:
                    self.early.append(notice)
            case Appended(conversation=conversation, entry=entry):
                if (await self._store.head(conversation)).seq < entry.seq:
                    self.early.append(notice)
            case _:
                pass  # it says nothing of how far the store is
        await super().deliver(to, notice)


async def test_nobody_is_told_before_it_is_so(shift: Shift) -> None:
    outbox = LookingOutbox(shift.store)
    shift.dispatch._outbox = outbox
    shift.store.loses = 2
    conversation, version = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.duty.end(SAM, conversation)
    assert outbox.early == []
    assert {type(notice) for _, notice in outbox.delivered} == {SeekerState, SeatState, Appended}


async def test_what_concerns_two_people_is_told_to_nobody_else(shift: Shift) -> None:
    await shift.arrive("bo")
    await shift.sit(KIM, capacity=1)
    shift.outbox.delivered.clear()
    conversation, version = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.conversing.typing(Side.SEEKER, seeker("anna"), conversation, typing=True)
    await shift.conversing.mark(
        Side.COUNSELLOR, SAM, conversation, await shift.epoch(conversation), Mark(2, 2)
    )
    await shift.duty.end(SAM, conversation)
    assert {address for address, _ in shift.outbox.delivered} == {to("anna"), ToCounsellor(SAM)}


async def test_typing_and_marks_go_to_the_other_side_only(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    shift.outbox.delivered.clear()
    await shift.conversing.typing(Side.SEEKER, seeker("anna"), conversation, typing=True)
    await shift.conversing.typing(Side.COUNSELLOR, SAM, conversation, typing=False)
    await shift.conversing.mark(
        Side.SEEKER, seeker("anna"), conversation, await shift.epoch(conversation), Mark(1, 0)
    )
    assert shift.outbox.delivered == [
        (ToCounsellor(SAM), Typing(conversation, typing=True)),
        (to("anna"), Typing(conversation, typing=False)),
        (ToCounsellor(SAM), Marked(conversation, Side.SEEKER, Mark(1, 0))),
    ]


async def test_an_entry_is_told_before_the_state_that_it_led_to(shift: Shift) -> None:
    await shift.talking()
    told = shift.outbox.told(to("anna"))
    assert [type(notice) for notice in told] == [SeekerState, Appended, SeekerState]
    assert isinstance(told[2], SeekerState)
    assert told[2].view is not None
    assert told[2].view.phase is Phase.TALKING


async def test_only_the_older_page_is_told_that_it_is_superseded(shift: Shift) -> None:
    await shift.talking()
    newer = ConnectionId("node.anna@page-2")
    await shift.seeking.resume(shift.ticket("anna"), Instance("page-2"), newer, None, take_over=True)
    superseded = [address for address, notice in shift.outbox.delivered if notice == PageSuperseded()]
    assert superseded == [ToConnection(ConnectionId("node.anna@page-1"))]


async def test_the_pulse_brings_heads_and_states_to_everybody_here(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.arrive("bo")
    here = (to("anna"), to("bo"), to("nobody"), ToCounsellor(SAM), ToCounsellor(KIM), ToBoards())
    shift.outbox.connected.extend(here)
    shift.outbox.delivered.clear()
    await shift.dispatch.pulse()
    heads = {address: notice.heads for address, notice in shift.outbox.delivered if isinstance(notice, Heads)}
    assert [(head.conversation, head.seq) for head in heads[to("anna")]] == [(conversation, 1)]
    assert [head.seq for head in heads[to("bo")]] == [0]
    assert heads[ToCounsellor(SAM)] == heads[to("anna")]
    assert (heads[to("nobody")], heads[ToCounsellor(KIM)]) == ((), ())
    assert shift.last(to("nobody")) == TicketAsked()
    assert shift.last(ToCounsellor(KIM)) == SeatState(None, None)
    bo = shift.screen("bo").view
    assert bo is not None
    assert bo.place == Place(1, attended=True)
    assert [type(notice) for notice in shift.outbox.told(ToBoards())] == [CircleHeads]


async def test_a_pulse_right_after_a_loss_asks_for_tickets_and_sends_nobody_away() -> None:
    async with serving() as before:
        await before.talking()
    async with serving("life-2") as after:
        after.outbox.connected.append(to("anna"))
        await after.dispatch.pulse()
        assert after.outbox.told(to("anna"))[-1] == TicketAsked()
        assert SeekerState(None, None) not in after.outbox.told(to("anna"))


@asynccontextmanager
async def rounds(shift: Shift) -> AsyncIterator[None]:
    """The rounds are made for as long as the block lasts."""
    running = asyncio.create_task(shift.dispatch.rounds())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_a_round_tells_places_and_the_board(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "ROUND_SECONDS", 0.0)
    for name in ("anna", "bo", "cas"):
        await shift.arrive(name)

    def waiting() -> int | None:
        told = shift.outbox.told(ToBoards())
        return told[-1].view.waiting if told and isinstance(told[-1], BoardState) else None

    shift.outbox.connected.extend(to(name) for name in ("anna", "bo", "cas"))
    async with rounds(shift):
        await comes_true(lambda: waiting() == 3)
        await shift.seeking.leave(seeker("anna"))
        await comes_true(lambda: waiting() == 2)
    views = [shift.screen(name).view for name in ("bo", "cas")]
    assert [view.place for view in views if view is not None] == [Place(1), Place(2)]


async def test_a_round_that_fails_does_not_end_the_rounds(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "ROUND_SECONDS", 0.0)
    await shift.arrive("anna")
    shift.outbox.fails = True
    async with rounds(shift):
        await comes_true(lambda: shift.faults.count > 1)
        assert shift.outbox.told(ToBoards()) == []
        shift.outbox.fails = False
        await comes_true(lambda: shift.outbox.told(ToBoards()) != [])
