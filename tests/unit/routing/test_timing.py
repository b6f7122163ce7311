"""The clocks of a conversation: the first answer, silence, and that it is nearly time."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from chat.conversation.lifecycle import Ended, Left, Noticed
from chat.conversation.model import EndReason, Notice, Side
from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId
from chat.routing.commands import Command, Renew
from chat.routing.durations import CALM
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Status
from chat.routing.timing import looks_due
from chat.routing.views import Phase
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    drops,
    furnish,
    holds,
    look,
    ready,
    returns,
    sits,
    unseats,
)

SAM, NOOR, TALK = SeekerId("sam"), VolunteerId("noor"), ConversationId("talk-sam")
SEEKER, COUNSELLOR = Side.SEEKER, Side.COUNSELLOR
MINUTE = 60.0
STEPS = [(2, Notice.SILENCE), (5, Notice.SILENCE_AGAIN), (8, Notice.SILENCE_LAST)]


def taken(*first: Command) -> Story:
    """Noor has just taken Sam, and nobody has said anything."""
    return Story(*first, sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"))


def greeted() -> Story:
    """Noor has taken Sam and said something; it is Sam's turn."""
    story = taken()
    story.says(COUNSELLOR, "sam")
    story.after(MINUTE)
    story.looks("sam")
    assert story.talk("sam").answered
    story.now = Instant(1000.0 + MINUTE)
    return story


def notices(effects: Iterable[Effect]) -> list[Notice]:
    """What the desk said."""
    return [effect.notice for effect in effects if isinstance(effect, Noticed)]


# --- the first answer ---


def test_who_says_nothing_for_a_minute_gives_the_conversation_back_to_the_head_of_the_queue() -> None:
    story = taken()
    story.tell(arrive("kim"))
    story.takes("noor", "kim")
    story.says(COUNSELLOR, "kim")
    story.tell(arrive("bo"))
    assert story.watched(MINUTE - 0.1) == ()
    told = story.watched(0.1)
    assert {Left(TALK, "Noor", 2), SeekerChanged(SAM), SeatChanged(NOOR)} <= set(told)
    assert story.line() == ["sam", "bo"]
    assert (story.screen("sam").handed_over, story.screen("sam").unanswered) == (True, True)
    assert (story.seat("noor").status, story.desk.seats[NOOR].missed) == (Status.MISSED, 1)
    assert [talk.conversation for talk in story.seat("noor").talks] == ["talk-kim"]


def test_who_gives_a_conversation_back_is_asked_for_nobody_else_either() -> None:
    story = taken()
    story.after(50)
    story.tell(arrive("kim"))
    assert story.offered() == {"kim": "noor"}
    story.watched(10)
    assert (story.offered(), story.seat("noor").offer) == ({}, None)


@pytest.mark.parametrize("after", [0, 30, 59.9])
def test_who_said_something_within_the_minute_keeps_it(after: float) -> None:
    story = taken()
    story.watched(after)
    story.says(COUNSELLOR, "sam")
    told = story.watched(MINUTE - after)
    assert told == (SeekerChanged(SAM), SeatChanged(NOOR))
    assert (story.talk("sam").answered, story.talk("sam").quiet_since) == (True, 1000.0 + after)


def test_an_answer_counts_though_the_clock_was_put_back_meanwhile() -> None:
    story = taken()
    story.said[TALK] = {COUNSELLOR: Instant(story.now - 5)}
    story.watched(MINUTE)
    assert story.talk("sam").answered


def test_what_the_young_person_wrote_is_no_answer() -> None:
    story = taken()
    story.says(SEEKER, "sam")
    story.watched(MINUTE)
    assert story.screen("sam").unanswered


def test_nobody_is_looked_for_before_the_minute_is_over() -> None:
    story = taken()
    story.after(MINUTE - 1)
    before = story.desk
    assert story.looks("sam") == ()
    assert story.desk is before


def test_the_minute_counts_though_they_were_on_hold_with_somebody_else() -> None:
    """That they call another service is known of before; whoever took them may still not be there."""
    story = taken()
    story.tell(holds("noor", "sam"))
    story.watched(MINUTE)
    assert story.screen("sam").unanswered


def test_the_minute_counts_only_while_the_young_person_is_here() -> None:
    story = taken()
    story.watched(20)
    story.tell(drops("sam"))
    story.watched(5 * MINUTE)
    assert list(looks_due(story.desk)) == []
    story.tell(returns("sam"))
    story.watched(MINUTE - 0.1)
    assert story.screen("sam").phase is Phase.TALKING
    story.watched(0.1)
    assert story.screen("sam").unanswered


def test_a_counsellor_who_is_not_here_is_not_watched_but_lost() -> None:
    story = taken()
    story.watched(30)
    story.tell(unseats("noor"))
    assert list(looks_due(story.desk)) == []
    story.watched(MINUTE)
    screen = story.screen("sam")
    assert (screen.handed_over, screen.unanswered) == (True, False)


def test_after_a_gap_nobody_gives_anything_back_for_ten_seconds() -> None:
    story = taken()
    story.now = Instant(story.now + 3600)
    story.tell(Renew(None, calm=True))
    assert list(looks_due(story.desk)) == [(story.now + CALM, TALK)]
    story.looks("sam")
    assert story.screen("sam").phase is Phase.TALKING
    story.watched(CALM)
    assert story.screen("sam").unanswered


def test_who_takes_over_is_watched_too() -> None:
    story = greeted()
    story.tell(unseats("noor"))
    story.after(MINUTE)
    story.tell(sits("eline"), ready("eline"))
    story.takes("eline", "sam")
    assert not story.talk("sam").answered
    story.said.clear()
    story.watched(MINUTE)
    assert story.screen("sam").unanswered
    assert story.seat("eline").status is Status.MISSED


def test_a_log_of_nothing_the_desk_knows_says_nothing() -> None:
    story = Story(arrive("sam"))
    before = story.desk
    story.tell(look("sam", {}), look("nobody", {COUNSELLOR: story.now}))
    assert story.desk is before


# --- silence ---


def test_who_says_nothing_is_asked_three_times_and_then_it_ends() -> None:
    story = greeted()
    story.watched(MINUTE)
    assert story.talk("sam").silence == 1
    said: list[tuple[float, Notice]] = [(2, Notice.SILENCE)]
    for _ in range(20):
        said += [((story.now - 1000.0) / 60, one) for one in notices(story.watched(30))]
    assert said == [(2, Notice.SILENCE), (5, Notice.SILENCE_AGAIN), (8, Notice.SILENCE_LAST)]
    story.watched(MINUTE - 0.1)
    assert story.screen("sam").phase is Phase.TALKING
    ended = Ended(TALK, EndReason.SILENCE)
    assert story.watched(0.1) == (ended, SeekerChanged(SAM), SeatChanged(NOOR))


@pytest.mark.parametrize(("minutes", "notice"), STEPS)
def test_each_step_comes_at_its_moment_and_is_told_to_both(minutes: float, notice: Notice) -> None:
    story = greeted()
    story.watched((minutes - 1) * MINUTE - 0.1)
    told = story.watched(0.1)
    assert told == (Noticed(TALK, notice), SeekerChanged(SAM), SeatChanged(NOOR))


def test_who_says_something_is_not_asked_and_is_given_all_the_time_again() -> None:
    story = greeted()
    story.watched(6 * MINUTE)
    assert story.talk("sam").silence == 2
    story.says(SEEKER, "sam")
    story.watched(10)
    story.says(COUNSELLOR, "sam")
    answered = story.now
    story.watched(2 * MINUTE - 0.1)
    assert (story.talk("sam").silence, story.talk("sam").quiet_since) == (0, answered)
    assert notices(story.watched(0.1)) == [Notice.SILENCE]


def test_while_it_is_the_counsellors_turn_no_clock_runs() -> None:
    story = greeted()
    story.says(SEEKER, "sam")
    assert notices(story.watched(60 * MINUTE)) == []
    assert story.screen("sam").phase is Phase.TALKING


def test_when_both_spoke_in_one_moment_no_clock_runs_either() -> None:
    story = greeted()
    story.says(COUNSELLOR, "sam")
    story.says(SEEKER, "sam")
    assert notices(story.watched(60 * MINUTE)) == []
    story.says(COUNSELLOR, "sam")
    assert notices(story.watched(4 * MINUTE)) == [Notice.SILENCE]


def test_what_the_counsellor_adds_does_not_put_the_steps_back() -> None:
    story = greeted()
    story.watched(2 * MINUTE)
    story.says(COUNSELLOR, "sam")
    assert notices(story.watched(2 * MINUTE)) == [Notice.SILENCE_AGAIN]


def test_what_the_counsellor_says_before_the_first_step_gives_time_to_answer_it() -> None:
    story = greeted()
    story.watched(0.5 * MINUTE)
    story.says(COUNSELLOR, "sam")
    assert notices(story.watched(2 * MINUTE - 0.1)) == []
    assert notices(story.watched(0.1)) == [Notice.SILENCE]


@pytest.mark.parametrize(
    ("out", "back"),
    [
        (drops("sam"), returns("sam")),
        (holds("noor", "sam"), holds("noor", "sam", on_hold=False)),
        (assess("noor", "sam", 2), assess("noor", "sam", 1)),
    ],
    ids=["away", "on hold", "danger"],
)
@pytest.mark.parametrize("before", [0.5, 3.0], ids=["before a step", "after a step"])
def test_silence_does_not_count_meanwhile(out: Command, back: Command, before: float) -> None:
    story = greeted()
    asked = notices(story.watched(before * MINUTE))
    story.tell(out)
    story.watched(9 * MINUTE)
    story.tell(back)
    assert notices(story.watched(2 * MINUTE - 0.1)) == []
    every = [one for _, one in STEPS]
    assert notices(story.watched(20 * MINUTE)) == (every[len(asked) :] if out == drops("sam") else every)
    assert story.screen("sam").reason is EndReason.SILENCE


@pytest.mark.parametrize("risk", [2, 3])
def test_in_danger_no_silence_ends_anything(risk: int) -> None:
    story = greeted()
    story.watched(8 * MINUTE)
    assert story.talk("sam").silence == 3
    story.tell(assess("noor", "sam", risk))
    assert notices(story.watched(600 * MINUTE)) == []
    assert story.screen("sam").phase is Phase.TALKING


@pytest.mark.parametrize("risk", [0, 1, None])
def test_without_danger_it_ends(risk: int | None) -> None:
    story = greeted()
    if risk is not None:
        story.tell(assess("noor", "sam", risk))
    story.watched(12 * MINUTE)
    assert story.screen("sam").reason is EndReason.SILENCE


@pytest.mark.parametrize("late", [0.0, 1.0, 3.5, 20.0, 600.0])
def test_however_late_a_node_looks_there_are_at_least_two_minutes_between_two_steps(late: float) -> None:
    story = greeted()
    at: list[float] = []
    while story.screen("sam").phase is Phase.TALKING:
        ((due, _),) = looks_due(story.desk)
        story.now = Instant(max(story.now, due) + late * MINUTE)
        did = story.looks("sam")
        if notices(did) or any(isinstance(one, Ended) for one in did):
            at.append(story.now)
    gaps = [then - before for before, then in pairwise(at)]
    assert len(at) == 4
    assert min(gaps) >= 2 * MINUTE
    assert gaps[-1] >= 5 * MINUTE


def test_when_nobody_knows_what_was_said_nobody_is_asked_anything() -> None:
    story = greeted()
    story.said.clear()
    assert notices(story.watched(60 * MINUTE)) == []


def test_a_moment_that_another_clock_told_is_never_in_the_future() -> None:
    story = greeted()
    story.said[TALK] = {COUNSELLOR: Instant(story.now + 3600)}
    story.watched(MINUTE)
    assert story.talk("sam").quiet_since == story.now
    assert notices(story.watched(2 * MINUTE)) == [] or story.talk("sam").silence == 1


def test_a_look_in_the_same_moment_changes_nothing() -> None:
    story = greeted()
    story.watched(MINUTE)
    before = story.desk
    assert story.looks("sam") == ()
    assert story.desk is before


# --- the frame ---


@pytest.mark.parametrize("kept", [True, False], ids=["one counsellor", "two"])
def test_ten_minutes_before_the_frame_is_over_both_are_told_once(*, kept: bool) -> None:
    story = taken(furnish(frame=45 * MINUTE))
    if not kept:
        story.tell(unseats("noor"))
        story.after(MINUTE)
        story.tell(sits("noor"), ready("noor"))
        story.takes("noor", "sam")
    story.after(1000.0 + 35 * MINUTE - story.now - 0.1)
    assert not story.talk("sam").ending_told
    assert story.after(0.1) == (Noticed(TALK, Notice.TEN_MINUTES), SeekerChanged(SAM), SeatChanged(NOOR))
    story.tell(unseats("noor"))
    assert notices(story.after(MINUTE)) == []
    story.tell(sits("noor"), ready("noor"))
    assert notices(story.takes("noor", "sam")) == []
    assert notices(story.after(60 * MINUTE)) == []


def test_whoever_is_taken_up_again_late_is_told_at_once() -> None:
    story = taken(furnish(frame=45 * MINUTE))
    story.after(34 * MINUTE)
    story.tell(unseats("noor"))
    story.after(5 * MINUTE)
    story.tell(sits("noor"), ready("noor"))
    story.takes("noor", "sam")
    assert notices(story.after(0)) == [Notice.TEN_MINUTES]


def test_without_a_frame_nobody_is_told() -> None:
    assert notices(taken().after(600 * MINUTE)) == []


def test_time_never_ends_a_conversation_in_which_something_is_said() -> None:
    story = taken(furnish(frame=45 * MINUTE))
    for _ in range(120):
        story.says(COUNSELLOR, "sam")
        story.watched(0.5 * MINUTE)
        story.says(SEEKER, "sam")
        story.watched(0.5 * MINUTE)
    assert story.screen("sam").phase is Phase.TALKING
