"""A desk that was lost, taken up again from the tickets of its people, and what must be the same then.

A ticket goes through the hands of a browser here too: it is sealed, kept as text and opened again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import assert_never

from chat.errors import Gone
from chat.identifiers import (
    ConnectionId,
    ConversationId,
    Epoch,
    Generation,
    Instance,
    Instant,
    VolunteerId,
)
from chat.routing.circle import HelpRequest
from chat.routing.claims import Claim, SeatClaim, SeekerClaim, seat_claim, seeker_claim
from chat.routing.commands import Return, TakeSeat
from chat.routing.model import NO_PAGE, Closing, Desk, Guest, Seat, Talk, Waiting
from chat.routing.vouch import Vouch
from chat.store.tickets import SealedTickets
from tests.architecture.walls import CHECKOUT
from tests.builders import Decide, unchangeable

TICKETS = SealedTickets(bytes(range(32)))
BACK = ConnectionId("node.back")
GATHERING = 10.0


@dataclass(frozen=True)
class Browser:
    """A page that comes back: what its ticket says, and for a counsellor what the account states.

    *is_new*: a counsellor's tab that was opened since, and has no ticket.
    """

    claim: Claim
    page: Instance | None
    account: Seat | None
    is_new: bool = False
    tab: Instance = NO_PAGE
    load: int = 0


PARTS: Mapping[str, type] = {
    "desk": Desk,
    "guest": Guest,
    "waiting": Waiting,
    "talk": Talk,
    "seat": Seat,
    "help": HelpRequest,
}
"""The parts of a desk, as docs/reference/wire.md calls them."""


def listed_as_lost(wire: str) -> dict[str, frozenset[str]]:
    """By part, the fields that the table of this text names as lost: ``| what | `seat.since`, ... | what becomes of it |``."""
    table = wire.partition(TABLE)[2].partition("\n\n")[0]
    named = [name for row in table.splitlines() for name in FIELD.findall(row.split("|")[2])]
    return {part: frozenset(field for its, field in named if its == part) for part in PARTS}


TABLE = "| lost | fields | what becomes of it |\n|---|---|---|\n"
FIELD = re.compile(r"`(\w+)\.(\w+)`")
LOST = listed_as_lost((CHECKOUT / "docs/reference/wire.md").read_text("utf-8"))


def kept(desk: Desk) -> Mapping[str, object]:
    """All of this desk that must outlive it: every field that is not listed as lost, and what is over for whom."""
    live = replace(
        desk,
        guests={key: guest for key, guest in desk.guests.items() if guest.conversation not in desk.closing},
    )
    return {**_kept("desk", live), "over": _over(desk)}


def _kept(part: str, of: object) -> dict[str, object]:
    names = [field.name for field in fields(PARTS[part]) if field.name not in LOST[part]]
    return {name: _value(getattr(of, name)) for name in names}


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _value(one) for key, one in value.items()}
    part = next((name for name, kind in PARTS.items() if isinstance(value, kind)), None)
    return value if part is None else _kept(part, value)


def _over(desk: Desk) -> dict[ConversationId, tuple[VolunteerId, int, str]]:
    lines: tuple[Closing | Vouch, ...] = (*desk.closing.values(), *desk.vouched.values())
    return {
        line.conversation: (line.counsellor, line.version, line.reason)
        for line in lines
        if line.reason is not None and line.counsellor is not None and line.counsellor in desk.seats
    }


def that_slept(page: Browser) -> Browser:
    """A young person's page that was not told how their talk stands now, as long as their counsellor's is."""
    claim = page.claim
    if not isinstance(claim, SeekerClaim) or claim.held is None:
        return page
    old = replace(claim.held, risk=None, on_hold=False, answered=False)
    return replace(page, claim=replace(claim, held=old))


def browsers(desk: Desk, now: Instant) -> list[Browser]:
    """Everybody whom the desk knows, with the ticket they would get now."""
    found: list[Browser] = []
    for guest in desk.guests.values():
        claim = seeker_claim(desk, guest.seeker, now)
        assert claim is not None
        found.append(Browser(claim, guest.instance, None, tab=guest.tab, load=guest.load))
    for seat in desk.seats.values():
        held = seat_claim(desk, seat.counsellor, now)
        assert held is not None
        found.append(Browser(held, None, seat))
    return found


def new_tabs(pages: Iterable[Browser]) -> list[Browser]:
    """One more page of every counsellor, opened since the desk was lost."""
    return [replace(page, is_new=True) for page in pages if page.account is not None]


def empty(life: str, now: Instant) -> Desk:
    """A desk that begins while there may be people who were here before."""
    gathers = Instant(now + GATHERING)
    return unchangeable(Desk(generation=Generation(life), now=now, offers_from=gathers, began=now))


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
            return Return(
                claim,
                Epoch(f"epoch-of-{life}"),
                page.page,
                BACK,
                take_over=True,
                tab=page.tab,
                load=page.load,
            )
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
                None if page.is_new else held,
                seat.skills,
                seat.leads,
                mentor=seat.mentor,
                helps=seat.helps,
                listens=seat.listens,
            )
        case _:
            assert_never(page.claim)
