"""Plays the days of a scenario, one after the other, under a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from chat.simulation.baselines import FirstCome, FirstToClick
from chat.simulation.chance import Chance
from chat.simulation.day import generate
from chat.simulation.desk import RealDesk
from chat.simulation.policy import Policy
from chat.simulation.record import Run
from chat.simulation.scenario import Scenario
from chat.simulation.world import World

POLICIES: Final[Mapping[str, Callable[[], Policy]]] = MappingProxyType(
    {"the desk": RealDesk, "first come": FirstCome, "first click": FirstToClick}
)
"""By the name in a table. The desk stands first, and is ours."""


def play(scenario: Scenario, seeds: Iterable[int], policy: Policy) -> list[Run]:
    """The days of these seeds, in order: what *policy* remembers of one, it knows on the next."""
    return [
        World(generate(scenario, seed), scenario.people, policy, Chance(seed, "counsellors")).play()
        for seed in seeds
    ]
