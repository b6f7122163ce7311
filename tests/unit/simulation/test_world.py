"""In the simulated world everybody's wait has one end, and the same seed is the same day under any policy."""

from collections import Counter
from dataclasses import replace

import pytest

from chat.identifiers import Seconds
from chat.simulation.baselines import FirstCome, FirstToClick
from chat.simulation.day import generate
from chat.simulation.desk import RealDesk
from chat.simulation.figures import figures
from chat.simulation.play import POLICIES, play
from chat.simulation.record import Record
from chat.simulation.scenario import USUAL, at_load, evening

BUSY = evening(at_load(6, 1.2, 0.1), 3)
# Nobody looks away, passes or rests: only the order decides.
EVEN = replace(BUSY, people=replace(USUAL, misses=0.0, declines=0.0, rests=0.0, english=0.0))
SEEDS = range(3)


def ends(record: Record) -> list[bool]:
    """Which of the ways in which a wait can end it was."""
    return [
        record.answered is not None,
        record.left is not None,
        record.unreached is not None,
        not record.let_in,
    ]


@pytest.mark.parametrize("name", POLICIES)
def test_every_wait_has_one_end(name: str) -> None:
    for run in play(BUSY, SEEDS, POLICIES[name]()):
        assert [*run.records] == [seeker.conversation for seeker in run.day.seekers]
        assert all(sum(ends(record)) == 1 for record in run.records.values())
        assert all(record.seeker.arrives <= record.over <= run.day.closes for record in run.records.values())


@pytest.mark.parametrize("name", POLICIES)
def test_the_same_seeds_are_the_same_days(name: str) -> None:
    assert play(BUSY, SEEDS, POLICIES[name]()) == play(BUSY, SEEDS, POLICIES[name]())


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_holds_more_than_one(name: str) -> None:
    """As many talks at once as counsellors are on, at the most; those of ended shifts go on beside them."""
    (run,) = play(EVEN, [1], POLICIES[name]())
    changes: Counter[float] = Counter()
    for record in run.records.values():
        if record.answered is not None:
            changes[record.answered] += 1
            changes[record.answered + record.seeker.takes] -= 1
    at_once = most = 0
    for moment in sorted(changes):
        at_once += changes[moment]
        most = max(most, at_once)
    assert most <= len(run.day.shifts)
    assert run.talked <= sum(shift.ends - shift.begins for shift in run.day.shifts)


def test_who_leaves_does_so_when_their_patience_is_over() -> None:
    (run,) = play(BUSY, [1], RealDesk())
    left = [record for record in run.records.values() if record.left is not None]
    assert left
    assert all(record.waited == pytest.approx(record.seeker.patience) for record in left)
    assert not any(record.told for record in left)


def test_first_come_first_served_hardly_overtakes_anybody_and_first_click_anybody() -> None:
    """Two who are asked at one moment may answer in either order, seconds apart."""
    fair, quick = figures(play(EVEN, SEEDS, FirstCome())), figures(play(EVEN, SEEDS, FirstToClick()))
    assert fair.overtaken < 2 * 60
    assert quick.overtaken > 15 * 60
    assert quick.longest > fair.longest


def test_the_desk_takes_urgent_ones_sooner_and_nobody_is_overtaken_beyond_half_an_hour() -> None:
    grave = replace(EVEN, urgent=0.2)
    desk, fair = figures(play(grave, SEEDS, RealDesk())), figures(play(grave, SEEDS, FirstCome()))
    assert desk.urgent.p90 is not None
    assert fair.urgent.p90 is not None
    assert desk.urgent.p90 < 0.6 * fair.urgent.p90
    assert desk.overtaken <= 30 * 60


@pytest.mark.parametrize("name", ["the desk", "first come"])
def test_where_counsellors_often_look_away_people_wait_longer(name: str) -> None:
    absent = replace(EVEN, people=replace(EVEN.people, misses=0.3))
    away, there = (figures(play(one, SEEDS, POLICIES[name]())) for one in (absent, EVEN))
    assert away.all.p50 is not None
    assert there.all.p50 is not None
    assert away.all.p50 > there.all.p50
    assert away.occupancy < there.occupancy


def test_what_the_desk_saw_yesterday_it_knows_today() -> None:
    policy = RealDesk()
    play(BUSY, [1], policy)
    seen = policy.desk.pace
    assert seen
    day = generate(BUSY, 2)
    policy.open(day)
    assert policy.desk.pace == seen
    assert seen[-1].at < day.opens
    assert all(served.took >= Seconds(USUAL.talk_least) for served in seen)
