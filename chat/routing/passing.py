"""From waiting to talking and back: what a conversation keeps when it changes hands."""

from __future__ import annotations

from dataclasses import replace

from chat.conversation.company import Part
from chat.identifiers import Instant, VolunteerId
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.model import Talk, Waiting
from chat.routing.vouch import Vouch

HEAVY = 2
"""From this risk level on a counsellor has nobody else, and no clock ends the conversation."""


def taken_up(waiting: Waiting, counsellor: VolunteerId, version: int, now: Instant) -> Talk:
    """The conversation in the hands of *counsellor*, who has not said anything yet."""
    return Talk(
        waiting.conversation,
        waiting.seeker,
        counsellor,
        waiting.language,
        waiting.arrived,
        started=now,
        version=version,
        rehearsed=waiting.rehearsed,
        on_hold=waiting.on_hold,
        turn=waiting.turn,
        urgent=waiting.urgent,
        doorway=waiting.doorway,
        skills=waiting.skills,
        framed=now if waiting.framed is None else waiting.framed,
        risk=waiting.risk,
        answered=False,
        quiet_since=now,
        ending_told=waiting.ending_told,
        started_over=waiting.started_over,
        avoids=waiting.avoids,
    )


def waits_again(talk: Talk, version: int, now: Instant, *, unanswered: bool = False) -> Waiting:
    """The conversation at the head of the queue, with its time of arriving; *unanswered*: its counsellor never said anything."""
    return Waiting(
        talk.conversation,
        talk.seeker,
        talk.language,
        talk.arrived,
        version,
        handed_over=True,
        on_hold=talk.on_hold,
        rehearsed=talk.rehearsed,
        turn=talk.turn,
        since=now,
        urgent=talk.urgent,
        doorway=talk.doorway,
        skills=talk.skills,
        unanswered=unanswered,
        framed=talk.framed,
        risk=talk.risk,
        ending_told=talk.ending_told,
        started_over=talk.started_over,
        avoids=talk.avoids,
    )


def waits_since(waiting: Waiting) -> Instant:
    """Since when they wait for somebody: since they came, or since their counsellor was lost. The order counts otherwise."""
    return waiting.since if waiting.handed_over else waiting.arrived


def afresh(talk: Talk, now: Instant) -> Talk:
    """The conversation in which nobody has been silent until now."""
    return replace(talk, quiet_since=now, silence=0)


def successor(talk: Talk) -> VolunteerId | None:
    """The colleague to whom it is handed over, on their way or in the room; None when there is none."""
    here = (who for who, companion in talk.company.items() if companion.part is Part.COLLEAGUE)
    return next(here, talk.coming)


def awaits(talk: Talk, colleague: VolunteerId, version: int, now: Instant) -> Talk:
    """The conversation to which this colleague comes: they were the one looked for under *version*, and do not read yet."""
    return replace(talk, coming=colleague, coming_since=now, passes_to=None, onward=None, offered=version)


def beside(talk: Talk) -> tuple[VolunteerId, ...]:
    """Everybody beside the counsellor, and who is on their way."""
    return (*talk.company, *(() if talk.coming is None else (talk.coming,)))


def room_told(talk: Talk) -> tuple[Effect, ...]:
    """Everybody who sees who is in the room."""
    return (SeekerChanged(talk.seeker), *(SeatChanged(who) for who in (talk.counsellor, *beside(talk))))


def last_version(talk: Talk) -> int:
    """The highest version under which it was offered to anybody: the next one is above it."""
    return max(talk.version, talk.offered, 0 if talk.onward is None else talk.onward.version)


def is_dangerous(risk: int | None) -> bool:
    """Whether a counsellor saw danger."""
    return risk is not None and risk >= HEAVY


def is_heavy(talk: Talk | Vouch) -> bool:
    """Whether its counsellor takes nobody beside it: there is danger, or there may be and they have not said yet."""
    return talk.urgent if talk.risk is None else is_dangerous(talk.risk)


def wants_all(waiting: Waiting) -> bool:
    """Whether whoever takes it should have nobody else: they are not safe, or their last counsellor saw danger."""
    return waiting.urgent or is_dangerous(waiting.risk)
