"""A generated day is the same again, and is what its scenario says."""

from dataclasses import replace

import pytest

from chat.identifiers import Seconds
from chat.routing.model import Language
from chat.simulation.day import RUSH, Day, generate
from chat.simulation.scenario import (
    BUSY,
    HANDLED,
    HOUR,
    LEAST_ON,
    USUAL,
    at_load,
    evening,
    level,
    with_broadcast,
)

SCENARIO = at_load(40, 0.8, 0.05)


def came(days: list[Day], begins: float, ends: float) -> float:
    """How many came on average between these hours after opening."""
    found = sum(begins * HOUR <= one.arrives - day.opens < ends * HOUR for day in days for one in day.seekers)
    return found / len(days)


def test_a_seed_is_a_day_and_another_seed_another() -> None:
    assert generate(SCENARIO, 7) == generate(SCENARIO, 7)
    assert generate(SCENARIO, 7).seekers != generate(SCENARIO, 8).seekers
    assert generate(SCENARIO, 8).opens - generate(SCENARIO, 7).closes == (24 - len(BUSY)) * HOUR


def test_more_urgent_ones_change_nobody_else() -> None:
    """Each draws for itself, so scenarios can be compared day by day."""
    calm, grave = generate(SCENARIO, 1), generate(replace(SCENARIO, urgent=0.5), 1)
    assert [replace(one, urgent=False) for one in calm.seekers] == [
        replace(one, urgent=False) for one in grave.seekers
    ]
    assert sum(one.urgent for one in grave.seekers) > 5 * sum(one.urgent for one in calm.seekers)


def test_as_many_come_as_are_to_be_expected_and_four_of_ten_at_once() -> None:
    days = [generate(SCENARIO, seed) for seed in range(30)]
    assert came(days, 0, 1) == pytest.approx(SCENARIO.demand[0], rel=0.1)
    assert came(days, 0, RUSH / HOUR) == pytest.approx(0.4 * SCENARIO.demand[0], rel=0.1)
    assert came(days, 9, 10) == pytest.approx(SCENARIO.demand[9], rel=0.1)


def test_people_are_as_they_are_said_to_be() -> None:
    seekers = [one for seed in range(10) for one in generate(SCENARIO, seed).seekers]
    takes = sorted(one.takes for one in seekers)
    assert USUAL.talk_least <= takes[0]
    assert takes[-1] <= USUAL.talk_most
    assert takes[len(takes) // 2] == pytest.approx(USUAL.talk, rel=0.05)
    assert sum(one.patience is None for one in seekers) / len(seekers) == pytest.approx(USUAL.stay, rel=0.1)
    assert sum(one.urgent for one in seekers) / len(seekers) == pytest.approx(0.05, rel=0.2)
    assert all(0 <= one.lot < 1 for one in seekers)
    assert [one.arrives for one in seekers[:50]] == sorted(one.arrives for one in seekers[:50])


def test_as_many_are_on_as_the_scenario_says_and_keep_their_chair() -> None:
    day = generate(SCENARIO, 1)
    for number, on in enumerate(SCENARIO.staffing):
        at = day.opens + (number + 0.5) * HOUR
        assert sum(shift.begins <= at < shift.ends for shift in day.shifts) == on
    assert len({shift.counsellor for shift in day.shifts}) == len(day.shifts)
    assert all(Language.DUTCH in shift.languages for shift in day.shifts)
    assert {Language.ENGLISH in shift.languages for shift in day.shifts} == {True, False}


def test_a_load_is_what_comes_beside_what_can_be_done() -> None:
    for many, on in zip(SCENARIO.demand, SCENARIO.staffing, strict=True):
        assert many * HANDLED / (on * HOUR) == pytest.approx(0.8)
    assert min(at_load(1, 0.8, 0).staffing) == LEAST_ON
    assert set(level(7, 0.8, 0).staffing) == {7}


def test_a_broadcast_triples_one_hour() -> None:
    tripled = with_broadcast(SCENARIO, 17)
    pairs = zip(SCENARIO.demand, tripled.demand, strict=True)
    assert [round(after / before, 6) for before, after in pairs] == [1, 1, 1, 1, 1, 1, 3, 1, 1, 1]


def test_an_evening_is_the_end_of_a_day_without_a_rush() -> None:
    late = evening(SCENARIO, 2)
    assert (late.demand, late.staffing) == (SCENARIO.demand[-2:], SCENARIO.staffing[-2:])
    days = [generate(late, seed) for seed in range(30)]
    assert came(days, 0, RUSH / HOUR) == pytest.approx(late.demand[0] / 12, rel=0.3)


def test_nobody_comes_where_nobody_is_expected() -> None:
    none = replace(SCENARIO, demand=(0.0,) * len(BUSY), people=replace(USUAL, rest=Seconds(0.0)))
    assert generate(none, 1).seekers == ()
