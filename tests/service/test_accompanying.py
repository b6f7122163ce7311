"""Who comes to a conversation beside its counsellor: seen before they read, reading what they may, writing under their name."""

import pytest

from chat.conversation.model import ByCounsellor, Kind, Mark, Side
from chat.errors import NotAssigned
from chat.identifiers import ConnectionId, ConversationId, VolunteerId
from chat.service.accompanying import Accompanying
from chat.service.notices import Appended, Marked, ToCounsellor, Typing
from chat.service.ports import Permission, StaffMember
from tests.service.shift import KIM, NODE, SAM, Shift, by, by_sam, draft, seeker, to

NOOR = VolunteerId("noor")


async def joined(shift: Shift) -> tuple[ConversationId, int, int]:
    """Sam talks with Anna, who said something; Noor, a supervisor, has come."""
    conversation, version = await shift.talking("anna")
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    member = StaffMember(NOOR, "Noor", frozenset(), 0, frozenset({Permission.HELP}))
    await shift.duty.take_seat(member, ConnectionId(f"{NODE}.noor@desk"))
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, NOOR, conversation, None)
    await Accompanying(shift.reception).join(NOOR, conversation)
    view = shift.seat(NOOR).view
    assert view is not None
    return conversation, version, view.talks[0].version


async def test_a_supervisor_reads_and_writes_once_both_were_told(shift: Shift) -> None:
    conversation, version, number = await joined(shift)
    for address in (to("anna"), ToCounsellor(SAM), ToCounsellor(NOOR)):
        last = [one.entry for one in shift.outbox.told(address) if isinstance(one, Appended)][-1]
        assert (last.kind, last.name, last.part) == (Kind.COMPANY_JOINED, "Noor", "supervisor")
    await shift.conversing.say(ByCounsellor(NOOR, number), conversation, draft("n1"))
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    for reader in (SAM, NOOR):
        entries = (await shift.conversing.read(Side.COUNSELLOR, reader, conversation, None)).entries
        assert [(entry.cmid, entry.name) for entry in entries if entry.kind is Kind.MESSAGE] == [
            *(("c1", None), ("n1", "Noor"), ("d1", None)),
        ]
    again = await shift.conversing.say(ByCounsellor(NOOR, number), conversation, draft("n1"))
    assert (again.is_new, again.entry.name) == (False, "Noor")


async def test_what_company_has_open_or_types_says_nothing_of_the_counsellor(shift: Shift) -> None:
    conversation, _, _ = await joined(shift)
    head = await shift.store.head(conversation)
    shift.outbox.delivered.clear()
    await shift.conversing.mark(Side.COUNSELLOR, NOOR, conversation, head.epoch, Mark(2, 2))
    await shift.conversing.typing(Side.COUNSELLOR, NOOR, conversation, typing=True)
    assert shift.outbox.told(to("anna")) == []
    await shift.conversing.mark(Side.SEEKER, seeker("anna"), conversation, head.epoch, Mark(3, 3))
    await shift.conversing.typing(Side.SEEKER, seeker("anna"), conversation, typing=True)
    told = shift.outbox.told(ToCounsellor(NOOR))
    assert [type(one) for one in told] == [Marked, Typing]


async def test_who_went_reads_and_writes_no_more(shift: Shift) -> None:
    conversation, _, number = await joined(shift)
    await Accompanying(shift.reception).leave(NOOR, conversation)
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, NOOR, conversation, None)
    with pytest.raises(NotAssigned):
        await shift.conversing.say(ByCounsellor(NOOR, number), conversation, draft("n1"))


async def test_who_held_it_is_out_when_it_is_taken_over(shift: Shift) -> None:
    conversation, version, number = await joined(shift)
    await Accompanying(shift.reception).take_over(NOOR, conversation)
    with pytest.raises(NotAssigned):
        await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, SAM, conversation, None)
    with pytest.raises(NotAssigned):
        await shift.conversing.say(ByCounsellor(NOOR, number), conversation, draft("n1"))
    view = shift.seat(NOOR).view
    assert view is not None
    said = await shift.conversing.say(ByCounsellor(NOOR, view.talks[0].version), conversation, draft("n1"))
    assert said.entry.name is None


async def test_what_was_said_is_withheld_from_who_comes_after_beginning_again(shift: Shift) -> None:
    conversation, version = await shift.talking("anna")
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.sit(KIM)
    await shift.duty.pass_on(SAM, conversation, frozenset())
    view = shift.seat(KIM).view
    assert view is not None
    assert view.offer is not None
    await shift.duty.accept(KIM, conversation, view.offer.version)
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, KIM, conversation, None)
    await shift.seeking.welcome(seeker("anna"), afresh=True)
    await shift.conversing.say(by("anna"), conversation, draft("c2"))
    for hands_over in (False, True):
        if hands_over:
            await Accompanying(shift.reception).hand_over(SAM, conversation)
        entries = (await shift.conversing.read(Side.COUNSELLOR, KIM, conversation, None)).entries
        known = [(one.kind, one.body is not None) for one in entries if one.side is not Side.DESK]
        assert known == [(Kind.WITHHELD, False), (Kind.WITHHELD, False), (Kind.MESSAGE, True)]
        assert [one.seq for one in entries] == list(range(1, len(entries) + 1))
        if not hands_over:
            whole = (await shift.conversing.read(Side.COUNSELLOR, SAM, conversation, None)).entries
            assert [one.body is not None for one in whole if one.side is not Side.DESK] == [True] * 3
    theirs = (await shift.conversing.read(Side.SEEKER, seeker("anna"), conversation, None)).entries
    assert [one.kind for one in theirs if one.side is not Side.DESK] == [Kind.MESSAGE] * 3
