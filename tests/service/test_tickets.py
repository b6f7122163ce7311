"""Tickets: what is none of ours, too old, or of what is over is one and the same refusal; the rest brings people back."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from chat.conversation.model import Kind, Position, Side
from chat.errors import Gone, LuisterError, Wait
from chat.identifiers import ConnectionId, ConversationId, Instance, Instant, Ticket
from chat.routing.claims import seat_claim, seeker_claim
from chat.routing.durations import HOLD_TICKET_LASTS, TICKET_LASTS
from chat.routing.model import Language, Status
from chat.routing.views import Phase
from chat.service.notices import SeatState, SeekerState, ToCounsellor
from chat.service.ports import StaffMember
from chat.service.seeking import Taken
from chat.store.tickets import SealedTickets
from tests.service.shift import KIM, SAM, SITS, Shift, by, by_sam, draft, seeker, serving, strange_ticket, to

BACK = ConnectionId("node.back")


@pytest.fixture
async def later(shift: Shift) -> AsyncIterator[Shift]:
    """The next life of the desk, at the same time."""
    async with serving("life-2", shift.clock) as later:
        later.endings = later.seeking._endings = later.reception._endings = shift.endings
        yield later


async def resumed(shift: Shift, ticket: Ticket, after: Position | None = None) -> Taken:
    """What a page with this ticket is given."""
    return await shift.seeking.resume(ticket, Instance("page-1"), BACK, after, take_over=False)


async def refusal(shift: Shift, ticket: Ticket) -> type[LuisterError] | None:
    """As what a page with this ticket is refused; None when it is not."""
    try:
        await resumed(shift, ticket)
    except LuisterError as refused:
        return type(refused)
    return None


def member(counsellor: str = SAM) -> StaffMember:
    """What Sam's or Kim's account states."""
    return StaffMember(counsellor, counsellor.title(), frozenset(Language), 3, SITS)  # type: ignore[arg-type]  # both are ids


def seat_ticket(shift: Shift) -> Ticket:
    """The ticket Sam was told last."""
    ticket = shift.seat().ticket
    assert ticket is not None
    return ticket


def aged(shift: Shift, seconds: float) -> Ticket:
    """Anna's ticket as it would have been sealed so long ago."""
    claim = seeker_claim(shift.store._desk, seeker("anna"), Instant(shift.clock.now() - seconds))
    assert claim is not None
    return shift.tickets.seal(claim)


FORGED: dict[str, Callable[[Shift, Ticket], Ticket]] = {
    "empty": lambda _, __: Ticket(""),
    "garbage": lambda _, __: Ticket("A" * 200),
    "no ascii": lambda _, __: Ticket("é" * 200),
    "shortened": lambda _, ticket: Ticket(ticket[:-4]),
    "lengthened": lambda _, ticket: Ticket(ticket + "AAAA"),
    "twice": lambda _, ticket: Ticket(ticket * 2),
    "of another deployment": lambda shift, _: SealedTickets(bytes(32)).seal(
        seeker_claim(shift.store._desk, seeker("anna"), shift.clock.now())  # type: ignore[arg-type]  # she is there
    ),
    "of a counsellor": lambda shift, _: seat_ticket(shift),
    "of nobody": lambda shift, _: strange_ticket(shift, "nobody"),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_what_is_no_good_ticket_is_gone_and_teaches_nothing(
    shift: Shift, later: Shift, forge: Callable[[Shift, Ticket], Ticket]
) -> None:
    await shift.talking()
    ticket = forge(shift, shift.ticket("anna"))
    before = shift.store._desk
    assert await refusal(shift, ticket) is Gone
    assert shift.store._desk is before
    with pytest.raises(Gone):
        await shift.seeking.hand_in(ticket, [draft("c1")])
    if forge is not FORGED["of nobody"]:  # which we sealed ourselves
        assert await refusal(later, ticket) is Gone
        assert later.store.is_empty()


async def test_a_ticket_of_which_any_letter_was_changed_is_gone(shift: Shift, later: Shift) -> None:
    await shift.talking()
    ticket = shift.ticket("anna")
    for place, letter in enumerate(ticket):
        altered = Ticket(ticket[:place] + ("B" if letter == "A" else "A") + ticket[place + 1 :])
        with pytest.raises(Gone):
            await later.seeking.holder(altered)
    assert await refusal(later, ticket) is None


async def test_a_ticket_that_is_too_old_is_gone_where_nobody_knows_them(shift: Shift, later: Shift) -> None:
    await shift.talking()
    ticket = aged(shift, TICKET_LASTS)
    assert await refusal(later, ticket) is Gone
    with pytest.raises(Gone):
        await later.seeking.hand_in(ticket, [draft("c1")])
    assert later.store.is_empty()
    assert await refusal(shift, ticket) is None
    assert await shift.seeking.hand_in(ticket, [draft("c1")]) == ("c1",)


async def test_nothing_is_handed_in_to_what_this_node_knows_was_left(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    ticket = shift.ticket("anna")
    before = await shift.store.head(conversation)
    shift.endings.note_left(conversation)
    with pytest.raises(Gone):
        await shift.seeking.hand_in(ticket, [draft("c1")])
    assert await shift.store.head(conversation) == before


async def test_a_ticket_on_hold_is_good_for_longer(shift: Shift, later: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.duty.hold(SAM, conversation, on_hold=True)
    assert await refusal(later, aged(shift, HOLD_TICKET_LASTS)) is Gone
    assert await refusal(later, aged(shift, HOLD_TICKET_LASTS - 1)) is None


@pytest.mark.parametrize("how", ["ended", "left", "stopped"])
async def test_of_a_conversation_that_is_over_no_ticket_is_good(shift: Shift, later: Shift, how: str) -> None:
    conversation, _ = await shift.talking()
    old = shift.ticket("anna")
    match how:
        case "ended":
            await shift.duty.end(SAM, conversation)
            await shift.conversing.confirm_end(seeker("anna"), conversation)
            await shift.conversing.confirm_end(SAM, conversation)
        case "left":
            await shift.seeking.leave(seeker("anna"))
            await shift.conversing.confirm_end(SAM, conversation)
        case _:
            await shift.stop("anna", conversation)
            await shift.conversing.confirm_end(seeker("anna"), conversation)
            await shift.conversing.confirm_end(SAM, conversation)
    assert await refusal(shift, old) is Gone
    assert await refusal(later, old) is Gone
    assert later.store.is_empty()


async def test_what_ended_before_a_kill_waits_for_its_counsellor_to_say_how(shift: Shift) -> None:
    conversation, version = await shift.talking()
    old = shift.ticket("anna")
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.duty.end(SAM, conversation)
    async with serving("life-2", shift.clock, gathers=True) as later:
        later.endings.noted |= shift.endings.noted
        assert await refusal(later, old) is Wait
        await later.duty.take_seat(member(), BACK, seat_ticket(shift))
        taken = await resumed(later, old)
        assert taken.view.phase is Phase.ENDED
        assert [entry.kind for entry in taken.tail.entries] == [Kind.ENDED]
    async with serving("life-3", shift.clock, gathers=True) as later:
        later.endings.noted |= shift.endings.noted
        shift.clock.advance(10)
        assert await refusal(later, old) is Gone


async def test_people_come_back_with_everything_their_tickets_say(shift: Shift, later: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.arrive("bo")
    await shift.duty.hold(SAM, conversation, on_hold=True)
    seat = await later.duty.take_seat(member(), BACK, seat_ticket(shift))
    assert seat.generation == "life-2"
    assert seat.view.status is Status.READY
    taken = await resumed(later, shift.ticket("anna"))
    assert (taken.view.phase, taken.view.name, taken.view.on_hold) == (Phase.TALKING, "Sam", True)
    assert taken.generation == "life-2"
    waits = await resumed(later, shift.ticket("bo"))
    assert (waits.view.phase, waits.view.conversation) == (
        *(Phase.WAITING, shift.store._desk.guests[seeker("bo")].conversation),
    )
    assert taken.view.version > shift.store._desk.version
    added = await later.conversing.say(by_sam(version), conversation, draft("d1"))
    assert (added.entry.seq, added.head.epoch != "") == (1, True)


async def test_a_ticket_that_was_used_is_good_once_more(shift: Shift, later: Shift) -> None:
    await shift.talking()
    ticket = shift.ticket("anna")
    first, again = await resumed(later, ticket), await resumed(later, ticket)
    assert first.view == again.view
    assert len((await later.store.load()).desk.guests) == 1


async def test_a_staff_ticket_of_another_account_says_nothing(shift: Shift, later: Shift) -> None:
    conversation, _ = await shift.talking()
    seat = await later.duty.take_seat(member(KIM), BACK, seat_ticket(shift))
    assert (seat.view.name, seat.view.status, seat.view.talks) == ("Kim", Status.AWAY, ())
    assert conversation not in (await later.store.load()).desk.vouched


@pytest.mark.parametrize("other", ["seeker", "garbage", "old", "of this life"])
async def test_a_staff_ticket_that_is_none_is_as_good_as_none(shift: Shift, later: Shift, other: str) -> None:
    await shift.talking()
    claim = seat_claim(shift.store._desk, SAM, Instant(shift.clock.now() - TICKET_LASTS))
    assert claim is not None
    own = replace(claim, generation=later.store._desk.generation, issued=shift.clock.now())
    ticket = {
        "seeker": shift.ticket("anna"),
        "garbage": Ticket("A" * 100),
        "old": shift.tickets.seal(claim),
        "of this life": shift.tickets.seal(own),
    }[other]
    seat = await later.duty.take_seat(member(), BACK, ticket)
    assert (seat.view.status, seat.view.talks) == (Status.AWAY, ())


async def test_a_page_that_hands_in_before_anybody_took_its_talk_back_waits(
    shift: Shift, later: Shift
) -> None:
    await shift.talking()
    with pytest.raises(Wait):
        await later.seeking.hand_in(shift.ticket("anna"), [draft("c1")])
    await resumed(later, shift.ticket("anna"))
    assert await later.seeking.hand_in(shift.ticket("anna"), [draft("c1")]) == ("c1",)


async def test_a_counsellor_waits_for_who_is_not_back_and_others_are_told_nothing(
    shift: Shift, later: Shift
) -> None:
    conversation, version = await shift.talking()
    await later.duty.take_seat(member(), BACK, seat_ticket(shift))
    with pytest.raises(Wait):
        await later.conversing.say(by_sam(version), conversation, draft("d1"))
    with pytest.raises(Wait):
        await later.conversing.read(Side.COUNSELLOR, SAM, conversation, None)
    await resumed(later, shift.ticket("anna"))
    await later.conversing.say(by_sam(version), conversation, draft("d1"))


async def test_every_state_comes_with_the_ticket_that_says_the_same(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    shift.outbox.connected.extend((to("anna"), ToCounsellor(SAM)))
    await shift.dispatch.pulse()
    states = [notice for _, notice in shift.outbox.delivered if isinstance(notice, SeekerState | SeatState)]
    assert len(states) >= 5
    for state in states:
        assert state.view is not None
        assert state.ticket is not None
        claim = (
            shift.tickets.seeker(state.ticket)
            if isinstance(state, SeekerState)
            else shift.tickets.seat(state.ticket)
        )
        assert claim is not None
        assert (claim.desk_version, claim.generation) == (state.view.version, "life-1")


async def test_nobody_is_offered_until_those_who_were_here_had_time_to_come_back(shift: Shift) -> None:
    await shift.arrive("anna")
    old = shift.ticket("anna")
    async with serving("life-2", shift.clock, gathers=True) as later:
        await later.sit()
        await resumed(later, old)
        desk = (await later.store.load()).desk
        assert desk.offers == {}
        shift.clock.advance(10)
        await later.sit(KIM)
        assert list((await later.store.load()).desk.offers) == [
            ConversationId(later.store._desk.guests[seeker("anna")].conversation)
        ]
