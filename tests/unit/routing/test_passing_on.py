"""A counsellor wishes that a colleague takes a conversation over: they stay until one does, and nothing else changes."""

import pytest

from chat.conversation.lifecycle import Joined, Left
from chat.errors import NotAssigned, OfferGone, Wait
from chat.identifiers import ConversationId, VolunteerId
from chat.routing.commands import Command
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Doorway, Status
from chat.routing.views import Phase, Why
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    away,
    declines,
    ends,
    leaves,
    passes_on,
    ready,
    returns,
    sits,
    unseats,
)
from tests.company import hands_over, welcomes
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker

SAM = ConversationId("talk-sam")
NOOR, ELINE = VolunteerId("noor"), VolunteerId("eline")


def talking(doorway: Doorway = Doorway.YOUNG, *, rehearsed: bool = False) -> Story:
    """Noor talks with Sam."""
    story = Story(sits("noor", skills=["friend"]), ready("noor"))
    story.tell(arrive("sam", doorway=doorway, rehearsed=rehearsed))
    story.takes("noor", "sam")
    story.after(10)
    return story


def wishing(*skills: str) -> Story:
    """Noor wishes that a colleague takes Sam over; nobody else is there yet."""
    story = talking()
    story.tell(passes_on("noor", "sam", skills))
    return story


def is_passed_on(story: Story) -> bool:
    """Whether a colleague is looked for to take Sam over."""
    return story.talk("sam").onward is not None


def test_colleagues_are_asked_at_once_like_for_a_hand_over() -> None:
    story = talking()
    story.tell(arrive("bo"), sits("eline"))
    assert set(story.tell(passes_on("noor", "sam"))) == {SeatChanged(NOOR)}
    told = story.tell(ready("eline"))
    assert SeatChanged(ELINE) in told
    assert story.offered() == {"sam": "eline"}, "before who waits"
    offer = story.seat("eline").offer
    assert offer is not None
    assert (offer.why, offer.version) == (Why.PASSED_ON, 2)
    assert [(talk.passes_to, talk.onward) for talk in story.seat("noor").talks] == [((), True)]


def taken_over(story: Story, colleague: str) -> tuple[Effect, ...]:
    """What it did that Noor went, once this colleague had come and was welcome."""
    story.takes(colleague, "sam")
    story.tell(welcomes("sam"))
    return story.tell(hands_over("noor", "sam"))


def test_the_counsellor_stays_until_they_go_and_the_two_change_in_one_step() -> None:
    story = wishing()
    story.after(100)
    assert (story.screen("sam").phase, story.screen("sam").name) == (Phase.TALKING, "Noor")
    story.tell(sits("eline"), ready("eline"))
    told = taken_over(story, "eline")
    assert told[:2] == (Left(SAM, "Noor", 3), Joined(SAM, ELINE, "Eline", 3))
    assert {SeekerChanged(story.talk("sam").seeker), SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)
    assert story.seat("noor").talks == ()
    assert [(talk.passes_to, talk.onward) for talk in story.seat("eline").talks] == [(None, False)]


def test_who_wishes_it_is_never_asked_themselves() -> None:
    story = wishing()
    story.tell(sits("noor", capacity=3, skills=["friend"]))
    story.after(200)
    assert story.offered() == {}
    assert story.refused(accepts("noor", "sam", 2)) is OfferGone


def test_whoever_took_it_may_pass_it_back() -> None:
    story = wishing()
    story.tell(sits("eline"), ready("eline"))
    taken_over(story, "eline")
    story.tell(passes_on("eline", "sam"))
    assert story.offered() == {"sam": "noor"}


def test_a_wish_that_is_taken_back_withdraws_the_offer() -> None:
    story = wishing()
    story.tell(sits("eline"), ready("eline"))
    told = story.tell(passes_on("noor", "sam", None))
    assert {SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)
    assert (is_passed_on(story), story.offered(), story.seat("eline").offer) == (False, {}, None)
    assert story.refused(accepts("eline", "sam", 2)) is OfferGone
    story.tell(passes_on("noor", "sam"))
    assert story.refused(accepts("eline", "sam", 2)) is OfferGone
    assert taken_over(story, "eline")[0] == Left(SAM, "Noor", 4)


@pytest.mark.parametrize("skills", [(), ("trainer",), None], ids=["anybody", "a skill", "taken back"])
def test_a_repeat_changes_nothing(skills: tuple[str, ...] | None) -> None:
    story = wishing("friend")
    story.tell(sits("eline", skills=["trainer"]), ready("eline"), passes_on("noor", "sam", skills))
    before = story.desk
    assert story.tell(passes_on("noor", "sam", skills)) == ()
    assert story.desk is before


def test_for_a_minute_only_who_can_do_what_is_wished_is_asked() -> None:
    story = wishing("trainer")
    story.tell(sits("eline"), ready("eline"), sits("femke", skills=["trainer", "friend"]))
    assert [talk.passes_to for talk in story.seat("noor").talks] == [("trainer",)]
    assert story.offered() == {}
    story.tell(ready("femke"))
    assert story.offered() == {"sam": "femke"}
    story.tell(declines("femke", "sam", 2))
    assert story.offered() == {}
    story.after(60)
    assert story.offered() == {"sam": "eline"}


def test_what_the_doorway_wishes_is_wished_too() -> None:
    story = talking(Doorway.FRIEND)
    story.tell(passes_on("noor", "sam", ["trainer"]))
    story.tell(sits("eline", skills=["trainer"]), ready("eline"), sits("femke", skills=["friend"]))
    story.tell(ready("femke"))
    assert story.offered() == {}
    story.tell(sits("kim", skills=["friend", "trainer"]), ready("kim"))
    assert story.offered() == {"sam": "kim"}
    story.takes("kim", "sam")
    assert story.talk("sam").skills == {"friend"}, "the wish was for this once"


def test_who_wishes_another_skill_is_looked_for_anew() -> None:
    story = wishing()
    story.after(61)
    story.tell(sits("eline"), ready("eline"))
    assert story.offered() == {"sam": "eline"}
    story.tell(passes_on("noor", "sam", ["trainer"]))
    assert story.offered() == {}
    assert story.refused(accepts("eline", "sam", 2)) is OfferGone
    story.tell(sits("femke", skills=["trainer"]), ready("femke"))
    assert story.offered() == {"sam": "femke"}
    assert taken_over(story, "femke")[0] == Left(SAM, "Noor", 4)


def test_beside_danger_it_is_passed_on_with_the_wish_or_without() -> None:
    story = wishing()
    story.tell(sits("noor", capacity=2, skills=["friend"]), arrive("bo"))
    story.takes("noor", "bo")
    story.tell(sits("eline"), ready("eline"))
    assert story.offered() == {"sam": "eline"}
    offered = story.desk.offers
    story.tell(assess("noor", "bo", 2), passes_on("noor", "sam", None), passes_on("noor", "sam"))
    assert story.desk.offers == offered, "one search, whatever it is for"
    story.tell(assess("noor", "bo", 1))
    assert is_passed_on(story)
    story.tell(passes_on("noor", "sam", None))
    assert not is_passed_on(story)


def test_who_is_in_danger_can_be_passed_on_to_somebody_who_has_nobody_else() -> None:
    story = talking()
    story.tell(assess("noor", "sam", 3), passes_on("noor", "sam"))
    story.tell(sits("eline", capacity=2), ready("eline"), arrive("bo"))
    assert story.offered() == {"sam": "eline"}
    story.tell(declines("eline", "sam", 2))
    story.takes("eline", "bo")
    story.tell(sits("femke"), ready("femke"))
    assert story.offered() == {"sam": "femke"}
    story.takes("femke", "sam")
    assert story.talk("sam").risk == 3


def test_a_rehearsal_that_is_passed_on_is_in_nobodys_way() -> None:
    story = talking(rehearsed=True)
    story.tell(passes_on("noor", "sam"), sits("eline"), ready("eline"))
    offer = story.seat("eline").offer
    assert offer is not None
    assert offer.rehearsed
    story.tell(away("noor"), arrive("bo"))
    assert story.offered() == {"bo": "eline"}


def test_only_who_has_the_conversation_may_pass_it_on() -> None:
    story = talking()
    story.tell(sits("eline"), arrive("bo"))
    assert story.refused(passes_on("eline", "sam")) is NotAssigned
    assert story.refused(passes_on("noor", "bo")) is NotAssigned
    assert story.refused(passes_on("noor", "nobody", None)) is NotAssigned
    assert not is_passed_on(story)


@pytest.mark.parametrize("over", [ends("noor", "sam"), leaves("sam")], ids=["ended", "left"])
def test_when_it_is_over_no_card_stays(over: Command) -> None:
    story = wishing()
    story.tell(sits("eline"), ready("eline"))
    assert SeatChanged(ELINE) in story.tell(over)
    assert story.seat("eline").offer is None


def test_when_the_counsellor_is_lost_it_waits_at_the_head_without_the_wish() -> None:
    story = wishing("trainer")
    story.tell(sits("eline"), ready("eline"), unseats("noor"))
    assert Left(SAM, "Noor", 2) in story.after(60)
    assert story.waiting("sam").skills == set()
    assert story.offered() == {"sam": "eline"}


def test_when_nobody_answers_they_go_on_talking_and_the_next_is_asked() -> None:
    story = wishing()
    story.tell(sits("eline"), ready("eline"))
    story.after(25)
    assert story.seat("eline").status is Status.MISSED
    assert (story.screen("sam").phase, story.screen("sam").name) == (Phase.TALKING, "Noor")
    story.tell(sits("femke"), ready("femke"))
    assert story.offered() == {"sam": "femke"}


def test_after_a_loss_the_wish_is_gone_and_can_be_said_again_once_both_are_back() -> None:
    story = wishing("trainer")
    noor, sam = of_seat(story), of_seeker(story)
    new = next_life(story)
    new.tell(sits("noor", claim=noor), sits("eline"), ready("eline"))
    assert new.refused(passes_on("noor", "sam")) is Wait
    new.tell(returns("sam", claim=sam))
    assert (new.talk("sam").passes_to, is_passed_on(new)) == (None, False)
    new.tell(passes_on("noor", "sam"))
    new.after(10)
    assert new.offered() == {"sam": "eline"}
