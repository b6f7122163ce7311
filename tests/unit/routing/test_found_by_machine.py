"""What the machine of tests/properties found wrong at the desk, each told once more as a short story."""

from chat.conversation.lifecycle import Noticed
from chat.conversation.model import Notice, Side
from chat.identifiers import ConversationId, Seconds, SeekerId
from chat.routing.effects import SeekerChanged
from tests.builders import Story, accepts, arrive, furnish, ready, sits

SAM, KIM = SeekerId("sam"), SeekerId("kim")


def test_whoever_is_told_how_long_it_lasts_hears_of_another_frame() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"), arrive("kim"))
    did = story.tell(furnish(frame=45 * 60))
    assert {SeekerChanged(SAM), SeekerChanged(KIM)} <= set(did)
    assert story.screen("sam").frame == Seconds(45 * 60)
    assert story.tell(furnish(frame=45 * 60)) == ()


def test_a_late_look_sees_the_answer_and_the_silence_after_it_at_once() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.after(10)
    story.says(Side.COUNSELLOR, "sam")
    story.after(150)
    asked = Noticed(ConversationId("talk-sam"), Notice.SILENCE, 1)
    assert asked in story.looks("sam")
    desk = story.desk
    assert story.looks("sam") == ()
    assert story.desk is desk
