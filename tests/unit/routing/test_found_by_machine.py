"""What the machine of tests/properties found wrong at the desk, each told once more as a short story."""

from chat.conversation.lifecycle import Noticed
from chat.conversation.model import Notice, Side
from chat.identifiers import ConversationId, Instant, Seconds, SeekerId, VolunteerId
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.views import Why
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    away,
    declines,
    furnish,
    prefers,
    ready,
    safety,
    sits,
    unseats,
)

SAM, KIM = SeekerId("sam"), SeekerId("kim")


def test_whoever_is_told_how_long_it_lasts_hears_of_another_frame() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), arrive("kim"))
    did = story.tell(furnish(frame=45 * 60))
    assert {SeekerChanged(SAM), SeekerChanged(KIM)} <= set(did)
    assert story.screen("sam").frame == Seconds(45 * 60)
    assert story.tell(furnish(frame=45 * 60)) == ()


def test_a_late_look_sees_the_answer_and_the_silence_after_it_at_once() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.after(10)
    story.says(Side.COUNSELLOR, "sam")
    story.after(150)
    asked = Noticed(ConversationId("talk-sam"), Notice.SILENCE)
    assert asked in story.looks("sam")
    desk = story.desk
    assert story.looks("sam") == ()
    assert story.desk is desk


def test_who_is_kept_free_is_asked_for_nobody_who_came_half_an_hour_later() -> None:
    """Noor, who has one conversation, is kept free for Ada, who lost her counsellor: Bo is passed over, and so is Cas."""
    story = Story(
        sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"), away("noor")
    )
    story.tell(sits("eline"), ready("eline"), arrive("ada"), safety("ada"))
    story.takes("eline", "ada")
    story.tell(arrive("bo"))
    story.after(31 * 60)
    story.tell(arrive("cas"), safety("cas"), unseats("eline"))
    story.after(60)
    assert (story.waiting("cas").wide, story.waiting("ada").wide) == (True, False)
    story.tell(ready("noor"))
    assert story.offered() == {}
    story.after(60)
    assert story.offered() == {"ada": "noor"}


def test_whose_rest_is_over_is_waited_for_though_the_clock_has_not_struck() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), declines("noor", "sam"), prefers("sam", "noor"))
    story.now = Instant(story.now + 61)
    story.tell(sits("eline"), ready("eline"))
    assert story.offered() == {"sam": "noor"}


def test_whoever_is_kept_free_for_somebody_urgent_is_asked_for_nobody_who_is_played() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(arrive("ada"), safety("ada"), arrive("bo"), arrive("played", rehearsed=True))
    assert story.offered() == {}
    story.after(60)
    assert story.offered() == {"ada": "noor"}


def test_danger_seen_while_a_colleague_is_asked_counts_in_the_asking() -> None:
    """Noor sees danger in both: Kim, whom she passes on, is now for a colleague who has nobody else."""
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(arrive("kim"), accepts("noor", "kim"), sits("eline", capacity=2), ready("eline"), arrive("bo"))
    story.takes("eline", "bo")
    story.tell(assess("noor", "sam", 3))
    assert story.offered() == {"kim": "eline"}
    story.tell(assess("noor", "kim", 2))
    assert story.offered() == {}


def test_whoever_was_asked_for_is_told_when_the_wish_is_over_while_they_are_asked() -> None:
    story = Story(arrive("sam"), prefers("sam", "noor"))
    story.after(170)
    story.tell(sits("noor"), ready("noor"))
    asked = story.seat("noor").offer
    assert asked is not None
    assert asked.why is Why.ASKED_FOR
    assert SeatChanged(VolunteerId("noor")) in story.after(10)
    asks = story.seat("noor").offer
    assert asks is not None
    assert asks.why is Why.TURN


def test_what_was_answered_while_there_was_danger_makes_no_silence_of_that_time() -> None:
    story = Story(
        sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), assess("noor", "sam", 2)
    )
    story.after(600)
    story.says(Side.COUNSELLOR, "sam")
    story.after(30)
    story.tell(assess("noor", "sam", 0))
    asked = Noticed(ConversationId("talk-sam"), Notice.SILENCE)
    assert asked not in story.watched(120 - 0.1)
    assert asked in story.watched(0.1)
