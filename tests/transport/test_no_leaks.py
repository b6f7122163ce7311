"""What is over leaves nothing behind: no task, no socket, no lock, no object (counted)."""

import asyncio
import gc
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from engineio.async_socket import AsyncSocket

from chat import server
from chat.routing.model import Closing, Guest, Offer, Talk, Waiting
from chat.store.memory import _Log
from chat.transport.connection import Connection
from chat.transport.guard import Limits
from chat.transport.library import Arrival
from tests.fakes.clock import FakeClock
from tests.transport.house import DeskPage, House, Person, SeekerPage, letters, open_house
from tests.transport.page import Page, Payload
from tests.waiting import comes_true

CONVERSATIONS = 200
AT_ONCE = 50
LINES_EACH = 3
PEOPLE = [Person(f"Stem {number:02}") for number in range(17)]
OURS = (Connection, Limits, Arrival, AsyncSocket, asyncio.Lock, _Log, Guest, Waiting, Offer, Talk, Closing)


def alive() -> Counter[str]:
    """How many there are of everything that belongs to a conversation or a connection."""
    gc.collect()
    counted = Counter(type(one).__name__ for one in gc.get_objects() if type(one) in OURS)
    counted["task"] = len(asyncio.all_tasks())
    counted["file"] = len(list(Path("/proc/self/fd").iterdir()))
    return counted


class Shift:
    """Two hundred conversations, in the time that rate limits ask for."""

    def __init__(self, house: House, clock: FakeClock) -> None:
        self._house = house
        self._clock = clock

    async def work(self, desk: DeskPage) -> None:
        """Take whatever is offered, until cancelled."""
        seen: set[str] = set()

        def is_new(told: Payload) -> bool:
            offer = told["view"]["offer"]
            return offer is not None and offer["conversation"] not in seen

        async with asyncio.TaskGroup() as talks:
            while True:
                offer = (await desk.hears("seat.changed", is_new))["view"]["offer"]
                seen.add(offer["conversation"])
                taken = {"conversation": offer["conversation"], "version": offer["version"]}
                await self._insist(desk, "offer.accept", taken)
                talks.create_task(self._counsel(desk, taken))

    async def _counsel(self, desk: DeskPage, talk: Payload) -> None:
        conversation = {"conversation": talk["conversation"]}
        for number in range(LINES_EACH):
            said = {**talk, "cmid": f"d{number}", "body": f"dag {number}"}
            await self._insist(desk, "message.send", said)
        await heard(desk, talk["conversation"], f"s{LINES_EACH - 1}")
        epoch = desk.told_of("log.appended")[-1]["epoch"]
        await self._insist(desk, "mark.set", {**conversation, "epoch": epoch, "delivered": 7, "seen": 7})
        await self._insist(desk, "conversation.end", conversation)
        await self._insist(desk, "end.confirm", conversation)

    async def seek(self, number: int) -> None:
        """One conversation from the young person's side; both heard everything."""
        page = await self._house.seeker()
        await page.arrive(letters(f"start-{number}"))
        conversation = {"conversation": page.conversation}
        await page.hears("seeker.changed", lambda told: told["view"]["phase"] == "talking")
        for line in range(LINES_EACH):
            await page.done("typing.set", {**conversation, "typing": True})
            await page.say(f"s{line}", f"hoi {line}")
        await heard(page, page.conversation, f"d{LINES_EACH - 1}")
        epoch = page.told_of("log.appended")[-1]["epoch"]
        await page.done("mark.set", {**conversation, "epoch": epoch, "delivered": 7, "seen": 7})
        await page.hears("log.appended", lambda told: told["entry"]["kind"] == "ended")
        seqs = [told["entry"]["seq"] for told in page.told_of("log.appended")]
        assert seqs == list(range(1, 2 * LINES_EACH + 3))
        await page.done("end.confirm", conversation)
        await page.close()

    async def _insist(self, page: Page, event: str, payload: Payload) -> dict[str, Any]:
        while True:
            answer = await page.ask(event, payload)
            if answer["ok"]:
                return answer
            assert answer["error"]["code"] == "rate_limited"
            self._clock.advance(answer["error"]["retry_ms"] / 1000)


async def heard(page: SeekerPage | DeskPage, conversation: str, cmid: str) -> None:
    """Wait for a message of the other side."""
    await page.hears(
        "log.appended",
        lambda told: told["conversation"] == conversation and told["entry"].get("cmid") == cmid,
    )


async def test_two_hundred_conversations_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock()
    monkeypatch.setattr(server, "MonotonicClock", lambda: clock)
    elsewhere = alive()  # what earlier tests of this process left in reach
    async with open_house(tmp_path, monkeypatch, PEOPLE) as house:
        shift = Shift(house, clock)
        desks = [await house.desk(person) for person in PEOPLE]
        for desk in desks:
            await desk.sit()
        before = alive()
        async with asyncio.TaskGroup() as working:
            workers = [working.create_task(shift.work(desk)) for desk in desks]
            for first in range(0, CONVERSATIONS, AT_ONCE):
                async with asyncio.TaskGroup() as wave:
                    for number in range(first, first + AT_ONCE):
                        wave.create_task(shift.seek(number))
            await comes_true(house.store.is_empty)
            for worker in workers:
                worker.cancel()
        await comes_true(lambda: len(house.node.connected) == house.node.gateway.open_sockets() == 17)
        assert before["Connection"] - elsewhere["Connection"] == 17
        # The pings of closed sockets sleep on until they are due, and hold their sockets so long; so does the library's own
        # round, which lasts twenty seconds, and longer while counting everything keeps it from its next step.
        await comes_true(lambda: not alive() - before, within_seconds=120, every_seconds=1)
        assert alive() - before == Counter()
        for desk in desks:
            await desk.close()
        await comes_true(lambda: len(house.node.connected) == 0)
        assert house.node.faults.count == 0
    gone = alive()
    ours = ("Connection", "Limits", "Arrival", "_Log", "Guest", "Talk")
    assert {name: gone[name] for name in ours if gone[name] > elsewhere[name]} == {}
