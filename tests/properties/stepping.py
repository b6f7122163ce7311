"""What one command may do to the desk, as sentences."""

from dataclasses import replace

from chat.identifiers import node_of
from chat.routing.claims import SeekerClaim
from chat.routing.commands import (
    Accept,
    Arrive,
    Assess,
    ChooseStatus,
    Command,
    Confirm,
    Decline,
    DropSeat,
    DropSeeker,
    End,
    Hold,
    Leave,
    Look,
    PassOn,
    Return,
    Stop,
    TakeSeat,
    Tick,
)
from chat.routing.company_commands import HandOver, Join, LeaveCompany, TakeOver, Welcome
from chat.routing.effects import Superseded
from chat.routing.help_commands import AskHelp, CallOffHelp, ComeToHelp, GiveBack
from chat.routing.model import BEGINNING, Desk, Status, Talk, Waiting
from chat.routing.views import places
from tests.properties.step import Step


def content(desk: Desk) -> Desk:
    """All that a desk says, apart from when and how often it was changed."""
    return replace(desk, version=0, now=BEGINNING)


def who_arrives_arrives_now_and_after_everybody_else(step: Step) -> None:
    came = [
        step.after.waiting[key]
        for key in set(step.after.waiting) - {*step.before.waiting, *step.before.talks}
    ]
    lines: tuple[Waiting | Talk, ...] = (*step.before.waiting.values(), *step.before.talks.values())
    others = [line.arrived for line in lines]
    for waiting in came:
        assert 0 <= waiting.arrived - step.now < 0.001
        assert waiting.arrived > max(others, default=BEGINNING)


def whoever_is_told_yes_has_what_they_asked(step: Step) -> None:
    after = step.after
    match step.command:
        case (
            Arrive(seeker=seeker, connection=line, instance=page)
            | Return(claim=SeekerClaim(seeker=seeker), connection=line, instance=page)
        ):
            assert (after.guests[seeker].connection, after.guests[seeker].instance) == (line, page)
        case Leave(seeker=seeker):
            assert seeker not in after.guests
        case Stop(seeker=seeker):
            assert seeker not in after.guests or after.guests[seeker].conversation in after.closing
        case Confirm(person=person, conversation=mine):
            assert mine not in after.closing or person not in after.closing[mine].unconfirmed
        case _:
            a_counsellor_has_what_they_asked(after, step.command)


def a_counsellor_has_what_they_asked(after: Desk, command: Command) -> None:
    match command:
        case TakeSeat(counsellor=who) as facts:
            seat = after.seats[who]
            said = (seat.name, seat.languages, seat.capacity, seat.skills, seat.leads, seat.helps)
            account = (facts.name, facts.languages, facts.capacity, facts.skills, facts.leads, facts.helps)
            assert (*said, seat.listens) == (*account, facts.listens)
            assert facts.connection in seat.connections
        case ChooseStatus(counsellor=who, status=status):
            assert after.seats[who].status is status
        case Accept(counsellor=who, conversation=mine, version=version):
            talk = after.talks[mine]
            here = who == talk.coming or who in talk.company
            assert (who, version) == ((who, talk.offered) if here else (talk.counsellor, talk.version))
        case Decline(counsellor=who, conversation=mine, version=version):
            offer = after.offers.get(mine)
            assert offer is None or who not in offer.asked or offer.version > version
        case End(conversation=mine):
            assert mine not in after.talks
        case Hold(conversation=mine, on_hold=on_hold):
            assert after.talks[mine].on_hold is on_hold
        case Assess(conversation=mine, risk=risk):
            assert after.talks[mine].risk == risk
        case AskHelp(conversation=mine) | CallOffHelp(conversation=mine):
            assert (mine in after.help) is isinstance(command, AskHelp)
        case ComeToHelp(helper=who, circle=circle) | GiveBack(helper=who, circle=circle):
            comes = any(one.circle == circle and one.helper == who for one in after.help.values())
            assert comes is isinstance(command, ComeToHelp)
        case PassOn(conversation=mine, skills=skills):
            assert after.talks[mine].passes_to == skills
        case _:
            company_is_as_it_was_asked(after, command)


def company_is_as_it_was_asked(after: Desk, command: Command) -> None:
    match command:
        case Join(volunteer=who, conversation=mine):
            assert who in after.talks[mine].company
        case LeaveCompany(volunteer=who, conversation=mine):
            talk = after.talks.get(mine)
            assert talk is None or who not in (talk.coming, *talk.company)
        case TakeOver(volunteer=who, conversation=mine):
            assert after.talks[mine].counsellor == who
        case HandOver(counsellor=who, conversation=mine):
            assert mine not in after.talks or after.talks[mine].counsellor != who
        case Welcome(seeker=seeker):
            talk = after.talks.get(after.guests[seeker].conversation)
            assert talk is None or talk.coming is None
        case _:
            pass


def the_version_rises_exactly_when_something_changed(step: Step) -> None:
    if step.after is step.before:
        assert step.effects == ()
    else:
        assert step.after.version == step.before.version + 1
        assert step.after.now == step.now
        assert content(step.after) != content(step.before)


def a_status_is_chosen_or_missed(step: Step) -> None:
    for counsellor, seat in step.after.seats.items():
        old = step.before.seats.get(counsellor)
        if old is None:
            assert seat.status is Status.AWAY
        elif old.status is not seat.status:
            own = isinstance(step.command, ChooseStatus) and step.command.counsellor == counsellor
            missed = isinstance(step.command, Tick | Look) and seat.status is Status.MISSED
            assert own or missed


def a_disconnect_removes_its_own_line_and_nothing_else(step: Step) -> None:
    dead = step.notes.attendance.buried
    for seeker, guest in step.after.guests.items():
        old = step.before.guests.get(seeker)
        if old is not None and old.connection is not None and guest.connection is None:
            if node_of(old.connection) in dead:
                continue
            assert isinstance(step.command, DropSeeker)
            assert (step.command.seeker, step.command.connection) == (seeker, old.connection)
    for counsellor, seat in step.before.seats.items():
        kept = step.after.seats.get(counsellor)
        gone = seat.connections - kept.connections if kept is not None else seat.connections
        gone = frozenset(line for line in gone if node_of(line) not in dead)
        if gone:
            assert isinstance(step.command, DropSeat)
            assert step.command.counsellor == counsellor
            assert {step.command.connection} == gone
    match step.command:
        case DropSeeker(seeker=seeker, connection=connection) if seeker in step.after.guests:
            assert step.after.guests[seeker].connection != connection
        case DropSeat(counsellor=counsellor, connection=connection) if counsellor in step.after.seats:
            assert connection not in step.after.seats[counsellor].connections
        case _:
            pass


def a_seat_is_cleared_only_after_a_minute_away(step: Step) -> None:
    for counsellor in set(step.before.seats) - set(step.after.seats):
        assert isinstance(step.command, Tick)
        assert step.now - step.notes.attendance.seat_away_since[counsellor] >= 60


def the_older_page_is_told_when_a_newer_one_takes_over(step: Step) -> None:
    replaced = {
        old.connection
        for seeker, old in step.before.guests.items()
        if seeker in step.after.guests and old.connection not in (None, step.after.guests[seeker].connection)
        if old.instance != step.after.guests[seeker].instance
    }
    told = {effect.connection for effect in step.effects if isinstance(effect, Superseded)}
    assert told == replaced


def only_the_next_load_or_another_tab_that_is_asked_takes_over(step: Step) -> None:
    """Whoever is of that tab and came before it, or of another and was not asked, changes nothing."""
    if not isinstance(step.command, Return):
        return
    command, before = step.command, step.before.guests.get(step.command.claim.seeker)
    after = step.after.guests.get(command.claim.seeker)
    if before is None or after is None or before.instance == command.instance:
        return
    may = command.load > before.load if command.tab == before.tab else command.take_over
    assert after.instance == (command.instance if may else before.instance)
    assert (after.tab, after.load) == ((command.tab, command.load) if may else (before.tab, before.load))


def nobody_steps_back_but_for_who_has_stepped_in_front(step: Step) -> None:
    """Whose turn it is before theirs, by the notes: who came back, was drawn earlier, is not safe, or lost their counsellor."""
    old, new = places(step.before), places(step.after)
    turn = {waiting.seeker: step.notes.turn(waiting.conversation) for waiting in step.after.waiting.values()}
    for seeker in set(old) & set(new):
        ahead = {other for other in new if turn[other] < turn[seeker]}
        came = {other for other in ahead if other not in old or old[other].rank > old[seeker].rank}
        assert new[seeker].rank <= old[seeker].rank + len(came)
        assert new[seeker].rank == 1 + len(ahead)


STEPPING = (
    a_status_is_chosen_or_missed,
    a_disconnect_removes_its_own_line_and_nothing_else,
    a_seat_is_cleared_only_after_a_minute_away,
    the_older_page_is_told_when_a_newer_one_takes_over,
    only_the_next_load_or_another_tab_that_is_asked_takes_over,
    nobody_steps_back_but_for_who_has_stepped_in_front,
    the_version_rises_exactly_when_something_changed,
    who_arrives_arrives_now_and_after_everybody_else,
    whoever_is_told_yes_has_what_they_asked,
)
