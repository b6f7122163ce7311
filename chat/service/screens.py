"""What one person's screen is told of the desk, each time with a ticket that says the same."""

from __future__ import annotations

from collections.abc import Mapping

from chat.identifiers import Instant, SeekerId, VolunteerId
from chat.routing.claims import seat_claim, seeker_claim
from chat.routing.model import Desk
from chat.routing.seat_view import seat_view
from chat.routing.views import Place, seeker_view
from chat.service.notices import SeatState, SeekerState
from chat.service.ports import Tickets


class Screens:
    """Makes the states that are told; how long they are true is the desk's to say."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    def seeker(
        self, desk: Desk, seeker: SeekerId, now: Instant, ranks: Mapping[SeekerId, Place] | None = None
    ) -> SeekerState:
        """The young person's state; *ranks* saves working them out when the caller has ``places(desk)`` at hand."""
        claim = seeker_claim(desk, seeker, now)
        if claim is None:
            return SeekerState(None, None)
        return SeekerState(seeker_view(desk, seeker, ranks), self._tickets.seal(claim))

    def seat(self, desk: Desk, counsellor: VolunteerId, now: Instant) -> SeatState:
        """The counsellor's state."""
        claim = seat_claim(desk, counsellor, now)
        if claim is None:
            return SeatState(None, None)
        return SeatState(seat_view(desk, counsellor, now), self._tickets.seal(claim))
