"""What one command may do to the desk, as sentences."""

from collections import Counter
from dataclasses import replace

from chat.conversation.model import EndReason
from chat.identifiers import ConversationId, node_of
from chat.routing.claims import SeekerClaim
from chat.routing.commands import (
    Accept,
    Arrive,
    ChooseStatus,
    Confirm,
    Decline,
    DropSeat,
    DropSeeker,
    End,
    Hold,
    Leave,
    Return,
    Stop,
    TakeSeat,
    Tick,
)
from chat.routing.effects import Superseded
from chat.routing.model import BEGINNING, Desk, Offer, Status, Talk, Waiting
from chat.routing.views import places
from tests.properties.oracle import expected, held, made
from tests.properties.standing import Step


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
        case TakeSeat(counsellor=who) as facts:
            seat = after.seats[who]
            assert (seat.name, seat.languages, seat.capacity) == (facts.name, facts.languages, facts.capacity)
            assert facts.connection in seat.connections
        case ChooseStatus(counsellor=who, status=status):
            assert after.seats[who].status is status
        case Accept(counsellor=who, conversation=mine, version=version):
            assert (after.talks[mine].counsellor, after.talks[mine].version) == (who, version)
        case Decline(counsellor=who, conversation=mine, version=version):
            offer = after.offers.get(mine)
            assert offer is None or offer.counsellor != who or offer.version > version
        case End(conversation=mine):
            assert mine not in after.talks
        case Hold(conversation=mine, on_hold=on_hold):
            assert after.talks[mine].on_hold is on_hold
        case Confirm(person=person, conversation=mine):
            assert mine not in after.closing or person not in after.closing[mine].unconfirmed
        case _:
            pass


def the_offers_made_are_those_the_rules_make(step: Step) -> None:
    new = {key: offer.counsellor for key, offer in made(step.before, step.after).items()}
    given_way = [
        offer
        for offer in step.before.offers.values()
        if gave_way(step, offer) and not may_end(step, offer) and offer.conversation in step.after.waiting
    ]
    assert new == expected(step.before, step.after, given_way, step.notes, step.now)


def the_version_rises_exactly_when_something_changed(step: Step) -> None:
    if step.after is step.before:
        assert step.effects == ()
    else:
        assert step.after.version == step.before.version + 1
        assert step.after.now == step.now
        assert content(step.after) != content(step.before)


def talks_pass_capacity_only_because_it_shrank(step: Step) -> None:
    for counsellor, seat in step.after.seats.items():
        held, held_before = (
            Counter(
                talk.conversation in step.notes.rehearsed
                for talk in desk.talks.values()
                if talk.counsellor == counsellor
            )
            for desk in (step.after, step.before)
        )
        assert held[False] <= max(seat.capacity, held_before[False])
        if held[True] > held_before[True]:
            assert held.total() <= seat.capacity


def place_of(desk: Desk, conversation: ConversationId) -> str:
    """Where a conversation stands."""
    for name, lines in (("waiting", desk.waiting), ("talk", desk.talks), ("closing", desk.closing)):
        if conversation in lines:
            return name
    return "nowhere"


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


def may_move(step: Step, conversation: ConversationId, arrow: tuple[str, str]) -> bool:
    """Whether the command is a reason for this arrow, by the figures of the design."""
    match arrow, step.command:
        case ("nowhere", "waiting"), Arrive(conversation=mine):
            return mine == conversation
        case ("waiting", "talk"), Accept(counsellor=counsellor, conversation=mine, version=version):
            offer = step.before.offers[conversation]
            held = step.after.talks[conversation]
            return (mine, counsellor, version) == (conversation, offer.counsellor, offer.version) and (
                (held.counsellor, held.version, held.started) == (counsellor, version, step.now)
                and step.now < offer.expires
            )
        case ("waiting", "nowhere"), Leave() | Stop() | Tick():
            keeps = 60 * 60 if conversation in step.notes.on_hold else 15 * 60
            return is_of(step, conversation) or has_been_away(step, conversation, keeps)
        case ("talk", "waiting"), Tick():
            counsellor = step.before.talks[conversation].counsellor
            back = step.after.waiting[conversation]
            return back.handed_over and step.now - step.notes.seat_away_since[counsellor] >= 60
        case ("talk", "closing"), End(counsellor=counsellor, conversation=mine):
            return (
                mine == conversation
                and counsellor == step.before.talks[conversation].counsellor
                and (step.after.closing[conversation].reason is EndReason.COUNSELLOR_ENDED)
            )
        case ("talk", "closing"), Stop() | Leave() | Tick():
            why = {Stop: EndReason.SEEKER_STOPPED, Leave: EndReason.SEEKER_LEFT, Tick: EndReason.SEEKER_LOST}
            keeps = 60 * 60 if conversation in step.notes.on_hold else 10 * 60
            return (is_of(step, conversation) or has_been_away(step, conversation, keeps)) and (
                step.after.closing[conversation].reason is why[type(step.command)]
            )
        case ("closing", "nowhere"), Confirm(person=person, conversation=mine):
            return mine == conversation and step.before.closing[conversation].unconfirmed == {person}
        case ("closing", "nowhere"), Leave(seeker=seeker):
            return is_of(step, conversation) and step.before.closing[conversation].unconfirmed <= {seeker}
        case ("closing", "nowhere"), Tick():
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
    is_here = guest.connection is not None and node_of(guest.connection) not in step.notes.buried
    if not isinstance(step.command, Tick) or is_here:
        return False
    return step.now - step.notes.seeker_away_since[guest.seeker] >= seconds


def an_offer_ends_only_for_a_reason(step: Step) -> None:
    for conversation, offer in step.before.offers.items():
        if step.after.offers.get(conversation) != offer:
            assert may_end(step, offer) or gave_way(step, offer), (offer, step.command)


def gave_way(step: Step, offer: Offer) -> bool:
    """Whether a rehearsed conversation was offered, and in its place somebody real is now."""
    new = made(step.before, step.after).values()
    asked = {other.counsellor for other in new if other.conversation not in step.notes.rehearsed}
    return offer.conversation in step.notes.rehearsed and offer.counsellor in asked


def may_end(step: Step, offer: Offer) -> bool:
    """Whether the command is a reason to end this offer."""
    waiting = step.before.waiting[offer.conversation]
    match step.command:
        case Accept(counsellor=who, conversation=mine) | Decline(counsellor=who, conversation=mine):
            return (who, mine) == (offer.counsellor, offer.conversation)
        case DropSeeker(seeker=seeker) | Leave(seeker=seeker) | Stop(seeker=seeker):
            return seeker == waiting.seeker
        case DropSeat(counsellor=who):
            return who == offer.counsellor and not step.after.seats[who].connections
        case Tick() if lost_its_sockets(step, offer):
            return True
        case ChooseStatus(counsellor=who, status=status):
            return who == offer.counsellor and status is not Status.READY
        case TakeSeat(counsellor=who, languages=languages, capacity=capacity):
            real, rehearsed = held(step.before, step.before.seats[offer.counsellor], step.notes)
            takes = len(real) + (len(rehearsed) if waiting.rehearsed else 0)
            return who == offer.counsellor and (waiting.language not in languages or takes > capacity)
        case Tick():
            return offer.expires <= step.now and step.after.seats[offer.counsellor].status is Status.MISSED
        case _:
            return False


def lost_its_sockets(step: Step, offer: Offer) -> bool:
    """Whether the young person or the counsellor of this offer was connected to a node that died."""
    line = step.before.guests[step.before.waiting[offer.conversation].seeker].connection
    lines = step.before.seats[offer.counsellor].connections
    dead = step.notes.buried.keys()
    return (line is not None and node_of(line) in dead) or {node_of(one) for one in lines} <= dead


def a_status_is_chosen_or_missed(step: Step) -> None:
    for counsellor, seat in step.after.seats.items():
        old = step.before.seats.get(counsellor)
        if old is None:
            assert seat.status is Status.AWAY
        elif old.status is not seat.status:
            own = isinstance(step.command, ChooseStatus) and step.command.counsellor == counsellor
            missed = isinstance(step.command, Tick) and seat.status is Status.MISSED
            assert own or missed


def a_disconnect_removes_its_own_line_and_nothing_else(step: Step) -> None:
    for seeker, guest in step.after.guests.items():
        old = step.before.guests.get(seeker)
        if old is not None and old.connection is not None and guest.connection is None:
            if node_of(old.connection) in step.notes.buried:
                continue
            assert isinstance(step.command, DropSeeker)
            assert (step.command.seeker, step.command.connection) == (seeker, old.connection)
    for counsellor, seat in step.before.seats.items():
        kept = step.after.seats.get(counsellor)
        gone = seat.connections - kept.connections if kept is not None else seat.connections
        gone = frozenset(line for line in gone if node_of(line) not in step.notes.buried)
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
        assert step.now - step.notes.seat_away_since[counsellor] >= 60


def the_older_page_is_told_when_a_newer_one_takes_over(step: Step) -> None:
    replaced = {
        old.connection
        for seeker, old in step.before.guests.items()
        if seeker in step.after.guests and old.connection not in (None, step.after.guests[seeker].connection)
        if old.instance != step.after.guests[seeker].instance
    }
    told = {effect.connection for effect in step.effects if isinstance(effect, Superseded)}
    assert told == replaced


def nobody_steps_back_but_for_who_was_there_before(step: Step) -> None:
    old, new = places(step.before), places(step.after)
    rehearsed = {
        key.seeker for key in step.after.waiting.values() if key.conversation in step.notes.rehearsed
    }
    came_back = {seeker for seeker in set(new) - set(old) if seeker in step.before.guests}
    overtook = set(new) - set(old) - came_back - rehearsed
    for seeker in set(old) & set(new):
        stepped_in = came_back | overtook if seeker in rehearsed else came_back - rehearsed
        assert new[seeker] <= old[seeker] + len(stepped_in)


STEPPING = (
    a_conversation_moves_only_along_the_drawn_arrows,
    an_offer_ends_only_for_a_reason,
    a_status_is_chosen_or_missed,
    a_disconnect_removes_its_own_line_and_nothing_else,
    a_seat_is_cleared_only_after_a_minute_away,
    talks_pass_capacity_only_because_it_shrank,
    the_offers_made_are_those_the_rules_make,
    the_older_page_is_told_when_a_newer_one_takes_over,
    nobody_steps_back_but_for_who_was_there_before,
    the_version_rises_exactly_when_something_changed,
    who_arrives_arrives_now_and_after_everybody_else,
    whoever_is_told_yes_has_what_they_asked,
)
