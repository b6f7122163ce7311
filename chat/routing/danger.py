"""What the desk does when a counsellor sees danger: whoever else they talk with is offered to their colleagues at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import inf

from chat.errors import BadPayload, NotAssigned
from chat.identifiers import Instant, VolunteerId
from chat.routing.claims import running_vouch
from chat.routing.commands import Assess
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import HOLD_KEEPS, Desk, Talk, put
from chat.routing.offering import withdraw
from chat.routing.passing import afresh, is_dangerous, last_version, waits_again

RISKS = range(4)


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
    talks = put(desk.talks, talk.conversation, replace(talk, risk=command.risk, onward=onward))
    return replace(desk, talks=talks), (SeatChanged(talk.counsellor),)


def passed_on(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which a counsellor beside danger is relieved of everybody else, and nobody else is passed on."""
    kept: dict[VolunteerId, Talk] = {}
    others: defaultdict[VolunteerId, list[Talk]] = defaultdict(list)
    if not any(is_dangerous(talk.risk) or talk.onward is not None for talk in desk.talks.values()):
        return desk, ()
    # Somebody real stays before somebody who is played.
    for talk in sorted(
        desk.talks.values(), key=lambda t: (t.rehearsed, -(t.risk or 0), t.started, t.conversation)
    ):
        if talk.counsellor in kept or not is_dangerous(talk.risk):
            others[talk.counsellor].append(talk)
        else:
            kept[talk.counsellor] = talk
    effects: list[Effect] = []
    for talk in (*kept.values(), *(talk for talks in others.values() for talk in talks)):
        heaviest = kept.get(talk.counsellor)
        # A rehearsal is no reason to send somebody real away.
        leaves = heaviest not in (None, talk) and (talk.rehearsed or not heaviest.rehearsed)
        if leaves == (talk.onward is not None):
            continue
        desk, told = withdraw(desk, talk.conversation)
        version = last_version(talk)
        onward = replace(waits_again(talk, version, now), resting={talk.counsellor: Instant(inf)})
        passed = replace(talk, onward=onward) if leaves else replace(talk, onward=None, offered=version)
        talks = put(desk.talks, talk.conversation, passed)
        desk = replace(desk, talks=talks)
        effects += (*told, SeatChanged(talk.counsellor))
    return desk, tuple(effects)
