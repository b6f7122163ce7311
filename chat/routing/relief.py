"""A counsellor cannot go on: whom they have goes to the head of the queue at once, without the minute in which a lost one is waited for."""

from __future__ import annotations

from chat.identifiers import Instant
from chat.routing.effects import Effect
from chat.routing.model import Desk, Status
from chat.routing.seats import hand_back


def relieved(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which nobody who cannot go on has a conversation: also of what comes back to them after a loss."""
    worn = {seat.counsellor for seat in desk.seats.values() if seat.status is Status.RELIEVED}
    effects: list[Effect] = []
    for talk in desk.talks.values() if worn else ():
        if talk.counsellor in worn:
            desk, did = hand_back(desk, talk, now, relieved=True)
            effects += did
    return desk, tuple(effects)
