"""What a life of the desk is told of the one before it, by nodes that saw different amounts of it."""

from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Assigned, Ended, LogForgotten
from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, Generation, Instant, SeekerId, VolunteerId
from chat.routing.claims import seeker_claim
from chat.routing.commands import Remember
from chat.routing.durations import DEPARTED_MOST, GATHERING, HOLD_TICKET_LASTS, SEAT_KEEPS
from chat.routing.effects import SeatChanged
from chat.routing.house import DoorReason
from chat.routing.model import Desk
from chat.routing.views import Phase
from tests.builders import (
    Story,
    accepts,
    arrive,
    confirms,
    ends,
    leaves,
    order,
    ready,
    returns,
    sits,
    unseats,
    watch,
)

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


@pytest.mark.parametrize("first", ["sam", "noor"])
@pytest.mark.parametrize("is_before_the_loss", [True, False])
def test_when_both_have_shown_the_end_a_log_that_outlived_the_desk_is_forgotten(
    first: str, is_before_the_loss: bool
) -> None:
    second = "noor" if first == "sam" else "sam"
    before, story = lost(), young()
    if is_before_the_loss:
        before.tell(confirms(first, "sam"))
    story.tell(Remember(before.desk), sits("kim"))
    for nobody in ("kim", *(() if is_before_the_loss else (first,))):
        assert LogForgotten(TALK) not in story.tell(confirms(nobody, "sam"))
    assert story.tell(confirms(second, "sam")) == (LogForgotten(TALK),)
    assert SAM in story.desk.departed
    known = story.desk
    story.tell(confirms(first, "sam"), confirms(second, "sam"), confirms("somebody", "sam"))
    assert story.desk is known, "said again it changes nothing"


def test_a_log_that_outlived_the_desk_is_forgotten_with_what_was_known_of_its_end() -> None:
    story = young()
    story.tell(Remember(lost().desk))
    assert LogForgotten(TALK) in story.after(HOLD_TICKET_LASTS)
    assert story.desk.vouched == {}


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


def returned(before: Story) -> Story:
    """A young life in which Sam is back, with a ticket from before *before* was told, while Noor is not."""
    claim = seeker_claim(before.desk, SAM, before.now)
    story = young()
    story.tell(returns("sam", claim=claim, line="two.s"))
    return story


def waits() -> Story:
    return Story(sits("noor"), ready("noor"), arrive("sam"))


@pytest.mark.parametrize("reason", [EndReason.COUNSELLOR_ENDED, EndReason.SEEKER_LEFT])
def test_what_ended_is_over_although_a_ticket_only_knew_that_they_waited_and_nobody_else_is_back(
    reason: EndReason,
) -> None:
    before = waits()
    story = returned(before)
    assert story.screen("sam").phase is Phase.WAITING
    before.tell(
        accepts("noor", "sam"), ends("noor", "sam") if reason is not EndReason.SEEKER_LEFT else leaves("sam")
    )
    did = story.tell(Remember(before.desk))
    assert (dict(story.desk.waiting), dict(story.desk.talks)) == ({}, {})
    if reason is EndReason.SEEKER_LEFT:
        assert (LogForgotten(TALK) in did, dict(story.desk.guests)) == (True, {})
    else:
        assert {Assigned(TALK, VolunteerId("noor"), 1), Ended(TALK, reason)} <= {*did}
        assert story.screen("sam").phase is Phase.ENDED
        story.tell(sits("noor"))
        assert [talk.conversation for talk in story.seat("noor").talks] == [TALK]


def test_what_ended_with_a_later_counsellor_is_over_although_the_one_before_is_back_first() -> None:
    before = waits()
    before.tell(accepts("noor", "sam"))
    story = returned(before)
    assert story.screen("sam").phase is Phase.TALKING
    before.tell(unseats("noor"))
    before.after(SEAT_KEEPS)
    before.tell(sits("kim"), ready("kim"))
    before.takes("kim", "sam")
    before.tell(ends("kim", "sam"))
    did = story.tell(Remember(before.desk))
    assert dict(story.desk.talks) == {}
    assert story.desk.closing[TALK].counsellor == "kim"
    assert {
        Assigned(TALK, VolunteerId("kim"), before.desk.closing[TALK].version),
        SeatChanged(VolunteerId("noor")),
    } <= {*did}
