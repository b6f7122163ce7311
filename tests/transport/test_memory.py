"""After many short conversations the process holds what it held before the first: nothing of any of them stays.

The figure is the interpreter's own count of allocated blocks, which sees one object a conversation; beside it stands how much
memory the process has. ``CHAOS=full`` plays 10,000 conversations, for ``make soak``.
"""

import asyncio
import gc
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
import pytest

from chat import server
from chat.routing.durations import HOLD_TICKET_LASTS
from tests.chaos.records import FULL, tell
from tests.transport.clock import Clock
from tests.transport.house import DeskPage, House, letters, open_house

COUNT = 10_000 if FULL else 300
WARM_UP = 400
PAUSE_SECONDS = 2.0
"""No counsellor is quicker; a page may only ask so much in a second."""
MOST_BLOCKS_EACH = 0.1
SLACK_BLOCKS = 250
"""What varies from one moment to the next; one object a conversation is more than both allow, also at 300."""
MOST_BYTES_EACH = 400
SLACK_BYTES = 4 * 1024 * 1024
WITHIN_SECONDS = 60.0
LOOK_SECONDS = 0.02


@dataclass(frozen=True)
class Held:
    """What the process holds."""

    blocks: int
    rss_bytes: int


async def short_conversation(house: House, desk: DeskPage, number: int, clock: Clock) -> None:
    """Somebody comes, two words each, the counsellor ends, both have read it, the page closes."""
    seeker = await house.seeker()
    await seeker.arrive(letters(f"s{number}"))
    conversation = seeker.conversation
    await seeker.say(letters(f"a{number}"), "hoi")
    offer = await desk.accept(conversation)
    written = {**offer, "cmid": letters(f"b{number}"), "body": "dag"}
    await desk.done("message.send", written)
    await desk.done("conversation.end", {"conversation": conversation})
    for page in (seeker, desk):
        await page.done("end.confirm", {"conversation": conversation})
    await seeker.close()
    clock.pass_by(PAUSE_SECONDS)
    desk.told.clear()
    desk.frames.clear()
    desk.answers.clear()


async def held(house: House, clock: Clock, tasks: int) -> Held:
    """What is held once everything that is kept for a time has run out, and nobody but staff is connected.

    *tasks* run then; of a socket that is gone one lives on until its next ping would be due.
    """
    clock.pass_by(HOLD_TICKET_LASTS)
    loaded = (await house.store.load()).desk
    async with asyncio.timeout(WITHIN_SECONDS):
        while loaded.departed or len(asyncio.all_tasks()) > tasks or not house.store.is_empty():
            await asyncio.sleep(LOOK_SECONDS)
            loaded = (await house.store.load()).desk
    gc.collect()
    return Held(sys.getallocatedblocks(), psutil.Process().memory_info().rss)


async def test_what_is_held_does_not_grow_with_conversations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    async with open_house(tmp_path, monkeypatch) as house:
        desk = await house.ready()
        tasks = len(asyncio.all_tasks())
        for number in range(WARM_UP):
            await short_conversation(house, desk, number, clock)
        before = await held(house, clock, tasks)
        for number in range(WARM_UP, WARM_UP + COUNT):
            await short_conversation(house, desk, number, clock)
        after = await held(house, clock, tasks)
        assert house.node.faults.count == 0
    blocks, grown = after.blocks - before.blocks, after.rss_bytes - before.rss_bytes
    told = {"row": "memory", "conversations": COUNT, "blocks_more": blocks, "bytes_more": grown}
    tell(told | {"before": asdict(before)})
    assert blocks < SLACK_BLOCKS + MOST_BLOCKS_EACH * COUNT, told
    assert grown < SLACK_BYTES + MOST_BYTES_EACH * COUNT, told
