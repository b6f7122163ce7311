"""Everything is lost right before somebody is answered: nobody is sent away, and what was pressed is not forgotten."""

import pytest

from chat.conversation.model import EndReason
from chat.errors import Gone, Wait
from chat.identifiers import ConnectionId, Instance, Ticket
from chat.routing.model import Language, Safety, Status
from chat.routing.views import Phase
from chat.service.duty import Seat
from chat.service.ports import StaffMember
from chat.service.seeking import Taken
from tests.service.shift import NODE, SAM, SITS, Shift, seeker
from tests.service.stores import WaywardShared


async def back(shift: Shift, ticket: Ticket, who: str = "anna") -> Taken:
    """The same page comes back."""
    instance, connection = Instance("page-1"), ConnectionId(f"{NODE}.{who}@again")
    return await shift.seeking.resume(ticket, instance, connection, None, take_over=False)


def store_of(shift: Shift) -> WaywardShared:
    assert isinstance(shift.store, WaywardShared)
    return shift.store


async def take_seat(shift: Shift, ticket: Ticket) -> Seat:
    """The counsellor's page takes its seat again over another connection."""
    member = StaffMember(SAM, "Sam", frozenset(Language), 3, SITS)
    return await shift.duty.take_seat(member, ConnectionId(f"{NODE}.sam@again"), ticket)


@pytest.mark.parametrize("times", [1, 2])
async def test_whoever_came_back_waits_and_is_taken_back_by_the_same_ticket(shift: Shift, times: int) -> None:
    conversation, _ = await shift.talking()
    ticket = shift.ticket("anna")
    store_of(shift).empties = times
    for _ in range(times):
        with pytest.raises(Wait):
            await back(shift, ticket)
    assert (await back(shift, ticket)).view.conversation == conversation


async def test_whoever_began_waits_and_begins_again(shift: Shift) -> None:
    await shift.sit()
    store_of(shift).empties = 1
    with pytest.raises(Wait):
        await shift.arrive("anna")
    assert (await shift.arrive("anna")).view.phase


async def test_an_end_pressed_after_a_loss_is_kept_until_they_are_back(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    ticket, life = shift.ticket("anna"), await shift.conversing.generation()
    await store_of(shift).empty()
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
    await store_of(shift).empty()
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


@pytest.mark.parametrize("is_seated", [True, False])
async def test_whoever_leaves_once_the_desk_alone_was_lost_leaves_nothing_behind(
    shift: Shift, *, is_seated: bool
) -> None:
    conversation, _ = await shift.talking()
    anna, sam = shift.ticket("anna"), shift.seat().ticket
    await store_of(shift).lose_desk()
    assert sam is not None
    if is_seated:
        await take_seat(shift, sam)
    assert not await shift.is_empty()
    await shift.seeking.leave(seeker("anna"), conversation)
    assert await shift.is_empty()
    view = shift.seat().view
    assert view is not None
    assert [talk.reason for talk in view.talks] == ([EndReason.SEEKER_LEFT] if is_seated else [None])
    with pytest.raises(Gone):
        await back(shift, anna)
    seat = await take_seat(shift, sam)
    assert [talk.reason for talk in seat.view.talks] == [EndReason.SEEKER_LEFT]


async def test_a_seat_is_answered_with_all_that_it_has(shift: Shift) -> None:
    """A young person who is back first names their counsellor: what the desk knows of the seat then is one conversation."""
    anna_talks, _ = await shift.talking("anna")
    bo = await shift.arrive("bo")
    version = (await shift.store.load()).desk.offers[bo.view.conversation].version
    await shift.duty.accept(SAM, bo.view.conversation, version)
    anna, sam = shift.ticket("anna"), shift.seat().ticket
    assert sam is not None
    store_of(shift).happens = [store_of(shift).empty, lambda: back(shift, anna)]
    with pytest.raises(Wait):
        await take_seat(shift, sam)
    taken = await take_seat(shift, sam)
    assert taken.view.status is Status.READY
    assert {talk.conversation for talk in taken.view.talks} == {anna_talks, bo.view.conversation}
    await back(shift, bo.ticket, "bo")
    assert bo.view.conversation in (await shift.store.load()).desk.talks


@pytest.mark.parametrize("what", ["end", "hold", "danger"])
async def test_what_a_counsellor_presses_after_a_loss_is_kept_until_they_are_back(
    shift: Shift, what: str
) -> None:
    conversation, _ = await shift.talking()
    anna, sam = shift.ticket("anna"), shift.seat().ticket
    assert sam is not None

    async def press() -> None:
        match what:
            case "end":
                await shift.duty.end(SAM, conversation)
            case "hold":
                await shift.duty.hold(SAM, conversation, on_hold=True)
            case _:
                await shift.duty.assess(SAM, conversation, 3)

    await store_of(shift).empty()
    with pytest.raises(Wait):
        await press()
    await take_seat(shift, sam)
    await press()
    await back(shift, anna)
    desk = (await shift.store.load()).desk
    talk = desk.talks.get(conversation)
    match what:
        case "end":
            assert conversation in desk.closing
        case "hold":
            assert talk is not None
            assert talk.on_hold
        case _:
            assert talk is not None
            assert talk.risk == 3
