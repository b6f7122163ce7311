"""A log in Redis of which a part cannot be opened: to the people it is a log that was lost, and they bring it back."""

import pytest
from redis.asyncio import Redis as Client

from chat.conversation.model import Position, Side
from chat.errors import Wait
from chat.service.conversing import Offered
from chat.service.notices import Heads, ToCounsellor
from chat.store.logs import Logs
from chat.store.shared import prefix_of
from tests.servers.valkey import Valkey
from tests.service.shift import KEY, SAM, Shift, by, draft, seeker, to


@pytest.mark.parametrize("field", ["head", "e1", "e2"])
async def test_it_is_opened_anew_and_what_a_browser_held_comes_back(
    shift: Shift, valkey: Valkey, field: str
) -> None:
    conversation, _ = await shift.talking()
    said = await shift.conversing.say(by("anna"), conversation, draft("c1"))
    held = Offered(said.head.epoch, said.entry, shift.proofs.of(conversation, said.head.epoch, said.entry))
    async with Client.from_url(valkey.url) as client:
        await client.hset(Logs(prefix_of(KEY), KEY).key(conversation), field, b"garbage")
    tail = await shift.conversing.read(
        Side.SEEKER, seeker("anna"), conversation, Position(said.head.epoch, said.head.seq)
    )
    assert (tail.entries, tail.complete, tail.head.epoch != said.head.epoch) == ((), False, True)
    for address in (to("anna"), ToCounsellor(SAM)):
        told = shift.last(address)
        assert isinstance(told, Heads)
        assert [head.epoch for head in told.heads] == [tail.head.epoch]
    await shift.conversing.offer(Side.SEEKER, seeker("anna"), conversation, [held])
    again = await shift.conversing.say(by("anna"), conversation, draft("c1"))
    assert (again.entry.seq, again.is_new) == (1, False)


async def test_whoever_repeats_what_nobody_can_read_any_more_waits_for_what_was_before(
    shift: Shift, valkey: Valkey
) -> None:
    conversation, _ = await shift.talking()
    await shift.conversing.say(by("anna"), conversation, draft("c1"))
    async with Client.from_url(valkey.url) as client:
        key = Logs(prefix_of(KEY), KEY).key(conversation)
        names = {
            str(field, "ascii") if isinstance(field, bytes) else field for field in await client.hkeys(key)
        }
        for field in names - {"head", "e1", "e2"}:
            await client.hset(key, field, b"garbage")
    with pytest.raises(Wait):
        await shift.conversing.say(by("anna"), conversation, draft("c1"))
    assert (await shift.store.head(conversation)).seq == 0
