"""A counsellor sees danger: whoever else they talk with is passed on, and nobody is left alone meanwhile."""

from math import inf

import pytest

from chat.conversation.lifecycle import Ended, Joined, Left, LogForgotten, Noticed
from chat.conversation.model import EndReason, Notice, Side
from chat.errors import BadPayload, NotAssigned, OfferGone
from chat.identifiers import ConversationId, SeekerId, VolunteerId
from chat.routing.commands import Command
from chat.routing.deadlines import next_due
from chat.routing.effects import HelpChanged, SeatChanged, SeekerChanged
from chat.routing.model import Status
from chat.routing.seat_view import seat_view
from chat.routing.views import Phase, Why
from tests.builders import (
    Story,
    accepts,
    arrive,
    assess,
    away,
    declines,
    drops,
    ends,
    furnish,
    holds,
    leaves,
    ready,
    returns,
    safety,
    sits,
    stops,
    unseats,
)

SAM, KIM = ConversationId("talk-sam"), ConversationId("talk-kim")
NOOR, ELINE = VolunteerId("noor"), VolunteerId("eline")


def talking_with(*names: str) -> Story:
    """Noor talks with so many, taken ten seconds apart."""
    story = Story(sits("noor", capacity=len(names)), ready("noor"))
    for name in names:
        story.tell(arrive(name))
        story.takes("noor", name)
        story.after(10)
    return story


def danger(risk: int = 2) -> Story:
    """Noor talks with Sam, in whom she sees danger, and with Kim."""
    story = talking_with("kim", "sam")
    story.tell(assess("noor", "sam", risk))
    return story


def passing_on(story: Story) -> list[str]:
    """Who is passed on now."""
    return [talk.seeker for talk in story.desk.talks.values() if talk.onward is not None]


@pytest.mark.parametrize(
    ("risks", "passed"),
    [
        ({"kim": 1}, []),
        ({"kim": 2}, ["sam", "bo"]),
        ({"sam": 3}, ["kim", "bo"]),
        ({"kim": 2, "sam": 2}, ["sam", "bo"]),
        ({"kim": 2, "sam": 3}, ["kim", "bo"]),
        ({"kim": 3, "sam": 2, "bo": 3}, ["sam", "bo"]),
        ({"kim": 2, "sam": 2, "bo": 1}, ["sam", "bo"]),
    ],
    ids=["no danger", "first", "second", "the earlier of two", "the heavier of two", "of three", "all"],
)
def test_only_whoever_is_in_the_most_danger_stays(risks: dict[str, int], passed: list[str]) -> None:
    story = talking_with("kim", "sam", "bo")
    story.tell(*(assess("noor", name, risk) for name, risk in risks.items()))
    assert passing_on(story) == passed
    assert [(view.conversation, view.onward) for view in story.seat("noor").talks] == [
        (f"talk-{name}", name in passed) for name in ("kim", "sam", "bo")
    ]


def test_who_is_passed_on_is_offered_to_colleagues_at_once() -> None:
    story = talking_with("kim", "sam")
    story.tell(sits("eline"), ready("eline"))
    told = {SeatChanged(NOOR), SeatChanged(ELINE), HelpChanged()}
    assert set(story.tell(assess("noor", "sam", 2))) == told
    assert story.offered() == {"kim": "eline"}
    offer = story.seat("eline").offer
    assert offer is not None
    assert (offer.why, offer.version) == (Why.PASSED_ON, 2)


def test_the_counsellor_stays_until_somebody_takes_it_and_the_two_change_in_one_step() -> None:
    story = danger()
    story.after(100)
    assert (story.screen("kim").phase, story.screen("kim").name) == (Phase.TALKING, "Noor")
    story.tell(sits("eline"), ready("eline"))
    told = story.takes("eline", "kim")
    assert told[:2] == (Left(KIM, "Noor", 2), Joined(KIM, ELINE, "Eline", 2))
    assert {SeekerChanged(SeekerId("kim")), SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)
    assert (story.talk("kim").version, story.talk("kim").onward) == (2, None)
    assert story.screen("kim").name == "Eline"
    assert [view.conversation for view in story.seat("noor").talks] == [SAM]
    assert [seat.idle_since for seat in story.desk.seats.values()] == [story.now, story.now]


def test_who_is_passed_on_is_not_asked_of_who_has_them() -> None:
    story = danger()
    story.tell(sits("noor", capacity=9))
    story.after(200)
    assert story.offered() == {}
    assert story.refused(accepts("noor", "kim", 2)) is OfferGone


def test_who_is_passed_on_is_asked_like_a_hand_over_before_who_waits() -> None:
    story = danger()
    story.tell(arrive("bo"), safety("bo"), sits("eline"), ready("eline"))
    assert story.offered() == {"kim": "eline"}


def test_a_colleague_who_declines_is_asked_again_a_minute_later() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"), declines("eline", "kim", 2))
    assert story.tell(declines("eline", "kim", 2)) == ()
    story.after(59)
    assert story.offered() == {}
    story.after(1)
    assert story.offered() == {"kim": "eline"}
    story.after(25)
    onward = story.talk("kim").onward
    assert onward is not None
    assert (onward.misses, story.seat("eline").status) == (1, Status.MISSED)


def test_when_the_danger_is_over_nobody_is_passed_on() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"))
    told = story.tell(assess("noor", "sam", 1))
    assert {SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)
    assert (passing_on(story), story.offered()) == ([], {})
    assert story.refused(accepts("eline", "kim", 2)) is OfferGone


@pytest.mark.parametrize(
    "over", [ends("noor", "sam"), leaves("sam"), stops("sam")], ids=["ended", "left", "stopped"]
)
def test_when_whoever_was_in_danger_is_gone_nobody_is_passed_on(over: Command) -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"), over)
    assert (passing_on(story), story.offered()) == ([], {})


def test_what_was_offered_before_the_danger_was_over_is_never_offered_again_under_the_same_number() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"), assess("noor", "sam", 1), assess("noor", "sam", 3))
    assert story.offered() == {"kim": "eline"}
    assert story.refused(accepts("eline", "kim", 2)) is OfferGone
    assert story.takes("eline", "kim")[0] == Left(KIM, "Noor", 3)


def test_a_hand_over_after_it_has_a_higher_number_too() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"), assess("noor", "sam", 1), unseats("noor"))
    assert Left(KIM, "Noor", 3) in story.after(60)


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (leaves("kim"), LogForgotten(KIM)),
        (stops("kim"), Ended(KIM, EndReason.SEEKER_STOPPED)),
        (ends("noor", "kim"), Ended(KIM, EndReason.COUNSELLOR_ENDED)),
    ],
    ids=["left", "stopped", "ended"],
)
def test_who_goes_while_they_are_passed_on_is_on_nobodys_screen(gone: Command, told: object) -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"))
    did = story.tell(gone)
    assert told in did
    assert {SeatChanged(NOOR), SeatChanged(ELINE)} <= set(did)
    assert (story.desk.offers, story.seat("eline").offer) == ({}, None)
    assert story.refused(accepts("eline", "kim", 2)) is OfferGone


def test_who_drops_while_they_are_passed_on_is_offered_again_when_they_are_back() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"))
    assert SeatChanged(ELINE) in story.tell(drops("kim"))
    assert story.offered() == {}
    story.after(60)
    story.tell(returns("kim"))
    assert story.offered() == {"kim": "eline"}
    story.tell(drops("kim"))
    assert Ended(KIM, EndReason.SEEKER_LOST) in story.after(10 * 60)
    assert passing_on(story) == []


def test_when_the_counsellor_is_lost_both_go_back_to_the_queue_and_no_card_stays() -> None:
    story = danger()
    story.tell(sits("eline"), ready("eline"), declines("eline", "kim", 2), unseats("noor"))
    story.tell(sits("femke"), ready("femke"))
    assert story.offered() == {"kim": "femke"}
    told = story.after(60)
    assert Left(KIM, "Noor", 4) in told
    assert SeatChanged(VolunteerId("femke")) in told
    assert list(story.desk.waiting) == [KIM, SAM]
    assert story.refused(accepts("femke", "kim", 3)) is not None
    assert {offer.conversation for offer in story.desk.offers.values()} <= {KIM, SAM}


def test_what_happened_while_they_were_passed_on_is_known_to_whoever_takes_it() -> None:
    story = talking_with("kim", "sam")
    story.tell(furnish(frame=45 * 60))
    story.says(Side.COUNSELLOR, "kim")
    story.tell(assess("noor", "sam", 2))
    story.says(Side.COUNSELLOR, "sam")
    told = story.watched(3 * 60)
    story.says(Side.SEEKER, "kim")
    told += story.watched(33 * 60)
    notices = [one.notice for one in told if isinstance(one, Noticed) and one.conversation == KIM]
    assert notices == [Notice.SILENCE, Notice.TEN_MINUTES]
    story.tell(assess("noor", "kim", 1), holds("noor", "kim"), sits("eline"), ready("eline"))
    before = story.talk("kim")
    story.takes("eline", "kim")
    taken = story.talk("kim")
    assert (taken.risk, taken.ending_told) == (1, before.ending_told)
    assert (taken.started, taken.framed, taken.arrived) == (story.now, before.framed, before.arrived)
    assert taken.on_hold


def test_who_was_passed_on_is_asked_about_silence_from_the_beginning() -> None:
    story = talking_with("kim", "sam")
    story.says(Side.COUNSELLOR, "kim")
    story.says(Side.COUNSELLOR, "sam")
    story.tell(assess("noor", "sam", 2))
    told = list(story.watched(3 * 60))
    story.tell(sits("eline"), ready("eline"))
    told += story.takes("eline", "kim")
    story.says(Side.COUNSELLOR, "kim")
    told += story.watched(4 * 60)
    said = [one.notice for one in told if isinstance(one, Noticed) and one.conversation == KIM]
    assert said == [Notice.SILENCE, Notice.SILENCE]


def test_two_colleagues_take_one_each() -> None:
    story = talking_with("kim", "sam", "bo")
    story.tell(sits("eline"), ready("eline"), sits("femke"), ready("femke"), assess("noor", "sam", 3))
    assert story.offered() == {"kim": "eline", "bo": "femke"}
    story.takes("femke", "bo")
    story.takes("eline", "kim")
    assert sorted(talk.counsellor for talk in story.desk.talks.values()) == ["eline", "femke", "noor"]


def test_nobody_is_passed_on_to_who_sees_danger_too() -> None:
    story = danger()
    story.tell(sits("eline", capacity=3), ready("eline"), away("noor"))
    story.tell(declines("eline", "kim", 2), arrive("bo"))
    story.takes("eline", "bo")
    story.tell(assess("eline", "bo", 2))
    story.after(61)
    assert story.offered() == {}


def test_who_is_not_safe_is_passed_on_only_when_there_is_danger_beside() -> None:
    story = talking_with("kim")
    story.tell(sits("noor", capacity=2), arrive("urgent"), safety("urgent"))
    story.after(60)
    story.takes("noor", "urgent")
    assert passing_on(story) == []
    view = seat_view(story.desk, NOOR, story.now)
    assert view is not None
    assert [talk.urgent for talk in view.talks] == [False, True]
    story.tell(assess("noor", "urgent", 2))
    assert passing_on(story) == ["kim"]


@pytest.mark.parametrize(
    ("played", "passed"), [("sam", []), ("kim", ["kim"])], ids=["the danger", "who is beside"]
)
def test_a_rehearsal_is_no_reason_to_pass_somebody_real_on(played: str, passed: list[str]) -> None:
    story = Story(sits("noor", capacity=2), ready("noor"))
    for name in ("kim", "sam"):
        story.tell(arrive(name, rehearsed=name == played))
        story.takes("noor", name)
    story.tell(assess("noor", "sam", 3))
    assert passing_on(story) == passed


def test_danger_in_a_rehearsal_hides_no_danger_that_is_real() -> None:
    story = Story(sits("noor", capacity=3), ready("noor"))
    for name in ("kim", "sam", "played"):
        story.tell(arrive(name, rehearsed=name == "played"))
        story.takes("noor", name)
    story.tell(assess("noor", "played", 3), assess("noor", "sam", 2))
    assert passing_on(story) == ["kim", "played"]


@pytest.mark.parametrize("risk", [-1, 4])
def test_there_is_no_other_level(risk: int) -> None:
    with pytest.raises(BadPayload):
        talking_with("sam").tell(assess("noor", "sam", risk))


def test_only_who_has_the_conversation_says_how_much_danger_there_is() -> None:
    story = talking_with("sam")
    story.tell(arrive("kim"), sits("eline"))
    assert story.refused(assess("eline", "sam", 2)) is NotAssigned
    assert story.refused(assess("noor", "kim", 2)) is NotAssigned
    assert SeatChanged(NOOR) in story.tell(assess("noor", "sam", 2))
    before = story.desk
    assert story.tell(assess("noor", "sam", 2)) == ()
    assert story.desk is before
    assert [view.risk for view in story.seat("noor").talks] == [2]


@pytest.mark.parametrize("risk", [2, 3])
def test_who_is_in_danger_is_not_given_up_while_they_are_away(risk: int) -> None:
    story = talking_with("sam")
    story.tell(assess("noor", "sam", risk), drops("sam"))
    story.after(24 * 60 * 60)
    assert story.screen("sam").phase is Phase.TALKING
    assert Ended(SAM, EndReason.COUNSELLOR_ENDED) in story.tell(ends("noor", "sam"))


def test_who_was_in_danger_is_waited_for_an_hour_from_when_their_counsellor_is_lost() -> None:
    story = talking_with("sam")
    story.tell(assess("noor", "sam", 3), drops("sam"))
    story.after(3 * 60 * 60)
    story.tell(unseats("noor"))
    story.after(60 + 60 * 60 - 1)
    assert story.screen("sam").handed_over
    story.after(1)
    assert not story.knows("sam")


def test_whoever_is_passed_on_is_not_something_to_wait_for() -> None:
    story = danger()
    due = next_due(story.desk)
    assert due == story.now + 60, "when more seats count"
    story.after(60)
    assert next_due(story.desk) != inf
    assert next_due(story.desk) is None
