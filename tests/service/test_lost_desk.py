"""The desk is lost and what was said is not: it is gone all the same when its end was shown to both (promise P3)."""

from tests.service.shift import SAM, Shift, by, draft, seeker
from tests.service.stores import WaywardShared


async def test_what_ended_before_the_desk_was_lost_is_forgotten_when_both_have_shown_it(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    await shift.duty.end(SAM, conversation)
    assert isinstance(shift.store, WaywardShared)
    await shift.store.lose_desk()
    await shift.conversing.confirm_end(seeker("anna"), conversation)
    assert len(await shift.store.heads([conversation])) == 1, "the counsellor may still read it"
    await shift.conversing.confirm_end(SAM, conversation)
    assert await shift.is_empty()
