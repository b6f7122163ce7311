"""Everything is lost right before a young person is answered: they are not sent away, and what they pressed is not forgotten."""

import pytest

from chat.errors import Gone, Wait
from chat.identifiers import ConnectionId, Instance, Ticket
from chat.routing.model import Safety
from chat.routing.views import Phase
from chat.service.seeking import Taken
from tests.service.shift import NODE, Shift, seeker
from tests.service.stores import WaywardShared


async def back(shift: Shift, ticket: Ticket) -> Taken:
    """The same page comes back."""
    instance, connection = Instance("page-1"), ConnectionId(f"{NODE}.anna@again")
    return await shift.seeking.resume(ticket, instance, connection, None, take_over=False)


def emptied(shift: Shift, times: int = 1) -> None:
    """So many of the next readings find nothing any more."""
    assert isinstance(shift.store, WaywardShared)
    shift.store.empties = times


async def lost(shift: Shift) -> None:
    """Nothing is left now."""
    assert isinstance(shift.store, WaywardShared)
    await shift.store._redis.ask(("FLUSHALL",))


@pytest.mark.parametrize("times", [1, 2])
async def test_whoever_came_back_waits_and_is_taken_back_by_the_same_ticket(shift: Shift, times: int) -> None:
    conversation, _ = await shift.talking()
    ticket = shift.ticket("anna")
    emptied(shift, times)
    for _ in range(times):
        with pytest.raises(Wait):
            await back(shift, ticket)
    assert (await back(shift, ticket)).view.conversation == conversation


async def test_whoever_began_waits_and_begins_again(shift: Shift) -> None:
    await shift.sit()
    emptied(shift)
    with pytest.raises(Wait):
        await shift.arrive("anna")
    assert (await shift.arrive("anna")).view.phase


async def test_an_end_pressed_after_a_loss_is_kept_until_they_are_back(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    ticket, life = shift.ticket("anna"), await shift.conversing.generation()
    await lost(shift)
    with pytest.raises(Wait):
        await shift.seeking.stop(seeker("anna"), conversation, life)
    taken = await back(shift, ticket)
    await shift.seeking.stop(seeker("anna"), conversation, taken.generation)
    view = shift.screen("anna").view
    assert view is not None
    assert (view.conversation, view.phase) == (conversation, Phase.ENDED)


async def test_what_they_answer_after_a_loss_is_kept_until_they_are_back(shift: Shift) -> None:
    await shift.arrive("anna")
    ticket, life = shift.ticket("anna"), await shift.conversing.generation()
    await lost(shift)
    with pytest.raises(Wait):
        await shift.seeking.answer(seeker("anna"), Safety.NO, life)
    taken = await back(shift, ticket)
    await shift.seeking.answer(seeker("anna"), Safety.NO, taken.generation)
    with pytest.raises(Gone):
        await shift.seeking.answer(seeker("bo"), Safety.NO, taken.generation)


async def test_whoever_left_is_gone_all_the_same(shift: Shift) -> None:
    await shift.talking()
    ticket = shift.ticket("anna")
    await shift.seeking.leave(seeker("anna"))
    with pytest.raises(Gone):
        await back(shift, ticket)
