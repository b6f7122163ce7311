"""How many counsellors each hour needs for nine of ten to be answered within five minutes: found by trying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from chat.simulation.baselines import FirstCome
from chat.simulation.desk import RealDesk
from chat.simulation.figures import answered_soon, by_hour
from chat.simulation.play import play
from chat.simulation.record import Run
from chat.simulation.scenario import HANDLED, HOUR, LEAST_ON, Scenario

WANTED: Final = 0.9
"""The share of each hour's people who are to be answered soon."""
ROUNDS: Final = 5
"""So often the desk itself may ask for more: it differs little from what stood in for it."""


def staffed(scenario: Scenario, seeds: Sequence[int]) -> tuple[Scenario, list[Run]]:
    """The same demand with as few counsellors in each hour as will do, and its days under the desk.

    It begins with what the demand keeps busy and adds to the first hour that falls short, for what one hour leaves waiting the next has to
    answer; then it tries whether an hour can do with one less. Meanwhile first come first served stands in for the
    desk: it answers about as soon, and is played a hundred times as fast. At last the desk is played, and adds where it must.
    """
    busy = tuple(max(LEAST_ON, ceil(many * HANDLED / HOUR)) for many in scenario.demand)
    found = replace(scenario, staffing=busy)
    while short := _short(play(found, seeds, FirstCome())):
        found = _with(found, short[:1], 1)
    for hour in range(len(busy)):
        while found.staffing[hour] > LEAST_ON:
            fewer = _with(found, [hour], -1)
            if _short(play(fewer, seeds, FirstCome())):
                break
            found = fewer
    runs = play(found, seeds, RealDesk())
    for _ in range(ROUNDS):
        short = _short(runs)
        if not short:
            break
        found = _with(found, short, 1)
        runs = play(found, seeds, RealDesk())
    return found, runs


def _short(runs: Sequence[Run]) -> list[int]:
    """The hours that fall short, in order."""
    shares = (answered_soon(records) for records in by_hour(runs))
    return [hour for hour, share in enumerate(shares) if share is not None and share < WANTED]


def _with(scenario: Scenario, hours: Iterable[int], more: int) -> Scenario:
    staffing = list(scenario.staffing)
    for hour in hours:
        staffing[hour] += more
    return replace(scenario, staffing=tuple(staffing))
