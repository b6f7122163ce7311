"""A supervisor's place at the desk: to help, and in nobody's count."""

from dataclasses import replace

from chat.errors import Forbidden
from chat.routing.door import Because, DoorState, door
from chat.routing.model import Status
from tests.builders import Story, arrive, furnish, helper, ready, sits, watch


def test_nobody_is_offered_to_who_only_helps() -> None:
    story = Story(helper("noor"), arrive("sam"))
    assert story.refused(ready("noor")) is Forbidden
    story.after(180.0)
    assert (story.asked("sam"), story.seat("noor").status) == ([], Status.AWAY)
    assert story.seat("noor").capacity == 0
    place = story.screen("sam").place
    assert place is not None
    assert not place.attended


def test_who_only_helps_is_no_counsellor_who_is_on() -> None:
    story = Story(furnish(minimum=1), helper("noor"))
    assert (door(story.desk, story.now).state, door(story.desk, story.now).because) == (
        *(DoorState.CLOSED, Because.STAFFING),
    )
    assert (story.board().seated, story.board().leading, story.board().free) == (0, 0, 0)
    assert door(story.desk, story.now).languages == frozenset()
    story.tell(sits("kim"), ready("kim"))
    assert door(story.desk, story.now).state is DoorState.OPEN
    assert (story.board().seated, story.board().free) == (1, 1)


def test_two_are_needed_and_one_of_them_only_helps() -> None:
    story = Story(furnish(minimum=2), helper("noor"), sits("kim"), ready("kim"))
    assert door(story.desk, story.now).because is Because.STAFFING
    story.tell(watch("noor"))
    assert door(story.desk, story.now).state is DoorState.OPEN
    assert story.board().leading == 1


def test_a_counsellor_who_may_also_help_is_offered_people() -> None:
    story = Story(replace(sits("noor"), helps=True), ready("noor"), arrive("sam"))
    assert story.asked("sam") == ["noor"]
