"""Who comes right after the live state was lost, before those who were on are back: nobody is sent away for want of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import DoorClosed, DoorFull, Refusal, Wait
from chat.identifiers import Instant
from chat.routing.commands import Command
from chat.routing.door import Because, DoorState, door
from chat.routing.model import BEGINNING
from tests.builders import (
    Story,
    arrive,
    furnish,
    order,
    ready,
    returns,
    sits,
    unchangeable,
    watch,
)
from tests.unit.routing.test_rebuilding import next_life, of_seeker

NOW = 1000.0
SHUT = (NOW + 600, NOW + 900)
CLOSES_SOON = (NOW - 3600, NOW + 60)
FREE = (sits("noor"), ready("noor"))


def after_loss(*told: Command) -> Story:
    """An empty desk that gathers for ten seconds more, and was told this."""
    story = next_life(Story())
    story.tell(*told)
    return story


def found(story: Story) -> tuple[DoorState, Because | None]:
    """What somebody new finds now."""
    here = door(story.desk, story.now)
    return here.state, here.because


@pytest.mark.parametrize("minimum", [1, 2])
def test_nobody_is_sent_away_while_those_who_were_on_may_come_back(minimum: int) -> None:
    story = after_loss(furnish(minimum=minimum))
    assert found(story) == (DoorState.QUEUE, None)
    assert story.refused(arrive("anna")) is Wait
    assert not story.knows("anna")
    story.after(9.9)
    assert story.refused(arrive("anna")) is Wait
    story.after(0.1)
    assert found(story) == (DoorState.CLOSED, Because.STAFFING)
    assert story.refused(arrive("anna")) is DoorClosed


def test_whoever_was_answered_wait_is_let_in_once_enough_are_back() -> None:
    story = after_loss(furnish(minimum=2), *FREE)
    assert found(story) == (DoorState.QUEUE, None)
    assert story.refused(arrive("anna")) is Wait
    story.tell(watch("ruth"))
    assert found(story) == (DoorState.OPEN, None)
    assert story.refused(arrive("anna")) is None
    assert story.knows("anna")


@pytest.mark.parametrize(
    ("told", "state", "because", "refusal"),
    [
        ((furnish(minimum=1), order(closed=True)), DoorState.CLOSED, Because.ORDER, DoorClosed),
        ((furnish(SHUT, minimum=1),), DoorState.CLOSED, Because.HOURS, DoorClosed),
        ((furnish(minimum=1), order(cap=0)), DoorState.FULL, None, DoorFull),
        ((furnish(CLOSES_SOON, minimum=1),), DoorState.FULL, Because.CLOSING, DoorFull),
        ((furnish(minimum=0),), DoorState.QUEUE, None, None),
    ],
)
def test_every_other_reason_is_given_at_once(
    told: tuple[Command, ...], state: DoorState, because: Because | None, refusal: type[Refusal] | None
) -> None:
    story = after_loss(*told)
    assert found(story) == (state, because)
    assert story.refused(arrive("new")) is refusal


def test_whoever_was_there_already_and_whoever_plays_wait_for_nobody() -> None:
    before = Story(sits("noor"), arrive("anna"))
    story = after_loss(furnish(minimum=1), returns("anna", claim=of_seeker(before, "anna")))
    assert story.refused(arrive("anna")) is None
    assert story.refused(arrive("played", rehearsed=True)) is None


@given(
    hours=st.sampled_from([(), ((NOW - 60, NOW + 3600),), (SHUT,), (CLOSES_SOON,)]),
    minimum=st.integers(0, 3),
    ordered=st.sampled_from([order(), order(cap=0), order(cap=1), order(closed=True)]),
    on=st.sampled_from([(), (sits("noor"),), FREE, (*FREE, sits("eline", leads=True)), (watch("ruth"),)]),
    waits=st.booleans(),
    left=st.sampled_from([-1.0, 0.0, 0.1, 10.0]),
)
def test_only_what_is_said_of_too_few_people_waits(
    hours: tuple[tuple[float, float], ...],
    minimum: int,
    ordered: Command,
    on: tuple[Command, ...],
    left: float,
    *,
    waits: bool,
) -> None:
    """Beside the desk that gathers the same one as it would be without a loss, and as it would be if one needed nobody."""
    settled = Story(*on, *([arrive("kim")] if waits else []), ordered, furnish(*hours, minimum=minimum))
    gathering = Story()
    gathering.desk = unchangeable(replace(settled.desk, offers_from=Instant(NOW + left)))
    if left <= 0 or found(settled) != (DoorState.CLOSED, Because.STAFFING):
        assert found(gathering) == found(settled)
        assert gathering.refused(arrive("new")) is settled.refused(arrive("new"))
        return
    needs_nobody = Story()
    needs_nobody.desk = unchangeable(replace(settled.desk, offers_from=BEGINNING))
    needs_nobody.tell(furnish(*hours, minimum=0))
    state, because = found(needs_nobody)
    assert found(gathering) == (DoorState.QUEUE if state is DoorState.OPEN else state, because)
    assert gathering.refused(arrive("new")) is (needs_nobody.refused(arrive("new")) or Wait)
