import pytest

from chat.circle.log import CircleForgotten
from chat.conversation.lifecycle import Ended, Joined, Left
from chat.conversation.model import EndReason
from chat.errors import NotArrived, NotAssigned, OfferGone, Wait
from chat.identifiers import ConnectionId, ConversationId, Seconds, SeekerId, VolunteerId
from chat.routing.commands import Command, DropSeat
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.model import Status
from chat.routing.views import Phase, Place
from tests.builders import (
    EN,
    NL,
    Story,
    accepts,
    arrive,
    assess,
    away,
    confirms,
    declines,
    drops,
    ends,
    holds,
    leaves,
    ready,
    sits,
    unseats,
)

SAM, NOOR = SeekerId("sam"), VolunteerId("noor")
TALK = ConversationId("talk-sam")


def asked(capacity: int = 1) -> Story:
    """Sam is offered to Noor."""
    return Story(sits("noor", capacity=capacity), ready("noor"), arrive("sam"))


def talking() -> Story:
    """Noor talks with Sam."""
    story = asked()
    story.tell(accepts("noor", "sam"))
    return story


def test_who_sits_down_is_away_until_they_say_otherwise() -> None:
    story = Story(arrive("sam"))
    assert story.tell(sits("noor")) == (SeatChanged(NOOR),)
    assert story.desk.seats[NOOR].status is Status.AWAY
    assert story.offered() == {}


def test_a_second_page_changes_neither_status_nor_offer() -> None:
    story = asked()
    story.tell(sits("noor", line="second"))
    assert story.desk.seats[NOOR].status is Status.READY
    assert story.offered() == {"sam": "noor"}


def test_the_same_page_taking_the_same_seat_changes_nothing() -> None:
    story = asked()
    assert story.tell(sits("noor")) == ()


@pytest.mark.parametrize(
    "facts", [sits("noor", capacity=0), sits("noor", languages=[EN])], ids=["capacity", "language"]
)
def test_an_offer_that_no_longer_fits_is_taken_back(facts: Command) -> None:
    story = asked()
    story.tell(facts)
    assert story.offered() == {}


def test_an_offer_that_still_fits_stays() -> None:
    story = asked(capacity=3)
    story.tell(sits("noor", capacity=1, languages=[NL, EN]))
    assert story.offered() == {"sam": "noor"}


def test_talks_go_on_when_capacity_shrinks() -> None:
    story = talking()
    story.tell(sits("noor", capacity=0))
    assert list(story.desk.talks) == [TALK]


def test_a_second_page_says_nothing_new_to_who_is_talked_with() -> None:
    story = talking()
    story.tell(sits("noor", line="node.first"))
    assert story.tell(sits("noor", line="node.second")) == (SeatChanged(NOOR),)


def test_a_page_at_another_node_is_told_so_that_their_nodes_know_where_to_write() -> None:
    story = talking()
    story.tell(sits("noor", line="node.first"))
    assert story.tell(sits("noor", line="other.second")) == (SeatChanged(NOOR), SeekerChanged(SAM))


def test_a_new_name_is_told_to_who_is_talked_with() -> None:
    story = talking()
    assert story.tell(sits("noor", name="Eline")) == (SeatChanged(NOOR), SeekerChanged(SAM))
    assert story.screen("sam").name == "Eline"


def test_the_last_page_closed_takes_the_offer_along_and_is_shown() -> None:
    story = asked(capacity=2)
    story.tell(accepts("noor", "sam"), arrive("kim"), sits("noor", capacity=2, line="second"))
    assert story.tell(unseats("noor", line="second")) == ()
    assert story.tell(unseats("noor")) == (SeatChanged(NOOR), SeekerChanged(SAM))
    assert not story.screen("sam").counsellor_here
    assert story.tell(sits("noor", capacity=2)) == (SeatChanged(NOOR), SeekerChanged(SAM))


@pytest.mark.parametrize("counsellor", ["noor", "unknown"])
def test_a_late_disconnect_of_a_page_that_is_gone_changes_nothing(counsellor: str) -> None:
    story = asked()
    assert story.tell(unseats(counsellor, line="old")) == ()
    assert story.offered() == {"sam": "noor"}


def test_who_goes_away_is_not_asked_and_who_is_ready_again_is() -> None:
    story = asked()
    assert story.tell(away("noor")) == (SeatChanged(NOOR),)
    assert story.offered() == {}
    assert story.tell(away("noor")) == ()
    story.tell(ready("noor"))
    assert story.offered() == {"sam": "noor"}
    assert story.tell(ready("noor")) == ()


def test_who_accepts_has_the_conversation_and_the_log_says_so() -> None:
    story = asked()
    joined = Joined(TALK, NOOR, "Noor", 1)
    assert story.tell(accepts("noor", "sam")) == (joined, SeekerChanged(SAM), SeatChanged(NOOR))
    assert story.tell(accepts("noor", "sam")) == ()


@pytest.mark.parametrize(
    "answer",
    [
        accepts("eline", "sam"),
        accepts("noor", "sam", version=0),
        accepts("noor", "kim"),
        declines("eline", "sam"),
        declines("noor", "sam", version=2),
        declines("noor", "kim"),
    ],
    ids=["another", "old", "unknown", "decline of another", "decline of the next", "decline of unknown"],
)
def test_an_answer_to_what_was_not_offered_is_refused(answer: Command) -> None:
    story = asked()
    story.tell(sits("eline"))
    assert story.refused(answer) is OfferGone
    assert story.offered() == {"sam": "noor"}


@pytest.mark.parametrize(
    "late", [accepts("eline", "sam"), accepts("noor", "sam", version=0), accepts("noor", "sam", version=2)]
)
def test_whoever_comes_second_is_not_told_that_they_have_it(late: Command) -> None:
    story = talking()
    story.tell(sits("eline"))
    assert story.refused(late) is OfferGone


def test_an_offer_that_ran_out_cannot_be_accepted_even_before_the_tick() -> None:
    story = asked()
    story.now = story.desk.offers[TALK].expires
    assert story.refused(accepts("noor", "sam")) is OfferGone


@pytest.mark.parametrize("gone", [leaves("sam"), drops("sam")], ids=["left", "dropped"])
def test_an_offer_that_was_withdrawn_cannot_be_accepted(gone: Command) -> None:
    story = asked()
    story.tell(gone)
    assert story.refused(accepts("noor", "sam")) is OfferGone


@pytest.mark.parametrize("command", [ready("noor"), away("noor"), accepts("noor", "sam")])
def test_without_a_seat_nothing_can_be_chosen(command: Command) -> None:
    assert Story(arrive("sam")).refused(command) is NotArrived


def test_who_declines_is_asked_for_the_next_one_and_not_for_this_one_for_a_minute() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), arrive("kim"))
    assert story.tell(declines("noor", "sam")) == (SeatChanged(NOOR),)
    assert story.offered() == {"kim": "noor"}
    assert story.tell(declines("noor", "sam")) == ()
    story.tell(leaves("kim"))
    story.after(59)
    assert story.offered() == {}
    story.after(1)
    assert story.offered() == {"sam": "noor"}


def test_who_declines_leaves_it_to_another() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), sits("eline"), ready("eline"))
    story.tell(declines("noor", "sam"))
    assert story.offered() == {"sam": "eline"}
    story.tell(accepts("eline", "sam", version=2))
    assert story.refused(accepts("noor", "sam")) is OfferGone


def test_who_missed_an_offer_is_asked_nothing_until_ready_again() -> None:
    story = asked()
    story.after(25)
    assert story.desk.seats[NOOR].status is Status.MISSED
    assert story.offered() == {}
    story.tell(ready("noor"))
    assert story.desk.offers[TALK].version == 2


def test_the_holder_ends_a_conversation_once_and_for_all() -> None:
    story = talking()
    ended = Ended(TALK, EndReason.COUNSELLOR_ENDED)
    assert story.tell(ends("noor", "sam")) == (ended, SeekerChanged(SAM), SeatChanged(NOOR))
    assert story.tell(ends("noor", "sam")) == ()
    story.tell(confirms("sam", "sam"), confirms("noor", "sam"))
    assert story.tell(ends("noor", "sam")) == ()


def test_nobody_ends_what_they_do_not_hold() -> None:
    story = talking()
    story.tell(sits("eline"))
    assert story.refused(ends("eline", "sam")) is NotAssigned
    assert asked().refused(ends("noor", "sam")) is NotAssigned


def test_who_has_not_sat_down_since_the_desk_was_lost_waits_with_what_they_press() -> None:
    story = talking()
    for pressed in (ends("eline", "sam"), holds("eline", "sam"), assess("eline", "sam", 3)):
        assert story.refused(pressed) is Wait


def test_a_lost_counsellors_conversation_goes_to_the_head_with_its_time_of_arriving() -> None:
    story = talking()
    story.after(10)
    story.tell(arrive("kim"), unseats("noor"))
    story.after(59)
    assert list(story.desk.talks) == [TALK]
    arrived = story.desk.talks[TALK].arrived
    told = story.after(1)
    left = Left(TALK, "Noor", 2)
    assert story.desk.talks == {}
    assert told[:3] == (left, SeekerChanged(SAM), SeatChanged(NOOR))
    assert [type(effect) for effect in told[3:]] == [CircleForgotten], "nobody is on any more"
    assert story.desk.waiting[TALK].arrived == arrived
    screen = story.screen("sam")
    assert (screen.place, screen.handed_over) == (Place(1), True)
    assert "noor" not in story.desk.seats


def test_the_minute_of_a_lost_counsellor_counts_from_the_last_sign_of_life() -> None:
    story = talking()
    story.after(30)
    story.tell(DropSeat(NOOR, ConnectionId("noor@desk"), silent=Seconds(20.0)))
    story.after(39)
    assert story.seat("noor").talks, "59 seconds of silence"
    story.after(1)
    assert story.screen("sam").handed_over, "60 seconds of silence"


def test_silence_before_the_connection_opened_does_not_count() -> None:
    story = talking()
    story.tell(DropSeat(NOOR, ConnectionId("noor@desk"), silent=Seconds(20.0)))
    story.after(59)
    assert story.seat("noor").talks
    story.after(1)
    assert story.screen("sam").handed_over


def test_a_page_that_was_alive_until_it_closed_outweighs_one_that_had_been_silent() -> None:
    story = talking()
    story.tell(sits("noor", line="second"))
    story.after(30)
    story.tell(unseats("noor", line="second"))
    story.tell(DropSeat(NOOR, ConnectionId("noor@desk"), silent=Seconds(20.0)))
    story.after(59)
    assert story.seat("noor").talks
    story.after(1)
    assert story.screen("sam").handed_over


def test_declining_an_offer_that_was_never_made_is_refused_also_to_who_declined_before() -> None:
    story = asked()
    story.tell(declines("noor", "sam"))
    assert story.refused(declines("noor", "sam")) is None, "a repeat"
    assert story.refused(declines("noor", "sam", version=2)) is OfferGone


def test_who_is_on_hold_is_waited_for_an_hour_also_when_their_counsellor_is_lost() -> None:
    story = talking()
    story.tell(holds("noor", "sam"), drops("sam"))
    story.after(20 * 60)
    story.tell(unseats("noor"))
    story.after(39 * 60)
    assert (story.screen("sam").phase, story.screen("sam").handed_over) == (Phase.WAITING, True)
    story.after(60)
    assert not story.knows("sam")


def test_who_was_on_hold_is_on_hold_whoever_takes_them() -> None:
    story = talking()
    story.tell(holds("noor", "sam"), unseats("noor"))
    story.after(60)
    story.tell(sits("eline"), ready("eline"), accepts("eline", "sam", 3))
    assert story.screen("sam").on_hold
