"""When must somebody look at the desk again, and what has fallen due by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite

from chat.identifiers import Instant, NodeId, Seconds, node_of
from chat.routing.company import coming_due
from chat.routing.door import door_dues
from chat.routing.durations import HOLD_KEEPS, LEASE_LASTS, QUEUE_KEEPS, SEAT_KEEPS, TALK_KEEPS
from chat.routing.help import help_dues
from chat.routing.matching import ASKED_ALONE
from chat.routing.model import BEGINNING, Desk, Guest, Seat, Talk, Waiting
from chat.routing.passing import is_dangerous
from chat.routing.timing import ending_due
from chat.routing.turn import looks_for, present

WIDE_AFTER = Seconds(60.0)
"""After so long more seats count: skills are no longer wished, and an urgent one may sit beside one ordinary conversation."""


def next_due(desk: Desk) -> Instant | None:
    """The earliest moment at which a Tick does something; None when nothing is pending."""
    due = min(_dues(desk), default=None)
    if due is not None:
        due = max(due, desk.due_from)
    if desk.offers_from > BEGINNING:
        due = desk.offers_from if due is None else min(due, desk.offers_from)
    return due


def guest_lost_at(desk: Desk, guest: Guest) -> Instant | None:
    """When this young person is given up; None while they are present, in danger with somebody, or their conversation has ended."""
    if guest.connection is not None:
        return None
    waiting = desk.waiting.get(guest.conversation)
    if waiting is not None:
        if is_dangerous(waiting.risk):
            # With a counsellor they were waited for without end: that they lost them is no reason to give them up at once.
            return Instant(max(guest.since, waiting.since) + HOLD_KEEPS)
        return Instant(guest.since + (HOLD_KEEPS if waiting.on_hold else QUEUE_KEEPS))
    talk = desk.talks.get(guest.conversation)
    if talk is None or is_dangerous(talk.risk):
        return None
    return Instant(guest.since + (HOLD_KEEPS if talk.on_hold else TALK_KEEPS))


def seat_lost_at(seat: Seat) -> Instant | None:
    """When this counsellor's seat is cleared and their conversations go back; None while they are present."""
    return None if seat.connections else Instant(seat.since + SEAT_KEEPS)


def unlisted(desk: Desk) -> Mapping[NodeId, Instant]:
    """Until when those nodes count as alive that hold somebody and have no lease: they died before they had one.

    None where there is only one node, which needs none.
    """
    if not desk.nodes:
        return {}
    found: dict[NodeId, Instant] = {}
    here = [(guest.connection, guest.since) for guest in desk.guests.values() if guest.connection is not None]
    here += [(one, seat.since) for seat in desk.seats.values() for one in seat.connections]
    here += [board for boards in desk.leads.values() for board in boards.items()]
    for connection, since in here:
        node = node_of(connection)
        if node not in desk.nodes:
            found[node] = max(found.get(node, since), Instant(since + LEASE_LASTS))
    return found


def _search_dues(waiting: Waiting) -> Iterator[Instant]:
    """When more seats come to count for somebody who looks for a counsellor."""
    yield from (until for until in waiting.resting.values() if isfinite(until))
    if not waiting.wide:
        yield Instant(waiting.since + WIDE_AFTER)
    if waiting.prefers is not None:
        yield waiting.prefers_until


def _seat_dues(seat: Seat) -> Iterator[Instant]:
    lost = seat_lost_at(seat)
    if lost is not None:
        yield lost
    if seat.wrap_up is not None:
        yield seat.wrap_up.until


def _talk_dues(desk: Desk, talk: Talk) -> Iterator[Instant]:
    """When both are told that it is nearly time, and when a colleague who comes to it reads."""
    yield from (due for due in (ending_due(desk, talk), coming_due(desk, talk)) if due is not None)


def _dues(desk: Desk) -> Iterator[Instant]:
    for offer in desk.offers.values():
        yield offer.expires
        looks = looks_for(desk, offer.conversation)
        if not offer.everybody and looks is not None and looks.asked_since is not None:
            yield Instant(looks.asked_since + ASKED_ALONE)
    for waiting in present(desk):
        yield from _search_dues(waiting)
    for talk in desk.talks.values():
        yield from _talk_dues(desk, talk)
    yield from door_dues(desk)
    yield from help_dues(desk)
    for guest in desk.guests.values():
        lost = guest_lost_at(desk, guest)
        if lost is not None:
            yield lost
    for seat in desk.seats.values():
        yield from _seat_dues(seat)
    for closing in desk.closing.values():
        yield closing.until
    for vouch in desk.vouched.values():
        yield vouch.until
    yield from desk.nodes.values()
    yield from unlisted(desk).values()
    yield from desk.departed.values()
    yield from desk.led.values()
    yield from (left.until for left in desk.refused.values())
