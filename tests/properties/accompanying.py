"""Who is in a conversation beside its counsellor: who may be, who sees it, and from when on they read, as sentences."""

from chat.conversation.company import Part
from chat.conversation.lifecycle import CompanyJoined
from chat.routing.commands import Accept, Tick
from chat.routing.company_commands import Join, Welcome
from chat.routing.seat_view import seat_view
from chat.routing.views import seeker_view
from tests.properties.step import Step


def only_those_come_who_may(step: Step) -> None:
    """A supervisor to anybody, a mentor to who learns with them, a colleague to whom it is handed over; nobody to their own."""
    for effect in step.effects:
        if not isinstance(effect, CompanyJoined):
            continue
        who, part = effect.volunteer, effect.companion.part
        talk = step.before.talks[effect.conversation]
        assert who != talk.counsellor
        seat, holder = step.before.seats[who], step.before.seats[talk.counsellor]
        match part:
            case Part.SUPERVISOR:
                assert isinstance(step.command, Join)
                assert seat.helps
            case Part.MENTOR:
                assert isinstance(step.command, Join)
                assert holder.mentor == who
            case Part.COLLEAGUE:
                assert talk.coming == who


def a_colleague_reads_once_the_young_person_knows(step: Step) -> None:
    """They said so, or were there for twenty seconds since they were told."""
    attendance = step.notes.attendance
    for effect in step.effects:
        if not isinstance(effect, CompanyJoined) or effect.companion.part is not Part.COLLEAGUE:
            continue
        seeker = step.before.talks[effect.conversation].seeker
        if isinstance(step.command, Welcome):
            assert step.command.seeker == seeker
            continue
        assert isinstance(step.command, Tick)
        assert step.before.guests[seeker].connection is not None
        told_at = step.notes.coming_at[effect.conversation]
        assert step.now - max(told_at, attendance.seeker_back_at[seeker]) >= 20


def nobody_reads_whom_the_young_person_or_the_counsellor_does_not_see(step: Step) -> None:
    for talk in step.after.talks.values():
        theirs = seeker_view(step.after, talk.seeker)
        ours = seat_view(step.after, talk.counsellor, step.now)
        assert theirs is not None
        assert ours is not None
        own = next(one for one in ours.talks if one.conversation == talk.conversation)
        assert theirs.company == own.company == tuple(talk.company.values())
        assert theirs.coming == own.coming
        assert (theirs.coming is None) == (talk.coming is None)


def company_has_a_seat(step: Step) -> None:
    """Whoever lost theirs is in no conversation any more."""
    for talk in step.after.talks.values():
        there = {*talk.company, *(() if talk.coming is None else (talk.coming,))}
        assert there <= step.after.seats.keys()
        assert talk.counsellor not in there


def a_conversation_is_handed_over_to_one_at_a_time(step: Step) -> None:
    for talk in step.after.talks.values():
        colleagues = [one for one in talk.company.values() if one.part is Part.COLLEAGUE]
        assert len(colleagues) + (talk.coming is not None) <= 1
        assert talk.onward is None or not (colleagues or talk.coming)
        was = step.before.talks.get(talk.conversation)
        if talk.coming is not None and (was is None or was.coming != talk.coming):
            assert isinstance(step.command, Accept)
            assert (step.command.counsellor, step.command.version) == (talk.coming, talk.offered)


ACCOMPANYING = (
    only_those_come_who_may,
    a_colleague_reads_once_the_young_person_knows,
    nobody_reads_whom_the_young_person_or_the_counsellor_does_not_see,
    company_has_a_seat,
    a_conversation_is_handed_over_to_one_at_a_time,
)
