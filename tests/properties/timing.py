"""What the desk says in a conversation by itself, and when a clock may end one, as sentences."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from chat.conversation.lifecycle import Ended, Joined, Noticed
from chat.conversation.model import EndReason, Notice, Side
from chat.identifiers import ConversationId, Seconds
from chat.routing.commands import Accept, Look, Tick
from chat.routing.house import Served
from tests.properties.step import Step, place_of

STEPS = (Notice.SILENCE, Notice.SILENCE_AGAIN, Notice.SILENCE_LAST)
WAITS = (120.0, 300.0, 480.0)
MINUTES_2, MINUTES_5, MINUTES_10 = 120.0, 300.0, 600.0


def noticed(step: Step) -> Iterator[tuple[ConversationId, Notice]]:
    """What the desk said in this step, and in which conversation."""
    for effect in step.effects:
        if isinstance(effect, Noticed):
            yield effect.conversation, effect.notice


def the_desk_says_one_thing_at_a_time(step: Step) -> None:
    said = Counter(conversation for conversation, _ in noticed(step))
    assert set(said.values()) <= {1}


def the_frame_is_told_as_somebody_is_first_taken_up(step: Step) -> None:
    told = {conversation for conversation, notice in noticed(step) if notice is Notice.FRAME}
    joined = {effect.conversation for effect in step.effects if isinstance(effect, Joined)}
    first = {
        key
        for key in joined & step.before.waiting.keys()
        if step.notes.hearing.began[key] == step.now and not step.before.waiting[key].handed_over
    }
    assert told == (first if step.notes.house.frame is not None else set())
    assert not told or isinstance(step.command, Accept)


def nearly_time_is_told_once_ten_minutes_before_the_frame_is_over(step: Step) -> None:
    frame, hearing = step.notes.house.frame, step.notes.hearing
    for conversation, notice in noticed(step):
        if notice is Notice.TEN_MINUTES:
            assert isinstance(step.command, Tick)
            assert notice not in hearing.notices.get(conversation, ())
            assert frame is not None
            assert step.now >= hearing.began[conversation] + frame - MINUTES_10
    if isinstance(step.command, Tick) and frame is not None and not step.notes.attendance.is_calm(step.now):
        for key, talk in step.after.talks.items():
            assert talk.ending_told or step.now < hearing.began[key] + frame - MINUTES_10


def silence_is_asked_about_step_by_step(step: Step) -> None:
    """After 2, 5 and 8 minutes of a young person who is there, to whom the counsellor spoke last, and in no danger."""
    for conversation, notice in noticed(step):
        if notice in STEPS:
            heard = step.notes.hearing.of[conversation]
            number = len(heard.warned)
            assert notice is STEPS[number]
            assert runs(step, conversation)
            assert step.now - heard.sign_at >= WAITS[number]
            assert number > 0 or step.now - heard.ours_at >= MINUTES_2
            assert not heard.warned or step.now - heard.warned[-1] >= MINUTES_2


def no_silence_ends_without_two_warnings_two_minutes_apart(step: Step) -> None:
    """All of them since the young person gave a sign; the last is five minutes ago, and they were there since."""
    for effect in step.effects:
        if isinstance(effect, Ended) and effect.reason is EndReason.SILENCE:
            warned = step.notes.hearing.of[effect.conversation].warned
            assert len(warned) >= 2
            assert all(later - earlier >= MINUTES_2 for earlier, later in pairwise(warned))
            assert runs(step, effect.conversation)
            assert step.now - warned[-1] >= MINUTES_5


def runs(step: Step, conversation: ConversationId) -> bool:
    """Whether it is for this young person to say something, and a clock runs for them."""
    talk, notes = step.before.talks[conversation], step.notes
    assert isinstance(step.command, Look)
    theirs, ours = step.command.said.get(Side.SEEKER), step.command.said.get(Side.COUNSELLOR)
    their_turn = ours is not None and (theirs is None or theirs < ours)
    is_here = step.before.guests[talk.seeker].connection is not None
    both = is_here and bool(step.before.seats[talk.counsellor].connections)
    back_at = notes.attendance.seeker_back_at[talk.seeker]
    quiet = conversation not in notes.hearing.on_hold and not notes.hearing.is_dangerous(conversation)
    return (
        step.command.conversation == conversation
        and their_turn
        and both
        and quiet
        and (step.now - back_at >= MINUTES_2)
    )


def a_talk_that_ended_says_how_fast_the_queue_goes(step: Step) -> None:
    ended = [
        Served(step.now, Seconds(step.now - talk.started))
        for key, talk in step.before.talks.items()
        if place_of(step.after, key) in ("closing", "nowhere") and key not in step.notes.rehearsed
    ]
    assert sorted(step.after.pace, key=repr) == sorted((*step.before.pace, *ended)[-60:], key=repr)


TIMING = (
    the_desk_says_one_thing_at_a_time,
    the_frame_is_told_as_somebody_is_first_taken_up,
    nearly_time_is_told_once_ten_minutes_before_the_frame_is_over,
    silence_is_asked_about_step_by_step,
    no_silence_ends_without_two_warnings_two_minutes_apart,
    a_talk_that_ended_says_how_fast_the_queue_goes,
)
