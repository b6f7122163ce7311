"""What a supervisor may see of the desk: the shift in numbers, and what needs somebody now. No word about anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chat.identifiers import CircleId, Instant, Seconds
from chat.routing.availability import is_ready
from chat.routing.door import Because, Door, DoorState, door
from chat.routing.help_view import CallView, calls_of
from chat.routing.house import DoorOrder
from chat.routing.load import NO_LOAD, loads
from chat.routing.model import Desk, Status, Waiting
from chat.routing.passing import waits_since, wants_all
from chat.routing.turn import present

UNACCEPTED = Seconds(120.0)
"""After so long of asking without anybody taking it supervisors are told."""
UNATTENDED = Seconds(120.0)
"""After so long of waiting while nobody is ready supervisors are told, whether or not anybody was ever asked."""


class AlarmKind(StrEnum):
    """What needs a supervisor.

    Nobody takes somebody, everybody is away while somebody waits, a counsellor said nothing, an urgent one waits, nobody speaks a language, or too few
    are on; or somebody did not want to go on with their counsellor.
    """

    UNACCEPTED = "unaccepted"
    AWAY = "away"
    UNANSWERED = "unanswered"
    URGENT = "urgent"
    LANGUAGE = "language"
    STAFFING = "staffing"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a supervisor, how many people it concerns, and for how long already, None where that is not known."""

    kind: AlarmKind
    count: int
    longest: Seconds | None


@dataclass(frozen=True, slots=True)
class BoardView:
    """The shift in numbers, as if nobody rehearsed.

    *urgent* counts who of those who wait is not safe, or was in danger when their last counsellor was lost. *longest_wait* is None
    when nobody waits; *free* counts the conversations that those who are ready, and do not wrap up, could still take. *seated* are the counsellors who are on and *leading* the supervisors beside them, of whom *minimum* are needed. *declined* and *missed* count
    offers of this shift, also of counsellors who went, until the line closes. *alarms* stand in the order of AlarmKind. *calls* are the requests for help, *room* is the circle of the shift.
    """

    version: int
    door: Door
    order: DoorOrder
    waiting: int
    urgent: int
    longest_wait: Seconds | None
    talking: int
    seated: int
    leading: int
    minimum: int
    free: int
    declined: int
    missed: int
    alarms: tuple[Alarm, ...]
    calls: tuple[CallView, ...] = ()
    room: CircleId | None = None


def board_view(desk: Desk, now: Instant) -> BoardView:
    """The shift at *now*."""
    line = [waiting for waiting in present(desk) if not waiting.rehearsed]
    waits = [waiting for waiting in line if waiting.conversation in desk.waiting]
    load = loads(desk, rehearsed=False)
    seated = [seat for seat in desk.seats.values() if seat.connections and seat.listens]
    ready = [seat for seat in seated if is_ready(seat)]
    refused = [(seat.declined, seat.missed) for seat in desk.seats.values()]
    refused += [(left.declined, left.missed) for left in desk.refused.values()]
    return BoardView(
        desk.version,
        door(desk, now),
        desk.order,
        waiting=len(waits),
        urgent=sum(wants_all(waiting) for waiting in waits),
        longest_wait=max((_since(waits_since(waiting), now) for waiting in waits), default=None),
        talking=sum(not talk.rehearsed for talk in desk.talks.values()),
        seated=len(seated),
        leading=len(desk.leads.keys() - {seat.counsellor for seat in seated}),
        minimum=desk.house.minimum,
        free=sum(load.get(seat.counsellor, NO_LOAD).leaves(seat) for seat in ready),
        declined=sum(declined for declined, _ in refused),
        missed=sum(missed for _, missed in refused),
        alarms=tuple(_alarms(desk, line, now)),
        calls=calls_of(desk, now),
        room=None if desk.room is None else desk.room.circle,
    )


def _alarms(desk: Desk, line: list[Waiting], now: Instant) -> Iterator[Alarm]:
    asked = [_since(w.asked_since, now) for w in line if w.asked_since is not None]
    unaccepted = [since for since in asked if since >= UNACCEPTED]
    spoken = {language for seat in desk.seats.values() if seat.connections for language in seat.languages}
    ready = [seat for seat in desk.seats.values() if seat.connections and seat.status is Status.READY]
    served = {language for seat in ready for language in seat.languages}
    unserved = [
        # That nobody was ready while they were away themselves, nobody had to know.
        _since(max(w.since, desk.guests[w.seeker].since), now)
        for w in line
        # Beside danger, or where a counsellor cannot go on, it does not matter why nobody can be asked.
        if (w.language not in served if w.conversation in desk.waiting else w.conversation not in desk.offers)
    ]
    found = {
        AlarmKind.UNACCEPTED: unaccepted,
        AlarmKind.AWAY: [since for since in unserved if since >= UNATTENDED],
        AlarmKind.UNANSWERED: [_since(w.since, now) for w in line if w.unanswered],
        AlarmKind.URGENT: [_since(w.since, now) for w in line if w.wide and wants_all(w)],
        AlarmKind.ANOTHER: [_since(w.since, now) for w in line if w.avoids],
        AlarmKind.LANGUAGE: [_since(w.since, now) for w in line if spoken and w.language not in spoken],
    }
    for kind, durations in found.items():
        if durations:
            yield Alarm(kind, len(durations), max(durations))
    here = door(desk, now)
    if here.state is DoorState.CLOSED and here.because is Because.STAFFING:
        yield Alarm(AlarmKind.STAFFING, 0, None)


def _since(earlier: Instant, later: Instant) -> Seconds:
    return Seconds(max(0.0, later - earlier))
