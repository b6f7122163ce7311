"""Who wraps up, who stops and who cannot go on, as sentences."""

from chat.conversation.lifecycle import Noticed
from chat.conversation.model import Notice
from chat.identifiers import ConversationId
from chat.routing.commands import ChooseStatus
from chat.routing.model import Status
from tests.properties.step import Step


def whoever_wraps_up_has_just_had_somebody_and_has_their_minutes(step: Step) -> None:
    wraps = {who: seat.wrap_up for who, seat in step.after.seats.items() if seat.wrap_up is not None}
    assert wraps == step.notes.wraps.of


def whoever_wraps_up_stops_or_rests_is_asked_for_nobody(step: Step) -> None:
    for offer in step.after.offers.values():
        assert all(step.notes.wraps.is_ready(step.after.seats[who]) for who in offer.asked)


def whoever_cannot_go_on_has_nobody_at_once(step: Step) -> None:
    relieved = {who for who, seat in step.after.seats.items() if seat.status is Status.RELIEVED}
    assert not any(talk.counsellor in relieved for talk in step.after.talks.values())


def only_whose_counsellor_cannot_go_on_reads_so(step: Step) -> None:
    """That it is not their fault; nobody else reads it, and they wait at the head of the queue."""
    told: set[ConversationId] = {
        effect.conversation
        for effect in step.effects
        if isinstance(effect, Noticed) and effect.notice is Notice.RELIEVED
    }
    match step.command:
        case ChooseStatus(counsellor=who, status=Status.RELIEVED):
            lost = {key for key, talk in step.before.talks.items() if talk.counsellor == who}
        case _:
            lost = set()
    assert told == lost
    assert all(step.after.waiting[key].handed_over for key in lost)


WRAPPING = (
    whoever_wraps_up_has_just_had_somebody_and_has_their_minutes,
    whoever_wraps_up_stops_or_rests_is_asked_for_nobody,
    whoever_cannot_go_on_has_nobody_at_once,
    only_whose_counsellor_cannot_go_on_reads_so,
)
