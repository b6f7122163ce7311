"""What simulated days are made from: how many come in each hour, how many counsellors are on, how people are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from chat.identifiers import Seconds

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE

OPENS: Final = 11
"""The hour of the clock at which the simulated line opens."""
BUSY: Final = (0.50, 0.50, 0.55, 0.60, 0.75, 0.85, 0.80, 0.85, 0.95, 1.00)
"""How busy each hour is beside the busiest, from OPENS on: a rise towards the evening."""
LEAST_ON: Final = 2
"""Nobody listens alone."""


@dataclass(frozen=True, slots=True)
class People:
    """How young people and counsellors are; shares are of 1.

    Half of all talks take less than *talk*, with a long tail (*talk_spread*, of a lognormal) between the bounds. Of those who wait
    *stay* wait as long as it takes; of the others half leave within *patience*. A counsellor accepts an offer after about *accepts*, does not
    see it (*misses*), or passes (*declines*), and after some talks (*rests*) takes nobody for *rest*.
    """

    talk: Seconds = Seconds(25 * MINUTE)
    talk_spread: float = 0.5
    talk_least: Seconds = Seconds(10 * MINUTE)
    talk_most: Seconds = Seconds(90 * MINUTE)
    stay: float = 0.3
    patience: Seconds = Seconds(12 * MINUTE)
    patience_spread: float = 1.0
    english: float = 0.06
    accepts: Seconds = Seconds(6.0)
    misses: float = 0.02
    declines: float = 0.01
    rests: float = 0.15
    rest: Seconds = Seconds(5 * MINUTE)


HANDLED: Final = Seconds(29.6 * MINUTE)
"""What USUAL people take of a counsellor on average: 28.6 minutes of talk, and of rests and of offers beside it."""
USUAL: Final = People()


@dataclass(frozen=True, slots=True)
class Scenario:
    """*demand* and *staffing* are for each hour from OPENS on: how many come, how many counsellors are on.

    *urgent* is the share who say that they are not safe, *rush* the share of the first hour's people who come in its first five
    minutes. The line closes after the last hour.
    """

    name: str
    demand: tuple[float, ...]
    staffing: tuple[int, ...]
    urgent: float
    rush: float = 0.4
    people: People = USUAL


def at_load(seats: int, load: float, urgent: float) -> Scenario:
    """A day on which each hour brings *load* times what its counsellors can just do; *seats* are on in the busiest."""
    staffing = tuple(max(LEAST_ON, ceil(seats * busy)) for busy in BUSY)
    demand = tuple(load * on * HOUR / HANDLED for on in staffing)
    return Scenario(f"{load:.0%} load, {seats} seats", demand, staffing, urgent)


def level(seats: int, load: float, urgent: float) -> Scenario:
    """As ``at_load``, with as many on in every hour."""
    demand = load * seats * HOUR / HANDLED
    return Scenario(
        f"{load:.0%} load, {seats} seats all day", (demand,) * len(BUSY), (seats,) * len(BUSY), urgent
    )


def with_broadcast(scenario: Scenario, hour: int) -> Scenario:
    """The same day with three times as many people in that hour of the clock."""
    demand = (
        many * 3 if number == hour else many for number, many in enumerate(scenario.demand, start=OPENS)
    )
    return replace(scenario, name=f"{scenario.name}, tripled {hour}-{hour + 1} h", demand=tuple(demand))


def evening(scenario: Scenario, hours: int) -> Scenario:
    """Only the last *hours* of the day, into which nobody rushes."""
    return replace(
        scenario,
        name=f"{scenario.name}, last {hours} hours",
        demand=scenario.demand[-hours:],
        staffing=scenario.staffing[-hours:],
        rush=0.0,
    )
