"""Nobody is let in who may still be waiting when the line closes."""

from collections.abc import Sequence

import pytest

from chat.errors import DoorFull
from chat.identifiers import Instant
from chat.routing.commands import Furnish
from chat.routing.door import UNSEEN, DoorState, door
from chat.routing.house import House, Opening
from chat.routing.waiting_time import AT_ONCE, KNOWN_FROM, SIGHT
from tests.builders import EN, NL, Story, accepts, arrive, assess, ends, ready, sits

MINUTE = 60.0


def closing_in(story: Story, seconds: float | None) -> Story:
    """The line closes so long from now; None: it never does."""
    closes = None if seconds is None else Instant(story.now + seconds)
    story.tell(Furnish(House((Opening(Instant(0.0), closes),))))
    return story


def paced(minutes: Sequence[float]) -> Story:
    """Noor is free, after conversations of so many minutes."""
    story = Story(sits("noor"), ready("noor"))
    for number, length in enumerate(minutes):
        story.tell(arrive(f"sam-{number}"), accepts("noor", f"sam-{number}"))
        story.after(length * MINUTE)
        story.tell(ends("noor", f"sam-{number}"))
    return story


@pytest.mark.parametrize(
    ("left", "state"), [(AT_ONCE - 1, DoorState.FULL), (AT_ONCE, DoorState.OPEN), (None, DoorState.OPEN)]
)
def test_whoever_can_be_taken_at_once_is_let_in_until_the_last_minute(
    left: float | None, state: DoorState
) -> None:
    story = closing_in(Story(sits("noor"), ready("noor")), left)
    assert door(story.desk, story.now).state is state
    assert story.refused(arrive("sam")) is (DoorFull if state is DoorState.FULL else None)


@pytest.mark.parametrize(("left", "state"), [(UNSEEN - 1, DoorState.FULL), (UNSEEN, DoorState.QUEUE)])
def test_a_queue_of_which_nothing_is_known_takes_nobody_in_the_last_half_hour(
    left: float, state: DoorState
) -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    assert door(closing_in(story, left).desk, story.now).state is state


def test_a_queue_takes_as_many_as_can_be_reached() -> None:
    """Noor's conversations take a minute: in half an hour she reaches several, but not everybody."""
    story = closing_in(paced([1.0] * KNOWN_FROM), 30 * MINUTE)
    let_in = 0
    while story.refused(arrive(f"lou-{let_in}")) is None:
        let_in += 1
    assert 2 <= let_in < 30
    assert story.refused(arrive("lou-0")) is None


def test_long_before_closing_a_long_queue_is_let_in() -> None:
    story = closing_in(paced([30.0] * KNOWN_FROM), SIGHT)
    for number in range(20):
        assert story.refused(arrive(f"lou-{number}")) is None


def test_those_whom_nobody_free_can_speak_with_are_not_kept_until_closing() -> None:
    story = closing_in(Story(sits("noor", languages=(NL,)), ready("noor")), 10 * MINUTE)
    assert story.refused(arrive("sam", language=EN)) is DoorFull
    assert story.refused(arrive("lou", language=NL)) is None


def test_beside_somebody_in_danger_there_is_room_for_nobody_else() -> None:
    """Noor may hold three; while one of them is in danger she takes nobody, and that is what is reckoned with."""
    story = paced([10.0] * KNOWN_FROM)
    story.tell(sits("noor", capacity=3), arrive("sam"), accepts("noor", "sam"))
    assert door(closing_in(story, 5 * MINUTE).desk, story.now).state is DoorState.OPEN
    story.tell(assess("noor", "sam", 2))
    assert door(story.desk, story.now).state is DoorState.FULL
    assert story.refused(arrive("kim")) is DoorFull
