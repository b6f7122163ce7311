"""What a new life of the desk has from the one that was lost, as far as this node saw it."""

from dataclasses import replace

from chat.entropy import SystemEntropy
from chat.identifiers import Instant, Seconds
from chat.routing.durations import GATHERING
from chat.routing.house import DoorReason, Served
from chat.routing.model import BEGINNING
from chat.store.lives import Kept, Lives
from tests.builders import (
    Story,
    accepts,
    arrive,
    changeable,
    ends,
    furnish,
    leaves,
    order,
    ready,
    sits,
    watch,
)

KEY = bytes(range(32))
LATER = Instant(5000.0)


def lives() -> Lives:
    """What one node has seen: nothing yet."""
    return Lives("place", KEY, SystemEntropy(KEY), gathers=False)


def test_the_door_is_as_it_was_and_nobody_who_left_comes_back() -> None:
    story = Story(furnish((0.0, 1e9), minimum=2, frame=2700.0), order(cap=7, reason=DoorReason.BUSY))
    story.tell(watch("ruth"), sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.after(600)
    story.tell(ends("noor", "sam"), arrive("kim"), leaves("kim"))
    known = lives()
    known.keep(Kept(changeable(story.desk), ("first",)))
    fresh = known.begun(LATER).desk
    assert fresh.opened == story.desk.opened == Instant(1000.0)
    assert (fresh.house, fresh.order, fresh.version) == (
        story.desk.house,
        story.desk.order,
        story.desk.version,
    )
    assert fresh.pace == (Served(Instant(1600.0), Seconds(600.0)),)
    assert fresh.departed == story.desk.departed != {}
    assert [vouch.reason for vouch in fresh.vouched.values()] == [
        closing.reason for closing in story.desk.closing.values()
    ]
    assert (fresh.offers_from, fresh.now) == (LATER + GATHERING, LATER)
    assert not any((fresh.guests, fresh.waiting, fresh.talks, fresh.seats, fresh.nodes))


def test_boards_are_believed_to_be_there_as_long_as_a_node_may_take_for_its_lease() -> None:
    story = Story(watch("ruth"), watch("ruth", line="other"))
    known = lives()
    known.keep(Kept(changeable(story.desk), ("first",)))
    assert known.begun(LATER).desk.leads == {"ruth": {"ruth@board": LATER, "other": LATER}}


def test_whom_the_line_closed_on_nobody_can_vouch_for() -> None:
    story = Story(arrive("sam"), furnish((0.0, 2000.0)))
    story.after(1000)
    assert len(story.desk.closing) == 1
    known = lives()
    known.keep(Kept(changeable(story.desk), ("first",)))
    fresh = known.begun(LATER).desk
    assert (fresh.vouched, list(fresh.departed)) == ({}, list(story.desk.guests))


def test_who_never_saw_a_desk_begins_with_an_empty_one() -> None:
    fresh = lives().begun(LATER).desk
    assert replace(fresh, generation=Story().desk.generation, now=BEGINNING, began=BEGINNING) == Story().desk
