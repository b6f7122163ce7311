"""Offers, told one by one: who is asked when, and what becomes of it."""

import pytest

from chat.conversation.lifecycle import Joined, Noticed
from chat.conversation.model import Notice
from chat.errors import OfferGone
from chat.identifiers import ConversationId, Seconds, SeekerId, VolunteerId
from chat.routing.commands import Command
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.model import Status
from tests.builders import (
    EN,
    Story,
    accepts,
    arrive,
    away,
    declines,
    drops,
    furnish,
    leaves,
    ready,
    returns,
    sits,
    stops,
    unseats,
)

TALK, SAM = ConversationId("talk-sam"), SeekerId("sam")
NOOR, ELINE, FEMKE = (VolunteerId(name) for name in ("noor", "eline", "femke"))
EVERYBODY = ["eline", "femke", "noor"]


def free(*counsellors: str) -> Story:
    """So many are free, each idle for longer than the next."""
    story = Story()
    for name in counsellors:
        story.tell(sits(name), ready(name))
        story.after(1)
    return story


def broadcast() -> Story:
    """Sam was asked of two who did not answer; now Noor, Eline and Femke are asked together, under version 3."""
    story = free("xena", "yara", "noor", "eline", "femke")
    story.tell(arrive("sam"))
    story.after(50)
    assert story.asked("sam") == EVERYBODY
    return story


def test_one_is_asked_after_the_other_and_whoever_does_not_answer_is_away() -> None:
    story = free("noor", "eline", "femke")
    story.tell(arrive("sam"))
    assert story.asked("sam") == ["noor"]
    story.after(24.9)
    assert story.asked("sam") == ["noor"]
    assert set(story.after(0.1)) == {SeatChanged(NOOR), SeatChanged(ELINE)}
    assert story.asked("sam") == ["eline"]
    assert story.desk.seats[NOOR].status is Status.MISSED
    assert (story.desk.seats[NOOR].missed, story.desk.seats[NOOR].declined) == (1, 0)
    assert story.waiting("sam").misses == 1


def test_after_two_who_did_not_answer_everybody_is_asked() -> None:
    story = free("noor", "eline", "femke")
    story.tell(sits("gea"), ready("gea"), arrive("sam"))
    story.after(25)
    assert story.asked("sam") == ["eline"]
    story.after(25)
    assert story.asked("sam") == ["femke", "gea"]
    offers = [story.seat(name).offer for name in ("femke", "gea")]
    assert [(offer.version, offer.everybody) for offer in offers if offer is not None] == [(3, True)] * 2


def test_after_a_minute_of_asking_everybody_is_asked_though_each_answered() -> None:
    story = free("noor", "eline", "femke", "gea")
    story.tell(arrive("sam"))
    for name in ("noor", "eline"):
        story.after(20)
        story.tell(declines(name, "sam", story.waiting("sam").version))
    story.after(19.9)
    story.tell(sits("hanna"), ready("hanna"), sits("ina"), ready("ina"), declines("femke", "sam", 3))
    assert story.asked("sam") == ["gea"], "a moment before the minute"
    assert set(story.after(0.1)) == {SeatChanged(VolunteerId(name)) for name in ("gea", "hanna", "ina")}
    assert story.asked("sam") == ["gea", "hanna", "ina"], "noor and eline rest"
    story.tell(declines("gea", "sam", 4))
    assert story.asked("sam") == ["hanna", "ina"]


def late() -> Story:
    """Sam was declined by two; Femke has been asked for 15 seconds, under version 3, and in 5 it is a minute."""
    story = free("noor", "eline", "femke")
    story.tell(arrive("sam"))
    for name in ("noor", "eline"):
        story.after(20)
        story.tell(declines(name, "sam", story.waiting("sam").version))
    story.after(15)
    assert (story.asked("sam"), story.waiting("sam").version) == (["femke"], 3)
    return story


@pytest.mark.parametrize("winner", ["femke", "gea", "hanna"])
def test_an_offer_that_stands_when_the_minute_is_over_is_shown_to_everybody_who_is_free(winner: str) -> None:
    story = late()
    story.tell(sits("gea"), ready("gea"), sits("hanna"), ready("hanna"), sits("ina"))
    story.after(5)
    assert story.asked("sam") == ["femke", "gea", "hanna"]
    for name in ("femke", "gea", "hanna"):
        offer = story.seat(name).offer
        assert offer is not None
        assert (offer.version, offer.left, offer.everybody) == (3, 25.0, True), "the old card still counts"
    story.tell(accepts(winner, "sam", 3))
    assert story.talk("sam").counsellor == winner
    for name in {"femke", "gea", "hanna"} - {winner}:
        assert story.seat(name).offer is None
        assert story.refused(accepts(name, "sam", 3)) is OfferGone


def test_when_nobody_else_is_free_as_the_minute_is_over_the_offer_stands_as_it_was() -> None:
    story = late()
    assert story.after(5) == ()
    assert (story.asked("sam"), story.desk.offers[TALK].expires) == (["femke"], story.now + 5)
    story.tell(sits("gea"), ready("gea"))
    assert story.asked("sam") == ["femke", "gea"], "whoever becomes free sees it too"
    assert story.desk.offers[TALK].expires == story.now + 25, "for five seconds nobody is called to a card"


def test_somebody_who_waits_unasked_goes_before_a_second_card_for_somebody_else() -> None:
    story = late()
    story.tell(away("noor"), away("eline"), sits("gea", capacity=2), arrive("kim"), ready("gea"))
    assert story.offered() == {"sam": "femke", "kim": "gea"}
    story.after(5)
    assert (story.asked("sam"), story.asked("kim")) == (["femke"], ["gea"])


def test_a_rehearsal_gives_way_to_a_second_card_of_somebody_real() -> None:
    story = late()
    story.tell(away("noor"), away("eline"), sits("gea"), ready("gea"), arrive("played", rehearsed=True))
    assert story.asked("played") == ["gea"]
    story.after(5)
    assert (story.asked("sam"), story.asked("played")) == (["femke", "gea"], [])


def test_whoever_is_asked_for_somebody_else_is_not_asked_too() -> None:
    story = free("noor", "eline", "femke")
    story.tell(arrive("sam"))
    story.after(50)
    story.tell(away("femke"), arrive("kim"), ready("eline"))
    assert story.asked("sam") == ["eline"]
    story.tell(ready("femke"), ready("noor"))
    assert story.asked("kim") == ["femke"]
    assert story.asked("sam") == ["eline", "noor"]


def test_everybody_who_waits_is_asked_of_somebody_before_anybody_is_asked_of_two() -> None:
    story = free("noor", "eline", "femke")
    story.tell(arrive("sam"))
    story.after(50)
    story.tell(away("femke"), arrive("kim"), arrive("bo"))
    assert story.offered() == {}
    for name in ("noor", "eline", "femke"):
        story.tell(sits(name, languages=[EN]), ready(name))
    for name in ("noor", "eline", "femke"):
        story.tell(sits(name))
    assert sorted(story.offered()) == ["bo", "kim", "sam"]


def test_the_first_who_takes_it_has_it_and_the_cards_of_the_others_go() -> None:
    story = broadcast()
    told = story.takes("eline", "sam")
    assert told[0] == Joined(TALK, ELINE, "Eline", story.talk("sam").version)
    assert set(told[1:]) == {SeekerChanged(SAM), *(SeatChanged(who) for who in (ELINE, NOOR, FEMKE))}
    assert [story.seat(name).offer for name in ("noor", "femke")] == [None, None]
    version = story.talk("sam").version
    assert story.refused(accepts("noor", "sam", version)) is OfferGone
    assert story.refused(declines("femke", "sam", version)) is OfferGone
    assert story.refused(accepts("eline", "sam", version)) is None, "a repeat"


def test_who_declines_what_everybody_is_asked_leaves_it_to_the_others() -> None:
    story = broadcast()
    version = story.waiting("sam").version
    assert story.tell(declines("eline", "sam", version)) == (SeatChanged(ELINE),)
    assert (story.asked("sam"), story.waiting("sam").version) == (["femke", "noor"], version)
    assert story.tell(declines("eline", "sam", version)) == ()
    assert story.refused(accepts("eline", "sam", version)) is OfferGone
    assert story.desk.seats[ELINE].declined == 1


def test_the_last_who_is_left_of_everybody_sees_that_it_is_only_them() -> None:
    story = broadcast()
    version = story.waiting("sam").version
    story.tell(declines("eline", "sam", version))
    assert SeatChanged(NOOR) in story.tell(declines("femke", "sam", version))
    offer = story.seat("noor").offer
    assert offer is not None
    assert not offer.everybody


@pytest.mark.parametrize("out", [away("noor"), unseats("noor"), sits("noor", languages=[EN])])
def test_who_goes_from_among_everybody_is_not_waited_for(out: Command) -> None:
    story = broadcast()
    story.tell(out)
    assert story.asked("sam") == ["eline", "femke"]


def test_when_nobody_answers_what_everybody_was_asked_nobody_is_put_away_and_all_are_asked_again() -> None:
    story = broadcast()
    version = story.waiting("sam").version
    told = story.after(25)
    assert set(told) == {SeatChanged(NOOR), SeatChanged(ELINE), SeatChanged(FEMKE)}
    seats = [story.desk.seats[who] for who in (NOOR, ELINE, FEMKE)]
    assert [(seat.status, seat.missed) for seat in seats] == [(Status.READY, 0)] * 3
    assert story.asked("sam") == EVERYBODY
    assert (story.waiting("sam").misses, story.waiting("sam").version) == (3, version + 1)
    story.takes("eline", "sam")


def test_who_comes_while_everybody_is_asked_in_vain_is_offered_to_one_of_them_all_the_same() -> None:
    story = broadcast()
    story.tell(arrive("kim"))
    assert story.asked("kim") == []
    story.after(25)
    assert len(story.asked("kim")) == 1
    assert sorted(story.asked("kim") + story.asked("sam")) == EVERYBODY


def test_the_last_who_is_left_of_everybody_is_away_when_they_do_not_answer() -> None:
    """Their card said that nobody else is asked."""
    story = broadcast()
    for other in ("eline", "femke"):
        story.tell(declines(other, "sam", story.waiting("sam").version))
    story.after(25)
    assert [story.desk.seats[who].missed for who in (NOOR, ELINE, FEMKE)] == [1, 0, 0]
    assert {who for who, seat in story.desk.seats.items() if seat.status is Status.READY} == {ELINE, FEMKE}


@pytest.mark.parametrize(
    "gone", [leaves("sam"), stops("sam"), drops("sam")], ids=["left", "stopped", "dropped"]
)
def test_when_the_young_person_goes_the_card_goes_from_everybodys_screen(gone: Command) -> None:
    story = broadcast()
    told = story.tell(gone)
    assert {SeatChanged(NOOR), SeatChanged(ELINE), SeatChanged(FEMKE)} <= set(told)
    assert story.desk.offers == {}


def test_a_rehearsed_offer_to_everybody_gives_way_on_every_screen() -> None:
    story = free("xena", "yara", "noor", "eline", "femke")
    story.tell(arrive("played", rehearsed=True))
    story.after(50)
    assert story.asked("played") == EVERYBODY
    told = story.tell(arrive("sam"))
    assert {SeatChanged(NOOR), SeatChanged(ELINE), SeatChanged(FEMKE)} <= set(told)
    assert (story.asked("sam"), story.asked("played")) == (["noor"], ["eline", "femke"])


def test_every_offer_has_a_higher_version_than_all_before() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    versions = [story.waiting("sam").version]
    for _ in range(3):
        story.tell(away("noor"), ready("noor"))
        versions.append(story.waiting("sam").version)
    story.takes("noor", "sam")
    story.tell(unseats("noor"))
    story.after(60)
    versions.append(story.waiting("sam").version)
    story.tell(sits("eline"), ready("eline"))
    versions.append(story.waiting("sam").version)
    assert versions == [1, 2, 3, 4, 5, 6]
    for old in range(1, 6):
        assert story.refused(accepts("noor", "sam", old)) is not None
        assert story.refused(accepts("eline", "sam", old)) is OfferGone


def test_who_comes_back_is_asked_of_one_again() -> None:
    story = broadcast()
    story.tell(drops("sam"))
    story.after(10 * 60)
    story.tell(*(ready(name) for name in ("noor", "eline", "femke")), returns("sam"))
    assert len(story.asked("sam")) == 1
    assert (story.waiting("sam").misses, story.waiting("sam").asked_since) == (0, story.now)


def test_after_a_hand_over_it_is_asked_of_one_again() -> None:
    story = broadcast()
    story.takes("noor", "sam")
    story.tell(unseats("noor"))
    story.after(60)
    assert len(story.asked("sam")) == 1
    assert story.waiting("sam").misses == 0


def test_how_long_a_conversation_is_meant_to_last_is_said_once_however_often_it_changes_hands() -> None:
    story = Story(furnish(frame=45 * 60), sits("noor"), ready("noor"), arrive("sam"))
    story.after(20)
    assert Noticed(TALK, Notice.FRAME) in story.takes("noor", "sam")
    began = story.now
    story.tell(unseats("noor"))
    story.after(60)
    story.tell(sits("eline"), ready("eline"))
    assert not [one for one in story.takes("eline", "sam") if isinstance(one, Noticed)]
    assert (story.talk("sam").framed, story.talk("sam").started) == (began, began + 60)
    assert story.screen("sam").frame == Seconds(45 * 60)


def test_of_a_line_without_a_frame_nothing_is_said() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    assert not [one for one in story.takes("noor", "sam") if isinstance(one, Noticed)]
    story.tell(furnish(frame=45 * 60), unseats("noor"))
    story.after(60)
    story.tell(sits("eline"), ready("eline"))
    assert not [one for one in story.takes("eline", "sam") if isinstance(one, Noticed)]
