"""Which nodes live. When one has died, everybody who was connected to it is gone in one step."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.lifecycle import Ended, LogOpened
from chat.errors import Gone
from chat.identifiers import Instant, NodeId, Seconds, node_of
from chat.routing.commands import DropSeat, DropSeeker, NodeCommand, Remember, Renew, Reopen, Unwatch
from chat.routing.deadlines import unlisted
from chat.routing.door import decide_door
from chat.routing.durations import CALM, LEASE_LASTS, STANDSTILL
from chat.routing.effects import Effect
from chat.routing.model import Desk, Talk, put, without
from chat.routing.remembering import remember
from chat.routing.seats import decide_seat
from chat.routing.seekers import decide_seeker


def decide_node(desk: Desk, command: NodeCommand, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after *command*. Raises Gone when a log is asked anew of a conversation that there is not, or that somebody left."""
    match command:
        case Renew():
            return _renew(desk, command, now), ()
        case Remember(lost=lost):
            return remember(desk, lost, now)
        case Reopen():
            return _reopen(desk, command)


def calmed(desk: Desk, now: Instant) -> Desk:
    """The desk, on which nothing falls due for a while when it stood still: everybody has to have their time to come back.

    Nodes renew their leases every few seconds, so where none did for longer they were all out, or away from the store,
    or the store's clock was put forward. Whose command is the first then is no matter: a node that has just started
    measured nothing.
    """
    due_from = Instant(now + CALM)
    if not desk.nodes or now - desk.now < STANDSTILL or desk.due_from >= due_from:
        return desk
    return replace(desk, due_from=due_from)


def bury(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk without the nodes whose lease has run out, and without anybody's socket there."""
    effects: list[Effect] = []
    for node, until in desk.nodes.items():
        if until > now:
            continue
        silent = Seconds(now - until + LEASE_LASTS)
        desk, did = _without_sockets(desk, node, silent, now)
        effects += did
        desk = replace(desk, nodes=without(desk.nodes, node))
    for node, until in unlisted(desk).items():
        if until <= now:
            desk, did = _without_sockets(desk, node, Seconds(now - until + LEASE_LASTS), now)
            effects += did
    return desk, tuple(effects)


def _renew(desk: Desk, command: Renew, now: Instant) -> Desk:
    """A node of several that was out is seen by the desk itself; one that is alone says so."""
    node = command.node
    is_out = command.calm and now - desk.now >= STANDSTILL
    due_from = Instant(now + CALM) if is_out else desk.due_from
    nodes = desk.nodes if node is None else put(desk.nodes, node, Instant(now + LEASE_LASTS))
    if (nodes, due_from) == (desk.nodes, desk.due_from):
        return desk
    return replace(desk, nodes=nodes, due_from=due_from)


def _reopen(desk: Desk, command: Reopen) -> tuple[Desk, tuple[Effect, ...]]:
    conversation, epoch = command.conversation, command.epoch
    waiting = desk.waiting.get(conversation)
    line = desk.talks.get(conversation) or desk.closing.get(conversation)
    guest = None if line is None else desk.guests.get(line.seeker)
    if line is not None and (guest is None or guest.conversation != conversation):
        raise Gone  # whoever left at once took their log along
    if waiting is not None:
        over = waiting.started_over
        opened = LogOpened(conversation, epoch, waiting.seeker, version=waiting.version, started_over=over)
    elif line is not None:
        opened = LogOpened(conversation, epoch, line.seeker, line.counsellor, line.version)
        company = tuple(line.company.items()) if isinstance(line, Talk) else ()
        opened = replace(opened, company=company, started_over=line.started_over)
    else:
        raise Gone
    closing = desk.closing.get(conversation)
    ended = () if closing is None else (Ended(conversation, closing.reason),)
    return replace(desk), (opened, *ended)


def _without_sockets(
    desk: Desk, node: NodeId, silent: Seconds, now: Instant
) -> tuple[Desk, tuple[Effect, ...]]:
    effects: list[Effect] = []
    for guest in desk.guests.values():
        if guest.connection is not None and node_of(guest.connection) == node:
            desk, did = decide_seeker(desk, DropSeeker(guest.seeker, guest.connection, silent), now)
            effects += did
    for seat in desk.seats.values():
        for connection in sorted(seat.connections):
            if node_of(connection) == node:
                desk, did = decide_seat(desk, DropSeat(seat.counsellor, connection, silent), now)
                effects += did
    for supervisor, connections in desk.leads.items():
        for connection in sorted(connections):
            if node_of(connection) == node:
                desk, _ = decide_door(desk, Unwatch(supervisor, connection, silent), now)
    return desk, tuple(effects)
