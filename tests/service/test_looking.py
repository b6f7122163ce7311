"""A node looks into the logs when the desk has to know who spoke: the first answer, and silence."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from chat.conversation.lifecycle import LogForgotten
from chat.conversation.model import EndReason, Head, Kind, Notice, Side
from chat.identifiers import ConversationId, Seconds
from chat.routing import timing
from chat.routing.model import Desk, Status
from chat.service import timekeeper
from tests.service.shift import SAM, Shift, by, by_sam, draft
from tests.waiting import comes_true

SOON = Seconds(0.05)


@pytest.fixture(autouse=True)
def _time_goes_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes minutes takes moments: nobody can move the clock of a Redis."""
    designed = [Seconds(number) for number in (60, 120, 300, 480, 780)]
    assert [timing.ANSWER_WITHIN, *timing.SILENCES, timing.SILENCE_ENDS] == designed
    monkeypatch.setattr(timekeeper, "SWEEP_SECONDS", 0.005)
    monkeypatch.setattr(timing, "ANSWER_WITHIN", SOON)
    monkeypatch.setattr(timing, "SILENCES", (SOON, Seconds(2 * SOON), Seconds(3 * SOON)))
    monkeypatch.setattr(timing, "SILENCE_ENDS", Seconds(4 * SOON))


@asynccontextmanager
async def looking(shift: Shift) -> AsyncIterator[None]:
    """Time passes, and the node looks, for as long as the block lasts."""

    async def passes() -> None:
        while True:
            shift.goes_on(0.01)
            await asyncio.sleep(0.002)

    running = [asyncio.create_task(work) for work in (shift.timekeeper.run(), passes())]
    try:
        yield
    finally:
        for one in running:
            one.cancel()
            with suppress(asyncio.CancelledError):
                await one


def desk(shift: Shift) -> Desk:
    """The desk as the node saw it last."""
    return shift.store._desk


async def said_by_the_desk(shift: Shift, conversation: ConversationId) -> list[Notice]:
    """What the desk said in this log."""
    entries = (await shift.store.read(conversation, None)).entries
    return [entry.notice for entry in entries if entry.notice is not None]


async def test_who_says_nothing_after_accepting_gives_the_conversation_back(shift: Shift) -> None:
    conversation, _ = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    async with looking(shift):
        await comes_true(lambda: conversation in desk(shift).waiting)
    assert desk(shift).waiting[conversation].unanswered
    assert desk(shift).seats[SAM].status is Status.MISSED
    view = shift.screen("anna").view
    assert view is not None
    assert (view.unanswered, view.handed_over) == (True, True)
    assert [entry.kind for entry in (await shift.store.read(conversation, None)).entries] == [
        *(Kind.JOINED, Kind.MESSAGE, Kind.LEFT)
    ]


async def test_who_answered_keeps_it_and_who_says_nothing_then_is_asked_and_it_ends(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    async with looking(shift):
        await comes_true(lambda: conversation in desk(shift).closing)
    assert desk(shift).closing[conversation].reason is EndReason.SILENCE
    assert await said_by_the_desk(shift, conversation) == [
        *(Notice.SILENCE, Notice.SILENCE_AGAIN, Notice.SILENCE_LAST)
    ]
    assert (await shift.store.read(conversation, None)).entries[-1].reason is EndReason.SILENCE


async def test_while_the_counsellor_has_to_answer_nobody_is_asked_anything(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    async with looking(shift):
        await comes_true(lambda: desk(shift).talks[conversation].answered)
        began = desk(shift).talks[conversation].quiet_since
        await comes_true(lambda: desk(shift).talks[conversation].quiet_since > began + 10 * SOON)
    assert await said_by_the_desk(shift, conversation) == []
    assert Side.SEEKER in (await shift.store.head(conversation)).said


async def test_of_a_log_that_was_lost_nobody_says_that_nothing_was_said(shift: Shift) -> None:
    conversation, version = await shift.talking()
    await shift.conversing.say(by_sam(version), conversation, draft("d1"))
    looks = 0
    heads = shift.store.heads

    async def counted(conversations: Iterable[ConversationId]) -> tuple[Head, ...]:
        nonlocal looks
        looks += 1
        return await heads(conversations)

    shift.store.heads = counted  # type: ignore[method-assign]  # only to see that it looked
    before = (await shift.store.load()).desk
    after = replace(before, version=before.version + 1)
    assert await shift.store.swap(before, after, (LogForgotten(conversation),)) == ()
    async with looking(shift):
        await comes_true(lambda: looks > 3)
        assert conversation in desk(shift).talks
        await shift.conversing.read(Side.COUNSELLOR, SAM, conversation, None)
        await comes_true(lambda: conversation in desk(shift).waiting)
    assert shift.faults.count == 0
