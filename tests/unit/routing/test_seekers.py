from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Ended, LogForgotten, LogOpened
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.errors import Superseded as PageSuperseded
from chat.identifiers import ConnectionId, ConversationId, Epoch, Instant, SeekerId, VolunteerId
from chat.routing.claims import Held
from chat.routing.commands import Arrive, Command, End
from chat.routing.durations import HOLD_TICKET_LASTS
from chat.routing.effects import SeatChanged, SeekerChanged, Superseded
from chat.routing.views import Phase, Place, SeekerView
from tests.builders import (
    Story,
    accepts,
    arrive,
    confirms,
    drops,
    ends,
    leaves,
    ready,
    returns,
    sits,
    stops,
)
from tests.unit.routing.test_rebuilding import next_life, of_seeker

SAM, KIM, NOOR = SeekerId("sam"), SeekerId("kim"), VolunteerId("noor")
TALK = ConversationId("talk-sam")


def talking() -> Story:
    """Noor talks with Sam."""
    return Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))


def test_who_arrives_waits_in_place_one_with_a_log_of_their_own() -> None:
    story = Story()
    assert story.tell(arrive("sam")) == (LogOpened(TALK, Epoch("epoch-sam"), SAM), SeekerChanged(SAM))
    assert story.screen("sam") == SeekerView(
        1, TALK, Phase.WAITING, place=Place(1), zone=story.desk.house.zone
    )


def test_an_arrival_repeated_keeps_the_first_conversation() -> None:
    story = Story(arrive("sam"))
    again = Arrive(
        SAM,
        ConversationId("another"),
        Epoch("another"),
        *(arrive("sam").language, arrive("sam").instance, arrive("sam").connection),
    )
    assert story.tell(again) == ()
    assert list(story.desk.waiting) == [TALK]


def test_two_who_arrive_at_one_moment_stand_in_the_order_of_arriving() -> None:
    story = Story(arrive("sam"), arrive("kim"))
    assert [story.screen(name).place for name in ("sam", "kim")] == [Place(1), Place(2)]


def test_who_drops_loses_the_offer_and_keeps_the_order() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    assert story.offered() == {"sam": "noor"}
    assert story.tell(drops("sam")) == (SeatChanged(NOOR), SeekerChanged(SAM))
    story.tell(arrive("kim"))
    assert story.offered() == {"kim": "noor"}
    story.tell(returns("sam"))
    assert story.screen("sam").place == Place(1, attended=True)


def test_a_late_disconnect_of_a_replaced_connection_changes_nothing() -> None:
    story = Story(arrive("sam", line="old"), returns("sam", line="new"))
    before = story.desk
    assert story.tell(drops("sam", line="old")) == ()
    assert story.desk is before


def test_the_same_page_on_a_new_connection_supersedes_nobody() -> None:
    story = Story(arrive("sam", line="node.old"))
    assert story.tell(returns("sam", line="node.new")) == ()
    assert story.desk.guests[SAM].connection == "node.new"


def test_a_page_at_another_node_is_told_so_that_others_know_where_to_write() -> None:
    story = Story(arrive("sam", line="node.old"))
    assert story.tell(returns("sam", line="other.new")) == (SeekerChanged(SAM),)
    story = talking()
    story.tell(returns("sam", line="node.old"))
    assert story.tell(returns("sam", line="other.new")) == (SeatChanged(NOOR),)


def test_a_newer_page_takes_over_and_the_older_is_told() -> None:
    story = Story(arrive("sam", page="first", line="node.sam@first"))
    told = story.tell(returns("sam", page="second", line="node.sam@second", take_over=True))
    assert told == (Superseded(ConnectionId("node.sam@first")),)
    assert story.refused(returns("sam", page="first")) is PageSuperseded


def test_a_superseded_page_may_take_over_again_by_its_own_button() -> None:
    story = Story(arrive("sam", page="first", line="node.sam@first"))
    story.tell(returns("sam", page="second", line="node.sam@second", take_over=True))
    told = story.tell(returns("sam", page="first", line="node.sam@first", take_over=True))
    assert told == (Superseded(ConnectionId("node.sam@second")),)


def test_what_a_page_said_before_it_was_loaded_anew_takes_nothing_over() -> None:
    story = Story(arrive("sam", page="first", line="node.a"))
    told = story.tell(returns("sam", page="third", line="node.c", tab="first", load=2))
    assert told == (Superseded(ConnectionId("node.a")),)
    assert story.refused(returns("sam", page="second", line="node.b", tab="first", load=1)) is PageSuperseded
    assert story.refused(returns("sam", page="first", line="node.a", tab="first")) is PageSuperseded
    assert story.tell(returns("sam", page="third", line="node.d", tab="first", load=2)) == ()
    assert story.desk.guests[SAM].connection == "node.d"


def test_after_a_loss_the_page_that_lives_takes_over_from_one_that_was_heard_late() -> None:
    story = Story(arrive("sam", page="first"))
    claim, new = of_seeker(story), next_life(story)
    new.tell(returns("sam", page="first", line="node.a", claim=claim))
    told = new.tell(returns("sam", page="second", line="node.b", load=1, claim=claim))
    assert told == (Superseded(ConnectionId("node.a")),)


def test_whoever_asks_another_tab_to_go_on_goes_on_there_however_often_the_other_was_loaded() -> None:
    story = Story(arrive("sam", page="first", line="node.a"))
    often = returns("sam", page="loaded often", line="node.b", tab="first", load=7)
    story.tell(often, returns("sam", page="asked for", line="node.c", take_over=True))
    assert story.desk.guests[SAM].instance == "asked for"
    # The line of the other is back, and nobody pressed anything there.
    assert story.refused(often) is PageSuperseded
    story.tell(returns("sam", page="loaded anew", line="node.d", tab="asked for", load=1))
    assert story.desk.guests[SAM].instance == "loaded anew"


def test_that_a_page_was_asked_counts_no_more_once_it_was_loaded_anew() -> None:
    story = Story(arrive("sam", page="first", line="node.a"))
    asked = returns("sam", page="asked for", line="node.b", take_over=True)
    story.tell(returns("sam", page="loaded anew", line="node.c", tab="asked for", load=1, take_over=True))
    assert story.refused(asked) is PageSuperseded
    assert story.desk.guests[SAM].instance == "loaded anew"


def test_a_page_that_was_asked_again_is_the_next_of_its_own_tab() -> None:
    story = Story(arrive("sam", page="first", line="node.a"))
    story.tell(returns("sam", page="second", line="node.b", take_over=True))
    story.tell(returns("sam", page="first", line="node.c", take_over=True))
    story.tell(returns("sam", page="third", line="node.d", tab="first", load=1))
    assert story.desk.guests[SAM].instance == "third"


def test_nobody_can_return_to_what_is_not_there() -> None:
    story = Story(arrive("sam"), leaves("sam"))
    assert story.refused(returns("sam", take_over=True)) is Gone


def test_who_returns_to_a_talk_is_shown_to_the_counsellor() -> None:
    story = talking()
    assert story.tell(drops("sam")) == (SeatChanged(NOOR),)
    assert story.tell(returns("sam")) == (SeatChanged(NOOR),)


def test_who_returns_to_an_ended_talk_changes_nobodys_screen() -> None:
    story = talking()
    story.tell(stops("sam"), drops("sam"))
    assert story.did == ()
    assert story.tell(returns("sam")) == ()


@pytest.mark.parametrize("way_out", [leaves("sam"), stops("sam")])
def test_who_goes_while_waiting_leaves_nothing(way_out: Command) -> None:
    story = Story(arrive("sam"), arrive("kim"))
    assert story.tell(way_out) == (LogForgotten(TALK),)
    assert not story.knows("sam")
    assert story.screen("kim").place == Place(1)


def test_who_goes_while_offered_frees_the_counsellor_who_was_asked() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    assert story.tell(leaves("sam")) == (LogForgotten(TALK), SeatChanged(NOOR))
    assert story.offered() == {}


def test_who_stops_a_talk_can_still_read_it() -> None:
    story = talking()
    ended = Ended(TALK, EndReason.SEEKER_STOPPED)
    assert story.tell(stops("sam")) == (ended, SeekerChanged(SAM), SeatChanged(NOOR))
    screen = story.screen("sam")
    assert (screen.phase, screen.reason) == (Phase.ENDED, EndReason.SEEKER_STOPPED)
    assert story.tell(stops("sam")) == ()


def test_who_leaves_a_talk_takes_the_log_along_and_the_counsellor_learns_why() -> None:
    story = talking()
    assert story.tell(leaves("sam")) == (LogForgotten(TALK), SeatChanged(NOOR))
    seat = story.seat("noor")
    assert [(talk.phase, talk.reason) for talk in seat.talks] == [(Phase.ENDED, EndReason.SEEKER_LEFT)]
    assert story.tell(leaves("sam")) == ()


def test_that_they_left_is_the_same_when_a_counsellors_ticket_brings_it_back() -> None:
    left, brought = talking(), talking()
    assert brought.tell(End(NOOR, TALK, EndReason.SEEKER_LEFT)) == left.tell(leaves("sam"))
    assert brought.desk == left.desk


def test_a_log_is_forgotten_once_by_who_leaves_and_not_again_by_who_confirms() -> None:
    story = talking()
    story.tell(leaves("sam"))
    assert story.tell(confirms("noor", "sam")) == (SeatChanged(NOOR),)
    assert story.desk.closing == {}


def test_who_left_does_not_begin_over_again_with_the_same_start() -> None:
    story = talking()
    story.tell(leaves("sam"))
    assert story.refused(arrive("sam")) is Gone
    story.tell(confirms("noor", "sam"))
    story.after(HOLD_TICKET_LASTS - 1)
    assert story.refused(arrive("sam")) is Gone
    story.after(1)
    assert story.refused(arrive("sam")) is None


def test_a_leave_that_overtook_its_arriving_counts() -> None:
    story = Story(leaves("sam"))
    assert story.refused(arrive("sam")) is Gone


def test_who_leaves_after_the_end_is_out_while_the_counsellor_still_reads() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    assert story.tell(leaves("sam")) == (LogForgotten(TALK), SeatChanged(NOOR))
    assert story.desk.closing[TALK].unconfirmed == {NOOR}
    assert [talk.reason for talk in story.seat("noor").talks] == [EndReason.SEEKER_LEFT]


def test_who_leaves_last_after_the_end_leaves_nothing() -> None:
    story = talking()
    story.tell(ends("noor", "sam"), confirms("noor", "sam"))
    assert story.tell(leaves("sam")) == (LogForgotten(TALK), SeatChanged(NOOR))
    assert (story.desk.closing, story.desk.guests) == ({}, {})


@pytest.mark.parametrize("command", [stops("sam"), drops("sam"), confirms("sam", "sam")])
def test_what_is_asked_of_somebody_unknown_is_already_so(command: Command) -> None:
    story = Story()
    assert story.tell(command) == ()
    assert story.desk.version == 0


def test_how_long_the_last_conversations_took_is_remembered() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"))
    for number in range(62):
        story.tell(arrive(f"seeker-{number}"))
        story.takes("noor", f"seeker-{number}")
        story.after(number)
        story.tell(ends("noor", f"seeker-{number}"))
    assert len(story.desk.pace) == 60
    assert [served.took for served in story.desk.pace[-2:]] == [60.0, 61.0]
    assert story.desk.pace[-1].at == story.now
    story.tell(arrive("played", rehearsed=True))
    before = story.desk.pace
    story.takes("noor", "played")
    story.tell(stops("played"))
    assert story.desk.pace == before


def test_a_conversation_that_began_in_a_life_whose_clock_was_ahead_took_no_less_than_nothing() -> None:
    before = talking()
    claim = replace(of_seeker(before), held=replace(of_held(before), started=Instant(before.now + 900)))
    new = next_life(before)
    new.tell(returns("sam", claim=claim), stops("sam"))
    assert [served.took for served in new.desk.pace] == [0.0]


def of_held(story: Story) -> Held:
    """Who holds Sam's conversation, as Sam's ticket says."""
    held = of_seeker(story).held
    assert held is not None
    return held
