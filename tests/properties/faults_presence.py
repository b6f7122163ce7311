"""Desks that mistake who is here, and the laws that must catch it."""

from dataclasses import replace

from chat.identifiers import Instant
from chat.routing import desk
from chat.routing.commands import Arrive, Command, DropSeat, DropSeeker, Return, Tick
from chat.routing.desk import Decided
from chat.routing.model import BEGINNING, Desk
from tests.builders import Decide
from tests.properties import asked, asking, doorkeeping, living, moving, standing, stepping
from tests.properties.planting import Law


def believes_a_late_disconnect(before: Desk, command: Command, now: Instant) -> Decided:
    """A connection that was replaced long ago takes the new one along."""
    guest = before.guests.get(command.seeker) if isinstance(command, DropSeeker) else None
    if guest is not None and guest.connection is not None:
        command = DropSeeker(guest.seeker, guest.connection)
    return desk.decide(before, command, now)


def closes_a_seat_with_its_second_tab(before: Desk, command: Command, now: Instant) -> Decided:
    """One closed tab counts for all of a counsellor's pages."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, DropSeat) or after is before:
        return after, effects
    for line in after.seats[command.counsellor].connections:
        after, more = desk.decide(after, DropSeat(command.counsellor, line), now)
        effects = tuple(dict.fromkeys(effects + more))
    return replace(after, version=before.version + 1), effects


def gives_up_too_early(before: Desk, command: Command, now: Instant) -> Decided:
    """A tick lives two minutes ahead of everybody."""
    return desk.decide(before, command, Instant(now + 120) if isinstance(command, Tick) else now)


def gives_up_who_is_on_hold_after_ten_minutes(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever calls somebody else is lost like anybody."""
    if not isinstance(command, Tick):
        return desk.decide(before, command, now)
    off = {key: replace(talk, on_hold=False) for key, talk in before.talks.items()}
    after, effects = desk.decide(replace(before, talks=off) if off else before, command, now)
    talks = {key: replace(talk, on_hold=before.talks[key].on_hold) for key, talk in after.talks.items()}
    if after.version == before.version:
        return before, effects
    return replace(after, talks=talks), effects


def leaves_ghosts_of_a_dead_node(before: Desk, command: Command, now: Instant) -> Decided:
    """A node is taken off the list, and whoever was connected to it still counts as here."""
    if isinstance(command, Tick) and now >= before.due_from:
        before = replace(before, nodes={node: until for node, until in before.nodes.items() if until > now})
    return desk.decide(before, command, now)


def buries_whoever_was_silent_for_five_seconds(before: Desk, command: Command, now: Instant) -> Decided:
    """A lease is half as long."""
    if isinstance(command, Tick) and before.nodes:
        before = replace(before, nodes={node: Instant(until - 5) for node, until in before.nodes.items()})
    return desk.decide(before, command, now)


def forgets_that_somebody_moved(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever comes straight to another node counts as there since they came to the one before."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, Return | Arrive):
        return after, effects
    guests = {
        key: replace(guest, since=before.guests[key].since)
        if key in before.guests and before.guests[key].connection is not None
        else guest
        for key, guest in after.guests.items()
    }
    return (after if after is before else replace(after, guests=guests)), effects


def lets_everybody_go_with_a_dead_node(before: Desk, command: Command, now: Instant) -> Decided:
    """One node died, and nobody counts as here."""
    after, effects = desk.decide(before, command, now)
    if len(after.nodes) >= len(before.nodes) or not isinstance(command, Tick):
        return after, effects
    gone = {key: replace(guest, connection=None) for key, guest in after.guests.items()}
    empty = {key: replace(seat, connections=frozenset()) for key, seat in after.seats.items()}
    return replace(after, guests=gone, seats=empty), effects


def knows_no_calm(before: Desk, command: Command, now: Instant) -> Decided:
    """What fell due while nobody could look falls at once."""
    if isinstance(command, Tick) and now < before.due_from:
        before = replace(before, due_from=BEGINNING)
    return desk.decide(before, command, now)


PRESENCE: dict[Decide, tuple[Law, ...]] = {
    believes_a_late_disconnect: (stepping.a_disconnect_removes_its_own_line_and_nothing_else,),
    closes_a_seat_with_its_second_tab: (stepping.a_disconnect_removes_its_own_line_and_nothing_else,),
    gives_up_too_early: (
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
        stepping.the_version_rises_exactly_when_something_changed,
    ),
    gives_up_who_is_on_hold_after_ten_minutes: (
        standing.what_is_known_of_a_conversation_is_kept,
        moving.a_conversation_moves_only_along_the_drawn_arrows,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
    ),
    leaves_ghosts_of_a_dead_node: (
        living.a_dead_node_takes_all_its_sockets_along_at_once,
        stepping.the_version_rises_exactly_when_something_changed,
    ),
    buries_whoever_was_silent_for_five_seconds: (
        living.a_node_lives_until_ten_seconds_after_its_last_sign,
        asking.a_tick_changes_something_at_the_next_deadline_and_nothing_before,
        moving.a_conversation_moves_only_along_the_drawn_arrows,
    ),
    forgets_that_somebody_moved: (living.whoever_is_here_is_here_since_they_came_to_their_node,),
    lets_everybody_go_with_a_dead_node: (
        asked.only_somebody_present_is_offered_and_for_25_seconds,
        living.at_a_tick_nobody_else_loses_a_socket,
        stepping.a_disconnect_removes_its_own_line_and_nothing_else,
    ),
    knows_no_calm: (
        stepping.the_version_rises_exactly_when_something_changed,
        doorkeeping.the_line_is_what_was_said_of_it_last,
        stepping.a_disconnect_removes_its_own_line_and_nothing_else,
        living.in_the_calm_after_a_gap_nothing_falls_due,
        living.a_node_lives_until_ten_seconds_after_its_last_sign,
    ),
}
