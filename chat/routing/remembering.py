"""What a life of the desk has from the one that was lost: as whoever began it knew that, and every other node that saw it."""

from __future__ import annotations

from dataclasses import replace

from chat.identifiers import Instant, SeekerId, VolunteerId
from chat.routing.durations import DEPARTED_MOST, GATHERING, HOLD_TICKET_LASTS
from chat.routing.effects import Effect
from chat.routing.model import Desk
from chat.routing.rebuilding import hear
from chat.routing.seekers import leave
from chat.routing.vouch import Vouch


def remember(desk: Desk, lost: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk that knows what was over in a life before it, and, while it is young, how the line stood in it.

    What was over does not go on, not even when somebody brought it back before this was said. Of several nodes that saw
    the same life the one that saw most of it counts.
    """
    effects: list[Effect] = []
    for over in _over(lost, now):
        desk, did = hear(desk, over, now)
        effects += did
    departed = _departed(lost, now)
    for who in departed.keys() & desk.guests.keys():
        desk, did = leave(desk, who, now)
        effects += did
    if departed.keys() - desk.departed.keys():
        newest = sorted({**departed, **desk.departed}.items(), key=lambda item: item[1])
        desk = replace(desk, departed=dict(newest[-DEPARTED_MOST:]))
    if lost.version > desk.based_on and now < desk.began + GATHERING:
        desk = _standing(desk, lost, now)
    return desk, tuple(effects)


def _over(lost: Desk, now: Instant) -> list[Vouch]:
    """What had ended and was held by somebody: known for as long as any ticket that says that it goes on."""
    until = Instant(now + HOLD_TICKET_LASTS)
    ended = [
        Vouch(
            *(one.conversation, one.counsellor, one.version, now, False, one.reason, until),
            shown=frozenset[SeekerId | VolunteerId]({one.seeker, one.counsellor}) - one.unconfirmed,
        )
        for one in lost.closing.values()
        if one.counsellor is not None
    ]
    return [*ended, *(vouch for vouch in lost.vouched.values() if vouch.reason is not None)]


def _departed(lost: Desk, now: Instant) -> dict[SeekerId, Instant]:
    """Who must not be brought back: who left, and whom the line closed on before anybody held their conversation."""
    until = Instant(now + HOLD_TICKET_LASTS)
    closed_on = {one.seeker: until for one in lost.closing.values() if one.counsellor is None}
    return closed_on | {who: until for who, until in lost.departed.items() if until > now}


def _standing(desk: Desk, lost: Desk, now: Instant) -> Desk:
    """The desk of a line that stands as it stood; nobody is offered before those who were there had time to come back.

    Browsers hold higher versions than none. A board is believed to be there as long as a node may take for its lease.
    """
    boards = {who: {**dict.fromkeys(lost.leads[who], now), **desk.leads.get(who, {})} for who in lost.leads}
    return replace(
        desk,
        version=max(desk.version, lost.version),
        based_on=lost.version,
        offers_from=Instant(max(desk.offers_from, now + GATHERING)),
        house=lost.house,
        order=lost.order,
        leads={**desk.leads, **boards},
        led={**lost.led, **desk.led},
        pace=lost.pace,
        refused={**lost.refused, **desk.refused},
        opened=lost.opened,
    )
