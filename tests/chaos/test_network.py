"""A network that loses, doubles, delays, tears and falls silent: the screens are equal afterwards, and nobody had to do anything.

One line and one set of pairs for all of them: what one row spoils, the next would show.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from tests.chaos.line import until
from tests.chaos.modes import EMBEDDED
from tests.chaos.people import Pair, PlayedPair, Writer, next_text
from tests.chaos.proxy import BOTH, FAIR, Way, Weather
from tests.chaos.records import FULL
from tests.chaos.story import AGAIN_SECONDS, QUIET_WITHIN_SECONDS, Story, told

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.in_seconds]

SEED = 20_261_122
STORM = Weather(
    lose_events=0.1, double_events=0.15, lose_hints=0.2, double_hints=0.2, lose_answers=0.15, delay=(0.0, 0.3)
)
REFRESH_EVERY_SECONDS = 2.0
STORM_SECONDS = 300.0 if FULL else 15.0
WARNED_WITHIN_SECONDS = 25.0
AGAIN_WITHIN_SECONDS = 15.0
"""Once the network is whole: a try to connect that nobody answered is given up after 8 s."""
OUTBOX_WITHIN_SECONDS = 240.0
"""Each lost answer is waited for 6 s, one message at a time."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    async with told(tmp_path_factory.mktemp("network"), EMBEDDED, SEED) as begun:
        yield begun


async def test_screens_are_equal_after_a_storm(story: Story) -> None:
    story.begin("a storm between browser and node")
    proxy = story.line.proxy
    proxy.change_weather(STORM)
    until_fair = asyncio.get_running_loop().time() + STORM_SECONDS
    async with story.talk(), asyncio.TaskGroup() as group:
        group.create_task(_refreshing(story, until_fair))
        while asyncio.get_running_loop().time() < until_fair:
            await asyncio.sleep(story.chance.uniform(0.3, 1.5))
            if not proxy.links:
                continue
            link = story.chance.choice(sorted(proxy.links, key=lambda link: link.name))
            match story.chance.choice(("tear", "close up", "close down", "mute up", "mute down")).split():
                case ["close", way]:
                    link.close("up" if way == "up" else "down")
                case ["mute", way]:
                    link.silent.add("up" if way == "up" else "down")
                case _:
                    link.tear()
            story.record.blows += 1
        proxy.change_weather(FAIR)
    # Whoever sits on a line that is silent finds out by the rules for silence, not by our mending it.
    await story.go_on(WARNED_WITHIN_SECONDS + 5.0)
    record = await story.judge()
    assert proxy.dropped > 0
    assert proxy.doubled > 0
    assert record.texts > 0
    assert record.refreshed > record.refreshed_twice > 0
    assert record.excuses_little, record.line()
    assert record.is_good, record.line()


async def _refreshing(story: Story, until_fair: float) -> None:
    """Now and then somebody presses refresh, also once more before the network has let the first page be known."""
    pair = story.chance.choice(story.played())
    for name in (pair.seeker.name, pair.desk):
        await story.refresh(name, again=story.chance.uniform(0.0, AGAIN_SECONDS))
    while asyncio.get_running_loop().time() < until_fair - REFRESH_EVERY_SECONDS:
        await asyncio.sleep(story.chance.uniform(0.0, REFRESH_EVERY_SECONDS))
        async with asyncio.TaskGroup() as group:
            for name in story.some():
                group.create_task(story.refresh(name, again=story.again()))
            group.create_task(story.refresh_shown(0.0))


async def test_silence_is_said_in_time(story: Story) -> None:
    """Neither side is heard, or one of them is not: to everybody it is the same sentence."""
    story.begin("silence both ways, up, down")
    ways: tuple[frozenset[Way], ...] = (BOTH, frozenset(("up",)), frozenset(("down",)))
    silent = {pair.seeker.name: way for pair, way in zip(story.played(), ways, strict=False)}
    silent |= dict(zip(story.line.desks, ways, strict=False))
    shown = {writer.name: writer for writer in (story.shown().seeker, story.shown().counsellor)}
    silent |= dict(zip(shown, ways[1:], strict=True))
    proxy = story.line.proxy
    async with story.talk():
        began = asyncio.get_running_loop().time()
        for name, way in silent.items():
            proxy.silence(name, way)
        async with asyncio.TaskGroup() as group:
            for name in silent:
                group.create_task(_warned(story, name, shown.get(name), began))
        for name in silent:
            proxy.speak(name)
        await story.go_on(AGAIN_WITHIN_SECONDS)
    record = await story.judge()
    assert record.is_good, record.line()


async def _warned(story: Story, name: str, shown: Writer | None, began: float) -> None:
    if shown is None:
        await story.line.sees(name, lambda page: page["warned"], 2 * WARNED_WITHIN_SECONDS)
    else:
        await until(lambda: story.shown().warned(shown), 2 * WARNED_WITHIN_SECONDS)
    took = asyncio.get_running_loop().time() - began
    if took > WARNED_WITHIN_SECONDS:
        story.record.wrong.append(f"{name} read of the silence after {took:.1f} s")


async def test_lost_answers_double_nothing(story: Story) -> None:
    """200 messages, at length by one person, and as many by one in Chromium; the answers to 30 of 100 never come."""
    story.begin("answers lost for 30 of 100")
    proxy = story.line.proxy
    before = proxy.dropped
    proxy.change_weather(Weather(lose_answers=0.3, answers_of="message.send"))
    writers = [(pair, writer) for pair in story.pairs for writer in (pair.seeker, pair.counsellor)]
    if FULL:
        writers = [(pair, pair.seeker) for pair in (story.shown(), story.played()[0])]
    count = 400 if FULL else 200
    for number in range(count):
        pair, writer = writers[number % len(writers)]
        await _write(story, pair, writer)
    await until(lambda: _has_sent_all(story), 3 * OUTBOX_WITHIN_SECONDS if FULL else OUTBOX_WITHIN_SECONDS)
    proxy.change_weather(FAIR)
    record = await story.judge()
    assert record.texts == count
    assert proxy.dropped - before > 30
    assert record.is_good, record.line()


async def test_what_is_written_offline_arrives_once_and_in_order(story: Story) -> None:
    story.begin("40 messages written offline")
    (pair, other), shown = story.played()[:2], story.shown()
    clients, proxy = story.line.clients, story.line.proxy
    for writer in (shown.seeker, shown.counsellor):
        proxy.lose(writer.name)
        await until(partial(shown.warned, writer), WARNED_WITHIN_SECONDS)
    for name in (pair.seeker.name, other.desk):
        await clients.do("network", name, yes=False)
        await story.line.sees(name, lambda page: page["warned"])
    for _ in range(40):
        await _write(story, pair, pair.seeker)
        await _write(story, other, other.counsellor)
        await _write(story, shown, shown.seeker)
        await _write(story, shown, shown.counsellor)
    for name in (pair.seeker.name, other.desk):
        await clients.do("network", name, yes=True)
    for writer in (shown.seeker, shown.counsellor):
        proxy.speak(writer.name)
    await until(lambda: _has_sent_all(story), OUTBOX_WITHIN_SECONDS)
    record = await story.judge()
    assert record.texts == 160
    assert record.is_good, record.line()


async def test_an_end_in_a_tunnel_is_an_end(story: Story) -> None:
    """What was said last and the end stand there on the way out; what was written inside comes back; nothing is revived."""
    line, (pair, *others) = story.line, story.played()
    clients, seeker = line.clients, pair.seeker.name
    story.together.remove(pair)
    story.begin("an end in a tunnel")
    async with story.talk():
        last, inside = await _ended_in_a_tunnel(story, pair)
        (node,) = line.nodes
        await node.kill()
        await node.start()
        for other in others:
            await line.sees(other.seeker.name, lambda page: page["linked"], QUIET_WITHIN_SECONDS)
    screen = (await clients.do("screens", seeker))[seeker]
    assert (screen["screen"], screen["texts"][-1]["text"]) == ("ended", last)
    assert [back["text"] for back in screen["returned"]] == [inside]
    # What the old page shows it would show whatever the server says.
    await story.refresh(pair.desk)
    await line.sees(pair.desk, lambda desk: desk["linked"])
    desk = await line.look(pair.desk)
    assert not any(
        talk["conversation"] == pair.conversation and talk["standing"] == "talking" for talk in desk["talks"]
    )
    record = await story.judge()
    assert record.is_good, record.line()


async def _ended_in_a_tunnel(story: Story, pair: PlayedPair) -> tuple[str, str]:
    """Both write while the young person has no line, and the counsellor ends it; what each wrote last."""
    line, clients, seeker = story.line, story.line.clients, pair.seeker.name
    await clients.do("receive", pair.desk, yes=False)
    await clients.do("network", seeker, yes=False)
    await line.sees(seeker, lambda page: page["warned"])
    last, inside = next_text(pair.counsellor, story.chance), next_text(pair.seeker, story.chance)
    await clients.do("say", pair.desk, text=last, conversation=pair.conversation)
    await clients.do("say", seeker, text=inside)
    await until(lambda: _is_stored(story, pair, last), QUIET_WITHIN_SECONDS)
    await clients.do("end", pair.desk, conversation=pair.conversation)
    await line.sees(
        pair.desk,
        lambda desk: (
            {"ended"}
            == {talk["standing"] for talk in desk["talks"] if talk["conversation"] == pair.conversation}
        ),
    )
    await clients.do("network", seeker, yes=True)
    await line.sees(seeker, lambda page: page["screen"] == "ended")
    return last, inside


async def _is_stored(story: Story, pair: PlayedPair, text: str) -> bool:
    return text in (await story.line.clients.do("screens", pair.desk))[pair.desk]["stored"]


async def _write(story: Story, pair: Pair, writer: Writer) -> None:
    """One text, and again when a busy machine was not quick enough to take it."""
    before = len(writer.wrote)
    while len(writer.wrote) == before:
        await pair.say(writer, story.chance)


async def _has_sent_all(story: Story) -> bool:
    return not any([await pair.open_texts() for pair in story.pairs])
