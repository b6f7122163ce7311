"""Who is in a conversation beside its counsellor: who may come, who holds it then, and what is written before they read."""

from dataclasses import replace

import pytest

from chat.conversation.company import Companion, Part
from chat.conversation.lifecycle import CompanyJoined, CompanyLeft, Joined, Left, LogWrite, StartedOver
from chat.conversation.model import Side
from chat.errors import NotArrived, NotAssigned, Refusal, Wait
from chat.identifiers import ConversationId, Instant, VolunteerId
from chat.routing.commands import Command
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.views import Phase
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    drops,
    ends,
    helper,
    leaves,
    passes_on,
    ready,
    returns,
    sits,
    unseats,
)
from tests.company import goes, hands_over, joins, takes_over, welcomes

SAM, NOOR, KIM, EVA = (VolunteerId(one) for one in ("sam", "noor", "kim", "eva"))
TALK = ConversationId("talk-mia")


def talking(*more: Command) -> Story:
    """Sam talks with Mia; Noor is a supervisor at the desk."""
    story = Story(helper("noor"), sits("sam", capacity=3), ready("sam"), arrive("mia"))
    story.takes("sam", "mia")
    story.tell(*more)
    return story


def written(effects: tuple[Effect, ...]) -> list[Effect]:
    """What goes into the log, with every companion under the same number."""
    found: list[Effect] = [effect for effect in effects if isinstance(effect, LogWrite)]
    return [
        replace(effect, companion=replace(effect.companion, number=1))
        if isinstance(effect, CompanyJoined | CompanyLeft)
        else effect
        for effect in found
    ]


def in_the_room(story: Story) -> dict[VolunteerId, Part]:
    return {who: one.part for who, one in story.talk("mia").company.items()}


def test_a_supervisor_comes_and_the_log_says_so_in_the_same_step() -> None:
    story = talking()
    did = story.tell(joins("noor", "mia"))
    assert written(did) == [CompanyJoined(TALK, NOOR, Companion("Noor", Part.SUPERVISOR, 1))]
    assert {SeekerChanged(story.talk("mia").seeker), SeatChanged(SAM), SeatChanged(NOOR)} <= set(did)
    assert [(one.name, one.part) for one in story.screen("mia").company] == [("Noor", Part.SUPERVISOR)]
    (theirs,) = story.seat("noor").talks
    number = story.talk("mia").company[NOOR].number
    assert (theirs.part, theirs.holder, theirs.version) == (Part.SUPERVISOR, "Sam", number)
    assert story.seat("sam").talks[0].company == story.screen("mia").company


def test_coming_twice_is_coming_once() -> None:
    story = talking(joins("noor", "mia"))
    before = story.desk
    assert story.tell(joins("noor", "mia")) == ()
    assert story.desk is before


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (joins("kim", "mia"), NotAssigned),
        (joins("sam", "mia"), NotAssigned),
        (joins("nobody", "mia"), NotArrived),
        (joins("noor", "nobody"), NotAssigned),
        (takes_over("noor", "mia"), NotAssigned),
        (takes_over("kim", "mia"), NotAssigned),
        (takes_over("kim", "nobody"), NotAssigned),
        (hands_over("sam", "mia"), Wait),
    ],
)
def test_nobody_comes_who_may_not(command: Command, refusal: type[Refusal]) -> None:
    story = talking(sits("kim"))
    before = story.desk
    assert story.refused(command) is refusal
    assert story.desk is before


def test_a_supervisor_sees_whose_conversations_there_are_and_nobody_else_does() -> None:
    story = talking(sits("kim"))
    (other,) = story.seat("noor").colleagues
    assert (other.conversation, other.holder, other.part) == (TALK, "Sam", Part.SUPERVISOR)
    assert (story.seat("kim").colleagues, story.seat("sam").colleagues) == ((), ())
    story.tell(joins("noor", "mia"))
    assert story.seat("noor").colleagues == ()
    assert SeatChanged(NOOR) in story.tell(goes("noor", "mia"))
    assert len(story.seat("noor").colleagues) == 1
    assert SeatChanged(NOOR) in story.tell(ends("sam", "mia"))
    assert story.seat("noor").colleagues == ()


def test_a_mentor_comes_to_who_still_learns_and_to_nobody_else() -> None:
    learns = replace(sits("sam", capacity=3), mentor=KIM)
    story = Story(learns, ready("sam"), sits("kim"), sits("eva"), arrive("mia"))
    story.takes("sam", "mia")
    assert [one.part for one in story.seat("kim").colleagues] == [Part.MENTOR]
    assert story.refused(joins("eva", "mia")) is NotAssigned
    did = story.tell(joins("kim", "mia"))
    assert written(did) == [CompanyJoined(TALK, KIM, Companion("Kim", Part.MENTOR, 1))]
    assert story.refused(takes_over("kim", "mia")) is NotAssigned


def test_who_goes_stands_in_the_log_and_reads_no_more() -> None:
    story = talking(joins("noor", "mia"))
    did = story.tell(goes("noor", "mia"))
    assert written(did) == [CompanyLeft(TALK, NOOR, Companion("Noor", Part.SUPERVISOR, 1))]
    assert (story.seat("noor").talks, in_the_room(story)) == ((), {})
    assert story.tell(goes("noor", "mia")) == ()


def test_who_is_lost_for_a_minute_is_out_and_comes_back_under_another_number() -> None:
    story = talking(joins("noor", "mia"))
    before = story.talk("mia").company[NOOR].number
    story.says(Side.COUNSELLOR, "mia")
    story.looks("mia")
    story.tell(unseats("noor"))
    story.after(59.0)
    assert in_the_room(story) == {NOOR: Part.SUPERVISOR}
    assert [type(one) for one in written(story.after(1.0))] == [CompanyLeft]
    story.tell(helper("noor"), joins("noor", "mia"))
    assert story.talk("mia").company[NOOR].number > before


def test_a_conversation_whose_counsellor_is_lost_goes_back_without_company() -> None:
    story = talking(joins("noor", "mia"), unseats("sam"))
    did = written(story.after(60.0))
    assert [type(one) for one in did] == [CompanyLeft, Left]
    assert story.waiting("mia").handed_over
    assert story.seat("noor").talks == ()


@pytest.mark.parametrize("end", [ends("sam", "mia"), leaves("mia")])
def test_company_ends_with_the_conversation(end: Command) -> None:
    story = talking(joins("noor", "mia"))
    assert SeatChanged(NOOR) in story.tell(end)
    assert story.seat("noor").talks == ()


def test_who_takes_over_holds_it_and_the_other_is_out() -> None:
    story = talking(joins("noor", "mia"), assess("sam", "mia", 2))
    story.now = Instant(story.now + 30.0)
    did = story.tell(takes_over("noor", "mia"))
    assert written(did) == [Left(TALK, "Sam", 2), Joined(TALK, NOOR, "Noor", 2)]
    talk = story.talk("mia")
    assert (talk.counsellor, talk.version, talk.company, talk.risk) == (NOOR, 2, {}, 2)
    assert (story.seat("sam").talks, story.screen("mia").name) == ((), "Noor")
    assert story.tell(takes_over("noor", "mia")) == ()
    # A minute from now for a first word, though Sam had said none in half a minute.
    story.watched(59.0)
    assert story.screen("mia").phase is Phase.TALKING
    story.watched(1.0)
    assert story.waiting("mia").unanswered


def test_what_was_said_is_answered_also_for_who_takes_over() -> None:
    story = talking(joins("noor", "mia"))
    story.says(Side.COUNSELLOR, "mia")
    story.watched(61.0)
    story.tell(takes_over("noor", "mia"))
    story.said.clear()
    story.watched(3_600.0)
    assert story.talk("mia").counsellor == NOOR


def test_a_colleague_comes_first_and_reads_when_the_young_person_says_so() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    did = story.takes("kim", "mia")
    assert written(did) == []
    assert (story.screen("mia").coming, story.talk("mia").counsellor) == ("Kim", SAM)
    assert (story.seat("kim").talks, story.asked("mia")) == ((), [])
    comes_to = story.seat("kim").comes_to
    assert comes_to is not None
    assert comes_to.holder == "Sam"
    assert story.refused(hands_over("sam", "mia")) is Wait
    assert written(story.tell(welcomes("mia"))) == [
        CompanyJoined(TALK, KIM, Companion("Kim", Part.COLLEAGUE, 1))
    ]
    assert (story.screen("mia").coming, story.screen("mia").name) == (None, "Sam")
    assert story.tell(welcomes("mia")) == ()
    assert written(story.tell(hands_over("sam", "mia"))) == [
        Left(TALK, "Sam", 3),
        Joined(TALK, KIM, "Kim", 3),
    ]
    assert (story.screen("mia").name, story.screen("mia").company) == ("Kim", ())
    assert story.tell(hands_over("sam", "mia")) == ()


def test_accepting_twice_is_coming_once() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    version = story.desk.offers[TALK].version
    story.takes("kim", "mia")
    before = story.desk
    assert story.refused(accepts_again := accepts("kim", "mia", version)) is None
    assert story.desk is before
    story.tell(welcomes("mia"))
    assert story.refused(accepts_again) is None


def test_who_begins_again_says_so_before_anybody_reads() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    story.takes("kim", "mia")
    did = written(story.tell(welcomes("mia", afresh=True)))
    assert did == [StartedOver(TALK), CompanyJoined(TALK, KIM, Companion("Kim", Part.COLLEAGUE, 1))]
    story.tell(hands_over("sam", "mia"), unseats("kim"))
    story.after(60.0)
    assert story.waiting("mia").started_over


def test_a_colleague_reads_after_twenty_seconds_in_which_the_young_person_was_there() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    story.says(Side.COUNSELLOR, "mia")
    story.takes("kim", "mia")
    story.after(10.0)
    story.tell(drops("mia"))
    assert written(story.after(30.0)) == []
    story.tell(returns("mia"))
    assert written(story.after(19.0)) == []
    assert [type(one) for one in written(story.after(1.0))] == [CompanyJoined]


def test_a_colleague_who_thinks_better_of_it_leaves_it_with_its_counsellor() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    story.takes("kim", "mia")
    assert written(story.tell(goes("kim", "mia"))) == []
    assert (story.screen("mia").coming, story.seat("kim").comes_to) == (None, None)
    assert story.talk("mia").counsellor == SAM


def test_a_colleague_on_their_way_has_it_already_and_is_offered_nobody_else() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    story.takes("kim", "mia")
    story.tell(assess("sam", "mia", 3), arrive("bo"))
    assert story.asked("bo") == []


def test_a_colleague_in_the_room_may_take_over_too() -> None:
    story = talking(passes_on("sam", "mia"), sits("kim"), ready("kim"))
    story.takes("kim", "mia")
    story.tell(welcomes("mia"))
    story.tell(takes_over("kim", "mia"))
    assert story.talk("mia").counsellor == KIM


def test_a_supervisor_stays_when_who_stood_beside_danger_is_relieved() -> None:
    story = talking(arrive("bo"), joins("noor", "mia"))
    story.takes("sam", "bo")
    story.tell(assess("sam", "bo", 3), sits("kim"), ready("kim"))
    story.takes("kim", "mia")
    assert (story.talk("mia").counsellor, in_the_room(story)) == (KIM, {NOOR: Part.SUPERVISOR})


def test_who_is_in_the_room_already_takes_over_what_they_are_offered() -> None:
    story = talking(sits("kim", capacity=1))
    story.tell(replace(sits("kim"), helps=True), ready("kim"), joins("kim", "mia"), passes_on("sam", "mia"))
    story.takes("kim", "mia")
    assert (story.talk("mia").counsellor, story.screen("mia").coming) == (KIM, None)
    assert in_the_room(story) == {}
