"""Who is in a conversation beside its counsellor, in the shape in which it travels."""

from __future__ import annotations

from collections.abc import Sequence

from chat.conversation.company import Companion
from chat.routing.seat_view import ColleagueView
from chat.transport.shapes import ColleagueWire, CompanionWire, CompanyWire

MS = 1000


def company_shape(company: Sequence[Companion], coming: str | None) -> CompanyWire | None:
    """Who is there beside the counsellor; None when nobody is, and nobody comes."""
    if not company and coming is None:
        return None
    there = tuple(CompanionWire(name=one.name, part=one.part) for one in company)
    return CompanyWire(present=there, coming=coming)


def colleague_shape(view: ColleagueView) -> ColleagueWire:
    """A conversation of somebody else to which this person may come."""
    return ColleagueWire(
        conversation=view.conversation,
        holder=view.holder,
        elapsed_ms=round(view.elapsed * MS),
        part=view.part,
    )
