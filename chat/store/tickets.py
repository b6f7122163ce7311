"""Tickets: claims sealed with the deployment's key, as text that a browser keeps and gives back."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

from chat.identifiers import Ticket
from chat.routing.claims import Claim, SeatClaim, SeekerClaim
from chat.store.codec import Unreadable, decode, encode
from chat.store.sealing import Broken, Seal

C = TypeVar("C", SeekerClaim, SeatClaim)


class SealedTickets:
    """Implements ``service.ports.Tickets``; a ticket of one kind never opens as the other."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key, "ticket")

    def seal(self, claim: Claim) -> Ticket:
        """The ticket that says this, in letters, digits, ``-`` and ``_``."""
        return _spelled(self._seal.seal(encode(claim), type(claim).__name__.encode()))

    def seeker(self, ticket: Ticket) -> SeekerClaim | None:
        """What a young person's ticket says; None when it is none of ours."""
        return self._opened(ticket, SeekerClaim)

    def seat(self, ticket: Ticket) -> SeatClaim | None:
        """What a counsellor's ticket says; None when it is none of ours."""
        return self._opened(ticket, SeatClaim)

    def _opened(self, ticket: Ticket, kind: type[C]) -> C | None:
        try:
            sealed = urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
            # The library reads past what is no letter of its alphabet; a ticket has one spelling.
            if _spelled(sealed) != ticket:
                return None
            return decode(self._seal.open(sealed, kind.__name__.encode()), kind)
        except (UnicodeEncodeError, binascii.Error, Broken, Unreadable):
            return None


def _spelled(sealed: bytes) -> Ticket:
    return Ticket(urlsafe_b64encode(sealed).rstrip(b"=").decode())
