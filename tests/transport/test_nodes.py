"""Two nodes on one Redis: people at either talk as if there were one, whatever becomes of what lies between them."""

import asyncio
import time
from collections.abc import Callable

import pytest
from redis.asyncio import Redis as Client

from chat.service import delivery
from tests.servers.valkey import Valkey
from tests.transport.page import Payload
from tests.transport.two_nodes import Pair, line, pair, said, status_is, talking
from tests.unit.store.between import Between, spoken

__all__ = ["line", "pair"]  # fixtures

pytestmark = pytest.mark.in_seconds

BACK_WITHIN_SECONDS = 2.0
BUSY_MACHINE_SECONDS = 2.0
DEAF_WITHIN_SECONDS = 30.0
SUBSCRIBE = spoken("SUBSCRIBE")


def says(cmid: str) -> Callable[[Payload], bool]:
    return lambda told: bool(told["entry"]["cmid"] == cmid)


async def subscribed(valkey: Valkey, nodes: int) -> float:
    """The moment from which so many nodes listen."""
    async with Client.from_url(valkey.url) as client, asyncio.timeout(DEAF_WITHIN_SECONDS):
        while len(await client.pubsub_channels("*:inbox:*")) != nodes:  # noqa: ASYNC110 - the server does not tell
            await asyncio.sleep(0.01)
    return time.monotonic()


async def test_people_at_two_nodes_talk_type_and_end(pair: Pair) -> None:
    one, other = pair
    seeker, desk, version = await talking(one, other)
    conversation = seeker.conversation
    await seeker.say("c1")
    first = await desk.hears("log.appended", says("c1"))
    await desk.done("message.send", said("d1", conversation, version))
    assert (await seeker.hears("log.appended", says("d1")))["entry"]["seq"] == first["entry"]["seq"] + 1
    await seeker.done("typing.set", {"conversation": conversation, "typing": True})
    assert (await desk.hears("typing.changed"))["typing"] is True
    await desk.done(
        "mark.set", {"conversation": conversation, "epoch": first["epoch"], "delivered": 2, "seen": 2}
    )
    assert (await seeker.hears("mark.changed"))["mark"] == {"side": "counsellor", "delivered": 2, "seen": 2}
    await desk.done("conversation.end", {"conversation": conversation})
    await seeker.hears("log.appended", says("ended"))


async def test_the_longest_message_crosses_too(pair: Pair) -> None:
    one, other = pair
    seeker, desk, _ = await talking(one, other)
    await seeker.say("c1", "é" * 1000)
    assert (await desk.hears("log.appended", says("c1")))["entry"]["body"] == "é" * 1000


async def test_letters_lost_with_a_subscription_are_made_up_within_two_seconds_of_its_return(
    pair: Pair, line: Between, valkey: Valkey
) -> None:
    one, other = pair
    seeker, desk, _ = await talking(one, other)
    await subscribed(valkey, 2)
    line.swallow = SUBSCRIBE
    line.tear(SUBSCRIBE)
    await subscribed(valkey, 1)
    assert (await seeker.say("c1"))["ok"]
    assert (await seeker.say("c2"))["ok"]
    await status_is(other, 503, DEAF_WITHIN_SECONDS)
    pulses = len(desk.told_of("pulse"))
    line.swallow = None
    line.tear(SUBSCRIBE)
    back = await subscribed(valkey, 2)
    await desk.until(lambda: any(told["heads"][0]["seq"] == 3 for told in desk.told_of("pulse")[pulses:]))
    assert time.monotonic() - back < BACK_WITHIN_SECONDS + BUSY_MACHINE_SECONDS
    assert not any(says("c1")(told) for told in desk.told_of("log.appended")), "the letters were lost"
    await status_is(other, 200, DEAF_WITHIN_SECONDS)


@pytest.mark.parametrize("how", ["half open", "swallowed"])
async def test_a_subscription_that_has_gone_deaf_is_found_and_taken_up_anew(
    pair: Pair, line: Between, valkey: Valkey, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    assert delivery.PROBE_SECONDS * 2 + BUSY_MACHINE_SECONDS < DEAF_WITHIN_SECONDS
    monkeypatch.setattr(delivery, "PROBE_SECONDS", 1.0)
    one, other = pair
    seeker, desk, _ = await talking(one, other)
    await subscribed(valkey, 2)
    line.swallow = SUBSCRIBE
    if how == "half open":
        # Nothing is closed: the server goes on writing to somebody who does not hear.
        assert line.deafen(SUBSCRIBE) == 1
    else:
        async with Client.from_url(valkey.url) as client:
            assert await client.client_kill_filter(_type="pubsub") >= 1
    await status_is(other, 503, DEAF_WITHIN_SECONDS)
    assert not desk.told_of("storage.changed"), "Redis is there"
    assert (await seeker.say("c1"))["ok"]
    line.swallow = None
    await status_is(other, 200, DEAF_WITHIN_SECONDS)
    await desk.until(
        lambda: any(head["seq"] == 2 for told in desk.told_of("pulse") for head in told["heads"])
    )
    await seeker.say("c2")
    await desk.hears("log.appended", says("c2"))
    assert await one.readyz() == 200
