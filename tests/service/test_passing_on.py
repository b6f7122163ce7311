"""A conversation is passed on, beside danger or by a wish: nobody is without a counsellor, and nobody's text is lost."""

import pytest

from chat.conversation.model import ByCounsellor, Kind, Side
from chat.errors import NotAssigned
from chat.identifiers import ConversationId
from chat.service.accompanying import Accompanying
from chat.service.notices import Appended, SeatState, ToCounsellor
from tests.service.shift import KIM, SAM, Shift, by, by_sam, draft, seeker, to


async def passed_on(shift: Shift) -> tuple[ConversationId, int, int]:
    """Sam talks with Anna, who is passed on, and with Bo, who is in danger; Kim is asked for Anna."""
    conversation, version = await shift.talking("anna")
    danger, _ = await shift.talking("bo")
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.duty.assess(SAM, danger, 3)
    await shift.sit(KIM)
    offer = shift.seat(KIM).view
    assert offer is not None
    assert offer.offer is not None
    assert offer.offer.conversation == conversation
    return conversation, version, offer.offer.version


async def test_both_go_on_until_a_colleague_takes_it(shift: Shift) -> None:
    conversation, version, offered = await passed_on(shift)
    said = await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.conversing.say(by("anna"), conversation, draft("c2"))
    shift.outbox.delivered.clear()
    await shift.duty.accept(KIM, conversation, offered)
    with pytest.raises(NotAssigned):
        await shift.conversing.say(by_sam(version), conversation, draft("d2"))
    again = await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    assert (again.entry, again.is_new) == (said.entry, False)
    await shift.conversing.say(by("anna"), conversation, draft("c3"))
    await shift.conversing.say(ByCounsellor(KIM, offered), conversation, draft("d1"))
    entries = (await shift.conversing.read(Side.COUNSELLOR, KIM, conversation, None)).entries
    assert [(entry.kind, entry.name or entry.cmid) for entry in entries] == [
        *((Kind.JOINED, "Sam"), (Kind.MESSAGE, "c1"), (Kind.MESSAGE, "d1"), (Kind.MESSAGE, "c2")),
        *((Kind.LEFT, "Sam"), (Kind.JOINED, "Kim"), (Kind.MESSAGE, "c3"), (Kind.MESSAGE, "d1")),
    ]
    with pytest.raises(NotAssigned):
        await shift.conversing.read(Side.COUNSELLOR, SAM, conversation, None)


async def test_everybody_is_told_and_nobody_is_without_a_counsellor_for_a_moment(shift: Shift) -> None:
    conversation, _, offered = await passed_on(shift)
    shift.outbox.delivered.clear()
    swaps = shift.store.swaps
    await shift.duty.accept(KIM, conversation, offered)
    assert shift.store.swaps == swaps + 1
    appended = [notice.entry.kind for notice in shift.outbox.told(to("anna")) if isinstance(notice, Appended)]
    assert appended == [Kind.LEFT, Kind.JOINED]
    view = shift.screen("anna").view
    assert view is not None
    assert (view.name, view.handed_over) == ("Kim", False)
    sam, kim = shift.seat(SAM).view, shift.seat(KIM).view
    assert sam is not None
    assert kim is not None
    assert conversation not in [talk.conversation for talk in sam.talks]
    assert [talk.conversation for talk in kim.talks] == [conversation]
    assert (await shift.store.head(conversation)).counsellor == KIM


async def test_the_card_goes_when_the_danger_is_over_or_the_young_person_leaves(shift: Shift) -> None:
    conversation, _, _ = await passed_on(shift)
    (danger,) = {talk for talk in shift.store._desk.talks if talk != conversation}
    await shift.duty.assess(SAM, danger, 1)
    assert _has_no_card(shift)
    await shift.duty.assess(SAM, danger, 2)
    assert not _has_no_card(shift)
    await shift.seeking.leave(seeker("anna"))
    assert _has_no_card(shift)
    assert isinstance(shift.last(ToCounsellor(KIM)), SeatState)


async def test_a_counsellor_passes_on_by_their_own_wish_and_nobody_is_told_before(shift: Shift) -> None:
    conversation, version = await shift.talking("anna")
    await shift.sit(KIM)
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    shift.outbox.delivered.clear()
    await shift.duty.pass_on(SAM, conversation, frozenset())
    assert shift.outbox.told(to("anna")) == []
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    offer = shift.seat(KIM).view
    assert offer is not None
    assert offer.offer is not None
    await shift.duty.accept(KIM, conversation, offer.offer.version)
    await shift.seeking.welcome(seeker("anna"), afresh=False)
    await Accompanying(shift.reception).hand_over(SAM, conversation)
    entries = (await shift.conversing.read(Side.COUNSELLOR, KIM, conversation, None)).entries
    assert [(entry.kind, entry.name or entry.cmid) for entry in entries] == [
        *((Kind.JOINED, "Sam"), (Kind.MESSAGE, "c1"), (Kind.MESSAGE, "d1")),
        *((Kind.COMPANY_JOINED, "Kim"), (Kind.LEFT, "Sam"), (Kind.JOINED, "Kim")),
    ]
    with pytest.raises(NotAssigned):
        await shift.duty.pass_on(SAM, conversation, None)


async def test_a_wish_that_is_taken_back_takes_the_card_along(shift: Shift) -> None:
    conversation, _ = await shift.talking("anna")
    await shift.sit(KIM)
    await shift.duty.pass_on(SAM, conversation, frozenset())
    assert not _has_no_card(shift)
    await shift.duty.pass_on(SAM, conversation, None)
    assert _has_no_card(shift)
    sam = shift.seat(SAM).view
    assert sam is not None
    assert [(talk.conversation, talk.passes_to) for talk in sam.talks] == [(conversation, None)]


def _has_no_card(shift: Shift) -> bool:
    view = shift.seat(KIM).view
    return view is not None and view.offer is None
