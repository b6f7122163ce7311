"""What can be said of a wait: never less for a later place, nothing where too little is known, and about right."""

from collections.abc import Sequence
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.identifiers import Instant, Seconds
from chat.routing.house import PACE_MOST, Served
from chat.routing.waiting_time import (
    AT_ONCE,
    HIGHS,
    KNOWN_FROM,
    LOWS,
    NO_WRAPPING,
    RECENT,
    SIGHT,
    Band,
    Forecast,
    Wrapping,
    forecast,
    outlook,
)
from tests.builders import EN, NL, Story, accepts, arrive, ends, ready, sits

NOW = Instant(100_000.0)
MINUTE = 60.0


def paced(*minutes: float, ended: float = 30.0) -> tuple[Served, ...]:
    """Conversations of so many minutes, which ended within the last half hour, the newest last."""
    apart = ended * MINUTE / max(1, len(minutes))
    return tuple(
        Served(Instant(NOW - apart * (len(minutes) - number)), Seconds(length * MINUTE))
        for number, length in enumerate(minutes)
    )


def told(running: Sequence[float], slots: int, pace: Sequence[Served]) -> Forecast:
    """What is known with these conversations running, in minutes."""
    found = forecast(pace, [Seconds(age * MINUTE) for age in running], slots, NOW)
    assert found is not None
    return found


USUAL = paced(*[25.0] * 4, *[15.0] * 4, *[35.0] * 4, *[20.0] * 4, *[30.0] * 4)


@pytest.mark.parametrize("lasts", [3.0, 5.0, 15.0])
def test_who_wraps_up_after_each_conversation_takes_the_next_one_later(lasts: float) -> None:
    def known(wrapping: Wrapping) -> Forecast:
        found = forecast(USUAL, [Seconds(20 * MINUTE)] * 3, 3, NOW, wrapping=wrapping)
        assert found is not None
        return found

    at_once, later = known(NO_WRAPPING), known(Wrapping((), Seconds(lasts * MINUTE)))
    longer = [(later.quantile(place, 0) - at_once.quantile(place, 0)) / MINUTE for place in range(1, 7)]
    assert lasts - 2 <= longer[0] <= lasts + 3
    assert all(more > 0 for more in longer)


def test_who_wraps_up_now_is_free_when_that_is_over() -> None:
    wrapping = Wrapping((Seconds(4 * MINUTE),), Seconds(5 * MINUTE))
    found = forecast(USUAL, [Seconds(5 * MINUTE)] * 2, 3, NOW, wrapping=wrapping)
    assert found is not None
    assert found.free == 0
    assert found.turns[0] < 0.2
    assert found.turns[1] >= 1


lengths = st.floats(0, 4 * 60 * MINUTE).map(Seconds)


def paces(least: int, longest_ago: float) -> st.SearchStrategy[tuple[Served, ...]]:
    """At least so many conversations that ended, in the order in which they did."""
    served = st.builds(Served, st.floats(-longest_ago, -1).map(lambda ago: Instant(NOW + ago)), lengths)
    several = st.lists(served, min_size=least, max_size=PACE_MOST)
    return several.map(lambda pace: tuple(sorted(pace, key=lambda one: one.at)))


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    """What is known at any moment at which something is."""
    found = forecast(
        draw(paces(KNOWN_FROM, RECENT - 1)),
        draw(st.lists(lengths, max_size=60)),
        draw(st.integers(1, 60)),
        NOW,
        overtaking=draw(st.floats(0, 0.1)),
        pull=draw(st.floats(0.01, 1)),
    )
    assert found is not None
    return found


@given(forecasts(), st.integers(1, 500))
def test_a_later_place_is_never_told_less(seen: Forecast, place: int) -> None:
    here, behind = seen.band(place), seen.band(place + 1)
    assert here.low <= behind.low
    assert (here.high or inf) <= (behind.high or inf)
    assert seen.expected(place) <= seen.expected(place + 1)


@given(forecasts(), st.integers(1, 500))
def test_a_band_is_made_of_what_people_say_and_is_never_narrow(seen: Forecast, place: int) -> None:
    band = seen.band(place)
    assert band.low in LOWS
    assert band.high is None or (band.high in HIGHS and band.high >= 2 * band.low)
    assert seen.expected(place) >= AT_ONCE


@given(paces(0, 2 * RECENT), st.lists(lengths, max_size=60), st.integers(0, 60))
def test_nothing_is_said_of_what_is_not_known(
    pace: tuple[Served, ...], running: list[Seconds], slots: int
) -> None:
    recent = [served for served in pace if served.at > NOW - RECENT]
    assert (forecast(pace, running, slots, NOW) is None) == (len(recent) < KNOWN_FROM or slots == 0)


def test_what_was_long_ago_tells_nothing() -> None:
    old = tuple(Served(Instant(served.at - RECENT), served.took) for served in USUAL)
    assert forecast(old, [], 5, NOW) is None
    assert forecast(old + USUAL[-KNOWN_FROM:], [], 5, NOW) is not None


def test_whoever_can_be_taken_now_is_told_so() -> None:
    seen = told([10.0, 10.0], 4, USUAL)
    assert seen.band(2) == Band(Seconds(0.0), Seconds(2 * MINUTE))
    assert seen.expected(2) == AT_ONCE
    assert seen.expected(3) > AT_ONCE


def test_one_counsellor_at_the_start_of_a_talk_is_a_wait_of_about_a_talk() -> None:
    seen = told([0.0], 1, USUAL)
    first, second = seen.band(1), seen.band(2)
    assert first.high is not None
    assert first.low <= 20 * MINUTE <= first.high
    assert second.low > first.low


def test_a_talk_that_has_lasted_long_is_over_sooner() -> None:
    begun, lasted = told([1.0] * 10, 10, USUAL), told([24.0] * 10, 10, USUAL)
    assert lasted.quantile(4, 0) < begun.quantile(4, 0)


def test_twice_the_counsellors_is_half_the_wait() -> None:
    ages = [3.0, 9.0, 14.0, 20.0, 26.0]
    few, many = told(ages, 5, USUAL), told(ages * 2, 10, USUAL)
    assert many.quantile(10, 0) == pytest.approx(few.quantile(5, 0), rel=0.12)


def test_little_knowledge_makes_a_wide_band() -> None:
    ages = [10.0] * 5
    little, much = told(ages, 5, USUAL[:KNOWN_FROM]), told(ages, 5, USUAL * 2)
    assert little.known < much.known
    assert little.quantile(5, 1) - little.quantile(5, -1) > much.quantile(5, 1) - much.quantile(5, -1)


def test_a_rush_in_which_only_the_short_ones_ended_is_not_taken_for_short_talks() -> None:
    """Of forty that began half an hour ago ten have ended: the thirty that go on are known too."""
    pace = paced(*[10.0] * 10, ended=20.0)
    seen = told([30.0] * 30 + [15.0] * 10, 40, pace)
    assert seen.turns[9] < 60


def test_only_what_came_after_the_oldest_of_a_full_memory_is_within_sight() -> None:
    """Sixty of twenty minutes, one every half minute, is forty counsellors; before that nothing is known, nor needed."""
    pace = paced(*[20.0] * PACE_MOST, ended=30.0)
    seen = told([number / 2 for number in range(40)], 40, pace)
    assert seen.turns[9] == pytest.approx(80, rel=0.35)


def test_whoever_is_overtaken_waits_longer() -> None:
    ages = [Seconds(10 * MINUTE)] * 10
    alone = forecast(USUAL, ages, 10, NOW)
    overtaken = forecast(USUAL, ages, 10, NOW, overtaking=2 / (10 * MINUTE))
    assert alone is not None
    assert overtaken is not None
    assert overtaken.quantile(5, 0) > alone.quantile(5, 0)


def test_where_others_come_first_for_as_long_as_can_be_seen_no_end_is_said() -> None:
    seen = forecast(USUAL, [Seconds(0.0)], 1, NOW, overtaking=1.0)
    assert seen is not None
    assert seen.band(1) == Band(Seconds(60 * MINUTE), None)


def test_more_than_an_hour_has_no_end() -> None:
    assert told([1.0], 1, USUAL).band(20) == Band(Seconds(60 * MINUTE), None)
    assert told([1.0], 1, USUAL).quantile(200, 0) == inf


def test_no_time_at_all_is_no_reason_to_stumble() -> None:
    seen = told([], 2, paced(*[0.0] * KNOWN_FROM))
    assert seen.band(3).low == LOWS[0]


def test_the_desk_is_read_for_those_who_can_help() -> None:
    """Noor and Bo are ready, and Bo alone speaks English; Kim is away. The ended ones were a minute each."""
    story = Story(sits("noor"), ready("noor"))
    for number in range(KNOWN_FROM):
        name = f"sam-{number}"
        story.tell(arrive(name), accepts("noor", name))
        story.after(MINUTE)
        story.tell(ends("noor", name))
    story.after(1)
    story.tell(sits("bo", languages=(NL, EN)), ready("bo"), sits("kim"))
    story.tell(arrive("lou"), accepts("noor", "lou"))
    dutch, english = outlook(story.desk, NL, story.now), outlook(story.desk, EN, story.now)
    anybody = outlook(story.desk, None, story.now)
    assert dutch is not None
    assert english is not None
    assert dutch == anybody
    assert (dutch.free, dutch.pull, dutch.known) == (1, 1.0, KNOWN_FROM)
    assert (english.free, english.pull) == (1, 0.5)
    assert 0 < dutch.turns[-1] < SIGHT


def test_nobody_who_speaks_it_is_nothing_known() -> None:
    story = Story(sits("noor"), ready("noor"))
    assert outlook(story.desk, EN, story.now) is None
    assert outlook(story.desk, None, story.now) is None
