"""A young person does not want to go on with their counsellor: that one is out at once, and never comes to them again."""

import pytest

from chat.conversation.lifecycle import Left, StartedOver
from chat.errors import Gone
from chat.identifiers import ConversationId, SeekerId
from chat.routing.board import AlarmKind
from chat.routing.commands import Command
from chat.routing.company_commands import AskAnother
from chat.routing.views import Phase
from tests.builders import Story, arrive, ready, returns, sits, unseats
from tests.company import joins
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker

TALK, MIA = ConversationId("talk-mia"), SeekerId("mia")
SOMEBODY_ELSE = AskAnother(MIA, "Sam")


def talking(*more: Command) -> Story:
    """Mia talks with Sam."""
    story = Story(sits("sam", capacity=3), ready("sam"), arrive("mia"))
    story.takes("sam", "mia")
    story.tell(*more)
    return story


def test_the_counsellor_is_out_in_the_same_step_and_what_was_said_is_for_nobody_who_comes() -> None:
    story = talking(arrive("kim"))
    did = story.tell(SOMEBODY_ELSE)
    assert [effect for effect in did if isinstance(effect, StartedOver | Left)] == [
        StartedOver(TALK),
        Left(TALK, "Sam", 2),
    ]
    assert story.seat("sam").talks == ()
    assert story.line() == ["mia", "kim"]
    assert (story.screen("mia").phase, story.screen("mia").asked_another) == (Phase.WAITING, True)
    assert story.waiting("mia").started_over


def test_that_counsellor_is_never_asked_for_them_again() -> None:
    story = talking(SOMEBODY_ELSE)
    story.after(3600)
    assert story.asked("mia") == []
    place = story.screen("mia").place
    assert place is not None
    assert not place.attended
    story.tell(sits("eline"), ready("eline"))
    assert story.asked("mia") == ["eline"]
    story.takes("eline", "mia")
    story.tell(unseats("eline"))
    story.after(60)
    assert story.asked("mia") == []


def test_said_again_it_does_not_send_away_who_came_then() -> None:
    story = talking(sits("eline"), ready("eline"), SOMEBODY_ELSE)
    story.takes("eline", "mia")
    before = story.desk
    assert story.tell(SOMEBODY_ELSE) == ()
    assert story.desk is before


def test_two_can_be_left() -> None:
    story = talking(sits("eline"), ready("eline"), SOMEBODY_ELSE)
    story.takes("eline", "mia")
    story.tell(AskAnother(MIA, "Eline"))
    story.after(600)
    assert story.asked("mia") == []


def test_a_supervisor_is_told_that_somebody_wants_somebody_else() -> None:
    story = talking(SOMEBODY_ELSE)
    assert AlarmKind.ANOTHER in [alarm.kind for alarm in story.board().alarms]
    story.tell(sits("eline"), ready("eline"))
    story.takes("eline", "mia")
    assert AlarmKind.ANOTHER not in [alarm.kind for alarm in story.board().alarms]


def test_whom_they_left_does_not_come_as_company_either() -> None:
    helps = sits("sam", capacity=3)
    story = talking(sits("eline"), ready("eline"), SOMEBODY_ELSE, helps)
    story.takes("eline", "mia")
    assert story.seat("sam").colleagues == ()
    assert story.refused(joins("sam", "mia")) is not None


@pytest.mark.parametrize("counsellor_first", [True, False])
def test_it_outlives_a_loss(counsellor_first: bool) -> None:
    story = talking()
    seat = of_seat(story, "sam")
    story.tell(SOMEBODY_ELSE)
    seeker = of_seeker(story, "mia")
    new = next_life(story)
    told: list[Command] = [sits("sam", claim=seat), returns("mia", claim=seeker)]
    for command in told if counsellor_first else reversed(told):
        new.tell(command)
    new.tell(ready("sam"))
    new.after(3600)
    assert (new.screen("mia").phase, new.screen("mia").asked_another) == (Phase.WAITING, True)
    assert new.asked("mia") == []


def test_who_waits_or_is_unknown_sends_nobody_away() -> None:
    story = Story(sits("sam"), arrive("mia"))
    assert story.tell(SOMEBODY_ELSE) == ()
    assert story.refused(AskAnother(SeekerId("nobody"), "Sam")) is Gone
