"""Figures as lines of text, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chat.identifiers import Seconds
from chat.simulation.figures import Coverage, Figures, answered_soon, by_hour
from chat.simulation.record import Run
from chat.simulation.scenario import OPENS, Scenario

NOTHING: Final = "-"
FIRST: Final = 46
WIDE: Final = 14


def compared(scenario: Scenario, by_policy: Mapping[str, Figures]) -> Iterator[str]:
    """One scenario under several policies, by their names."""
    figures = list(by_policy.values())
    days = figures[0].days
    yield _row(f"{scenario.name}, {days} {'day' if days == 1 else 'days'}", list(by_policy))
    yield _row("came", [str(one.came) for one in figures])
    yield _row("  let in", [str(one.let_in) for one in figures])
    yield _row("wait of half of those answered", [_length(one.all.p50) for one in figures])
    yield _row("  nine of ten", [_length(one.all.p90) for one in figures])
    yield _row("  nineteen of twenty", [_length(one.all.p95) for one in figures])
    yield _row("wait of urgent ones, half", [_length(one.urgent.p50) for one in figures])
    yield _row("  nineteen of twenty", [_length(one.urgent.p95) for one in figures])
    yield _row("answered within 5 minutes", [_share(one.soon) for one in figures])
    yield _row("gave up waiting", [_share(one.gave_up) for one in figures])
    yield _row("still waiting at closing", [str(one.unreached) for one in figures])
    yield _row("counsellors in a talk", [_share(one.occupancy) for one in figures])
    yield _row("longest wait", [_length(one.longest) for one in figures])
    yield _row("overtaken by at the most", [_length(one.overtaken) for one in figures])
    yield _row("band held, read on arriving", [_coverage(one.early) for one in figures])
    yield _row("  read further on", [_coverage(one.late) for one in figures])


def urgent_by_size(by_seats: Mapping[int, Figures]) -> Iterator[str]:
    """How soon urgent ones are answered by lines of several sizes."""
    yield _row("urgent ones at 80% load, by seats", [str(seats) for seats in by_seats])
    yield _row("wait of half of them", [_length(one.urgent.p50) for one in by_seats.values()])
    yield _row("  nine of ten", [_length(one.urgent.p90) for one in by_seats.values()])
    yield _row("  nineteen of twenty", [_length(one.urgent.p95) for one in by_seats.values()])


def last_intake(by_scenario: Mapping[str, Figures]) -> Iterator[str]:
    """On how many evenings nobody who was let in was still waiting at closing."""
    yield _row("last intake", ["evenings", "all reached", "let in", "not reached"])
    for name, one in by_scenario.items():
        counts = [str(one.days), _share(one.reached / one.days), str(one.let_in), str(one.unreached)]
        yield _row(name, counts)


def hours(scenario: Scenario, runs: Sequence[Run]) -> Iterator[str]:
    """What each hour brings, how many are on, and what comes of it."""
    yield _row("hour", ["people", "counsellors", "within 5 min"])
    for number, records in enumerate(by_hour(runs)):
        at = f"{OPENS + number}-{OPENS + number + 1} h"
        people = f"{scenario.demand[number]:.0f}"
        yield _row(at, [people, str(scenario.staffing[number]), _share(answered_soon(records))])


def _row(first: str, others: Sequence[str]) -> str:
    return first.ljust(FIRST) + "".join(one.rjust(WIDE) for one in others)


def _length(length: Seconds | None) -> str:
    return NOTHING if length is None else f"{length // 60:.0f}:{int(length % 60):02}"


def _share(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.0%}"


def _coverage(coverage: Coverage) -> str:
    return f"{coverage.held / coverage.said:.0%} of {coverage.said}" if coverage.said else NOTHING
