"""Places and board, told in rounds: near places soon, far ones less often, the board also what only time changes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from chat.errors import DoorClosed
from chat.identifiers import ConnectionId
from chat.routing.board import BoardView
from chat.routing.door import DoorState
from chat.routing.house import DoorOrder, DoorReason
from chat.routing.model import Language, Safety
from chat.routing.views import Place, Why
from chat.service import dispatch
from chat.service.notices import BoardState, SeekerState, ToBoards
from tests.service.shift import KIM, SAM, Shift, seeker, to
from tests.waiting import comes_true

EVERYBODY = ("anna", "bo", "cas", "dana", "emma", "finn")


@pytest.fixture(autouse=True)
def _rounds_are_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    designed = (dispatch.ROUND_SECONDS, dispatch.NEAR, dispatch.FAR_SECONDS)
    assert designed == (0.9, 20, 3.0)
    monkeypatch.setattr(dispatch, "ROUND_SECONDS", 0.001)


@pytest.fixture(autouse=True)
def _everybody_is_connected_here(shift: Shift) -> None:
    shift.outbox.connected.extend(to(name) for name in EVERYBODY)


@asynccontextmanager
async def rounds(shift: Shift) -> AsyncIterator[None]:
    """The rounds are made for as long as the block lasts."""
    running = asyncio.create_task(shift.dispatch.rounds())
    try:
        yield
        assert not running.done()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def ranks(shift: Shift, name: str) -> list[int]:
    """The places that this young person was told, in order."""
    views = (notice.view for notice in shift.outbox.told(to(name)) if isinstance(notice, SeekerState))
    return [view.place.rank for view in views if view is not None and view.place is not None]


def boards(shift: Shift) -> list[BoardView]:
    """What boards were told, in order."""
    return [notice.view for notice in shift.outbox.told(ToBoards()) if isinstance(notice, BoardState)]


async def test_near_places_are_told_at_once_and_far_ones_when_their_time_has_come(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "NEAR", 3)
    monkeypatch.setattr(dispatch, "FAR_SECONDS", 3600.0)
    for name in EVERYBODY:
        await shift.arrive(name)
    async with rounds(shift):
        await comes_true(lambda: boards(shift) != [])
        shift.outbox.delivered.clear()
        await shift.seeking.leave(seeker("anna"))
        await comes_true(lambda: [ranks(shift, name) for name in ("bo", "cas", "dana")] == [[1], [2], [3]])
        for _ in range(3):
            told = len(boards(shift))
            shift.goes_on(1)
            await comes_true(lambda: len(boards(shift)) > told)  # noqa: B023 - it is waited for at once
        assert [ranks(shift, name) for name in ("emma", "finn")] == [[], []]
        monkeypatch.setattr(dispatch, "FAR_SECONDS", 0.0)
        await comes_true(lambda: [ranks(shift, name) for name in ("emma", "finn")] == [[4], [5]])


async def test_who_comes_far_behind_is_told_their_place_in_the_next_round(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "NEAR", 1)
    monkeypatch.setattr(dispatch, "FAR_SECONDS", 3600.0)
    await shift.arrive("anna")
    async with rounds(shift):
        await comes_true(lambda: boards(shift) != [])
        await shift.arrive("bo")
        await comes_true(lambda: ranks(shift, "bo") == [2, 2])
        assert len(ranks(shift, "anna")) == 2


async def test_each_node_tells_its_own(shift: Shift) -> None:
    shift.outbox.connected.remove(to("cas"))
    for name in ("anna", "bo", "cas"):
        await shift.arrive(name)
    async with rounds(shift):
        await comes_true(lambda: boards(shift) != [])
        shift.outbox.delivered.clear()
        await shift.seeking.leave(seeker("anna"))
        await comes_true(lambda: ranks(shift, "bo") == [1])
    assert ranks(shift, "cas") == []


async def test_a_place_that_grows_is_told_with_the_reason(shift: Shift) -> None:
    for name in ("anna", "bo"):
        await shift.arrive(name)
    async with rounds(shift):
        await comes_true(lambda: ranks(shift, "anna") != [])
        await shift.seeking.answer(seeker("bo"), Safety.NO, await shift.conversing.generation())
        await comes_true(lambda: ranks(shift, "anna")[-1] == 2)
    view = shift.screen("anna").view
    assert view is not None
    assert view.place == Place(2, Why.URGENT)


async def test_a_board_is_told_what_only_time_changes(shift: Shift) -> None:
    await shift.arrive("anna")
    async with rounds(shift):
        await comes_true(lambda: boards(shift) != [])
        version, first = boards(shift)[-1].version, boards(shift)[-1].longest_wait

        def has_waited_longer() -> bool:
            shift.goes_on(1)
            longest = boards(shift)[-1].longest_wait
            return first is not None and longest is not None and longest > first

        await comes_true(has_waited_longer)
        assert boards(shift)[-1].version == version


async def test_a_board_that_is_as_before_is_not_told_again(shift: Shift) -> None:
    await shift.sit()
    loads = 0
    load = shift.store.load

    async def counted() -> object:
        nonlocal loads
        loads += 1
        return await load()

    shift.store.load = counted  # type: ignore[method-assign, assignment]  # only to see that rounds are made
    async with rounds(shift):
        await comes_true(lambda: loads > 5)
    assert len(boards(shift)) == 1


async def test_what_a_supervisor_orders_holds_and_is_on_every_board(shift: Shift) -> None:
    first = ConnectionId("node.first")
    assert (await shift.oversight.watch(KIM, first)).leading == 1
    await shift.oversight.watch(KIM, ConnectionId("node.second"))
    await shift.sit(SAM)
    order = DoorOrder(closed=True, reason=DoorReason.INCIDENT)
    async with rounds(shift):
        assert (await shift.oversight.order(order)).order == order
        await comes_true(lambda: boards(shift) != [] and boards(shift)[-1].order == order)
        with pytest.raises(DoorClosed):
            await shift.arrive("anna")
        assert (await shift.seeking.door(Language.DUTCH)).state is DoorState.CLOSED
        await shift.oversight.order(DoorOrder())
        await shift.arrive("anna")
        await shift.oversight.drop(KIM, first)
        assert (await shift.oversight.board()).leading == 1
        await shift.oversight.drop(KIM, ConnectionId("node.second"))
        await comes_true(lambda: boards(shift)[-1].leading == 0)
