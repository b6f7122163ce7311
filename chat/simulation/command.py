"""The command ``luister simulate``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from chat.simulation import table
from chat.simulation.desk import RealDesk
from chat.simulation.figures import figures
from chat.simulation.play import POLICIES, play
from chat.simulation.plot import drawing
from chat.simulation.record import Run
from chat.simulation.scenario import Scenario, at_load, evening, level, with_broadcast
from chat.simulation.staffing import staffed

SEATS: Final = 40
LOAD: Final = 0.8
URGENT: Final = 5.0
DAYS: Final = 4
MOST_SEATS: Final = 500
MOST_DAYS: Final = 1_000
OVERLOAD: Final = 1.2
BROADCAST: Final = 17
"""The hour of the clock that a broadcast triples."""
SIZES: Final = (5, 10, 20, 40)
"""The lines of which it is said how soon urgent ones are answered."""
EVENINGS: Final = 15
"""So many evenings for each day that is asked for: what nearly never happens needs many."""
STAFFING_DAYS: Final = 5
"""So many days for each that is asked for: an hour has to be right by itself."""
EVENING_SEATS: Final = (5, 10)
EVENING_HOURS: Final = 2

Tell = Callable[[str], None]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``simulate`` to the command line of ``luister``."""
    simulating = subparsers.add_parser(
        "simulate",
        help="play generated days through the desk's rules, and say how long people wait",
        description="Without --seats, --load, --urgent and --staffing: 80% load, 120% load and a tripled hour with 40 "
        "seats, then urgent ones by size of the line, and the last intake before closing.",
    )
    simulating.add_argument(
        "--seats", type=_whole(1, MOST_SEATS), help=f"counsellors in the busiest hour ({SEATS})"
    )
    simulating.add_argument(
        "--load",
        type=_number(0.01, 10),
        help=f"what comes, times what the counsellors of that hour can just do ({LOAD})",
    )
    simulating.add_argument(
        "--urgent",
        type=_number(0, 100),
        metavar="PERCENT",
        help=f"who say that they are not safe ({URGENT:.0f})",
    )
    simulating.add_argument("--days", type=_whole(1, MOST_DAYS), default=DAYS, help=f"of ten hours ({DAYS})")
    simulating.add_argument("--seed", type=_whole(0, 100_000), default=1, help="of the first day (1)")
    simulating.add_argument(
        "--staffing",
        action="store_true",
        help="find how many counsellors each hour needs for 90%% answered within 5 minutes",
    )
    simulating.add_argument("--plot", type=Path, metavar="FILE", help="draw the hours as SVG into this file")


def run(arguments: argparse.Namespace, tell: Tell) -> int:
    """Play what is asked, and *tell* it line by line; the exit code: 2 when the drawing cannot be written."""
    seeds = range(arguments.seed, arguments.seed + arguments.days)
    chosen = (arguments.seats, arguments.load, arguments.urgent)
    one = at_load(
        SEATS if arguments.seats is None else arguments.seats,
        LOAD if arguments.load is None else arguments.load,
        (URGENT if arguments.urgent is None else arguments.urgent) / 100,
    )
    if arguments.staffing:
        drawn = [_staff(one, seeds, tell)]
    elif any(choice is not None for choice in chosen):
        drawn = [(one, _compare(one, seeds, tell))]
    else:
        drawn = [(scenario, _compare(scenario, seeds, tell)) for scenario in _usual()]
        _say_urgent(seeds, tell)
        _say_last_intake(seeds, tell)
    if arguments.plot is None:
        return 0
    try:
        arguments.plot.write_text(drawing(drawn), "utf-8")
    except OSError as fault:
        tell(f"luister: {arguments.plot} cannot be written ({type(fault).__name__})")
        return 2
    return 0


def _usual() -> Iterable[Scenario]:
    calm = at_load(SEATS, LOAD, URGENT / 100)
    return calm, at_load(SEATS, OVERLOAD, URGENT / 100), with_broadcast(calm, BROADCAST)


def _compare(scenario: Scenario, seeds: Sequence[int], tell: Tell) -> list[Run]:
    """Tell of the scenario under every policy; the days under the desk."""
    by_policy = {name: play(scenario, seeds, make()) for name, make in POLICIES.items()}
    _say(table.compared(scenario, {name: figures(runs) for name, runs in by_policy.items()}), tell)
    return next(iter(by_policy.values()))


def _staff(scenario: Scenario, seeds: Sequence[int], tell: Tell) -> tuple[Scenario, list[Run]]:
    days = range(seeds[0], seeds[0] + len(seeds) * STAFFING_DAYS)
    found, runs = staffed(scenario, days)
    _say(table.hours(found, runs), tell)
    return found, runs


def _say_urgent(seeds: Sequence[int], tell: Tell) -> None:
    """Small lines play more days, so that as many urgent ones come."""
    by_size = {}
    for seats in SIZES:
        days = range(seeds[0], seeds[0] + len(seeds) * max(SIZES) // seats)
        by_size[seats] = figures(play(level(seats, LOAD, URGENT / 100), days, RealDesk()))
    _say(table.urgent_by_size(by_size), tell)


def _say_last_intake(seeds: Sequence[int], tell: Tell) -> None:
    days = range(seeds[0], seeds[0] + len(seeds) * EVENINGS)
    evenings = [evening(at_load(seats, OVERLOAD, URGENT / 100), EVENING_HOURS) for seats in EVENING_SEATS]
    _say(table.last_intake({one.name: figures(play(one, days, RealDesk())) for one in evenings}), tell)


def _say(lines: Iterable[str], tell: Tell) -> None:
    for line in lines:
        tell(line)
    tell("")


def _whole(least: int, most: int) -> Callable[[str], int]:
    def whole(word: str) -> int:
        number = int(word)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"from {least} to {most}")
        return number

    return whole


def _number(least: float, most: float) -> Callable[[str], float]:
    def number(word: str) -> float:
        value = float(word)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"from {least} to {most}")
        return value

    return number
