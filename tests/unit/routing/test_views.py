from dataclasses import replace

import pytest

from chat.conversation.model import EndReason, Side
from chat.identifiers import ConversationId, Instant, Seconds, SeekerId, VolunteerId
from chat.routing.commands import Command
from chat.routing.model import Safety, Status
from chat.routing.seat_view import OfferView, SeatView, TalkView, seat_view
from chat.routing.views import Phase, Place, SeekerView, Why, places, seeker_view
from tests.builders import (
    EN,
    NL,
    Story,
    accepts,
    arrive,
    drops,
    ends,
    furnish,
    holds,
    leaves,
    passes_on,
    prefers,
    ready,
    safety,
    sits,
    stops,
    unseats,
)

SAM, KIM = ConversationId("talk-sam"), ConversationId("talk-kim")


def test_a_place_is_the_rank_among_those_present() -> None:
    story = Story(arrive("sam"), arrive("kim"), arrive("bo"), drops("kim"))
    assert places(story.desk) == {SeekerId("sam"): Place(1), SeekerId("bo"): Place(2)}
    screen = story.screen("kim")
    assert screen.place is None


def test_a_place_worked_out_before_is_believed() -> None:
    story = Story(arrive("sam"))
    assert seeker_view(story.desk, SeekerId("sam"), {SeekerId("sam"): Place(7)}) == SeekerView(
        1, SAM, Phase.WAITING, place=Place(7), zone=story.desk.house.zone
    )


def test_a_young_person_sees_who_is_there_and_whether_they_still_are() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    assert story.screen("sam") == SeekerView(4, SAM, Phase.TALKING, name="Noor", counsellor_here=True)
    story.tell(unseats("noor"))
    assert story.screen("sam") == SeekerView(5, SAM, Phase.TALKING, name="Noor", counsellor_here=False)
    story.tell(stops("sam"))
    assert story.screen("sam") == SeekerView(6, SAM, Phase.ENDED, reason=EndReason.SEEKER_STOPPED)


def test_an_offer_says_how_long_somebody_waited_and_how_long_it_stands() -> None:
    story = Story(arrive("sam"))
    story.after(100)
    story.tell(sits("noor"), ready("noor"))
    story.after(5)
    offer = OfferView(SAM, 1, NL, waited=Seconds(105.0), left=Seconds(20.0), why=Why.TURN)
    assert replace(story.seat("noor"), room=None) == SeatView(4, "Noor", Status.READY, 1, offer, ())


def test_on_a_clock_that_is_behind_no_time_has_passed() -> None:
    story = Story(
        sits("noor", capacity=2), ready("noor"), arrive("sam"), accepts("noor", "sam"), arrive("kim")
    )
    story.now = Instant(story.now - 5)
    seat = story.seat("noor")
    assert seat.offer is not None
    assert (seat.offer.waited, seat.offer.left, seat.talks[0].elapsed) == (0.0, 30.0, 0.0)


def test_a_counsellor_sees_talks_in_the_order_of_accepting_and_ended_ones_last() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), arrive("kim"))
    story.tell(accepts("noor", "sam"))
    story.after(10)
    story.tell(accepts("noor", "kim"), drops("kim"))
    story.after(5)
    seat = story.seat("noor")
    assert [(t.conversation, t.elapsed, t.seeker_away) for t in seat.talks] == [
        (SAM, 15.0, None),
        (KIM, 5.0, 5.0),
    ]
    story.tell(ends("noor", "sam"))
    seat = story.seat("noor")
    ended = TalkView(SAM, 1, Phase.ENDED, reason=EndReason.COUNSELLOR_ENDED)
    assert [talk.conversation for talk in seat.talks] == [KIM, SAM]
    assert seat.talks[-1] == ended


def test_what_somebody_else_ended_is_not_shown() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), ends("noor", "sam"))
    story.tell(sits("eline"))
    assert story.seat("eline").talks == ()


def test_nobody_sees_a_seat_that_is_not_taken() -> None:
    assert seat_view(Story().desk, VolunteerId("noor"), Instant(1)) is None
    assert seeker_view(Story().desk, SeekerId("sam")) is None


def test_a_counsellor_sees_what_is_rehearsed_from_the_offer_to_the_end() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam", rehearsed=True))
    offer = story.seat("noor").offer
    assert offer is not None
    assert offer.rehearsed
    story.tell(accepts("noor", "sam"))
    assert [talk.rehearsed for talk in story.seat("noor").talks] == [True]
    story.tell(ends("noor", "sam"))
    assert [(talk.phase, talk.rehearsed) for talk in story.seat("noor").talks] == [(Phase.ENDED, True)]


def test_whoever_stands_behind_somebody_who_came_later_is_told_why() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("first", language=EN), arrive("second", language=EN))
    story.tell(arrive("lost"), accepts("noor", "lost"), unseats("noor"), arrive("urgent"), safety("urgent"))
    story.tell(arrive("last"))
    story.after(60)
    assert places(story.desk) == {
        SeekerId("lost"): Place(1),
        SeekerId("urgent"): Place(2),
        SeekerId("first"): Place(3, Why.HANDED_OVER),
        SeekerId("second"): Place(4, Why.HANDED_OVER),
        SeekerId("last"): Place(5),
    }
    story.tell(leaves("lost"))
    assert [place.behind for place in places(story.desk).values()] == [None, Why.URGENT, Why.URGENT, None]
    assert story.screen("first").place == Place(2, Why.URGENT)
    story.tell(safety("urgent", Safety.YES))
    assert {place.behind for place in places(story.desk).values()} == {None}


def test_who_is_behind_somebody_who_came_before_them_is_told_nothing() -> None:
    story = Story(arrive("urgent"), safety("urgent"), arrive("sam"))
    assert places(story.desk) == {SeekerId("urgent"): Place(1), SeekerId("sam"): Place(2)}


def test_a_young_person_sees_that_they_come_sooner_and_that_nobody_answered() -> None:
    story = Story(furnish(frame=2700), arrive("sam"), safety("sam"), sits("noor"), ready("noor"))
    assert story.screen("sam").urgent
    story.takes("noor", "sam")
    assert (story.screen("sam").urgent, story.screen("sam").frame) == (False, Seconds(2700))
    story.watched(60)
    screen = story.screen("sam")
    assert (screen.urgent, screen.handed_over, screen.unanswered, screen.frame) == (True, True, True, None)


def test_who_calls_somebody_and_lost_their_counsellor_sees_that_it_is_still_kept_for_long() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), holds("noor", "sam"))
    story.tell(unseats("noor"))
    story.after(60)
    screen = story.screen("sam")
    assert (screen.phase, screen.handed_over, screen.on_hold) == (Phase.WAITING, True, True)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((), Why.TURN),
        ((safety("sam"),), Why.URGENT),
        ((prefers("sam", "noor"),), Why.ASKED_FOR),
        ((safety("sam"), prefers("sam", "noor")), Why.ASKED_FOR),
        ((prefers("sam", "eline"), safety("sam")), Why.URGENT),
    ],
)
def test_an_offer_says_why_it_is_them(told: tuple[Command, ...], why: Why) -> None:
    story = Story(arrive("sam"), *told, sits("noor"), ready("noor"))
    offer = story.seat("noor").offer
    assert offer is not None
    assert offer.why is why


def test_an_offer_says_whether_a_colleague_is_still_with_them() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(sits("eline"), ready("eline"), passes_on("noor", "sam"))
    offer = story.seat("eline").offer
    assert offer is not None
    assert offer.why is Why.PASSED_ON
    story.tell(unseats("noor"))
    story.after(60)
    story.tell(sits("fay"), ready("fay"))
    offer = story.seat("fay").offer
    assert offer is not None
    assert offer.why is Why.HANDED_OVER


def test_whether_anybody_is_on_who_could_come_is_said_with_the_place() -> None:
    """Nobody is told that somebody comes where nobody is; whoever lost the connection is on while their seat is kept."""
    story = Story(sits("noor"), ready("noor"), arrive("kim", language=EN))
    story.tell(arrive("sam"))
    story.takes("noor", "sam")
    story.says(Side.COUNSELLOR, "sam")
    story.looks("sam")
    story.tell(arrive("bo"), unseats("noor"))
    assert {who: place.attended for who, place in places(story.desk).items()} == {
        SeekerId("kim"): False,
        SeekerId("bo"): True,
    }
    story.after(60)
    assert {who: place.attended for who, place in places(story.desk).items()} == {
        SeekerId("sam"): False,
        SeekerId("kim"): False,
        SeekerId("bo"): False,
    }
