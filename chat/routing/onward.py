"""Who is passed on while their counsellor stays: whoever stands beside danger, and whomever a counsellor wishes a colleague to take over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import inf

from chat.errors import NotAssigned, Wait
from chat.identifiers import Instant, VolunteerId
from chat.routing.claims import running_vouch
from chat.routing.commands import PassOn
from chat.routing.effects import Effect, SeatChanged
from chat.routing.model import Desk, Talk, Waiting, put
from chat.routing.offering import withdraw
from chat.routing.passing import is_dangerous, last_version, successor, waits_again


def pass_on(desk: Desk, command: PassOn) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk that knows what the counsellor wishes. Raises NotAssigned, and Wait until its young person is back after a loss."""
    if running_vouch(desk, command.counsellor, command.conversation) is not None:
        raise Wait
    talk = desk.talks.get(command.conversation)
    if talk is None or talk.counsellor != command.counsellor:
        raise NotAssigned
    if talk.passes_to == command.skills:
        return desk, ()
    talks = put(desk.talks, talk.conversation, replace(talk, passes_to=command.skills))
    return replace(desk, talks=talks), (SeatChanged(talk.counsellor),)


def passed_on(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk in which whoever has to be passed on looks for a colleague, and nobody else does.

    A counsellor beside danger is relieved of everybody else. With other skills wished the search begins anew.
    """
    kept: dict[VolunteerId, Talk] = {}
    others: defaultdict[VolunteerId, list[Talk]] = defaultdict(list)
    if not any(
        is_dangerous(talk.risk) or talk.passes_to is not None or talk.onward is not None
        for talk in desk.talks.values()
    ):
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
        onward = _looking(talk, kept.get(talk.counsellor), now)
        if onward is talk.onward:
            continue
        desk, told = withdraw(desk, talk.conversation)
        offered = last_version(talk) if onward is None else talk.offered
        talks = put(desk.talks, talk.conversation, replace(talk, onward=onward, offered=offered))
        desk = replace(desk, talks=talks)
        effects += (*told, SeatChanged(talk.counsellor))
    return desk, tuple(effects)


def _looking(talk: Talk, heaviest: Talk | None, now: Instant) -> Waiting | None:
    """Its search for a colleague, the one there is where it still holds; None when it stays with its counsellor, whose *heaviest* is in danger."""
    if successor(talk) is not None:
        return None
    # A rehearsal is no reason to send somebody real away.
    stands_beside = heaviest not in (None, talk) and (talk.rehearsed or not heaviest.rehearsed)
    if talk.passes_to is None and not stands_beside:
        return None
    skills = talk.skills | (talk.passes_to or frozenset())
    if talk.onward is not None and talk.onward.skills == skills:
        return talk.onward
    looks = waits_again(talk, last_version(talk), now)
    return replace(looks, skills=skills, resting={talk.counsellor: Instant(inf)})
