import pytest

from chat.routing.board import BoardView, board_view
from chat.routing.door import Door, DoorState
from chat.routing.house import DoorOrder
from chat.routing.model import Language
from tests.builders import Story, accepts, arrive, drops, ready, sits, unseats


def board(story: Story) -> BoardView:
    """What a supervisor sees now."""
    return board_view(story.desk, story.now)


def test_the_board_of_an_empty_line() -> None:
    assert board(Story()) == BoardView(
        version=0,
        door=Door(DoorState.QUEUE, None, None, None, frozenset(), "Europe/Amsterdam"),
        order=DoorOrder(),
        waiting=0,
        urgent=0,
        longest_wait=None,
        talking=0,
        seated=0,
        leading=0,
        minimum=0,
        free=0,
        declined=0,
        missed=0,
        alarms=(),
    )


def test_the_board_counts_the_shift() -> None:
    story = Story(
        sits("noor", capacity=3), ready("noor"), sits("eline", capacity=2), sits("gone"), unseats("gone")
    )
    story.tell(arrive("sam"), accepts("noor", "sam"), arrive("kim"), arrive("away"), drops("away"))
    story.after(8)
    seen = board(story)
    assert (seen.waiting, seen.talking) == (1, 1)
    assert seen.longest_wait == pytest.approx(8)
    assert (seen.seated, seen.free, seen.door.languages) == (2, 1, frozenset({Language.DUTCH}))


def test_the_board_counts_as_if_nobody_rehearsed() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam", rehearsed=True))
    before = board(story)
    story.tell(accepts("noor", "sam"), arrive("kim", rehearsed=True), arrive("bo", rehearsed=True))
    story.after(8)
    assert len(story.desk.offers) == 1
    seen = board(story)
    assert (seen.waiting, seen.longest_wait, seen.talking, seen.free) == (0, None, 0, 2)
    assert (seen.door, seen.alarms) == (before.door, ())


def test_a_shrunken_capacity_does_not_count_below_nothing() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(sits("noor", capacity=0))
    assert board(story).free == 0
