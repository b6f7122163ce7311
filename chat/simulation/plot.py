"""Waits by the hour, and demand against staffing, as a drawing (SVG) for each scenario, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from string import Template
from typing import Final

from chat.simulation.figures import by_hour, waits
from chat.simulation.record import Run
from chat.simulation.scenario import HANDLED, HOUR, MINUTE, OPENS, Scenario

WIDTH: Final = 640
TALL: Final = 130
"""Of one graph."""
LEFT: Final = 48
APART: Final = 60
SHEET: Final = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
$graphs</svg>
""")
GRAPH: Final = Template("""\
<g transform="translate($left $top)">
<text y="-8" font-weight="bold">$title</text>
<text x="-6" y="4" text-anchor="end">$most</text><text x="-6" y="$tall" text-anchor="end">0</text>
<path d="M0 0V${tall}H$wide" fill="none" stroke="#666"/>
$marks
</g>
""")
BAR: Final = Template('<rect x="$x" y="$y" width="$wide" height="$tall" fill="$colour"/>')
HOUR_MARK: Final = Template('<text x="$x" y="$y" text-anchor="middle">$text</text>')
STEPS: Final = Template('<path d="$line" fill="none" stroke="#c2410c" stroke-width="2.5"/>')
LONGER, SHORTER, DEMAND = "#c7d2e5", "#31548c", "#b9cfb4"


def drawing(scenarios: Sequence[tuple[Scenario, Sequence[Run]]]) -> str:
    """The document; each scenario with its days under the desk."""
    graphs: list[str] = []
    for scenario, runs in scenarios:
        pair = (_waits(scenario, runs), _staffing(scenario))
        for title, most, marks in pair:
            graphs.append(
                GRAPH.substitute(
                    left=LEFT,
                    top=len(graphs) * (TALL + APART) + APART / 2,
                    tall=TALL,
                    wide=WIDTH,
                    title=escape(title),
                    most=f"{most:.0f}",
                    marks="\n".join(marks),
                )
            )
    height = len(graphs) * (TALL + APART)
    return SHEET.substitute(width=LEFT + WIDTH + LEFT, height=height, graphs="".join(graphs))


def _waits(scenario: Scenario, runs: Sequence[Run]) -> tuple[str, float, list[str]]:
    found = [waits(records) for records in by_hour(runs)]
    nine = [(one.p90 or 0.0) / MINUTE for one in found]
    half = [(one.p50 or 0.0) / MINUTE for one in found]
    most = max(1.0, *nine)
    marks = [*_bars(nine, most, LONGER, 0.8), *_bars(half, most, SHORTER, 0.4), *_hours(len(found))]
    return f"{scenario.name}: minutes waited by half (dark) and nine of ten (light)", most, marks


def _staffing(scenario: Scenario) -> tuple[str, float, list[str]]:
    needed = [many * HANDLED / HOUR for many in scenario.demand]
    most = max(*needed, *scenario.staffing)
    marks = [*_bars(needed, most, DEMAND, 0.8), _steps(scenario.staffing, most), *_hours(len(needed))]
    return f"{scenario.name}: counsellors on (line) and what the demand keeps busy (bars)", most, marks


def _bars(values: Sequence[float], most: float, colour: str, share: float) -> Iterator[str]:
    wide = WIDTH / len(values)
    for number, value in enumerate(values):
        tall = value / most * TALL
        x = wide * (number + (1 - share) / 2)
        yield BAR.substitute(
            x=f"{x:.1f}",
            y=f"{TALL - tall:.1f}",
            wide=f"{wide * share:.1f}",
            tall=f"{tall:.1f}",
            colour=colour,
        )


def _steps(values: Sequence[int], most: float) -> str:
    wide = WIDTH / len(values)
    tops = [TALL - value / most * TALL for value in values]
    line = "".join(f"V{top:.1f}H{wide * (number + 1):.1f}" for number, top in enumerate(tops))
    return STEPS.substitute(line=f"M0 {tops[0]:.1f}{line}")


def _hours(many: int) -> Iterator[str]:
    wide = WIDTH / many
    for number in range(many):
        yield HOUR_MARK.substitute(x=f"{wide * (number + 0.5):.1f}", y=TALL + 14, text=OPENS + number)
