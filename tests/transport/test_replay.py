"""The model of a conversation is no ornament: a real node does, word for word, what it did in any of its histories."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis.asyncio import Redis

from tests.chaos.records import tell
from tests.properties.convergence_machine import history, rest
from tests.properties.convergence_world import World
from tests.servers.valkey import Valkey
from tests.transport.replaying import Replay, open_bench

HISTORIES = 1_000 if settings.get_current_profile_name() == "soak" else 30
SHARED = HISTORIES // 3
STEPS_MOST = 80


def histories(keeping: str, first: int, count: int) -> Iterator[World]:
    """That many histories, the same every time, each with the quiet at its end."""
    for seed in range(first, first + count):
        steps = random.Random(seed).randrange(20, STEPS_MOST)  # noqa: S311 - to be drawn again
        world = history(seed, keeping, steps)
        rest(world)
        yield world


async def test_a_node_that_is_killed_does_as_the_model_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_bench(tmp_path, monkeypatch) as bench:
        replayed = Counter[str]()
        for world in histories("embedded", 0, HISTORIES - SHARED):
            await Replay(bench).run(world.trace)
            replayed += Counter(histories=1, events=len(world.trace))
    tell({"row": "replayed to a node that is killed", **replayed})


async def test_a_node_whose_redis_forgets_does_as_the_model_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, valkey: Valkey
) -> None:
    redis = Redis.from_url(valkey.url)
    async with redis, open_bench(tmp_path, monkeypatch, valkey.url) as bench:
        replayed = Counter[str]()
        for world in histories("shared", HISTORIES, SHARED):
            await Replay(bench, redis).run(world.trace)
            replayed += Counter(histories=1, events=len(world.trace))
    tell({"row": "replayed to a node whose Redis forgets", **replayed})
