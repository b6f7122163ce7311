from collections.abc import Callable

import pytest

from chat.errors import Gone, OfferGone
from chat.identifiers import VolunteerId
from chat.routing.commands import Command
from chat.routing.effects import SeatChanged
from chat.routing.load import NO_LOAD, Load, loads
from chat.routing.matching import free_seats, is_eligible
from chat.routing.model import Doorway, Safety
from chat.routing.turn import queue
from chat.routing.views import Place, Why
from tests.builders import (
    EN,
    NL,
    Story,
    accepts,
    arrive,
    assess,
    away,
    declines,
    drops,
    ends,
    leaves,
    prefers,
    ready,
    safety,
    sits,
    unseats,
)

NOOR = VolunteerId("noor")


def test_first_come_first_offered() -> None:
    story = Story(arrive("sam"))
    story.after(1)
    story.tell(arrive("kim"), sits("noor"), ready("noor"))
    assert story.offered() == {"sam": "noor"}


def test_who_was_handed_over_goes_before_who_came_earlier() -> None:
    story = Story(arrive("early", language=EN))
    story.tell(sits("noor"), ready("noor"), arrive("late"), accepts("noor", "late"), unseats("noor"))
    story.after(60)
    assert [waiting.seeker for waiting in queue(story.desk)] == ["late", "early"]


def test_the_longest_idle_is_asked_first() -> None:
    story = Story(sits("noor"), ready("noor"))
    story.after(1)
    story.tell(sits("eline"), ready("eline"))
    story.after(1)
    story.tell(arrive("sam"))
    assert story.offered() == {"sam": "noor"}


def test_who_just_finished_is_asked_after_who_sat_idle() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.after(1)
    story.tell(sits("eline"), ready("eline"))
    story.after(1)
    story.tell(ends("noor", "sam"), arrive("kim"))
    assert story.offered() == {"kim": "eline"}


def test_who_is_ready_again_is_asked_after_who_sat_idle() -> None:
    story = Story(sits("noor"))
    story.after(1)
    story.tell(sits("eline"), ready("eline"))
    story.after(1)
    story.tell(ready("noor"), arrive("sam"))
    assert story.offered() == {"sam": "eline"}


def test_who_just_took_one_is_asked_after_who_sat_idle() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"))
    story.after(1)
    story.tell(sits("eline"), ready("eline"))
    story.after(1)
    story.tell(accepts("noor", "sam"), arrive("kim"))
    assert story.offered() == {"kim": "eline"}


def test_a_young_person_is_offered_to_who_speaks_their_language_though_another_sat_idle_longer() -> None:
    story = Story(sits("noor", languages=[EN]), ready("noor"))
    story.after(1)
    story.tell(sits("eline"), ready("eline"), arrive("sam"))
    assert story.offered() == {"sam": "eline"}


def test_who_is_not_connected_is_not_asked() -> None:
    story = Story(sits("noor"), ready("noor"), unseats("noor"), arrive("sam"))
    assert story.offered() == {}


def test_one_counsellor_is_asked_one_thing_at_a_time() -> None:
    story = Story(sits("noor", capacity=3), ready("noor"), arrive("sam"), arrive("kim"))
    assert story.offered() == {"sam": "noor"}
    assert loads(story.desk, rehearsed=False) == {VolunteerId("noor"): Load(1)}
    story.tell(accepts("noor", "sam"))
    assert story.offered() == {"kim": "noor"}
    assert loads(story.desk, rehearsed=False) == {VolunteerId("noor"): Load(2, talks=1)}


def test_a_full_counsellor_is_not_asked() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), arrive("kim"))
    assert free_seats(story.desk, rehearsed=False) == []
    assert story.offered() == {}


def test_a_language_nobody_speaks_does_not_hold_up_the_queue() -> None:
    story = Story(arrive("sam", language=EN), arrive("kim"), sits("noor"), ready("noor"))
    assert story.offered() == {"kim": "noor"}


def test_who_is_away_does_not_hold_up_the_queue() -> None:
    story = Story(arrive("sam"), arrive("kim"), drops("sam"), sits("noor"), ready("noor"))
    assert story.offered() == {"kim": "noor"}


def test_a_rest_ends_exactly_after_a_minute() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), declines("noor", "sam"))
    (waiting,) = story.desk.waiting.values()
    seat = story.desk.seats[VolunteerId("noor")]
    until = waiting.resting[seat.counsellor]
    assert until == story.now + 60
    assert not is_eligible(seat, NO_LOAD, waiting, story.now)
    assert is_eligible(seat, NO_LOAD, waiting, until)


def test_several_offers_are_made_in_one_step() -> None:
    story = Story(sits("noor"), ready("noor"), sits("eline"), ready("eline"), arrive("sam"), arrive("kim"))
    story.after(25)
    story.tell(ready("eline"), ready("noor"))
    assert story.offered() == {"sam": "eline", "kim": "noor"}


def test_somebody_real_goes_before_everybody_rehearsed() -> None:
    story = Story(arrive("played", rehearsed=True))
    story.after(60)
    story.tell(arrive("sam"))
    assert [waiting.seeker for waiting in queue(story.desk)] == ["sam", "played"]
    story.tell(sits("noor"), ready("noor"))
    assert story.offered() == {"sam": "noor"}


def test_who_lost_a_counsellor_in_a_rehearsal_goes_behind_somebody_real() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("played", rehearsed=True), accepts("noor", "played"))
    story.tell(unseats("noor"))
    story.after(60)
    story.tell(arrive("sam"))
    assert [waiting.seeker for waiting in queue(story.desk)] == ["sam", "played"]


def test_a_rehearsed_talk_leaves_the_room_there_is_for_somebody_real() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("played", rehearsed=True), accepts("noor", "played"))
    story.tell(arrive("other", rehearsed=True), arrive("sam"))
    assert story.offered() == {"sam": "noor"}
    story.tell(accepts("noor", "sam"))
    assert len(story.seat("noor").talks) == 2
    story.tell(arrive("kim"))
    assert story.offered() == {}


def test_a_rehearsed_offer_gives_way_when_nobody_else_can_be_asked() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("played", rehearsed=True))
    assert story.offered() == {"played": "noor"}
    assert SeatChanged(VolunteerId("noor")) in story.tell(arrive("sam"))
    assert story.offered() == {"sam": "noor"}
    story.tell(sits("eline"), ready("eline"))
    assert story.offered() == {"sam": "noor", "played": "eline"}
    assert story.screen("played").place == Place(2, attended=True)


def test_a_rehearsed_offer_stands_while_somebody_else_can_be_asked() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("played", rehearsed=True), sits("eline"))
    story.after(1)
    story.tell(ready("eline"), arrive("sam"))
    assert story.offered() == {"played": "noor", "sam": "eline"}


def test_who_gave_way_is_offered_at_once_to_whoever_does_not_fit_somebody_real() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam", language=EN), arrive("played", rehearsed=True))
    story.tell(sits("eline"), ready("eline"), sits("noor", languages=(EN, NL)))
    assert story.offered() == {"sam": "noor", "played": "eline"}


def test_a_rehearsed_offer_is_taken_back_when_everything_together_does_not_fit_any_more() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(arrive("played", rehearsed=True), sits("noor", capacity=1))
    assert story.offered() == {}


@pytest.mark.parametrize(
    ("apart", "line"),
    [
        (29 * 60, ["urgent", "early"]),
        (30 * 60 - 0.001, ["urgent", "early"]),
        (30 * 60, ["early", "urgent"]),
        (31 * 60, ["early", "urgent"]),
    ],
)
def test_who_is_not_safe_overtakes_whoever_came_less_than_half_an_hour_before(
    apart: float, line: list[str]
) -> None:
    story = Story(arrive("early"))
    story.after(apart)
    story.tell(arrive("urgent"), safety("urgent"))
    assert story.line() == line


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ((safety("kim", Safety.UNSURE),), ["kim", "sam"]),
        ((safety("kim", Safety.YES),), ["sam", "kim"]),
        ((safety("kim"), safety("kim", Safety.YES)), ["sam", "kim"]),
        ((safety("kim"), safety("sam")), ["sam", "kim"]),
    ],
    ids=["unsure", "safe", "safe after all", "both"],
)
def test_who_is_helped_sooner(answers: tuple[Command, ...], line: list[str]) -> None:
    assert Story(arrive("sam"), arrive("kim"), *answers).line() == line


def test_hand_overs_go_before_who_is_not_safe_and_among_them_who_is_not_safe_goes_first() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(arrive("kim"), accepts("noor", "kim"), arrive("bo", language=EN), safety("bo"))
    story.tell(unseats("noor"))
    story.after(60)
    assert story.line() == ["sam", "kim", "bo"]
    story.tell(safety("kim"))
    assert story.line() == ["kim", "sam", "bo"]


def beside(*talks: str, capacity: int = 3) -> Story:
    """Noor talks with so many, and could take more."""
    story = Story(sits("noor", capacity=capacity), ready("noor"))
    for name in talks:
        story.tell(arrive(name))
        story.takes("noor", name)
    return story


@pytest.mark.parametrize(
    ("talks", "at_once", "after_a_minute"),
    [((), ["noor"], None), (("sam",), [], ["noor"]), (("sam", "kim"), [], [])],
    ids=["nobody", "one", "two"],
)
def test_who_is_not_safe_is_asked_of_a_counsellor_who_has(
    talks: tuple[str, ...], at_once: list[str], after_a_minute: list[str] | None
) -> None:
    story = beside(*talks)
    story.tell(arrive("bo"), safety("bo"))
    assert story.asked("bo") == at_once
    if after_a_minute is not None:
        story.after(59.9)
        assert story.asked("bo") == []
        story.after(0.1)
        assert story.asked("bo") == after_a_minute


def test_who_is_not_safe_is_no_longer_asked_of_who_talks_with_somebody_when_they_say_so() -> None:
    story = beside("sam")
    story.tell(arrive("kim"))
    assert story.offered() == {"kim": "noor"}
    assert SeatChanged(NOOR) in story.tell(safety("kim"))
    assert story.offered() == {}
    story.tell(safety("kim", Safety.YES))
    assert story.offered() == {"kim": "noor"}


def test_who_is_asked_for_somebody_sees_it_when_they_say_that_they_are_not_safe() -> None:
    story = beside()
    story.tell(arrive("kim"))
    assert SeatChanged(NOOR) in story.tell(safety("kim"))
    offer = story.seat("noor").offer
    assert offer is not None
    assert (offer.version, offer.why) == (1, Why.URGENT)


@pytest.mark.parametrize("risk", [0, 1, 2, 3, None])
def test_beside_whom_nobody_is_put(risk: int | None) -> None:
    story = beside("sam")
    story.tell(drops("sam"), *(() if risk is None else (assess("noor", "sam", risk),)), arrive("kim"))
    assert story.asked("kim") == ([] if risk in (2, 3) else ["noor"])


@pytest.mark.parametrize(
    ("risk", "asked"), [(None, []), (0, ["noor"]), (1, ["noor"]), (2, [])], ids=["unsaid", "0", "1", "2"]
)
def test_nobody_is_put_beside_who_is_not_safe_until_the_counsellor_saw_no_danger(
    risk: int | None, asked: list[str]
) -> None:
    story = beside()
    story.tell(arrive("sam"), safety("sam"))
    story.takes("noor", "sam")
    if risk is not None:
        story.tell(assess("noor", "sam", risk))
    story.tell(arrive("kim"))
    assert story.asked("kim") == asked


def test_who_sees_danger_is_asked_for_nobody_any_more() -> None:
    story = beside("sam")
    story.tell(arrive("kim"))
    assert story.offered() == {"kim": "noor"}
    story.tell(assess("noor", "sam", 2))
    assert story.offered() == {}
    assert story.refused(accepts("noor", "kim")) is OfferGone


def test_danger_in_a_rehearsal_keeps_nobody_real_away_but_everybody_rehearsed() -> None:
    story = Story(sits("noor", capacity=3), ready("noor"), arrive("played", rehearsed=True))
    story.takes("noor", "played")
    story.tell(assess("noor", "played", 3), arrive("other", rehearsed=True))
    assert story.offered() == {}
    story.tell(arrive("sam"))
    assert story.offered() == {"sam": "noor"}


@pytest.mark.parametrize("risk", [1, 2])
def test_danger_that_was_seen_is_still_there_when_somebody_else_has_to_take_over(risk: int) -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(sits("eline", capacity=3), ready("eline"), arrive("kim"), accepts("eline", "kim"))
    story.tell(assess("noor", "sam", risk), unseats("noor"))
    story.after(60)
    assert story.asked("sam") == (["eline"] if risk < 2 else [])
    story.after(60)
    assert story.waiting("sam").wide
    assert story.asked("sam") == ["eline"] or risk < 2


def one_and_two() -> Story:
    """Noor talks with one young person, Eline with two; both could take more."""
    story = beside("sam")
    story.tell(away("noor"), sits("eline", capacity=4), ready("eline"))
    for name in ("kim", "bo"):
        story.tell(arrive(name))
        story.takes("eline", name)
    story.tell(ready("noor"))
    return story


def test_the_counsellor_with_the_fewest_is_kept_free_while_somebody_who_is_not_safe_waits() -> None:
    story = one_and_two()
    story.tell(arrive("urgent"), safety("urgent"), arrive("ordinary"))
    assert story.offered() == {"ordinary": "eline"}
    story.takes("eline", "ordinary")
    story.tell(arrive("another"), away("eline"))
    assert story.offered() == {}
    story.tell(ends("noor", "sam"))
    assert story.offered() == {"urgent": "noor"}


@pytest.mark.parametrize(
    "gone", [drops("urgent"), leaves("urgent"), safety("urgent", Safety.YES)], ids=["away", "left", "safe"]
)
def test_nobody_is_kept_free_for_nobody(gone: Command) -> None:
    story = one_and_two()
    story.tell(arrive("urgent"), safety("urgent"), arrive("ordinary"), away("eline"))
    assert story.offered() == {}
    story.tell(gone)
    assert story.asked("ordinary") == ["noor"] or gone == safety("urgent", Safety.YES)
    assert len(story.desk.offers) == 1


def test_nobody_is_kept_free_while_somebody_is_asked_for_who_is_not_safe() -> None:
    story = one_and_two()
    story.tell(sits("femke"), ready("femke"), away("eline"), arrive("urgent"), safety("urgent"))
    story.tell(arrive("ordinary"))
    assert sorted(story.offered()) == ["ordinary", "urgent"]


def test_who_came_half_an_hour_before_is_not_held_up_by_who_is_not_safe() -> None:
    story = beside("sam")
    story.tell(away("noor"), arrive("early"))
    story.after(30 * 60 + 1)
    story.tell(arrive("urgent"), safety("urgent"), ready("noor"))
    assert story.offered() == {"early": "noor"}


@pytest.mark.parametrize(
    "told",
    [
        (away("femke"),),
        (ready("femke"), sits("femke", languages=[EN])),
        (sits("femke", capacity=0), ready("femke")),
    ],
    ids=["away", "language", "no room"],
)
def test_who_cannot_take_them_is_not_the_one_who_is_kept_free(told: tuple[Command, ...]) -> None:
    story = one_and_two()
    story.tell(sits("femke"), *told)
    story.tell(arrive("urgent"), safety("urgent"), away("eline"), arrive("ordinary"))
    assert story.offered() == {}


def test_for_two_who_are_not_safe_two_are_kept_free() -> None:
    story = one_and_two()
    for name in ("first", "second"):
        story.tell(arrive(name), safety(name))
    story.tell(arrive("ordinary"))
    assert story.offered() == {}
    story.tell(drops("second"))
    assert story.offered() == {"ordinary": "eline"}


def test_a_skill_is_wished_for_the_first_minute() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam", doorway=Doorway.FRIEND))
    story.after(59.9)
    assert story.offered() == {}
    story.after(0.1)
    assert story.offered() == {"sam": "noor"}


def test_who_has_the_skill_is_asked_though_another_sat_idle_longer() -> None:
    story = Story(sits("noor"), ready("noor"))
    story.after(1)
    story.tell(sits("eline", skills=["friend"]), ready("eline"), arrive("sam", doorway=Doorway.FRIEND))
    assert story.offered() == {"sam": "eline"}


def test_a_skill_is_wished_again_for_a_minute_after_a_hand_over() -> None:
    story = Story(sits("noor", skills=["friend"]), ready("noor"), arrive("sam", doorway=Doorway.FRIEND))
    story.tell(accepts("noor", "sam"), unseats("noor"), sits("eline"), ready("eline"))
    story.after(60)
    assert story.offered() == {}
    story.after(60)
    assert story.offered() == {"sam": "eline"}


def test_whoever_they_asked_for_is_asked_though_another_sat_idle_longer() -> None:
    story = Story(sits("eline"), ready("eline"))
    story.after(1)
    story.tell(sits("noor"), ready("noor"), arrive("sam"))
    assert story.offered() == {"sam": "eline"}
    assert SeatChanged(VolunteerId("eline")) in story.tell(prefers("sam", "noor"))
    assert story.offered() == {"sam": "noor"}
    offer = story.seat("noor").offer
    assert offer is not None
    assert offer.why is Why.ASKED_FOR
    before = story.desk
    story.tell(prefers("sam", "noor"))
    assert story.desk is before


def hoping() -> Story:
    """Sam hopes for Noor, who talks with Kim; Eline is free."""
    story = Story(sits("noor"), ready("noor"), arrive("kim"), accepts("noor", "kim"), arrive("sam"))
    story.tell(prefers("sam", "noor"), sits("eline"), ready("eline"))
    return story


def test_for_three_minutes_nobody_else_is_asked_while_they_are_here() -> None:
    story = hoping()
    story.after(179.9)
    assert story.offered() == {}
    story.after(0.1)
    assert story.offered() == {"sam": "eline"}


@pytest.mark.parametrize(
    "told",
    [unseats("noor"), safety("sam"), prefers("sam", "somebody")],
    ids=["not here", "not safe", "another"],
)
def test_nobody_waits_for_whom_they_asked_for(told: Command) -> None:
    story = hoping()
    story.tell(told)
    assert story.offered() == {"sam": "eline"}


@pytest.mark.parametrize("misses", [False, True])
def test_whoever_was_asked_for_and_does_not_take_them_is_not_waited_for(*, misses: bool) -> None:
    story = hoping()
    story.tell(ends("noor", "kim"))
    assert story.offered() == {"sam": "noor"}
    if misses:
        story.after(25)
    else:
        story.tell(declines("noor", "sam", story.waiting("sam").version))
    assert story.offered() == {"sam": "eline"}
    assert story.waiting("sam").prefers is None


@pytest.mark.parametrize("asks", [arrive, drops])
def test_only_who_waits_can_ask_for_somebody(asks: Callable[[str], Command]) -> None:
    assert Story().refused(prefers("sam", "noor")) is Gone
    assert Story().refused(safety("sam")) is Gone
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), asks("sam"))
    before = story.desk
    story.tell(prefers("sam", "eline"), safety("sam"))
    assert story.desk is before
