"""After a conversation a counsellor has some minutes, which are work; and "stop after this one" is kept to."""

from dataclasses import replace

import pytest

from chat.identifiers import Seconds
from chat.routing.board import AlarmKind
from chat.routing.commands import Command
from chat.routing.door import DoorState, door
from chat.routing.model import Status
from chat.routing.seat_view import WrapUpView
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    away,
    chooses,
    ends,
    furnish,
    leaves,
    passes_on,
    ready,
    sits,
    unseats,
)
from tests.company import hands_over, welcomes
from tests.unit.routing.test_rebuilding import next_life, of_seat

MINUTE = 60.0


def talking(*, capacity: int = 1, minutes: float = 5.0, rehearsed: bool = False) -> Story:
    """Noor talks with Sam, on a line on which wrapping up takes so many minutes."""
    house = furnish(minimum=1)
    house = replace(house, house=replace(house.house, wrap_up=Seconds(minutes * MINUTE)))
    story = Story(house, sits("noor", capacity=capacity), ready("noor"))
    story.tell(arrive("sam", rehearsed=rehearsed), accepts("noor", "sam"))
    story.after(10)
    return story


def wraps(story: Story, counsellor: str = "noor") -> tuple[Status, WrapUpView | None]:
    """What the page of this counsellor says of it."""
    seat = story.seat(counsellor)
    return seat.status, seat.wrap_up


@pytest.mark.parametrize("over", [ends("noor", "sam"), leaves("sam")], ids=["ended", "left"])
def test_nobody_is_offered_for_some_minutes_and_then_whoever_waits(over: Command) -> None:
    story = talking()
    story.tell(over, arrive("kim"))
    assert wraps(story) == (Status.WRAP_UP, WrapUpView(Seconds(300.0), heavy=False))
    story.after(299)
    assert (story.asked("kim"), wraps(story)[1]) == ([], WrapUpView(Seconds(1.0), heavy=False))
    story.after(1)
    assert (story.asked("kim"), wraps(story)) == (["noor"], (Status.READY, None))


def test_they_can_be_done_earlier() -> None:
    story = talking()
    story.tell(ends("noor", "sam"), arrive("kim"), ready("noor"))
    assert (story.asked("kim"), wraps(story)) == (["noor"], (Status.READY, None))


@pytest.mark.parametrize("status", [Status.AWAY, Status.BREAK])
def test_who_rests_instead_has_done_with_it(status: Status) -> None:
    story = talking()
    story.tell(ends("noor", "sam"), arrive("kim"), chooses("noor", status))
    story.after(6 * MINUTE)
    assert (story.asked("kim"), wraps(story)) == ([], (status, None))


@pytest.mark.parametrize(("risk", "minutes"), [(0, 5), (1, 5), (2, 15), (3, 15)])
def test_after_danger_there_are_more_of_them(risk: int, minutes: float) -> None:
    story = talking()
    story.tell(assess("noor", "sam", risk), ends("noor", "sam"))
    assert wraps(story) == (Status.WRAP_UP, WrapUpView(Seconds(minutes * MINUTE), heavy=risk >= 2))


def test_who_has_somebody_else_goes_on_as_they_were() -> None:
    story = talking(capacity=3)
    story.tell(arrive("kim"), accepts("noor", "kim"), ends("noor", "sam"), arrive("lou"))
    assert (wraps(story), story.asked("lou")) == ((Status.READY, None), ["noor"])
    story.tell(ends("noor", "kim"))
    assert (wraps(story)[0], story.asked("lou")) == (Status.WRAP_UP, [])


@pytest.mark.parametrize(
    "story", [talking(minutes=0.0), talking(rehearsed=True)], ids=["no minutes", "rehearsed"]
)
def test_there_may_be_none(story: Story) -> None:
    story.tell(ends("noor", "sam"))
    assert wraps(story) == (Status.READY, None)


def test_who_was_not_ready_stays_so() -> None:
    story = talking()
    story.tell(away("noor"), ends("noor", "sam"))
    assert wraps(story) == (Status.AWAY, None)


def test_who_has_passed_somebody_on_has_them_too() -> None:
    story = talking()
    story.tell(sits("eline"), ready("eline"), passes_on("noor", "sam"))
    story.takes("eline", "sam")
    story.tell(welcomes("sam"), hands_over("noor", "sam"))
    assert (wraps(story)[0], wraps(story, "eline")) == (Status.WRAP_UP, (Status.READY, None))


def test_it_is_work_and_nobody_is_away() -> None:
    """They count as on, and the door stays open; but they are not free."""
    story = talking()
    story.tell(ends("noor", "sam"), arrive("kim"))
    story.after(200)
    board = story.board()
    assert (board.seated, board.free, board.minimum) == (1, 0, 1)
    assert AlarmKind.AWAY not in [alarm.kind for alarm in board.alarms]
    assert door(story.desk, story.now).state is DoorState.QUEUE


def test_who_wraps_up_begins_to_be_idle_afterwards() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    story.after(100)
    story.tell(sits("eline"), ready("eline"))
    story.after(200)
    story.tell(arrive("kim"))
    assert story.asked("kim") == ["eline"]


@pytest.mark.parametrize("after", [0.0, 100.0, 400.0])
def test_it_goes_on_after_the_desk_was_lost(after: float) -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    new = next_life(story, after)
    new.tell(sits("noor", claim=of_seat(story)))
    new.after(0)
    left = 300 - after
    expected = (Status.WRAP_UP, WrapUpView(Seconds(left), heavy=False)) if left > 0 else (Status.READY, None)
    assert wraps(new) == expected


def test_a_page_that_is_loaded_anew_finds_it() -> None:
    story = talking()
    story.tell(ends("noor", "sam"), unseats("noor"))
    story.after(20)
    story.tell(sits("noor"))
    assert wraps(story) == (Status.WRAP_UP, WrapUpView(Seconds(280.0), heavy=False))


def test_who_stops_after_this_one_is_offered_nobody_and_then_away() -> None:
    story = talking(capacity=3)
    story.tell(arrive("kim"), accepts("noor", "kim"), chooses("noor", Status.STOPPING), arrive("lou"))
    assert (wraps(story)[0], story.asked("lou")) == (Status.STOPPING, [])
    story.tell(ends("noor", "sam"))
    assert wraps(story)[0] is Status.STOPPING
    story.tell(ends("noor", "kim"))
    assert (wraps(story), story.asked("lou")) == ((Status.AWAY, None), [])
    story.tell(ready("noor"))
    assert (wraps(story)[0], story.asked("lou")) == (Status.READY, ["noor"])


def test_that_somebody_stops_outlives_the_desk() -> None:
    story = talking()
    story.tell(chooses("noor", Status.STOPPING))
    new = next_life(story)
    new.tell(sits("noor", claim=of_seat(story)))
    assert wraps(new)[0] is Status.STOPPING
