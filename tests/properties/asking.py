"""What the desk must answer when it is asked once more, as sentences."""

from math import isfinite

from chat.errors import Gone, Refusal
from chat.identifiers import Instant
from chat.routing.commands import Arrive, Look, Return, Tick
from chat.routing.deadlines import next_due
from chat.routing.effects import Effect
from chat.routing.timing import looks_due
from tests.properties.step import Step


def a_repeat_changes_nothing_and_is_answered_alike(step: Step) -> None:
    again, refused = step.after, None
    effects: tuple[Effect, ...] = ()
    try:
        again, effects = step.decide(step.after, step.command, step.now)
    except Refusal as refusal:
        refused = type(refusal)
    assert refused is step.refused
    assert again is step.after
    assert effects == ()


def who_has_gone_does_not_begin_again(step: Step) -> None:
    if isinstance(step.command, Arrive) and step.command.seeker not in step.before.guests:
        gone_at = step.notes.gone_at.get(step.command.seeker)
        if gone_at is None:
            assert step.refused is not Gone
        elif step.now < gone_at + 75 * 60:
            assert step.refused is Gone


def whose_conversation_is_known_is_never_gone(step: Step) -> None:
    """However long their page slept, and however old the ticket with which it comes back."""
    if isinstance(step.command, Return):
        guest = step.before.guests.get(step.command.claim.seeker)
        if guest is not None and guest.conversation == step.command.claim.conversation:
            assert step.refused is not Gone


def after_a_tick_nothing_is_overdue(step: Step) -> None:
    due = next_due(step.after)
    if isinstance(step.command, Tick) and due is not None:
        assert due > step.now


def a_tick_changes_something_at_the_next_deadline_and_nothing_before(step: Step) -> None:
    due = next_due(step.after)
    if due is not None:
        assert isfinite(due)
        rung, _ = step.decide(step.after, Tick(), due)
        assert rung is not step.after
    early = Instant(step.now if due is None else (step.now + due) / 2)
    if early < step.after.due_from:
        return  # in the calm nothing falls due, but whoever has rested may be asked again
    if step.after.nodes and early - step.after.now >= 5:
        return  # a desk that stood still so long has something to change: it is calm first
    if due is None or step.now < early < due:
        assert step.decide(step.after, Tick(), early) == (step.after, ())


def after_a_look_there_is_nothing_to_look_for(step: Step) -> None:
    """However little the log says, the next look at it is later."""
    if isinstance(step.command, Look):
        for due, conversation in looks_due(step.after):
            assert conversation != step.command.conversation or due > step.now


ASKING = (
    a_repeat_changes_nothing_and_is_answered_alike,
    after_a_tick_nothing_is_overdue,
    after_a_look_there_is_nothing_to_look_for,
    a_tick_changes_something_at_the_next_deadline_and_nothing_before,
)
