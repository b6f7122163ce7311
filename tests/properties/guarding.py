"""What a counsellor has at once: never more than fits, never somebody new beside danger, as sentences."""

from collections import Counter

from chat.identifiers import ConversationId, VolunteerId
from chat.routing.commands import Accept
from chat.routing.company_commands import TakeOver
from chat.routing.model import Seat
from tests.properties.asked import counted
from tests.properties.hearing import is_taken
from tests.properties.oracle import beside, who_follows
from tests.properties.step import Step


def nobody_has_more_than_fits(step: Step) -> None:
    """Talks and offers together, at every instant; who has more had it before the seat became smaller, or took it over in need."""
    for counsellor, seat in step.after.seats.items():
        was = step.before.seats.get(counsellor)
        had = 0 if was is None else counted(step.before, step.notes, was)
        had += has_taken_over(step, counsellor)
        assert counted(step.after, step.notes, seat) <= max(seat.capacity, had)


def a_rehearsal_is_begun_only_where_there_is_room(step: Step) -> None:
    for counsellor, seat in step.after.seats.items():
        now, before = (
            Counter(
                talk.conversation in step.notes.rehearsed
                for talk in desk.talks.values()
                if counsellor in (talk.counsellor, who_follows(talk))
            )
            for desk in (step.after, step.before)
        )
        if now[True] > before[True] and not has_taken_over(step, counsellor):
            assert now.total() <= seat.capacity


def has_taken_over(step: Step, counsellor: VolunteerId) -> bool:
    """Whether somebody took over in this step what a colleague had: then it does not matter what they have."""
    return isinstance(step.command, TakeOver) and step.command.volunteer == counsellor


def taken(step: Step) -> tuple[ConversationId, Seat] | None:
    """What somebody took in this step."""
    if not isinstance(step.command, Accept):
        return None
    conversation, counsellor = step.command.conversation, step.command.counsellor
    if not is_taken(step.before, step.after, conversation, counsellor):
        return None
    return conversation, step.after.seats[counsellor]


def nobody_is_put_beside_a_heavy_conversation(step: Step) -> None:
    took = taken(step)
    if took is not None:
        conversation, seat = took
        others = beside(step.after, step.notes, seat, conversation)
        assert not any(step.notes.is_heavy(talk.conversation) for talk in others)


def who_is_not_safe_has_a_counsellor_alone_or_after_a_minute_beside_one(step: Step) -> None:
    took = taken(step)
    if took is None or not step.notes.wants_all(took[0]):
        return
    conversation, seat = took
    looked = step.before.waiting.get(conversation) or step.before.talks[conversation].onward
    assert looked is not None
    others = beside(step.after, step.notes, seat, conversation)
    assert len(others) <= 1
    assert not others or step.now - looked.since >= 60


GUARDING = (
    nobody_has_more_than_fits,
    a_rehearsal_is_begun_only_where_there_is_room,
    nobody_is_put_beside_a_heavy_conversation,
    who_is_not_safe_has_a_counsellor_alone_or_after_a_minute_beside_one,
)
