"""How long it takes to tell when something is open, beside one look at the clock of the place.

Run as ``python benchmarks/hours.py``. Each kind of hours is asked at moments spread over a year, so that most nights differ;
the plain side turns the same moments into local time, which is the least that anybody has to do. Both sides run turn
by turn in one process. Wanted: a median of less than 100 microseconds, for it may be asked at every decision.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from chat.hours.model import ALWAYS, Hours
from chat.hours.text import read_exceptions, read_holidays, read_week
from chat.hours.window import window
from chat.identifiers import Instant

WANTED_MICROSECONDS = 100.0
TURNS = 5_000
BEGAN = 1_767_222_000.0  # 2026 in Amsterdam
STEP = 365 * 86_400 / TURNS

EVENINGS = replace(ALWAYS, week=read_week("ma-vr 16-22; za 14-22; zo 20-2"))
FULL_YEAR = read_exceptions(
    "; ".join(f"2026-{day // 8 + 1:02}-{day % 8 * 3 + 1:02} 9-12" for day in range(96))
)
KINDS = {
    "day and night": ALWAYS,
    "evenings": EVENINGS,
    "and holidays": replace(EVENINGS, holidays=read_holidays("NL")),
    "and 96 dates": replace(EVENINGS, holidays=read_holidays("NL"), exceptions=FULL_YEAR),
    "day and night but holidays": replace(ALWAYS, holidays=read_holidays("NL")),
    "in two shifts": replace(ALWAYS, week=read_week("ma-zo 8-20, 20-32"), holidays=read_holidays("BE")),
    "one day in the year": replace(ALWAYS, week=read_week("dicht"), exceptions=read_exceptions("2026-06-01 9-17")),
    "closed": replace(ALWAYS, week=read_week("dicht")),
}  # fmt: skip  # a table is read in columns


def microseconds(work: Callable[[], object]) -> float:
    """How long it took, once."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000_000


def report(name: str, hours: Hours) -> float:
    """Print the median beside the plain one's, and give it back in microseconds."""
    took: list[float] = []
    plain: list[float] = []
    zone = ZoneInfo(hours.zone)
    for turn in range(TURNS):
        now = Instant(BEGAN + turn * STEP)
        took.append(microseconds(partial(window, hours, now)))
        plain.append(microseconds(partial(datetime.fromtimestamp, now, zone)))
    median, plainly = statistics.median(took), statistics.median(plain)
    late = statistics.quantiles(took, n=100)[-1]
    print(f"  {name:<28}{median:9.1f}{late:9.1f}{plainly:9.1f}{median / plainly:8.0f}")
    return median


def main() -> None:
    """Measure every kind of hours."""
    print(f"  {'one window':<28}{'median':>9}{'p99':>9}{'plain':>9}{'ratio':>8}   (microseconds)")
    slowest = max(report(name, hours) for name, hours in KINDS.items())
    verdict = "met" if slowest < WANTED_MICROSECONDS else "NOT met"
    print(f"  slowest median {slowest:.1f}; less than {WANTED_MICROSECONDS:.0f} is wanted: {verdict}\n")


if __name__ == "__main__":
    main()
