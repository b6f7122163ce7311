"""What each use case promises whoever asks, and what it refuses."""

import pytest

from chat.conversation.envelope import BODY_BYTES
from chat.conversation.model import Kind, Mark, Position, Side
from chat.errors import Closed, CmidConflict, Gone, NotArrived, NotAssigned, OfferGone, Superseded, TooLong
from chat.identifiers import ConnectionId, ConversationId, Epoch, Instance
from chat.routing.model import Status
from chat.routing.views import Phase
from chat.service.notices import Appended
from tests.service.shift import KIM, SAM, Shift, by, by_sam, draft, seeker, strange_ticket, to

NOWHERE = ConversationId("nowhere")


async def test_the_same_start_finds_the_same_conversation(shift: Shift) -> None:
    first = await shift.arrive("anna")
    again = await shift.arrive("anna", page="page-2")
    assert shift.seeking.beginner("anna") == seeker("anna") == await shift.seeking.holder(first.ticket)
    assert again.view.conversation == first.view.conversation
    assert len((await shift.store.load()).desk.guests) == 1


async def test_coming_back_reads_on_from_where_one_was(shift: Shift) -> None:
    conversation, version = await shift.talking()
    added = await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    back = ConnectionId("node.anna@again")
    after = Position(added.head.epoch, 1)
    taken = await shift.seeking.resume(shift.ticket("anna"), Instance("page-1"), back, after, take_over=False)
    assert taken.view.phase is Phase.TALKING
    assert [entry.cmid for entry in taken.tail.entries] == ["d1"]
    assert taken.tail.complete
    other = Position(Epoch("another"), 1)
    taken = await shift.seeking.resume(shift.ticket("anna"), Instance("page-1"), back, other, take_over=False)
    assert ([entry.seq for entry in taken.tail.entries], taken.tail.complete) == ([1, 2], False)


async def test_who_has_no_conversation_is_told_so(shift: Shift) -> None:
    connection = ConnectionId("node.nobody@page-1")
    with pytest.raises(Gone):
        await shift.seeking.resume(
            strange_ticket(shift, "nobody"), Instance("page-1"), connection, None, take_over=True
        )
    with pytest.raises(Gone):
        await shift.seeking.hand_in(strange_ticket(shift, "nobody"), [draft("c1")])
    await shift.seeking.leave(seeker("nobody"))
    await shift.stop("nobody", NOWHERE)
    await shift.seeking.drop(seeker("nobody"), connection)
    assert await shift.is_empty()


async def test_an_older_page_does_not_take_a_conversation_back(shift: Shift) -> None:
    await shift.arrive("anna")
    await shift.arrive("anna", page="page-2")
    connection = ConnectionId("node.anna@again")
    with pytest.raises(Superseded):
        await shift.seeking.resume(
            shift.ticket("anna"), Instance("page-1"), connection, None, take_over=False
        )


async def test_stopping_ends_ones_own_conversation_and_no_other(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.arrive("bo")
    await shift.stop("bo", conversation)
    assert not (await shift.store.head(conversation)).closed
    await shift.stop("anna", conversation)
    await shift.stop("anna", conversation)
    tail = await shift.conversing.read(Side.SEEKER, seeker("anna"), conversation, None)
    assert [entry.kind for entry in tail.entries] == [Kind.JOINED, Kind.ENDED]


async def test_leaving_forgets_at_once_and_the_end_is_forgotten_when_both_have_shown_it(shift: Shift) -> None:
    left, _ = await shift.talking("anna")
    ended, _ = await shift.talking("bo")
    await shift.seeking.leave(seeker("anna"))
    with pytest.raises(Gone):
        await shift.store.head(left)
    await shift.conversing.confirm_end(SAM, left)
    await shift.duty.end(SAM, ended)
    await shift.conversing.confirm_end(seeker("bo"), ended)
    assert (await shift.store.head(ended)).closed
    await shift.conversing.confirm_end(SAM, ended)
    assert await shift.is_empty()


async def test_a_message_is_told_to_both_once_however_often_it_is_sent(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    first = await shift.conversing.say(by("anna"), conversation, draft("c1"))
    again = await shift.conversing.say(by("anna"), conversation, draft("c1"))
    assert (first.entry, first.is_new, again.is_new) == (again.entry, True, False)
    for address in {address for address, _ in shift.outbox.delivered}:
        appended = [notice for notice in shift.outbox.told(address) if isinstance(notice, Appended)]
        assert [notice.entry.seq for notice in appended] == [1, 2]


async def test_what_may_not_be_said_is_refused_and_told_to_nobody(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.arrive("bo")
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    shift.outbox.delivered.clear()
    with pytest.raises(TooLong):
        await shift.conversing.say(by("anna"), conversation, draft("c2", "x" * (BODY_BYTES + 1)))
    with pytest.raises(CmidConflict):
        await shift.conversing.say(by("anna"), conversation, draft("c1", "dag"))
    with pytest.raises(Gone):
        await shift.conversing.say(by("bo"), conversation, draft("c3"))
    with pytest.raises(Gone):
        await shift.conversing.say(by("bo"), NOWHERE, draft("c3"))
    for version_told, where in ((version + 1, conversation), (version, NOWHERE)):
        with pytest.raises(NotAssigned):
            await shift.conversing.say(by_sam(version_told), where, draft("d1"))
    assert shift.outbox.delivered == []
    await shift.duty.end(SAM, conversation)
    with pytest.raises(Closed):
        await shift.conversing.say(by("anna"), conversation, draft("c4"))


async def test_only_the_two_of_a_conversation_read_mark_and_type_in_it(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    strangers = ((Side.SEEKER, seeker("bo"), Gone), (Side.COUNSELLOR, KIM, NotAssigned))
    for where in (conversation, NOWHERE):
        for side, reader, refusal in strangers:
            with pytest.raises(refusal):
                await shift.conversing.read(side, reader, where, None)
            with pytest.raises(refusal):
                await shift.conversing.mark(side, reader, where, Epoch("-"), Mark(1, 1))
            with pytest.raises(refusal):
                await shift.conversing.typing(side, reader, where, typing=True)


async def test_marks_rise_and_are_told_only_when_they_did(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    shift.outbox.delivered.clear()
    epoch = await shift.epoch(conversation)
    await shift.conversing.mark(Side.SEEKER, seeker("anna"), conversation, Epoch("before"), Mark(2, 2))
    assert shift.outbox.delivered == []
    for mark in (Mark(2, 1), Mark(2, 1), Mark(1, 0), Mark(99, 2)):
        await shift.conversing.mark(Side.SEEKER, seeker("anna"), conversation, epoch, mark)
    assert len(shift.outbox.delivered) == 2
    assert (await shift.store.head(conversation)).marks[Side.SEEKER] == Mark(2, 2)


async def test_nobody_types_in_a_conversation_that_ended(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.duty.end(SAM, conversation)
    shift.outbox.delivered.clear()
    await shift.conversing.typing(Side.SEEKER, seeker("anna"), conversation, typing=True)
    assert shift.outbox.delivered == []


async def test_what_was_handed_in_is_in_the_log_and_the_rest_stays_with_its_writer(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    drafts = [draft("c1"), draft("c2", "x" * (BODY_BYTES + 1)), draft("c3")]
    assert await shift.seeking.hand_in(shift.ticket("anna"), drafts) == ("c1", "c3")
    assert (await shift.store.head(conversation)).seq == 3
    assert [type(notice) for notice in shift.outbox.told(to("anna"))][-1] is Appended


async def test_a_counsellor_sits_down_before_anything_else(shift: Shift) -> None:
    with pytest.raises(NotArrived):
        await shift.duty.choose(SAM, Status.READY)
    with pytest.raises(NotArrived):
        await shift.duty.accept(SAM, NOWHERE, 1)
    await shift.sit()
    with pytest.raises(OfferGone):
        await shift.duty.accept(SAM, NOWHERE, 1)
    with pytest.raises(OfferGone):
        await shift.duty.decline(SAM, NOWHERE, 1)
    await shift.duty.end(SAM, NOWHERE)


async def test_a_declined_conversation_goes_to_the_next(shift: Shift) -> None:
    await shift.sit()
    conversation = (await shift.arrive("anna")).view.conversation
    seat = shift.seat().view
    assert seat is not None
    assert seat.offer is not None
    await shift.sit(KIM)
    await shift.duty.decline(SAM, conversation, seat.offer.version)
    await shift.duty.decline(SAM, conversation, seat.offer.version)
    seat = shift.seat(KIM).view
    assert seat is not None
    assert seat.offer is not None
    assert seat.offer.conversation == conversation


async def test_the_board_counts_and_names_nobody(shift: Shift) -> None:
    await shift.talking()
    await shift.arrive("bo")
    await shift.arrive("cas")
    shift.clock.advance(7)
    board = await shift.oversight.board()
    assert (board.waiting, board.talking, board.seated) == (2, 1, 1)
    assert board.longest_wait == pytest.approx(7)
    assert "anna" not in repr(board)
