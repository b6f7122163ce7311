import math

from chat.conversation.lifecycle import Ended, LogForgotten
from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId
from chat.routing.commands import Tick
from chat.routing.desk import decide
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.model import Desk
from tests.builders import (
    Story,
    accepts,
    arrive,
    confirms,
    declines,
    drops,
    ends,
    leaves,
    ready,
    sits,
    unseats,
)

SAM, NOOR, ELINE = SeekerId("sam"), VolunteerId("noor"), VolunteerId("eline")
TALK = ConversationId("talk-sam")


def talking() -> Story:
    """Noor talks with Sam."""
    return Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))


def test_nothing_due_leaves_the_very_same_desk() -> None:
    desk = Desk()
    assert decide(desk, Tick(), Instant(5)) == (desk, ())
    assert decide(desk, Tick(), Instant(5))[0] is desk


def test_a_clock_that_is_behind_counts_as_the_desks_last_moment() -> None:
    story = Story(arrive("sam"))
    story.now = Instant(story.now - 100)
    story.tell(arrive("kim"))
    arrived = [waiting.arrived for waiting in story.desk.waiting.values()]
    assert arrived == [1000.0, math.nextafter(1000.0, math.inf)]
    assert story.desk.now == 1000.0


def test_every_change_is_one_version() -> None:
    story = Story(arrive("sam"), sits("noor"), ready("noor"))
    assert story.desk.version == 3


def test_who_is_away_keeps_a_place_for_15_minutes() -> None:
    story = Story(arrive("sam"), drops("sam"))
    story.after(15 * 60 - 1)
    assert story.knows("sam")
    assert story.after(1) == (LogForgotten(TALK),)
    assert not story.knows("sam")


def test_who_is_away_keeps_a_conversation_for_10_minutes() -> None:
    story = talking()
    story.tell(drops("sam"))
    story.after(10 * 60 - 1)
    assert list(story.desk.talks) == [TALK]
    lost = Ended(TALK, EndReason.SEEKER_LOST)
    assert story.after(1) == (lost, SeekerChanged(SAM), SeatChanged(NOOR))


def test_an_ended_conversation_is_forgotten_when_both_have_shown_its_end() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    assert story.tell(confirms("sam", "sam")) == ()
    forgotten = (LogForgotten(TALK), SeekerChanged(SAM), SeatChanged(NOOR))
    assert story.tell(confirms("noor", "sam")) == forgotten
    assert story.tell(confirms("noor", "sam")) == ()
    assert (story.desk.closing, story.desk.guests) == ({}, {})


def test_a_confirmed_end_goes_from_all_of_a_counsellors_pages() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    assert story.tell(confirms("noor", "sam")) == (SeatChanged(NOOR),)
    assert story.seat("noor").talks == ()


def test_an_ended_conversation_is_forgotten_after_10_minutes_at_the_latest() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    story.after(10 * 60 - 1)
    assert list(story.desk.closing) == [TALK]
    assert story.after(1) == (LogForgotten(TALK), SeekerChanged(SAM), SeatChanged(NOOR))


def test_nobody_else_confirms_an_end() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    before = story.desk
    assert story.tell(confirms("kim", "sam")) == ()
    assert story.desk is before


def test_one_late_tick_does_everything_that_fell_due() -> None:
    story = talking()
    story.tell(sits("eline"), ready("eline"), arrive("kim"), arrive("bo"), drops("bo"), unseats("noor"))
    story.now = Instant(story.now + 3600)
    story.tell(Tick())
    assert story.desk.seats.keys() == {"eline"}
    assert [waiting.seeker for waiting in story.desk.waiting.values()] == ["kim", "sam"]
    assert story.offered() == {}


def test_a_rest_that_is_over_is_taken_off_and_the_other_kept() -> None:
    story = Story(sits("noor"), ready("noor"), sits("eline"), arrive("sam"), declines("noor", "sam"))
    story.after(30)
    story.tell(ready("eline"), declines("eline", "sam", version=2))
    story.tell(leaves("nobody"))
    assert story.desk.waiting[TALK].resting == {NOOR: 1060.0, ELINE: 1090.0}
    story.after(30)
    assert story.desk.waiting[TALK].resting == {ELINE: 1090.0}
