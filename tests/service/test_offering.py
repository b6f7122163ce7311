"""What browsers hold of an earlier life is offered back: only what bears our mark counts, and only from its own people."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from chat.conversation.model import EndReason, Entry, Kind, Position, Side
from chat.errors import Gone, NotAssigned, Refusal
from chat.identifiers import Cmid, ConnectionId, ConversationId, Epoch, Instance
from chat.service.conversing import Offered
from chat.service.notices import Heads, ToCounsellor
from chat.service.ports import StaffMember
from tests.service.shift import KIM, SAM, SITS, Shift, by, by_sam, draft, seeker, serving, to

OLD = Epoch("epoch-of-before")


def line(seq: int, cmid: str, side: Side = Side.SEEKER, body: str = "hoi") -> Entry:
    """A text of an earlier life."""
    return Entry(seq, Kind.MESSAGE, side, Cmid(cmid), body)


def proven(shift: Shift, conversation: ConversationId, *entries: Entry, epoch: Epoch = OLD) -> list[Offered]:
    """These lines with our mark on each."""
    return [Offered(epoch, one, shift.proofs.of(conversation, epoch, one)) for one in entries]


async def cmids(shift: Shift, conversation: ConversationId) -> list[str]:
    """The names of what stands in the log now; of what the desk says, its kind."""
    return named((await shift.store.read(conversation, None)).entries)


def named(entries: Iterable[Entry]) -> list[str]:
    """The names of people's texts; what the desk says is named after its place in one life of the log."""
    return [entry.kind.value if entry.side is Side.DESK else entry.cmid for entry in entries]


async def test_what_both_offer_becomes_one_log_and_both_are_told_of_its_new_life(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("new"))
    before = await shift.store.head(conversation)
    shift.outbox.delivered.clear()
    old = (line(1, "c1"), line(2, "d1", Side.COUNSELLOR), line(3, "c2"))
    await shift.conversing.offer(
        Side.SEEKER, seeker("anna"), conversation, proven(shift, conversation, *old[:2])
    )
    await shift.conversing.offer(Side.COUNSELLOR, SAM, conversation, proven(shift, conversation, *old))
    assert await cmids(shift, conversation) == ["c1", "d1", "c2", "joined", "new"]
    head = await shift.store.head(conversation)
    assert head.epoch not in (before.epoch, OLD)
    for address in (to("anna"), ToCounsellor(SAM)):
        told = shift.last(address)
        assert isinstance(told, Heads)
        assert [(one.epoch, one.seq) for one in told.heads] == [(head.epoch, 5)]
    assert not (await shift.conversing.say(by_sam(version), conversation, draft("d1"))).is_new


async def test_what_is_there_already_is_told_to_nobody(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    entries = (await shift.store.read(conversation, None)).entries
    epoch = (await shift.store.head(conversation)).epoch
    shift.outbox.delivered.clear()
    held = proven(shift, conversation, *entries, epoch=epoch)
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, held)
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, [])
    assert shift.outbox.delivered == []


@pytest.mark.parametrize(
    "change",
    [
        {"proof": "A" * 22},
        {"proof": ""},
        {"epoch": Epoch("another")},
        {"entry": line(2, "c1")},
        {"entry": line(1, "c2")},
        {"entry": line(1, "c1", body="dag")},
        {"entry": line(1, "c1", Side.COUNSELLOR)},
        {"entry": replace(line(1, "c1"), kind=Kind.LEFT)},
        {"entry": replace(line(1, "c1"), body="\udc80")},
    ],
)
async def test_what_does_not_bear_our_mark_is_passed_over(shift: Shift, change: dict[str, object]) -> None:
    conversation, _ = await shift.talking()
    (held,) = proven(shift, conversation, line(1, "c1"))
    true = proven(shift, conversation, line(2, "c9"))
    forged = replace(held, **change)  # type: ignore[arg-type]  # one field each
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, [forged, *true])
    assert await cmids(shift, conversation) == ["c9", "joined"]


async def test_what_was_said_in_another_conversation_is_passed_over(shift: Shift) -> None:
    conversation, _ = await shift.talking("anna")
    other, _ = await shift.talking("bo")
    held = proven(shift, other, line(1, "c1"))
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, held)
    await shift.conversing.offer(Side.COUNSELLOR, SAM, conversation, held)
    assert await cmids(shift, conversation) == ["joined"]


@pytest.mark.parametrize(
    ("side", "who", "answer"),
    [
        (Side.SEEKER, seeker("bo"), Gone),
        (Side.COUNSELLOR, KIM, NotAssigned),
        (Side.SEEKER, SAM, Gone),
        (Side.COUNSELLOR, seeker("anna"), NotAssigned),
    ],
)
async def test_nobody_offers_to_a_conversation_that_is_not_theirs(
    shift: Shift, side: Side, who: str, answer: type[Refusal]
) -> None:
    conversation, _ = await shift.talking("anna")
    await shift.arrive("bo")
    held = proven(shift, conversation, line(1, "c1"))
    for where in (conversation, ConversationId("nowhere")):
        with pytest.raises(answer):
            await shift.conversing.offer(side, who, where, held)  # type: ignore[arg-type]  # a person of some kind
    assert await cmids(shift, conversation) == ["joined"]


@pytest.mark.parametrize("side", [Side.SEEKER, Side.COUNSELLOR])
@pytest.mark.parametrize("reason", [EndReason.SEEKER_STOPPED, EndReason.COUNSELLOR_ENDED, EndReason.SILENCE])
async def test_an_end_that_a_browser_holds_ends_it_here_too(
    shift: Shift, side: Side, reason: EndReason
) -> None:
    conversation, _ = await shift.talking()
    end = Entry(2, Kind.ENDED, Side.DESK, Cmid("ended"), reason=reason)
    held = proven(shift, conversation, line(1, "c1"), end)
    reader = seeker("anna") if side is Side.SEEKER else SAM
    for _ in range(2):
        await shift.conversing.offer(side, reader, conversation, held)
    tail = await shift.store.read(conversation, None)
    assert named(tail.entries) == ["c1", "joined", "ended"]
    assert tail.entries[-1].reason is reason
    assert tail.head.closed
    assert conversation in (await shift.store.load()).desk.closing


async def test_a_forged_end_ends_nothing(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    end = Entry(2, Kind.ENDED, Side.DESK, Cmid("ended"), reason=EndReason.COUNSELLOR_ENDED)
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, [Offered(OLD, end, "A" * 22)])
    assert not (await shift.store.head(conversation)).closed


async def test_a_browser_that_holds_more_than_there_is_begins_a_new_life(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    before = await shift.store.head(conversation)
    ahead = Position(before.epoch, before.seq + 2)
    shift.outbox.delivered.clear()
    tail = await shift.conversing.read(Side.SEEKER, seeker("anna"), conversation, ahead)
    assert tail.head.epoch != before.epoch
    assert (tail.complete, named(tail.entries)) == (False, ["joined"])
    for address in (to("anna"), ToCounsellor(SAM)):
        told = shift.last(address)
        assert isinstance(told, Heads)
        assert told.heads[0].epoch == tail.head.epoch
    shift.outbox.delivered.clear()
    again = await shift.conversing.read(Side.SEEKER, seeker("anna"), conversation, ahead)
    assert (again.head.epoch, again.complete, shift.outbox.delivered) == (tail.head.epoch, False, [])


async def test_a_whole_history_comes_back_over_two_losses(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    whole, ticket, seat = (
        await shift.store.read(conversation, None),
        shift.ticket("anna"),
        shift.seat().ticket,
    )
    for life in ("life-2", "life-3"):
        async with serving(life, shift.clock) as later:
            back = ConnectionId("node.back")
            taken = await later.seeking.resume(ticket, Instance("page-1"), back, None, take_over=False)
            assert taken.tail.entries == ()
            held = proven(shift, conversation, *whole.entries, epoch=whole.head.epoch)
            await later.conversing.offer(Side.SEEKER, seeker("anna"), conversation, held)
            sam = StaffMember(SAM, "Sam", frozenset(), 3, SITS)
            await later.duty.take_seat(sam, back, seat)
            again = await later.conversing.read(Side.COUNSELLOR, SAM, conversation, None)
            assert [(one.cmid, one.body) for one in again.entries] == [
                (one.cmid, one.body) for one in whole.entries
            ]
            added = await later.conversing.say(by_sam(version), conversation, draft(f"in {life}"))
            assert added.entry.seq == len(whole.entries) + 1
            whole, ticket = await later.store.read(conversation, None), later.ticket("anna")
            seat = later.seat().ticket
