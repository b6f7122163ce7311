"""One log is lost and the desk is not: nobody is sent away, and what the browsers hold comes back before anything new."""

import pytest

from chat.conversation.model import Entry, Mark, Position, Side
from chat.errors import Gone, NotAssigned, Wait
from chat.identifiers import ConversationId, VolunteerId
from chat.service.conversing import Offered
from chat.service.notices import Heads, ToCounsellor
from chat.service.ports import Added
from tests.service.shift import KIM, SAM, Shift, by, by_sam, draft, seeker, to


async def lost(shift: Shift) -> tuple[ConversationId, int, Added]:
    """Two people who talk, one message said, and the log gone."""
    conversation, version = await shift.talking()
    said = await shift.conversing.say(by("anna"), conversation, draft("c1"))
    shift.store._logs.clear()
    shift.outbox.delivered.clear()
    return conversation, version, said


def held(shift: Shift, said: Added) -> Offered:
    """What a browser holds of it."""
    head, entry = said.head, said.entry
    return Offered(head.epoch, entry, shift.proofs.of(head.conversation, head.epoch, entry))


@pytest.mark.parametrize("side", [Side.SEEKER, Side.COUNSELLOR])
async def test_whoever_reads_it_next_has_it_opened_anew_and_both_are_told(shift: Shift, side: Side) -> None:
    conversation, _, said = await lost(shift)
    reader = seeker("anna") if side is Side.SEEKER else SAM
    after = Position(said.head.epoch, said.head.seq)
    tail = await shift.conversing.read(side, reader, conversation, after)
    assert (tail.head.seq, tail.complete) == (0, False)
    assert tail.head.epoch != said.head.epoch
    for address in (to("anna"), ToCounsellor(SAM)):
        told = shift.last(address)
        assert isinstance(told, Heads)
        assert [head.epoch for head in told.heads] == [tail.head.epoch]


async def test_whoever_speaks_waits_until_what_was_said_before_is_back(shift: Shift) -> None:
    conversation, version, said = await lost(shift)
    for author, cmid in ((by("anna"), "c2"), (by_sam(version), "d1")):
        shift.store._logs.clear()
        with pytest.raises(Wait):
            await shift.conversing.say(author, conversation, draft(cmid))
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, [held(shift, said)])
    again = await shift.conversing.say(by("anna"), conversation, draft("c2"))
    assert await names(shift, conversation) == ["c1", "c2"]
    assert again.entry.seq == 2


async def test_what_is_offered_and_marked_first_is_taken_too(shift: Shift) -> None:
    conversation, _, said = await lost(shift)
    await shift.conversing.offer(Side.COUNSELLOR, SAM, conversation, [held(shift, said)])
    assert await names(shift, conversation) == ["c1"]
    epoch = await shift.epoch(conversation)
    shift.store._logs.clear()
    await shift.conversing.mark(Side.SEEKER, seeker("anna"), conversation, epoch, Mark(1, 1))
    assert await names(shift, conversation) == []


async def test_to_anybody_else_it_is_as_if_there_were_none(shift: Shift) -> None:
    conversation, _, _ = await lost(shift)
    with pytest.raises(Gone):
        await shift.conversing.read(Side.SEEKER, seeker("bo"), conversation, None)
    shift.store._logs.clear()
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, KIM, conversation, None)
    for stranger in (by("bo"), by_sam(99)):
        shift.store._logs.clear()
        with pytest.raises((Gone, NotAssigned)):
            await shift.conversing.say(stranger, conversation, draft("x1"))
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, VolunteerId("sam"), ConversationId("no-talk"), None)


async def names(shift: Shift, conversation: ConversationId) -> list[str]:
    """The log as it is now."""
    entries: tuple[Entry, ...] = (await shift.store.read(conversation, None)).entries
    return [entry.cmid for entry in entries]
