"""What a counsellor sees of danger in a conversation."""

from __future__ import annotations

from dataclasses import replace

from chat.errors import BadPayload, NotAssigned
from chat.identifiers import Instant
from chat.routing.claims import running_vouch
from chat.routing.commands import Assess
from chat.routing.durations import HOLD_KEEPS
from chat.routing.effects import Effect, SeatChanged
from chat.routing.help import requested
from chat.routing.model import Desk, put
from chat.routing.passing import afresh, is_dangerous

RISKS = range(4)
NOW = 3
"""There is danger at this moment: nobody waits to see whether somebody comes."""


def assess(desk: Desk, command: Assess, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk that knows what the counsellor saw. Raises NotAssigned, and BadPayload for a level that there is not."""
    if command.risk not in RISKS:
        raise BadPayload("risk")
    vouch = running_vouch(desk, command.counsellor, command.conversation)
    if vouch is not None and vouch.risk != command.risk:
        until = max(vouch.until, Instant(now + HOLD_KEEPS)) if is_dangerous(command.risk) else vouch.until
        seen = put(desk.vouched, vouch.conversation, replace(vouch, risk=command.risk, until=until))
        return replace(desk, vouched=seen), (SeatChanged(command.counsellor),)
    if vouch is not None:
        return desk, ()
    talk = desk.talks.get(command.conversation)
    if talk is None or talk.counsellor != command.counsellor:
        raise NotAssigned
    if talk.risk == command.risk:
        return desk, ()
    # In danger no clock ran; what was not said then is no silence now.
    talk = afresh(talk, now) if is_dangerous(talk.risk) else talk
    onward = None if talk.onward is None else replace(talk.onward, risk=command.risk)
    talk = replace(talk, risk=command.risk, onward=onward, hearsay=False)
    desk = replace(desk, talks=put(desk.talks, talk.conversation, talk))
    if is_dangerous(command.risk):
        # Nobody is alone with that, whether or not they think of asking.
        desk = requested(desk, talk, now, numbered=command.risk == NOW)
    return desk, (SeatChanged(talk.counsellor),)
