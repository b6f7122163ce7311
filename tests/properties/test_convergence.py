"""Any interleaving of sends, answers, hints, resumes, reloads and losses converges; and the machine sees what does not."""

from collections import Counter
from random import Random

import pytest
from hypothesis import settings

from tests.properties.convergence_faults import FAULTS, Law
from tests.properties.convergence_machine import ConvergenceMachine, history, rest
from tests.properties.convergence_world import World

KEEPINGS = ("embedded", "shared")
HISTORIES_WALKED = 300
HISTORIES_PER_FAULT = 3_000
STEPS_MOST = 80


TestAnyHistoryConverges = ConvergenceMachine.TestCase
TestAnyHistoryConverges.settings = settings(stateful_step_count=max(60, settings().stateful_step_count))


def drawn(seed: int, world: type[World] = World) -> World:
    """A history with the quiet at its end."""
    steps = Random(seed).randrange(20, STEPS_MOST)  # noqa: S311 - to be drawn again
    played = history(seed, KEEPINGS[seed % 2], steps, world)
    rest(played)
    return played


def search(world: type[World]) -> None:
    """Histories until one breaks a law."""
    for seed in range(HISTORIES_PER_FAULT):
        drawn(seed, world)


def test_the_histories_go_everywhere() -> None:
    """A history in which nothing is asked, or in which nothing goes wrong, would say little."""
    walked: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    epochs = 0
    for seed in range(HISTORIES_WALKED):
        world = drawn(seed)
        walked.update(world.counts)
        lives = {event.answer["epoch"] for event in world.trace if event.answer and "epoch" in event.answer}
        epochs += len(lives) > 1
        for event in world.trace:
            if event.answer is not None:
                asked[event.event] += 1
                codes[event.answer["error"]["code"] if not event.answer["ok"] else "ok"] += 1
    assert set(walked) >= {
        *("press", "connect", "lose", "reload", "end", "ask", "exchange", "serve", "answer", "give up"),
        *("hint", "hint again", "drop hint", "flow", "cut", "notice", "pulse", "look"),
        *("kill", "flush", "lose desk", "lose log"),
    }
    assert set(codes) >= {"ok", "wait", "gone"}
    for name in ("log.offer", "log.sync", "message.send", "mark.set", "conversation.end", "end.confirm"):
        assert asked[name] > HISTORIES_WALKED // 10
    assert epochs > HISTORIES_WALKED // 10


@pytest.mark.parametrize(("world", "laws"), FAULTS.values(), ids=[*FAULTS])
def test_a_fault_is_caught_by_a_law_it_breaks(world: type[World], laws: tuple[Law, ...]) -> None:
    with pytest.raises(AssertionError) as caught:
        search(world)
    assert {entry.name for entry in caught.traceback} & {law.__name__ for law in laws}
