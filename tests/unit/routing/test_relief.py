"""A counsellor cannot go on: everybody they have goes to the head of the queue at once, and reads that it is not their fault."""

import pytest

from chat.conversation.lifecycle import Joined, Left, Noticed
from chat.conversation.model import Notice
from chat.identifiers import ConversationId, VolunteerId
from chat.routing.commands import Command
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.model import Status
from chat.routing.views import Phase, Why
from tests.builders import (
    Story,
    accepts,
    arrive,
    cannot_go_on,
    chooses,
    passes_on,
    ready,
    returns,
    sits,
)
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker

SAM, KIM = ConversationId("talk-sam"), ConversationId("talk-kim")
NOOR, ELINE = VolunteerId("noor"), VolunteerId("eline")


def talking(*seekers: str) -> Story:
    """Noor talks with these."""
    story = Story(sits("noor", capacity=3), ready("noor"))
    for seeker in seekers:
        story.tell(arrive(seeker), accepts("noor", seeker))
    return story


def test_all_go_to_the_head_of_the_queue_at_once() -> None:
    story = talking("sam", "kim")
    story.tell(arrive("lou"))
    story.tell(chooses("noor", Status.BREAK))
    did = story.tell(cannot_go_on("noor"))
    said = [effect for effect in did if isinstance(effect, Noticed | Left)]
    assert said == [
        *(Noticed(SAM, Notice.RELIEVED), Left(SAM, "Noor", 2)),
        *(Noticed(KIM, Notice.RELIEVED), Left(KIM, "Noor", 2)),
    ]
    assert {SeekerChanged(story.waiting(who).seeker) for who in ("sam", "kim")} <= {*did}
    assert SeatChanged(NOOR) in did
    assert story.line() == ["sam", "kim", "lou"]
    assert (story.seat("noor").talks, story.seat("noor").status) == ((), Status.RELIEVED)


def test_a_colleague_is_asked_at_once_and_takes_them() -> None:
    story = talking("sam")
    story.tell(sits("eline"), ready("eline"), cannot_go_on("noor"))
    assert story.asked("sam") == ["eline"]
    offer = story.seat("eline").offer
    assert offer is not None
    assert offer.why is Why.HANDED_OVER
    assert Joined(SAM, ELINE, "Eline", 3) in story.takes("eline", "sam")
    assert (story.screen("sam").phase, story.screen("sam").name) == (Phase.TALKING, "Eline")


def test_nobody_is_offered_until_they_say_that_they_are_back() -> None:
    story = talking()
    story.tell(cannot_go_on("noor"), arrive("sam"))
    story.after(3600)
    assert (story.asked("sam"), story.seat("noor").status) == ([], Status.RELIEVED)
    story.tell(ready("noor"))
    assert story.asked("sam") == ["noor"]


def test_nobody_counts_it() -> None:
    story = talking("sam")
    before = story.board()
    story.tell(cannot_go_on("noor"))
    after = story.board()
    assert (after.declined, after.missed, after.seated) == (before.declined, before.missed, before.seated)
    assert story.desk.refused == {}


def test_where_nobody_is_there_they_read_that() -> None:
    """Who cannot go on does not count as somebody who could come."""
    story = talking("sam")
    story.tell(cannot_go_on("noor"))
    place = story.screen("sam").place
    assert place is not None
    assert not place.attended


def test_who_looked_for_a_colleague_already_is_asked_for_anew() -> None:
    story = talking("sam")
    story.tell(sits("eline"), ready("eline"), passes_on("noor", "sam"))
    assert story.asked("sam") == ["eline"]
    story.tell(cannot_go_on("noor"))
    assert story.asked("sam") == ["eline"]
    story.takes("eline", "sam")
    assert story.talk("sam").counsellor == ELINE


def test_it_can_be_said_twice() -> None:
    story = talking("sam")
    story.tell(cannot_go_on("noor"))
    before = story.desk
    assert story.tell(cannot_go_on("noor")) == ()
    assert story.desk is before


@pytest.mark.parametrize("counsellor_first", [True, False])
def test_what_comes_back_after_a_loss_goes_on_to_a_colleague(counsellor_first: bool) -> None:
    """The young person's ticket is older: it says that Noor has them."""
    story = talking("sam")
    claim = of_seeker(story)
    story.tell(cannot_go_on("noor"))
    new = next_life(story)
    told: list[Command] = [sits("noor", claim=of_seat(story)), returns("sam", claim=claim)]
    for command in told if counsellor_first else reversed(told):
        new.tell(command)
    assert new.screen("sam").phase is Phase.WAITING
    assert new.waiting("sam").handed_over
    assert new.seat("noor").status is Status.RELIEVED
