"""Which nodes live, and what may fall due when one could not be heard, as sentences."""

from dataclasses import replace

from chat.identifiers import NodeId, node_of
from chat.routing.commands import Look, Tick
from chat.routing.model import Desk
from tests.properties.step import Step


def connected_to(desk: Desk, node: NodeId) -> set[str]:
    """Every socket that the desk counts as open at this node."""
    lines = {guest.connection for guest in desk.guests.values() if guest.connection is not None}
    lines |= {line for seat in desk.seats.values() for line in seat.connections}
    lines |= {line for boards in desk.leads.values() for line in boards}
    return {line for line in lines if node_of(line) == node}


def a_node_lives_until_ten_seconds_after_its_last_sign(step: Step) -> None:
    assert dict(step.after.nodes) == step.notes.attendance.leases


def a_dead_node_takes_all_its_sockets_along_at_once(step: Step) -> None:
    for node in step.notes.attendance.buried:
        assert connected_to(step.after, node) == set()


def at_a_tick_nobody_else_loses_a_socket(step: Step) -> None:
    if not isinstance(step.command, Tick):
        return
    dead = step.notes.attendance.buried.keys()
    for seeker, guest in step.after.guests.items():
        line = step.before.guests[seeker].connection
        assert guest.connection == (None if line is None or node_of(line) in dead else line)
    for counsellor, seat in step.after.seats.items():
        lines = step.before.seats[counsellor].connections
        assert seat.connections == {line for line in lines if node_of(line) not in dead}


def whoever_is_here_is_here_since_they_came_to_their_node(step: Step) -> None:
    came = step.notes.attendance.seeker_back_at
    for seeker, guest in step.after.guests.items():
        if guest.connection is not None:
            assert guest.since == came[seeker]


def in_the_calm_after_a_gap_nothing_falls_due(step: Step) -> None:
    assert step.after.due_from == step.notes.attendance.calm_until
    if isinstance(step.command, Tick | Look) and step.notes.attendance.is_calm(step.now):
        before, after = step.before, step.after
        assert (after.guests, after.closing, after.seats, after.nodes) == (
            *(before.guests, before.closing, before.seats, before.nodes),
        )
        assert {key: replace(talk, onward=None) for key, talk in after.talks.items()} == {
            key: replace(talk, onward=None) for key, talk in before.talks.items()
        }
        # Whoever has rested may be asked again, and somebody real before somebody rehearsed.
        real = {
            who for key, one in after.offers.items() if key not in step.notes.rehearsed for who in one.asked
        }
        gave_way = {
            key for key in step.notes.rehearsed & {*before.offers} if real & {*before.offers[key].asked}
        }
        assert set(before.offers) - gave_way <= set(after.offers)
        assert set(before.waiting) == set(after.waiting)


LIVING = (
    a_node_lives_until_ten_seconds_after_its_last_sign,
    a_dead_node_takes_all_its_sockets_along_at_once,
    at_a_tick_nobody_else_loses_a_socket,
    whoever_is_here_is_here_since_they_came_to_their_node,
    in_the_calm_after_a_gap_nothing_falls_due,
)
