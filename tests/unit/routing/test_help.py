"""Help within seconds: who is asked and when, who comes, and that no request is dropped."""

import pytest

from chat.circle.log import CircleForgotten
from chat.errors import HelpGone, NotAssigned, Wait
from chat.identifiers import CircleId, ConversationId, Seconds, VolunteerId
from chat.routing.commands import Command
from chat.routing.deadlines import next_due
from chat.routing.effects import HelpChanged, SeatChanged
from chat.routing.help_view import CallView, HelpView, Reach
from tests.builders import (
    Story,
    arrive,
    asks_help,
    assess,
    calls_off,
    comes,
    ends,
    furnish,
    gives_back,
    helper,
    passes_on,
    ready,
    returns,
    sits,
    unseats,
    unwatch,
    watch,
)
from tests.company import hands_over, welcomes
from tests.unit.routing.test_rebuilding import next_life, of_seat, of_seeker

SAM = ConversationId("talk-sam")
NOOR, ELINE, RUTH = VolunteerId("noor"), VolunteerId("eline"), VolunteerId("ruth")


def talking(*, supervisor: bool = True, rehearsed: bool = False) -> Story:
    """Noor talks with Sam, Eline sits beside, and Ruth watches the board."""
    story = Story(furnish(backup="06 1"), sits("noor"), ready("noor"))
    story.tell(arrive("sam", rehearsed=rehearsed))
    story.takes("noor", "sam")
    story.tell(sits("eline"), *([watch("ruth")] if supervisor else []))
    story.after(10)
    return story


def asking(*, supervisor: bool = True) -> Story:
    story = talking(supervisor=supervisor)
    story.tell(asks_help("noor", "sam"))
    return story


def help_of(story: Story) -> HelpView | None:
    """What Noor sees of it."""
    return story.seat("noor").talks[0].help


def sees(story: Story) -> tuple[object, ...]:
    """Who is asked, who comes, and the number that Noor sees."""
    help_, (talk,) = help_of(story), story.seat("noor").talks
    assert help_ is not None
    return (help_.reach, help_.helper, talk.backup)


def called(story: Story, who: str) -> list[tuple[str, str | None, bool]]:
    """The requests before somebody at the desk."""
    return [(call.name, call.helper, call.mine) for call in story.seat(who).calls]


def test_supervisors_know_at_once_and_learn_nothing_but_who_and_since_when() -> None:
    story = talking()
    assert set(story.tell(asks_help("noor", "sam"))) == {SeatChanged(NOOR), HelpChanged()}
    story.after(7)
    (call,) = story.board().calls
    assert call == CallView(CircleId(story.circle("sam")), "Noor", waited=Seconds(7.0))
    assert "sam" not in call.circle
    assert (sees(story), called(story, "eline")) == ((Reach.SUPERVISORS, None, None), [])


def test_a_supervisor_at_the_desk_is_asked_at_once_too() -> None:
    story = talking(supervisor=False)
    story.tell(helper("ruth"))
    assert {SeatChanged(NOOR), SeatChanged(RUTH)} <= set(story.tell(asks_help("noor", "sam")))
    assert (called(story, "ruth"), called(story, "eline")) == ([("Noor", None, False)], [])
    assert sees(story) == (Reach.SUPERVISORS, None, None)


def test_colleagues_are_asked_after_twenty_seconds_and_the_number_shows_after_forty() -> None:
    story = asking()
    story.after(19.9)
    assert (called(story, "eline"), sees(story)) == ([], (Reach.SUPERVISORS, None, None))
    assert {SeatChanged(NOOR), SeatChanged(ELINE)} <= set(story.after(0.1))
    assert (called(story, "eline"), sees(story)) == ([("Noor", None, False)], (Reach.EVERYBODY, None, None))
    story.after(19.9)
    assert sees(story)[2] is None
    assert SeatChanged(NOOR) in story.after(0.1)
    assert sees(story) == (Reach.EVERYBODY, None, "06 1")
    assert next_due(story.desk) is None


def test_without_a_supervisor_everybody_is_asked_and_the_number_shows_at_once() -> None:
    story = asking(supervisor=False)
    assert called(story, "eline") == [("Noor", None, False)]
    assert sees(story) == (Reach.COLLEAGUES, None, "06 1")
    story = talking()
    story.tell(asks_help("noor", "sam"), unwatch("ruth"))
    assert sees(story) == (Reach.COLLEAGUES, None, "06 1"), "the last supervisor goes while somebody asks"


def test_who_is_alone_reads_that_they_are_and_the_number() -> None:
    story = Story(furnish(backup="06 1"), sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    story.tell(asks_help("noor", "sam"))
    assert sees(story) == (Reach.NOBODY, None, "06 1")
    story.tell(sits("eline"))
    assert (sees(story)[0], called(story, "eline")) == (Reach.COLLEAGUES, [("Noor", None, False)])


def test_a_line_without_a_back_up_shows_no_number() -> None:
    story = asking(supervisor=False)
    assert SeatChanged(NOOR) in story.tell(furnish(backup=None))
    assert sees(story) == (Reach.COLLEAGUES, None, None)


def test_who_comes_is_told_by_name_and_nobody_else_is_asked_any_more() -> None:
    story = asking()
    story.after(45)
    told = story.tell(comes("ruth", story.circle("sam")))
    assert {SeatChanged(NOOR), SeatChanged(ELINE), HelpChanged()} <= set(told)
    assert (sees(story), called(story, "eline")) == ((Reach.EVERYBODY, "Ruth", None), [])
    assert [(call.helper, call.waited) for call in story.board().calls] == [("Ruth", 45.0)]
    assert story.tell(comes("ruth", story.circle("sam"))) == ()
    assert story.refused(comes("eline", story.circle("sam"))) is HelpGone
    story.after(600)
    assert sees(story)[1] == "Ruth"


@pytest.mark.parametrize(("who", "after"), [("noor", 60), ("eline", 0), ("nobody", 60)])
def test_only_who_is_asked_can_come(who: str, after: float) -> None:
    story = asking()
    story.after(after)
    before = story.desk
    assert story.refused(comes(who, story.circle("sam"))) is HelpGone
    assert story.refused(comes("ruth", "unknown")) is HelpGone
    assert story.desk is before


def test_a_colleague_comes_once_colleagues_are_asked() -> None:
    story = asking()
    story.after(20)
    story.tell(comes("eline", story.circle("sam")))
    assert (sees(story)[1], called(story, "eline")) == ("Eline", [("Noor", "Eline", True)])


def test_help_is_called_off_by_who_asked_and_nobody_else() -> None:
    story = asking()
    circle = story.circle("sam")
    assert story.refused(calls_off("eline", "sam")) is NotAssigned
    told = story.tell(calls_off("noor", "sam"))
    assert {CircleForgotten(CircleId(circle)), SeatChanged(NOOR), HelpChanged()} == set(told)
    assert (help_of(story), story.board().calls) == (None, ())
    assert story.tell(calls_off("noor", "sam")) == ()
    assert story.refused(comes("ruth", circle)) is HelpGone
    story.after(1)
    story.tell(asks_help("noor", "sam"))
    assert story.circle("sam") != circle


def test_only_who_holds_the_conversation_asks_and_a_repeat_changes_nothing() -> None:
    story = talking()
    assert story.refused(asks_help("eline", "sam")) is NotAssigned
    assert story.refused(asks_help("noor", "nobody")) is NotAssigned
    story.tell(asks_help("noor", "sam"))
    story.after(5)
    before = story.desk
    assert story.tell(asks_help("noor", "sam")) == ()
    assert story.desk is before


@pytest.mark.parametrize("by", ["end", "passing on", "losing their counsellor"])
def test_a_request_ends_with_the_conversation_or_when_its_counsellor_has_it_no_more(by: str) -> None:
    story = asking()
    gone = CircleForgotten(CircleId(story.circle("sam")))
    if by == "end":
        assert gone in story.tell(ends("noor", "sam"))
    elif by == "passing on":
        story.tell(ready("eline"), passes_on("noor", "sam"))
        assert gone not in story.takes("eline", "sam")
        story.tell(welcomes("sam"))
        assert gone in story.tell(hands_over("noor", "sam"))
    else:
        story.tell(unseats("noor"))
        story.after(59)
        assert story.board().calls
        assert gone in story.after(1)
    assert story.desk.help == {}
    assert story.board().calls == ()


def test_who_comes_and_is_not_on_any_more_is_looked_for_anew() -> None:
    story = asking()
    story.tell(comes("ruth", story.circle("sam")))
    story.after(5)
    story.tell(unwatch("ruth"))
    story.after(59)
    assert sees(story)[1] == "Ruth", "a board that is loaded anew"
    story.after(1)
    assert (sees(story), called(story, "eline")) == (
        *((Reach.COLLEAGUES, None, "06 1"), [("Noor", None, False)]),
    )


def test_who_comes_can_step_back_and_then_help_is_asked_for_anew() -> None:
    story = asking()
    story.tell(comes("ruth", story.circle("sam")))
    story.after(30)
    before = story.desk
    assert story.tell(gives_back("eline", story.circle("sam"))) == ()
    assert story.tell(gives_back("ruth", "unknown")) == ()
    assert story.desk is before
    assert HelpChanged() in story.tell(gives_back("ruth", story.circle("sam")))
    assert sees(story) == (Reach.SUPERVISORS, None, None)
    story.after(20)
    assert called(story, "eline") == [("Noor", None, False)]


@pytest.mark.parametrize(
    ("risk", "asked", "number"), [(0, False, None), (1, False, None), (2, True, None), (3, True, "06 1")]
)
def test_danger_calls_the_coach_by_itself(risk: int, asked: bool, number: str | None) -> None:
    story = talking()
    told = story.tell(assess("noor", "sam", risk))
    assert ((HelpChanged() in told), len(story.board().calls)) == (asked, asked)
    assert story.seat("noor").talks[0].backup == number


def test_danger_that_grows_shows_the_number_and_keeps_who_comes() -> None:
    story = asking()
    story.tell(comes("ruth", story.circle("sam")), assess("noor", "sam", 2))
    assert sees(story) == (Reach.SUPERVISORS, "Ruth", None)
    story.tell(assess("noor", "sam", 3))
    assert sees(story) == (Reach.SUPERVISORS, "Ruth", "06 1")
    story.tell(calls_off("noor", "sam"))
    assert story.seat("noor").talks[0].backup == "06 1", "in danger the number stands"
    assert story.tell(assess("noor", "sam", 3)) == ()
    assert help_of(story) is None


def test_practice_is_marked_and_stands_behind_the_real_thing() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("bo", rehearsed=True))
    story.takes("noor", "bo")
    story.tell(asks_help("noor", "bo"), arrive("sam"))
    story.after(3)
    story.takes("noor", "sam")
    story.tell(asks_help("noor", "sam"))
    assert [(call.name, call.rehearsed) for call in story.board().calls] == [("Noor", False), ("Noor", True)]


@pytest.mark.parametrize("first", ["seeker", "counsellor"])
def test_after_a_loss_help_is_asked_for_anew(first: str) -> None:
    story = asking()
    story.tell(comes("ruth", story.circle("sam")))
    lost, seat, seeker = story.circle("sam"), of_seat(story, "noor"), of_seeker(story, "sam")
    later = next_life(story)
    later.tell(watch("ruth"))
    back: list[Command] = [returns("sam", claim=seeker), sits("noor", claim=seat)]
    later.tell(back[0] if first == "seeker" else back[1])
    if first == "counsellor":
        assert later.refused(asks_help("noor", "sam")) is Wait
    later.tell(back[1] if first == "seeker" else back[0])
    assert sees(later) == (Reach.SUPERVISORS, None, None)
    assert later.circle("sam") != lost


def test_what_was_called_off_is_not_asked_for_after_a_loss() -> None:
    story = asking()
    story.tell(calls_off("noor", "sam"))
    later = next_life(story)
    later.tell(sits("noor", claim=of_seat(story, "noor")), returns("sam", claim=of_seeker(story, "sam")))
    assert help_of(later) is None
