"""How old a ticket may be: of whoever's conversation goes on here as old as it is, of anybody else as long as it was good for."""

from dataclasses import replace

import pytest

from chat.errors import Gone, Superseded
from chat.identifiers import ConversationId, SeekerId
from chat.routing.claims import SeekerClaim
from chat.routing.durations import END_KEEPS, HOLD_KEEPS, SEAT_KEEPS, TALK_KEEPS, TICKET_LASTS
from chat.routing.views import Phase
from tests.builders import Story, assess, confirms, drops, ends, holds, leaves, returns, unseats
from tests.unit.routing.test_rebuilding import TALK, next_life, of_seeker, talking

EIGHTY_MINUTES = 80 * 60.0
"""Longer than any ticket is good for."""


def asleep_in_danger() -> tuple[Story, SeekerClaim]:
    """Sam, in whom Noor sees danger, has been away for longer than their ticket was good for."""
    story = talking()
    story.tell(assess("noor", "sam", 2))
    claim = of_seeker(story)
    story.tell(drops("sam"))
    story.after(EIGHTY_MINUTES)
    return story, claim


def test_whose_counsellor_waits_for_them_in_danger_is_not_refused() -> None:
    story, claim = asleep_in_danger()
    assert [talk.seeker_away for talk in story.seat("noor").talks] == [EIGHTY_MINUTES]
    story.tell(returns("sam", claim=claim))
    assert (story.screen("sam").phase, story.screen("sam").name) == (Phase.TALKING, "Noor")
    assert [talk.seeker_away for talk in story.seat("noor").talks] == [None]


def test_who_was_waited_for_and_then_lost_their_counsellor_waits_on() -> None:
    story, claim = asleep_in_danger()
    story.tell(unseats("noor"))
    story.after(SEAT_KEEPS)
    story.tell(returns("sam", claim=claim))
    assert (story.screen("sam").phase, story.screen("sam").handed_over) == (Phase.WAITING, True)


def test_who_calls_somebody_else_comes_back_within_the_hour_whenever_their_page_fell_asleep() -> None:
    story = talking()
    claim = of_seeker(story)
    story.after(EIGHTY_MINUTES)
    story.tell(holds("noor", "sam"), drops("sam"))
    story.after(HOLD_KEEPS - 1)
    story.tell(returns("sam", claim=claim))
    assert (story.screen("sam").phase, story.screen("sam").on_hold) == (Phase.TALKING, True)


def test_of_who_is_here_an_old_ticket_says_what_a_new_one_does() -> None:
    story = talking()
    claim = of_seeker(story)
    story.after(TICKET_LASTS)
    assert story.refused(returns("sam", page="page-2", claim=claim)) is Superseded
    story.tell(returns("sam", page="page-2", claim=claim, take_over=True))
    assert story.screen("sam").phase is Phase.TALKING


def test_an_old_ticket_of_an_earlier_life_undoes_nothing_that_a_newer_one_said() -> None:
    story = talking()
    old = replace(of_seeker(story), held=None, version=0)
    story.tell(assess("noor", "sam", 2))
    story.after(EIGHTY_MINUTES)
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    talk = new.talk("sam")
    assert new.refused(returns("sam", claim=old)) is None
    assert new.talk("sam") == talk
    assert new.screen("sam").phase is Phase.TALKING


def test_a_desk_that_does_not_know_them_refuses_what_is_too_old() -> None:
    story, claim = asleep_in_danger()
    assert next_life(story).refused(returns("sam", claim=claim)) is Gone


@pytest.mark.parametrize(
    "other",
    [{"seeker": SeekerId("kim")}, {"conversation": ConversationId("talk-kim")}],
    ids=["of another", "of another conversation"],
)
def test_what_goes_on_lends_its_time_to_no_other_ticket(
    other: dict[str, SeekerId] | dict[str, ConversationId],
) -> None:
    story, claim = asleep_in_danger()
    before = story.desk
    assert story.refused(returns("sam", claim=replace(claim, **other))) is Gone
    assert story.desk is before


def test_what_ended_while_they_slept_can_be_read_for_a_while_and_is_not_taken_up_again() -> None:
    story, claim = asleep_in_danger()
    story.tell(ends("noor", "sam"))
    story.tell(returns("sam", claim=claim))
    assert story.screen("sam").phase is Phase.ENDED
    assert TALK in story.desk.closing
    story.tell(confirms("noor", "sam"))
    story.after(END_KEEPS)
    assert TALK not in story.desk.closing
    assert story.refused(returns("sam", claim=claim)) is Gone


def test_what_they_left_is_not_taken_up_again_however_long_ago() -> None:
    story, claim = asleep_in_danger()
    story.tell(leaves("sam"))
    assert story.refused(returns("sam", claim=claim)) is Gone
    story.after(EIGHTY_MINUTES)
    assert story.desk.departed == {}
    assert story.refused(returns("sam", claim=claim)) is Gone
    assert not story.knows("sam")


def test_who_was_given_up_reads_so_for_as_long_as_it_is_known() -> None:
    story = talking()
    claim = of_seeker(story)
    story.tell(drops("sam"))
    story.after(TALK_KEEPS)
    assert story.screen("sam").phase is Phase.ENDED
    story.after(END_KEEPS - 1)
    story.tell(returns("sam", claim=claim))
    assert story.screen("sam").phase is Phase.ENDED
    story.tell(drops("sam"))
    story.after(1)
    assert story.refused(returns("sam", claim=claim)) is Gone
