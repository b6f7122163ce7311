"""What a counsellor or a young person does after a loss, before the other has come back; and who counts as here."""

from dataclasses import replace

import pytest

from chat.conversation.lifecycle import LogForgotten
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.identifiers import ConnectionId, ConversationId, Instant, NodeId, SeekerId, VolunteerId
from chat.routing.commands import Leave, Renew, Tick
from chat.routing.deadlines import next_due
from chat.routing.desk import decide
from chat.routing.effects import SeatChanged
from chat.routing.model import Desk
from chat.routing.views import Phase
from tests.builders import Story, ends, holds, returns, sits
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker, talking

SAM, NOOR = SeekerId("sam"), VolunteerId("noor")
TALK = ConversationId("talk-sam")
MINUTES = 60.0


def noor_is_back() -> tuple[Story, Story]:
    """The desk was lost; Noor is back, and Sam is still away: the life before, and the new one."""
    before = talking()
    new = next_life(before)
    new.tell(sits("noor", claim=of_seat(before)))
    return before, new


def test_an_end_counts_before_the_young_person_is_back_and_they_read_it() -> None:
    before, new = noor_is_back()
    assert new.tell(ends("noor", "sam")) == (LogForgotten(TALK), SeatChanged(NOOR))
    assert [(talk.phase, talk.reason) for talk in new.seat("noor").talks] == [
        (Phase.ENDED, EndReason.COUNSELLOR_ENDED)
    ]
    new.tell(returns("sam", claim=of_seeker(before)))
    assert (new.screen("sam").phase, new.screen("sam").reason) == (Phase.ENDED, EndReason.COUNSELLOR_ENDED)


def test_a_hold_counts_before_the_young_person_is_back() -> None:
    before, new = noor_is_back()
    assert new.tell(holds("noor", "sam")) == (SeatChanged(NOOR),)
    assert new.tell(holds("noor", "sam")) == ()
    new.after(40 * MINUTES)
    new.tell(returns("sam", claim=of_seeker(before)))
    assert new.screen("sam").on_hold is True


def test_who_leaves_before_coming_back_is_not_waited_for() -> None:
    before, new = noor_is_back()
    assert new.tell(Leave(SAM, TALK)) == (LogForgotten(TALK), SeatChanged(NOOR))
    assert [talk.reason for talk in new.seat("noor").talks] == [EndReason.SEEKER_LEFT]
    with pytest.raises(Gone):
        new.tell(returns("sam", claim=of_seeker(before)))


def test_a_page_that_slept_before_it_was_put_on_hold_comes_back_within_the_hour() -> None:
    story = talking()
    asleep = of_seeker(story)
    story.tell(holds("noor", "sam"))
    story.after(40 * MINUTES)
    assert story.tell(returns("sam", claim=asleep)) is not None


def test_what_was_put_on_hold_before_they_are_back_is_kept_for_an_hour_and_no_longer() -> None:
    before, new = noor_is_back()
    new.tell(holds("noor", "sam"))
    new.after(60 * MINUTES)
    assert new.refused(returns("sam", claim=of_seeker(before))) is Gone


def test_calm_is_for_a_desk_that_stood_still_not_for_one_that_others_kept_going() -> None:
    other, sick = NodeId("other"), NodeId("sick")
    desk, _ = decide(Desk(), Renew(other), Instant(1000.0))
    desk, _ = decide(desk, Renew(sick), Instant(1002.0))
    going, _ = decide(desk, Renew(sick, calm=True), Instant(1006.0))
    assert going.due_from == desk.due_from
    still, _ = decide(desk, Renew(sick, calm=True), Instant(1007.0))
    assert still.due_from == 1017.0


def test_whoever_is_at_a_node_that_died_before_its_first_lease_is_given_up() -> None:
    story = talking()
    guest = story.desk.guests[SAM]
    lost = replace(guest, connection=ConnectionId("dead.line"), since=story.now)
    desk = replace(story.desk, guests={SAM: lost})
    desk, _ = decide(desk, Renew(NodeId("other")), story.now)
    assert next_due(desk) == story.now + 10
    for later in (3, 6, 9):
        desk, _ = decide(desk, Renew(NodeId("other")), Instant(story.now + later))
    desk, _ = decide(desk, Tick(), Instant(story.now + 9.9))
    assert desk.guests[SAM].connection is not None
    desk, _ = decide(desk, Tick(), Instant(story.now + 10))
    assert desk.guests[SAM].connection is None
