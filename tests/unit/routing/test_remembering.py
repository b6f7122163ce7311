"""What a life of the desk is told of the one before it, by nodes that saw different amounts of it."""

from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Ended
from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Generation, Instant, SeekerId
from chat.routing.commands import Remember
from chat.routing.durations import DEPARTED_MOST, GATHERING, HOLD_TICKET_LASTS
from chat.routing.house import DoorReason
from chat.routing.model import Desk
from tests.builders import Story, accepts, arrive, ends, leaves, order, ready, sits, watch

SAM, TALK = SeekerId("sam"), ConversationId("talk-sam")


def lost() -> Story:
    """Sam's talk with Noor has ended, Kim left, and the door is shut."""
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), arrive("kim"))
    story.tell(ends("noor", "sam"), leaves("kim"), order(closed=True, reason=DoorReason.BUSY), watch("ruth"))
    return story


def young(based_on: int = 0) -> Story:
    """A life that has just begun, as somebody who knew so much began it."""
    story = Story()
    story.desk = Desk(now=story.now, generation=Generation("next"), began=story.now, based_on=based_on)
    return story


def test_who_knew_nothing_is_told_what_was_over_and_how_the_line_stood() -> None:
    before, story = lost().desk, young()
    story.tell(Remember(before))
    vouch = story.desk.vouched[TALK]
    assert (vouch.reason, vouch.until) == (EndReason.COUNSELLOR_ENDED, story.now + HOLD_TICKET_LASTS)
    assert SeekerId("kim") in story.desk.departed
    assert (story.desk.order, list(story.desk.leads)) == (before.order, ["ruth"])
    assert story.desk.offers_from == story.now + GATHERING
    assert story.desk.version > before.version
    told = story.desk
    story.tell(Remember(before))
    assert story.desk is told


def test_of_several_who_saw_it_whoever_saw_most_counts() -> None:
    before = lost().desk
    story = young(based_on=before.version)
    older = replace(before, version=before.version - 1, order=Desk().order)
    story.tell(Remember(before), Remember(older))
    assert story.desk.order == Desk().order
    story = young(based_on=older.version)
    story.tell(Remember(before), Remember(older))
    assert story.desk.order == before.order


@pytest.mark.parametrize(("after", "is_taken"), [(GATHERING - 1, True), (GATHERING, False)])
def test_who_slept_through_the_first_moments_says_no_more_how_the_line_stood(
    after: float, is_taken: bool
) -> None:
    before, story = lost().desk, young()
    story.now = Instant(story.now + after)
    story.tell(Remember(before))
    assert (story.desk.order == before.order) is is_taken
    assert TALK in story.desk.vouched


def test_what_was_brought_back_meanwhile_ends_as_it_had_ended() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    told = story.tell(Remember(lost().desk))
    assert Ended(TALK, EndReason.COUNSELLOR_ENDED) in told
    assert list(story.desk.closing) == [TALK]


def test_who_left_and_was_brought_back_meanwhile_is_gone() -> None:
    story = Story(arrive("kim"))
    story.tell(Remember(lost().desk))
    assert not story.desk.guests


def test_of_very_many_who_departed_the_last_are_kept() -> None:
    story = young()
    many = {SeekerId(f"s{n}"): Instant(story.now + 1 + n) for n in range(DEPARTED_MOST + 9)}
    story.tell(Remember(Desk(departed=many)))
    assert len(story.desk.departed) == DEPARTED_MOST
    assert SeekerId("s8") not in story.desk.departed
