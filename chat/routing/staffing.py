"""Who is on: enough to let somebody in, and who leads them."""

from __future__ import annotations

from chat.identifiers import Instant, VolunteerId
from chat.routing.model import Desk, Language, Status, Waiting


def is_staffed(desk: Desk) -> bool:
    """Whether enough people are on to let somebody in: one of them a counsellor, and where one is not enough, one who leads the shift.

    That is a supervisor, or a counsellor who may and has the back-up's number. Whoever lost the connection is on for a minute, counsellors
    because their seat is kept: a page that is loaded anew must neither close the door nor open it.
    """
    minimum, seated = desk.house.minimum, {seat.counsellor for seat in desk.seats.values() if seat.listens}
    if minimum <= 1:
        return minimum == 0 or bool(seated)
    leading = desk.leads.keys() | desk.led.keys()
    if not seated or len(seated | leading) < minimum:
        return False
    return bool(leading) or any(number_for(desk, who) is not None for who in seated)


def may_still_gather(desk: Desk, now: Instant) -> bool:
    """Whether the live state was lost so lately that whoever was on may not be back yet: how many are on says nothing then."""
    return now < desk.offers_from


def supervisors(desk: Desk) -> frozenset[VolunteerId]:
    """The supervisors who are there at this moment, at a board or at the desk."""
    seated = (seat.counsellor for seat in desk.seats.values() if seat.helps and seat.connections)
    return frozenset((*desk.leads, *seated))


def number_for(desk: Desk, counsellor: VolunteerId) -> str | None:
    """The back-up's number, for a counsellor with a seat who may lead a shift; None for any other, and where there is none."""
    return desk.house.backup if desk.seats[counsellor].leads else None


def is_attended(desk: Desk, waiting: Waiting) -> bool:
    """Whether somebody has a seat who could come to them at some time: in their language, and nobody with whom they do not want to go on."""
    return any(
        waiting.language in seat.languages and seat.status is not Status.RELIEVED
        for seat in desk.seats.values()
        if seat.counsellor not in waiting.avoids
    )


def spoken(desk: Desk) -> frozenset[Language]:
    """The languages of those who have a seat, be they free or not, connected or not; not of who cannot go on."""
    seats = (seat for seat in desk.seats.values() if seat.status is not Status.RELIEVED)
    return frozenset(language for seat in seats for language in seat.languages)
