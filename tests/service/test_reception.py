"""Commands come to the desk in groups, each is answered for itself, and none is dropped."""

import asyncio
import math
from dataclasses import replace
from typing import cast

import pytest

from chat.conversation.model import EndReason
from chat.errors import Busy, Draining, Gone, Internal, OfferGone
from chat.identifiers import ConversationId, Instant
from chat.routing.commands import Accept, AnswerSafety, ChooseStatus, Command, Leave, Tick
from chat.routing.model import Closing, Desk, Safety, Status
from chat.routing.views import Place
from chat.service import reception
from chat.service.notices import SeekerState
from tests.service.shift import SAM, Shift, seeker, serving, to
from tests.waiting import comes_true


async def test_commands_that_come_together_ride_one_swap_in_their_order(shift: Shift) -> None:
    names = [f"seeker-{number}" for number in range(50)]
    taken = await asyncio.gather(*(shift.arrive(name) for name in names))
    assert shift.store.swaps == 1
    assert [one.view.place for one in taken] == [Place(rank) for rank in range(1, 51)]


async def test_commands_that_come_while_a_swap_is_under_way_ride_the_next_together(shift: Shift) -> None:
    shift.store.open.clear()
    first = asyncio.create_task(shift.arrive("anna"))
    await comes_true(lambda: shift.store.swaps == 1)
    others = [asyncio.create_task(shift.arrive(f"seeker-{number}")) for number in range(20)]
    await asyncio.sleep(0)
    shift.store.open.set()
    taken = await asyncio.gather(first, *others)
    assert shift.store.swaps == 2
    assert [one.view.place for one in taken] == [Place(rank) for rank in range(1, 22)]


async def test_all_that_comes_together_counts_before_anybody_is_offered(shift: Shift) -> None:
    await shift.sit()
    await shift.duty.choose(SAM, Status.AWAY)
    await shift.arrive("anna")
    bo = (await shift.arrive("bo")).view.conversation
    ready, unsafe = ChooseStatus(SAM, Status.READY), AnswerSafety(seeker("bo"), Safety.NO)
    desk, _ = await asyncio.gather(shift.reception.ask(ready), shift.reception.ask(unsafe))
    assert list(desk.offers) == [bo]


async def test_a_lost_swap_is_tried_again_and_told_once(shift: Shift) -> None:
    shift.store.loses = 3
    taken = await shift.arrive("anna")
    assert (shift.store.swaps, taken.view.place) == (4, Place(1))
    assert [type(notice) for notice in shift.outbox.told(to("anna"))] == [SeekerState]


async def test_what_changes_nothing_is_answered_without_a_swap(shift: Shift) -> None:
    first = await shift.arrive("anna")
    await shift.reception.ask(Leave(seeker("nobody")))
    swaps = shift.store.swaps
    assert replace(await shift.arrive("anna"), ticket=first.ticket, view=first.view) == first
    await shift.reception.ask(Leave(seeker("nobody")))
    await shift.reception.ask(Tick())
    assert shift.store.swaps == swaps


async def test_a_store_that_does_not_answer_is_busy_and_served_again_later(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reception.GIVE_UP_SECONDS == 2
    monkeypatch.setattr(reception, "GIVE_UP_SECONDS", 0.02)
    shift.store.open.clear()
    with pytest.raises(Busy):
        await shift.arrive("anna")
    monkeypatch.undo()
    shift.store.open.set()
    assert (await shift.arrive("anna")).view.place == Place(1)
    assert shift.faults.count == 0


async def test_a_store_that_fails_is_busy_counted_and_served_again_later(shift: Shift) -> None:
    shift.store.fails = True
    answers = await asyncio.gather(
        shift.reception.ask(Tick()), shift.reception.ask(Tick()), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [Busy, Busy]
    assert shift.faults.count == 1
    shift.store.fails = False
    assert (await shift.arrive("anna")).view.place == Place(1)


async def test_a_leave_that_could_not_be_committed_is_carried_out_once_the_store_is_there(
    shift: Shift,
) -> None:
    conversation, _ = await shift.talking()
    ticket = shift.ticket("anna")
    shift.store.fails = True
    with pytest.raises(Busy):
        await shift.seeking.leave_by(ticket)
    assert shift.endings.left(conversation), "noted at once"
    shift.store.fails = False
    await comes_true(lambda: told_to_sam(shift) == [EndReason.SEEKER_LEFT])
    with pytest.raises(Gone):
        await shift.store.head(conversation)


async def test_whoever_left_is_out_before_anybody_comes_back(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    shift.store.fails = True
    with pytest.raises(Busy):
        await shift.seeking.leave(seeker("anna"), conversation)
    shift.store.fails = False
    with pytest.raises(Gone):
        await shift.arrive("anna", "page-2")


async def test_more_leaves_than_ride_one_swap_are_all_carried_out(shift: Shift) -> None:
    names = [f"seeker-{number}" for number in range(reception.LEAVES_MOST * 2 + 1)]
    for name in names:
        await shift.arrive(name)
    tickets = [shift.ticket(name) for name in names]
    shift.store.fails = True
    answers = await asyncio.gather(
        *(shift.seeking.leave_by(ticket) for ticket in tickets), return_exceptions=True
    )
    assert {type(answer) for answer in answers} == {Busy}
    shift.store.fails = False
    await comes_true(lambda: not shift.store._desk.guests)


def told_to_sam(shift: Shift) -> list[EndReason | None]:
    """Why each of his conversations ended, as he was told last."""
    view = shift.seat().view
    return [] if view is None else [talk.reason for talk in view.talks]


async def test_what_cannot_be_said_of_a_lost_life_keeps_nobody_waiting(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    garbage = Desk(closing={ConversationId("nobody's"): cast("Closing", "no end at all")})
    lost = [garbage, Desk(departed={seeker("bo"): Instant(math.inf)})]
    monkeypatch.setattr(shift.store, "lost", lambda: tuple(lost))
    monkeypatch.setattr(shift.store, "told", lambda told: lost.clear() if len(told) == len(lost) else None)
    await shift.arrive("anna")
    assert (shift.faults.count, lost) == (1, [])
    assert seeker("bo") in shift.store._desk.departed


async def test_a_command_that_fails_is_answered_alone_and_the_rest_commits(shift: Shift) -> None:
    nonsense = cast("Command", "no command at all")
    before, failed, after = await asyncio.gather(
        shift.arrive("anna"), shift.reception.ask(nonsense), shift.arrive("bo"), return_exceptions=True
    )
    assert isinstance(failed, Internal)
    assert not isinstance(before, BaseException)
    assert not isinstance(after, BaseException)
    assert (before.view.place, after.view.place) == (Place(1), Place(2))
    assert (shift.store.swaps, shift.faults.count) == (1, 1)


async def test_what_people_ask_is_done_though_matching_fails(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever in one conversation matching stumbles over: everybody can still leave."""
    await shift.arrive("anna")
    with monkeypatch.context() as broken:
        broken.setattr(reception, "settle", lambda *_: 1 / 0)
        await asyncio.gather(shift.arrive("bo"), shift.seeking.leave(seeker("anna")))
    assert (await shift.arrive("cas")).view.place == Place(2)
    assert shift.faults.count == 1


async def test_a_command_that_is_refused_is_answered_alone_and_the_rest_commits(shift: Shift) -> None:
    await shift.sit()
    swaps = shift.store.swaps
    accept = Accept(SAM, ConversationId("nowhere"), 1)
    refused, taken = await asyncio.gather(
        shift.reception.ask(accept), shift.arrive("anna"), return_exceptions=True
    )
    assert isinstance(refused, OfferGone)
    assert not isinstance(taken, BaseException)
    assert (taken.view.place, shift.store.swaps, shift.faults.count) == (
        Place(1, attended=True),
        swaps + 1,
        0,
    )


async def test_who_does_not_wait_for_the_answer_keeps_nobody_from_theirs(shift: Shift) -> None:
    shift.store.open.clear()
    impatient = asyncio.create_task(shift.arrive("anna"))
    patient = asyncio.create_task(shift.arrive("bo"))
    await comes_true(lambda: shift.store.swaps == 1)
    impatient.cancel()
    shift.store.open.set()
    assert (await patient).view.place == Place(2)
    assert impatient.cancelled()


async def test_an_outbox_that_fails_takes_nothing_back(shift: Shift) -> None:
    shift.outbox.fails = True
    conversation, version = await shift.talking()
    loaded = await shift.store.load()
    assert loaded.desk.talks[conversation].version == version
    assert (await shift.store.head(conversation)).seq == 1
    assert shift.faults.count > 0
    assert shift.outbox.delivered == []


async def test_when_the_node_stops_whoever_waits_is_told_and_nobody_waits_for_ever() -> None:
    async with serving() as shift:
        shift.store.open.clear()
        deciding = asyncio.create_task(shift.arrive("anna"))
        await comes_true(lambda: shift.store.swaps == 1)
        waiting = asyncio.create_task(shift.arrive("bo"))
        await asyncio.sleep(0)
    with pytest.raises(Busy):
        await deciding
    with pytest.raises(Busy):
        await waiting
    with pytest.raises(Draining):
        await shift.arrive("cas")
