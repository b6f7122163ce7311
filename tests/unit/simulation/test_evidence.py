"""What issue 5 asks the desk to show, on fewer days than ``luister simulate`` plays and with other seeds."""

import pytest

from chat.routing.waiting_time import HOLDS
from chat.simulation.desk import RealDesk
from chat.simulation.figures import figures
from chat.simulation.play import play
from chat.simulation.scenario import Scenario, at_load, evening, level, with_broadcast

SEEDS = range(500, 520)


def test_urgent_ones_are_answered_within_a_minute_by_a_line_of_forty_at_four_fifths_load() -> None:
    found = figures(play(level(40, 0.8, 0.05), SEEDS[:3], RealDesk()))
    assert found.urgent.p95 is not None
    assert found.urgent.p95 <= 60


@pytest.mark.parametrize(
    ("scenario", "days"),
    [
        (at_load(20, 0.8, 0.05), 6),
        (at_load(20, 1.2, 0.05), 2),
        (with_broadcast(at_load(20, 0.8, 0.05), 17), 4),
    ],
    ids=["80%", "120%", "tripled"],
)
def test_the_band_holds_for_about_the_share_it_is_said_for(scenario: Scenario, days: int) -> None:
    found = figures(play(scenario, SEEDS[:days], RealDesk()))
    assert found.early.said > 50
    assert abs(found.early.held / found.early.said - HOLDS) <= 0.1
    assert abs(found.late.held / found.late.said - HOLDS) <= 0.1


def test_nobody_is_let_in_whom_the_closing_finds_waiting() -> None:
    found = figures(play(evening(at_load(5, 1.2, 0.05), 2), range(500, 550), RealDesk()))
    assert found.came > found.let_in
    assert found.reached / found.days >= 0.98
