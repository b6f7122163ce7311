"""Tickets of an earlier life, told one by one."""

from dataclasses import replace

import pytest

from chat.conversation.lifecycle import Assigned, Ended, LogForgotten, LogOpened
from chat.conversation.model import EndReason
from chat.errors import Gone
from chat.identifiers import ConversationId, Generation, Instant, SeekerId, VolunteerId
from chat.routing.claims import SeatClaim, SeekerClaim, seat_claim, seeker_claim
from chat.routing.commands import Command
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.model import Desk, Status
from chat.routing.views import Phase
from tests.builders import (
    Story,
    accepts,
    arrive,
    confirms,
    drops,
    ends,
    holds,
    leaves,
    ready,
    returns,
    sits,
    unchangeable,
    unseats,
)

SAM, NOOR, ELINE = SeekerId("sam"), VolunteerId("noor"), VolunteerId("eline")
TALK = ConversationId("talk-sam")


def talking() -> Story:
    """Noor talks with Sam."""
    return Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))


def handed_to_eline() -> Story:
    """Noor was lost, and Eline talks with Sam."""
    story = talking()
    story.tell(unseats("noor"))
    story.after(60)
    story.tell(sits("eline"), ready("eline"), accepts("eline", "sam", 3))
    return story


def of_seeker(story: Story, seeker: str = "sam") -> SeekerClaim:
    """What this young person's ticket says now."""
    claim = seeker_claim(story.desk, SeekerId(seeker), story.now)
    assert claim is not None
    return claim


def of_seat(story: Story, counsellor: str = "noor") -> SeatClaim:
    """What this counsellor's ticket says now."""
    claim = seat_claim(story.desk, VolunteerId(counsellor), story.now)
    assert claim is not None
    return claim


def next_life(story: Story, after: float = 0.0, *, name: str = "next") -> Story:
    """An empty desk, so many seconds later; *name* is that of its life."""
    new = Story()
    new.now = Instant(story.now + after)
    gathers = Instant(new.now + 10)
    new.desk = unchangeable(
        Desk(generation=Generation(name), now=new.now, offers_from=gathers, began=new.now)
    )
    return new


def test_who_talked_talks_again_with_the_counsellor_who_is_expected() -> None:
    story = talking()
    story.tell(holds("noor", "sam"))
    new = next_life(story)
    told = new.tell(returns("sam", claim=of_seeker(story)))
    assert told[0] == LogOpened(TALK, told[0].epoch, SAM, NOOR, 1)  # type: ignore[union-attr]  # it is the log's
    assert told[1:] == (SeekerChanged(SAM), SeatChanged(NOOR))
    screen = new.screen("sam")
    assert (screen.phase, screen.name, screen.counsellor_here, screen.on_hold) == (
        *(Phase.TALKING, "Noor"),
        *(False, True),
    )
    new.tell(sits("noor", claim=of_seat(story)))
    assert new.desk.talks == story.desk.talks
    assert (new.screen("sam").counsellor_here, new.seat("noor").status) == (True, Status.READY)


def test_a_counsellor_who_does_not_come_is_lost_after_a_minute() -> None:
    story = talking()
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    new.after(59)
    assert new.screen("sam").phase is Phase.TALKING
    new.after(1)
    assert (new.screen("sam").phase, new.screen("sam").handed_over) == (Phase.WAITING, True)


def test_a_counsellor_who_comes_first_sees_whom_they_talk_with() -> None:
    story = talking()
    new = next_life(story)
    new.tell(sits("noor", claim=of_seat(story)))
    (talk,) = new.seat("noor").talks
    assert (talk.conversation, talk.phase, talk.seeker_away) == (TALK, Phase.TALKING, 0.0)
    new.tell(returns("sam", claim=of_seeker(story)))
    (talk,) = new.seat("noor").talks
    assert (talk.conversation, talk.seeker_away) == (TALK, None)


def test_whose_young_person_never_comes_is_free_when_no_ticket_can_be_good() -> None:
    story = talking()
    new = next_life(story)
    new.tell(sits("noor", claim=of_seat(story)), arrive("kim"))
    new.after(10)
    assert new.offered() == {}
    new.after(15 * 60)
    assert new.seat("noor").talks == ()
    assert new.offered() == {"kim": "noor"}


def test_who_only_knew_that_they_waited_is_with_whoever_took_them() -> None:
    waits = Story(sits("noor"), ready("noor"), arrive("sam"))
    old = of_seeker(waits)
    waits.tell(accepts("noor", "sam"))
    new = next_life(waits)
    new.tell(returns("sam", claim=old))
    told = new.tell(sits("noor", claim=of_seat(waits)))
    assert Assigned(TALK, NOOR, 1) in told
    assert {SeekerChanged(SAM), SeatChanged(NOOR)} <= set(told)
    assert new.desk.talks == waits.desk.talks


@pytest.mark.parametrize("eline_first", [True, False])
def test_of_two_counsellors_the_later_one_has_the_talk(eline_first: bool) -> None:
    story = talking()
    old, of_noor = of_seeker(story), of_seat(story)
    story = handed_to_eline()
    new = next_life(story)
    joins = [sits("eline", claim=of_seat(story, "eline")), sits("noor", claim=of_noor)]
    new.tell(returns("sam", claim=old), *(joins if eline_first else joins[::-1]))
    assert (new.desk.talks[TALK].counsellor, new.desk.talks[TALK].version) == (ELINE, 3)
    assert new.seat("noor").talks == ()
    assert new.screen("sam").name == "Eline"


def test_a_later_fact_is_told_to_the_log_and_to_everybody_it_concerns() -> None:
    old, story = of_seeker(talking()), handed_to_eline()
    new = next_life(story)
    new.tell(returns("sam", claim=old))
    told = new.tell(sits("eline", claim=of_seat(story, "eline")))
    assert Assigned(TALK, ELINE, 3) in told
    assert {SeekerChanged(SAM), SeatChanged(NOOR), SeatChanged(ELINE)} <= set(told)


@pytest.mark.parametrize("seeker_first", [True, False])
def test_what_ended_while_the_young_person_was_away_is_shown_as_ended(seeker_first: bool) -> None:
    story = talking()
    old = of_seeker(story)
    story.tell(drops("sam"), ends("noor", "sam"))
    new = next_life(story)
    coming: list[Command] = [returns("sam", claim=old), sits("noor", claim=of_seat(story))]
    new.tell(*(coming if seeker_first else coming[::-1]))
    assert Ended(TALK, EndReason.COUNSELLOR_ENDED) in new.did
    assert (new.screen("sam").phase, new.screen("sam").reason) == (Phase.ENDED, EndReason.COUNSELLOR_ENDED)
    assert [talk.reason for talk in new.seat("noor").talks] == [EndReason.COUNSELLOR_ENDED]
    new.tell(confirms("sam", "sam"), confirms("noor", "sam"))
    assert (new.desk.guests, new.desk.closing) == ({}, {})


def test_who_left_is_not_taken_back_when_their_counsellor_was_first() -> None:
    story = talking()
    old = of_seeker(story)
    story.tell(leaves("sam"))
    new = next_life(story)
    new.tell(sits("noor", claim=of_seat(story)))
    assert new.refused(returns("sam", claim=old)) is Gone
    assert new.seat("noor").talks == ()


def test_who_left_and_came_back_first_is_out_when_their_counsellor_comes() -> None:
    story = talking()
    old = of_seeker(story)
    story.tell(leaves("sam"))
    new = next_life(story)
    new.tell(returns("sam", claim=old))
    assert LogForgotten(TALK) in new.tell(sits("noor", claim=of_seat(story)))
    assert not new.knows("sam")
    assert new.refused(returns("sam", claim=old)) is Gone


@pytest.mark.parametrize(
    ("on_hold", "seconds", "refusal"),
    [(False, 899, None), (False, 900, Gone), (True, 4499, None), (True, 4500, Gone)],
)
def test_a_ticket_is_good_for_a_while(on_hold: bool, seconds: float, refusal: type[Gone] | None) -> None:
    story = talking()
    if on_hold:
        story.tell(holds("noor", "sam"))
    new = next_life(story, seconds)
    assert new.refused(returns("sam", claim=of_seeker(story))) is refusal
    new.tell(sits("noor", claim=of_seat(story)))
    assert new.seat("noor").status is (Status.READY if refusal is None else Status.AWAY)


def test_a_ticket_of_this_life_brings_nobody_back_and_no_status() -> None:
    story = talking()
    claim, seat = of_seeker(story), of_seat(story)
    story.tell(ends("noor", "sam"), confirms("sam", "sam"), confirms("noor", "sam"), unseats("noor"))
    story.after(60)
    assert story.refused(returns("sam", claim=claim)) is Gone
    story.tell(sits("noor", claim=seat))
    assert (story.seat("noor").status, story.seat("noor").talks) == (Status.AWAY, ())


def test_an_ended_conversation_is_not_taken_back() -> None:
    story = talking()
    story.tell(ends("noor", "sam"))
    assert next_life(story).refused(returns("sam", claim=of_seeker(story))) is Gone


def test_views_are_newer_than_those_of_the_life_before() -> None:
    story = talking()
    claim = replace(of_seeker(story), desk_version=5000)
    new = next_life(story)
    new.tell(returns("sam", claim=claim))
    assert new.screen("sam").version == 5001


def test_a_name_that_changed_in_between_counts_at_once() -> None:
    story = talking()
    new = next_life(story)
    new.tell(returns("sam", claim=of_seeker(story)))
    told = new.tell(sits("noor", name="Jo", claim=of_seat(story)))
    assert SeekerChanged(SAM) in told
    assert new.screen("sam").name == "Jo"
