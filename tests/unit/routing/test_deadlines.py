from dataclasses import replace

import pytest

from chat.identifiers import Instant
from chat.routing.commands import Command
from chat.routing.deadlines import guest_lost_at, next_due, seat_lost_at
from chat.routing.model import Desk
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    declines,
    drops,
    ends,
    furnish,
    holds,
    leaves,
    prefers,
    ready,
    sits,
    unseats,
)

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
        ((*TALKING, holds("noor", "sam"), drops("sam")), 60 * 60),
        ((*TALKING, assess("noor", "sam", 2), drops("sam")), None),
        ((*TALKING, leaves("sam")), 10 * 60),
        ((leaves("sam"),), 75 * 60),
        ((furnish(frame=45 * 60), *TALKING), 35 * 60),
        ((furnish(frame=5 * 60), *TALKING), -5 * 60),
        ((furnish((900.0, 9000.0)), arrive("sam"), drops("sam")), 15 * 60),
        ((furnish((900.0, 1700.0)), *TALKING), None),
        ((arrive("sam"), drops("sam"), furnish((900.0, 1700.0))), 100),
        ((arrive("sam"), drops("sam"), furnish((900.0, 1000.0))), 0),
        ((arrive("sam", rehearsed=True), drops("sam"), furnish((900.0, 1000.0))), 15 * 60),
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


def test_whom_they_asked_for_is_waited_for_until_a_moment_that_is_asked_for_too() -> None:
    story = Story(arrive("sam"), sits("noor"), prefers("sam", "noor"))
    story.after(60)
    assert next_due(story.desk) == 1180.0
    story.after(120)
    assert next_due(story.desk) is None


def test_before_the_calm_is_over_nothing_is_due_but_that_offers_may_be_made() -> None:
    desk = replace(Story(*TALKING, drops("sam")).desk, due_from=Instant(5000.0))
    assert next_due(desk) == 5000.0
    assert next_due(replace(desk, offers_from=Instant(4000.0))) == 4000.0
    assert next_due(replace(Desk(), offers_from=Instant(4000.0))) == 4000.0
