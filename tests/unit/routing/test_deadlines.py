import pytest

from chat.routing.commands import Command
from chat.routing.deadlines import guest_lost_at, next_due, seat_lost_at
from tests.builders import Story, accepts, arrive, declines, drops, ends, ready, sits, unseats

TALKING = (sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ((), None),
        ((arrive("sam"), sits("noor")), 60),
        (TALKING, None),
        ((sits("noor"), ready("noor"), arrive("sam")), 25),
        ((sits("noor"), ready("noor"), arrive("sam"), declines("noor", "sam")), 60),
        ((arrive("sam"), drops("sam")), 15 * 60),
        ((*TALKING, drops("sam")), 10 * 60),
        ((*TALKING, unseats("noor")), 60),
        ((*TALKING, ends("noor", "sam")), 10 * 60),
        ((*TALKING, drops("sam"), unseats("noor")), 60),
    ],
    ids=[
        "empty",
        "more seats",
        "calm",
        "offer",
        "rest",
        "away waiting",
        "away talking",
        "seat",
        "ended",
        "the earliest",
    ],
)
def test_the_next_deadline_is_the_earliest_of_all(told: tuple[Command, ...], due: float | None) -> None:
    assert next_due(Story(*told).desk) == (None if due is None else 1000 + due)


def test_who_is_present_or_has_ended_is_never_given_up() -> None:
    story = Story(*TALKING)
    (guest,) = story.desk.guests.values()
    assert guest_lost_at(story.desk, guest) is None
    story.tell(ends("noor", "sam"), drops("sam"))
    (guest,) = story.desk.guests.values()
    assert guest_lost_at(story.desk, guest) is None
    (seat,) = story.desk.seats.values()
    assert seat_lost_at(seat) is None
