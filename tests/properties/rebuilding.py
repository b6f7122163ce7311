"""A desk that was lost, taken up again from the tickets of its people, and what must be the same then.

A ticket goes through the hands of a browser here too: it is sealed, kept as text and opened again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from chat.errors import Gone
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Generation,
    Instance,
    Instant,
    SeekerId,
    VolunteerId,
)
from chat.routing.claims import Claim, SeatClaim, SeekerClaim, seat_claim, seeker_claim
from chat.routing.commands import Return, TakeSeat
from chat.routing.model import BEGINNING, Closing, Desk, Seat, Talk, Vouch, Waiting
from chat.store.tickets import SealedTickets
from tests.builders import Decide, unchangeable

TICKETS = SealedTickets(bytes(range(32)))
BACK = ConnectionId("node.back")
GATHERING = 10.0


@dataclass(frozen=True)
class Browser:
    """A page that comes back: what its ticket says, and for a counsellor what the account states."""

    claim: Claim
    page: Instance | None
    account: Seat | None


ALONE: Mapping[str, Any] = {"company": {}, "coming": None, "coming_since": BEGINNING}


@dataclass(frozen=True)
class Kept:
    """All of a desk that its tickets hold. What stands in no field here is lost (docs/reference/wire.md)."""

    pages: Mapping[SeekerId, tuple[ConversationId, Instance]]
    waiting: Mapping[ConversationId, Waiting]
    talks: Mapping[ConversationId, Talk]
    seats: Mapping[VolunteerId, Seat]
    over: Mapping[ConversationId, tuple[VolunteerId, int, str]]


def kept(desk: Desk) -> Kept:
    """What of this desk must outlive it."""
    lines: tuple[Closing | Vouch, ...] = (*desk.closing.values(), *desk.vouched.values())
    return Kept(
        pages={
            guest.seeker: (guest.conversation, guest.instance)
            for guest in desk.guests.values()
            if guest.conversation not in desk.closing
        },
        waiting={key: _waiting(waiting) for key, waiting in desk.waiting.items()},
        talks={
            key: replace(
                talk, quiet_since=BEGINNING, silence=0, passes_to=None, onward=None, offered=0, **ALONE
            )
            for key, talk in desk.talks.items()
        },
        seats={
            key: replace(seat, connections=frozenset(), since=BEGINNING, declined=0, missed=0)
            for key, seat in desk.seats.items()
        },
        over={
            line.conversation: (line.counsellor, line.version, line.reason)
            for line in lines
            if line.reason is not None and line.counsellor is not None and line.counsellor in desk.seats
        },
    )


def _waiting(waiting: Waiting) -> Waiting:
    """Somebody who waits, without what belongs to this stretch of waiting."""
    return replace(
        waiting,
        since=BEGINNING,
        asked_since=None,
        misses=0,
        wide=False,
        closing_told=False,
        prefers=None,
        prefers_until=BEGINNING,
    )


def browsers(desk: Desk, now: Instant) -> list[Browser]:
    """Everybody whom the desk knows, with the ticket they would get now."""
    found: list[Browser] = []
    for guest in desk.guests.values():
        claim = seeker_claim(desk, guest.seeker, now)
        assert claim is not None
        found.append(Browser(claim, guest.instance, None))
    for seat in desk.seats.values():
        held = seat_claim(desk, seat.counsellor, now)
        assert held is not None
        found.append(Browser(held, None, seat))
    return found


def empty(life: str, now: Instant) -> Desk:
    """A desk that begins while there may be people who were here before."""
    return unchangeable(Desk(generation=Generation(life), now=now, offers_from=Instant(now + GATHERING)))


def given_back(desk: Desk, decide: Decide, pages: Iterable[Browser], now: Instant) -> Desk:
    """The desk after these pages came back, one after the other; who is told ``gone`` is not there."""
    for page in pages:
        try:
            after, _ = decide(desk, _coming(page, desk.generation), now)
        except Gone:
            continue
        desk = unchangeable(after)
    return desk


def _coming(page: Browser, life: Generation) -> Return | TakeSeat:
    ticket = TICKETS.seal(page.claim)
    match page.claim:
        case SeekerClaim():
            claim = TICKETS.seeker(ticket)
            assert claim == page.claim
            assert page.page is not None
            return Return(claim, Epoch(f"epoch-of-{life}"), page.page, BACK, take_over=True)
        case SeatClaim():
            held = TICKETS.seat(ticket)
            assert held == page.claim
            seat = page.account
            assert seat is not None
            return TakeSeat(
                seat.counsellor,
                seat.name,
                seat.languages,
                seat.capacity,
                BACK,
                held,
                seat.skills,
                seat.leads,
                mentor=seat.mentor,
                helps=seat.helps,
                listens=seat.listens,
            )
        case _:
            assert_never(page.claim)
