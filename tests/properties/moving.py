"""Along which arrows a conversation moves, and by what, as sentences."""

from chat.conversation.company import Part
from chat.conversation.model import EndReason, Side
from chat.identifiers import ConversationId
from chat.routing.commands import Accept, Arrive, ChooseStatus, Confirm, End, Leave, Look, Stop, Tick
from chat.routing.company_commands import HandOver, TakeOver
from chat.routing.model import Status, Talk
from tests.properties.step import Step, place_of

Arrow = tuple[str, str]


def a_conversation_moves_only_along_the_drawn_arrows(step: Step) -> None:
    for conversation in {
        *step.before.waiting,
        *step.before.talks,
        *step.before.closing,
        *step.after.waiting,
        *step.after.talks,
        *step.after.closing,
    }:
        arrow = (place_of(step.before, conversation), place_of(step.after, conversation))
        assert arrow[0] == arrow[1] or may_move(step, conversation, arrow), (arrow, step.command)


def a_counsellor_is_followed_by_another_only_by_taking_over(step: Step) -> None:
    for conversation, talk in step.after.talks.items():
        old = step.before.talks.get(conversation)
        if old is not None and (old.counsellor, old.version) != (talk.counsellor, talk.version):
            if isinstance(step.command, TakeOver | HandOver):
                is_given_to_who_was_there(step, old, talk)
            else:
                assert old.onward is not None
                assert is_accepted(step, conversation)


def is_given_to_who_was_there(step: Step, old: Talk, new: Talk) -> None:
    """Whoever holds it now was in the room, as somebody who may; whoever held it is out, and what they still write is refused."""
    before = old.company[new.counsellor]
    match step.command:
        case TakeOver(volunteer=who, conversation=mine):
            assert (who, mine) == (new.counsellor, new.conversation)
            assert before.part is not Part.MENTOR or step.before.seats[who].helps
        case HandOver(counsellor=who, conversation=mine):
            assert (who, mine) == (old.counsellor, new.conversation)
            assert before.part is Part.COLLEAGUE
        case _:
            raise AssertionError(step.command)
    assert new.version > max(old.version, old.offered)
    assert {old.counsellor, new.counsellor}.isdisjoint(new.company)


def may_move(step: Step, conversation: ConversationId, arrow: Arrow) -> bool:
    """Whether the command is a reason for this arrow, by the figures of the design."""
    match arrow:
        case ("nowhere", "waiting"):
            return isinstance(step.command, Arrive) and step.command.conversation == conversation
        case ("waiting", "talk"):
            return is_accepted(step, conversation)
        case ("waiting", "nowhere"):
            return is_of(step, conversation) or is_given_up(step, conversation)
        case ("waiting", "closing"):
            return is_closing_time(step, conversation)
        case ("talk", "waiting"):
            return is_lost_by_its_counsellor(step, conversation)
        case ("talk", "closing"):
            return may_close(step, conversation, step.after.closing[conversation].reason)
        case ("closing", "nowhere"):
            return may_be_forgotten(step, conversation)
        case _:
            return False


def is_accepted(step: Step, conversation: ConversationId) -> bool:
    """Whether it was offered to whoever accepts it, under this version, and in time."""
    if not isinstance(step.command, Accept) or step.command.conversation != conversation:
        return False
    offer, talk = step.before.offers[conversation], step.after.talks[conversation]
    who, version = step.command.counsellor, step.command.version
    given = (talk.counsellor, talk.version, talk.started) == (who, version, step.now)
    return given and who in offer.asked and version == offer.version and step.now < offer.expires


def is_closing_time(step: Step, conversation: ConversationId) -> bool:
    """Whether the line has closed on somebody real whom nobody had taken up, or for whom nobody is left."""
    notes, closing = step.notes, step.after.closing[conversation]
    left_alone = is_left_alone(step, conversation)
    reached = conversation in notes.had_counsellor | notes.rehearsed and not left_alone
    found = (closing.reason, closing.counsellor, closing.unconfirmed)
    as_it_should = found == (EndReason.LINE_CLOSED, None, frozenset({closing.seeker}))
    return (
        isinstance(step.command, Tick)
        and notes.has_closed(step.before.now, step.now)
        and not reached
        and as_it_should
    )


def is_left_alone(step: Step, conversation: ConversationId) -> bool:
    """Whether somebody real, in no danger, lost their counsellor a minute ago, and nobody has a seat who could follow."""
    notes, waiting = step.notes, step.before.waiting[conversation]
    if conversation not in notes.had_counsellor - notes.rehearsed or notes.hearing.is_dangerous(conversation):
        return False
    # Whoever cannot go on has a seat, and does not come.
    seats = [seat for seat in step.after.seats.values() if seat.status is not Status.RELIEVED]
    could_come = any(notes.language[conversation] in seat.languages for seat in seats)
    return not could_come and step.now - waiting.since >= 60


def is_lost_by_its_counsellor(step: Step, conversation: ConversationId) -> bool:
    """Whether its counsellor was away for a minute, or said nothing for a minute, or cannot go on."""
    talk, back = step.before.talks[conversation], step.after.waiting[conversation]
    if isinstance(step.command, Tick):
        away_since = step.notes.attendance.seat_away_since[talk.counsellor]
        return not back.unanswered and step.now - away_since >= 60
    if isinstance(step.command, ChooseStatus):
        steps_back = step.command.counsellor == talk.counsellor and step.command.status is Status.RELIEVED
        return not back.unanswered and steps_back
    return back.unanswered and is_unanswered(step, conversation)


def is_unanswered(step: Step, conversation: ConversationId) -> bool:
    """Whether a look shows that its counsellor let somebody wait for a minute who was there all the while."""
    if not isinstance(step.command, Look) or step.command.conversation != conversation:
        return False
    talk, notes = step.before.talks[conversation], step.notes
    heard = notes.hearing.of[conversation]
    ours = step.command.said.get(Side.COUNSELLOR)
    seeker = step.before.guests[talk.seeker]
    if heard.answered or ours is not None:
        return False
    if seeker.connection is None:
        return False
    since = max(heard.sign_at, notes.attendance.seeker_back_at[talk.seeker])
    is_away = step.after.seats[talk.counsellor].status is Status.MISSED
    return step.now - since >= 60 and bool(step.before.seats[talk.counsellor].connections) and is_away


def may_close(step: Step, conversation: ConversationId, reason: EndReason) -> bool:
    """Whether whoever is said to have ended it did; in danger no clock does."""
    command, hearing = step.command, step.notes.hearing
    match reason:
        case EndReason.COUNSELLOR_ENDED:
            holder = step.before.talks[conversation].counsellor
            return isinstance(command, End) and (command.conversation, command.counsellor) == (
                *(conversation, holder),
            )
        case EndReason.SEEKER_STOPPED:
            return isinstance(command, Stop) and is_of(step, conversation)
        case EndReason.SEEKER_LEFT:
            return isinstance(command, Leave) and is_of(step, conversation)
        case EndReason.SEEKER_LOST:
            keeps = 60 if conversation in hearing.on_hold else 10
            is_lost = has_been_away(step, conversation, keeps * 60)
            return is_lost and not hearing.is_dangerous(conversation)
        case EndReason.SILENCE:
            is_looked_at = isinstance(command, Look) and command.conversation == conversation
            return is_looked_at and not hearing.is_dangerous(conversation)
        case _:
            return False


def may_be_forgotten(step: Step, conversation: ConversationId) -> bool:
    """Whether its end was shown to everybody, or has stood for ten minutes."""
    unconfirmed = step.before.closing[conversation].unconfirmed
    match step.command:
        case Confirm(person=person, conversation=mine):
            return mine == conversation and unconfirmed == {person}
        case Leave(seeker=seeker):
            return is_of(step, conversation) and unconfirmed <= {seeker}
        case Tick():
            return step.now - step.notes.ended_at[conversation] >= 10 * 60
        case _:
            return False


def is_of(step: Step, conversation: ConversationId) -> bool:
    """Whether the command was given by the young person of this conversation."""
    guest = step.before.guests.get(step.command.seeker) if isinstance(step.command, Leave | Stop) else None
    return guest is not None and guest.conversation == conversation


def has_been_away(step: Step, conversation: ConversationId, seconds: float) -> bool:
    """Whether, at a tick, the young person of this conversation has been away for as long as this."""
    guest = next(guest for guest in step.before.guests.values() if guest.conversation == conversation)
    attendance = step.notes.attendance
    is_here = guest.connection is not None and not attendance.has_lost(guest.connection)
    if not isinstance(step.command, Tick) or is_here:
        return False
    return step.now - attendance.seeker_away_since[guest.seeker] >= seconds


def is_given_up(step: Step, conversation: ConversationId) -> bool:
    """Whether who waits was away too long; in danger that counts from when their counsellor was lost."""
    hearing, minutes = step.notes.hearing, 60.0
    if hearing.is_dangerous(conversation):
        waited = step.now - step.before.waiting[conversation].since
        return waited >= minutes * 60 and has_been_away(step, conversation, minutes * 60)
    keeps = minutes if conversation in hearing.on_hold else 15.0
    return has_been_away(step, conversation, keeps * 60)


MOVING = (
    a_conversation_moves_only_along_the_drawn_arrows,
    a_counsellor_is_followed_by_another_only_by_taking_over,
)
