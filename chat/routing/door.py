"""Who is let in: the hours, the people on, what a supervisor ordered, and what happens as the line opens and closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from chat.conversation.lifecycle import Ended
from chat.conversation.model import EndReason
from chat.errors import DoorClosed, DoorFull, Wait
from chat.identifiers import Instant, Seconds
from chat.routing.commands import DoorCommand, Furnish, Order, Unwatch, Watch
from chat.routing.durations import END_KEEPS, SEAT_KEEPS
from chat.routing.effects import Effect, SeatChanged, SeekerChanged
from chat.routing.house import House, Opening
from chat.routing.matching import free_seats
from chat.routing.model import BEGINNING, Closing, Desk, Language, Waiting, put, without
from chat.routing.offering import withdraw
from chat.routing.passing import is_dangerous
from chat.routing.staffing import is_attended, is_staffed, may_still_gather
from chat.routing.waiting_time import AT_ONCE, SIGHT, Band, outlook

UNSEEN = Seconds(30 * 60.0)
"""So long before closing nobody joins a queue of which too little is known to say how fast it goes."""
DRAW = Seconds(2 * 60.0)
"""Who comes so soon after the door opened is put in one random order: being the quickest wins nothing."""
CLOSING_TOLD = Seconds(10 * 60.0)
"""How long before closing those who wait are told that it may not come to a conversation."""


class DoorState(StrEnum):
    """What somebody new finds: taken at once, a queue, no more room, or nobody."""

    OPEN = "open"
    QUEUE = "queue"
    FULL = "full"
    CLOSED = "closed"


class Because(StrEnum):
    """Why nobody new is let in: outside the hours, by order, because too few people are on, or because it closes before they would be reached."""

    HOURS = "hours"
    ORDER = "order"
    STAFFING = "staffing"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Door:
    """The door at one moment.

    *because* stands with CLOSED, and with FULL when it is CLOSING; *band*, how long somebody new would wait, with QUEUE only, None when too little is known. *languages* are those that somebody who is on speaks; *zone* is the time zone of the line. *opens* is when the next opening begins, None while one runs or none is known; *closes* is when the running
    one ends, None when there is none or it never does.
    """

    state: DoorState
    because: Because | None
    opens: Instant | None
    closes: Instant | None
    languages: frozenset[Language]
    zone: str
    band: Band | None = None


def door(desk: Desk, now: Instant, language: Language | None = None) -> Door:
    """What somebody new who speaks *language*, or any, finds at *now*."""
    running = opening(desk.house, now)
    state, because = _state(desk, language, now)
    return Door(
        state,
        because,
        _next(desk.house, now) if running is None else None,
        None if running is None else running.closes,
        frozenset(spoken for seat in desk.seats.values() if seat.connections for spoken in seat.languages),
        desk.house.zone,
        _band(desk, language, now) if state is DoorState.QUEUE else None,
    )


def admit(desk: Desk, language: Language, now: Instant) -> None:
    """Raises DoorClosed or DoorFull when somebody new who speaks *language* is not let in, and Wait while that cannot be said yet."""
    match _state(desk, language, now)[0]:
        case DoorState.CLOSED:
            raise DoorClosed
        case DoorState.FULL:
            raise DoorFull
        case DoorState.OPEN | DoorState.QUEUE:
            if _barred(desk, now) is not None:
                raise Wait


def turn_of(desk: Desk, arrived: Instant, lot: float) -> Instant:
    """The moment that counts in the order for somebody who came at *arrived*; *lot* decides among those who came as the door opened."""
    running = opening(desk.house, arrived)
    if running is None:
        return arrived
    # At the hour on the timetable nobody was let in yet, if too few people were on.
    opened = max(running.opens, desk.opened)
    return arrived if arrived - opened >= DRAW else Instant(opened + lot * DRAW)


def opened_by(before: Desk, desk: Desk, now: Instant) -> Desk:
    """The desk that knows when its door opened, if a step from *before* opened it; the clock's own openings stand in the hours."""
    is_opened = _barred(before, now) is not None and _barred(desk, now) is None
    return replace(desk, opened=now) if is_opened else desk


def opening(house: House, now: Instant) -> Opening | None:
    """The opening that runs at *now*; a line without hours is always open."""
    if house.openings is None:
        return _ALWAYS
    return next((one for one in house.openings if _runs(one, now)), None)


def decide_door(desk: Desk, command: DoorCommand, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk after *command*."""
    match command:
        case Watch(supervisor=supervisor, connection=connection):
            known = desk.leads.get(supervisor, {})
            if connection in known:
                return desk, ()
            watching = put(desk.leads, supervisor, put(known, connection, now))
            return replace(desk, leads=watching, led=without(desk.led, supervisor)), ()
        case Unwatch(supervisor=supervisor, connection=connection, silent=silent):
            known = desk.leads.get(supervisor, {})
            if connection not in known:
                return desk, ()
            others = without(known, connection)
            watching = put(desk.leads, supervisor, others) if others else without(desk.leads, supervisor)
            until = max(desk.led.get(supervisor, BEGINNING), Instant(now - silent + SEAT_KEEPS))
            return replace(desk, leads=watching, led=put(desk.led, supervisor, until)), ()
        case Order(order=order):
            return (desk if order == desk.order else replace(desk, order=order)), ()
        case Furnish(house=house) if house == desk.house:
            return desk, ()
        case Furnish(house=house):
            # Their pages say when the line closes and how long a conversation lasts.
            told: tuple[Effect, ...] = tuple(SeekerChanged(seeker) for seeker in desk.guests)
            if house.backup != desk.house.backup:
                talking = {talk.counsellor for talk in desk.talks.values()}
                seeing = (seat for seat in desk.seats.values() if seat.leads or seat.counsellor in talking)
                told += tuple(SeatChanged(seat.counsellor) for seat in seeing)
            return replace(desk, house=house), told
        case _:
            assert_never(command)


def door_dues(desk: Desk) -> Iterator[Instant]:
    """When the clock changes something for those who wait."""
    running = opening(desk.house, desk.now)
    closes = desk.now if running is None else running.closes
    if closes is None:
        return
    line = _not_taken_yet(desk)
    if line:
        yield closes
    if running is not None and not all(waiting.closing_told for waiting in line):
        yield Instant(closes - CLOSING_TOLD)
    for waiting in _left_alone(desk):
        yield max(closes, Instant(waiting.since + SEAT_KEEPS))


def close_up(desk: Desk, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """Those who wait are told that the line closes soon; when it has closed, that nobody comes today.

    Whoever had a counsellor already waits on, for the clock ends no conversation; but not where no seat is left of
    anybody who could come. They are given the minute in which a seat would be kept. What counts is the opening in which
    the desk was looked at last: nobody is carried from one into the next.
    """
    effects: list[Effect] = []
    running = opening(desk.house, desk.now)
    closes = None if running is None else running.closes
    is_closed = running is None or (closes is not None and closes <= now)
    line = _not_taken_yet(desk)
    alone = [waiting for waiting in _left_alone(desk) if waiting.since + SEAT_KEEPS <= now]
    for waiting in (*line, *alone) if is_closed else ():
        desk, did = _not_reached(desk, waiting, now)
        effects += did
    for waiting in () if is_closed else line:
        if not waiting.closing_told and closes is not None and closes - CLOSING_TOLD <= now:
            told = replace(waiting, closing_told=True)
            desk = replace(desk, waiting=put(desk.waiting, waiting.conversation, told))
            effects.append(SeekerChanged(waiting.seeker))
    return desk, tuple(effects)


def _state(desk: Desk, language: Language | None, now: Instant) -> tuple[DoorState, Because | None]:
    barred = _barred(desk, now)
    # What was lost is no reason to send somebody away who would have been let in a moment ago; all else is said at once.
    gathers = barred is Because.STAFFING and may_still_gather(desk, now)
    if barred is not None and not gathers:
        return DoorState.CLOSED, barred
    running = opening(desk.house, now)
    ahead, is_free = len(_ahead(desk)), _is_free(desk, language)
    if desk.order.cap is not None and ahead >= desk.order.cap and not is_free:
        return DoorState.FULL, None
    if running is not None and running.closes is not None and running.closes - now < SIGHT:
        longest = AT_ONCE if is_free else _longest_wait(desk, language, ahead + 1, now)
        if now + longest > running.closes:
            return DoorState.FULL, Because.CLOSING
    return DoorState.OPEN if is_free and not gathers else DoorState.QUEUE, None


def _barred(desk: Desk, now: Instant) -> Because | None:
    """Why the door is closed; None when it is not."""
    # An order stands until it is taken back: that it opens at the hour must not be said meanwhile.
    if desk.order.closed:
        return Because.ORDER
    if opening(desk.house, now) is None:
        return Because.HOURS
    return None if is_staffed(desk) else Because.STAFFING


def _is_free(desk: Desk, language: Language | None) -> bool:
    """Whether a counsellor who speaks *language*, or any, is free, beside those for whom nobody is asked yet: they come first."""
    free = [s for s in free_seats(desk, rehearsed=False) if language is None or language in s.languages]
    if not free:
        return False
    theirs = {one for seat in free for one in seat.languages}
    unasked = (waiting for waiting in _ahead(desk) if waiting.conversation not in desk.offers)
    return len(free) > sum(waiting.language in theirs for waiting in unasked)


def _ahead(desk: Desk) -> list[Waiting]:
    """The real people who wait and are present."""
    return [
        waiting
        for waiting in desk.waiting.values()
        if not waiting.rehearsed and desk.guests[waiting.seeker].connection is not None
    ]


def _band(desk: Desk, language: Language | None, now: Instant) -> Band | None:
    seen = outlook(desk, language, now)
    return None if seen is None else seen.band(len(_ahead(desk)) + 1)


def _longest_wait(desk: Desk, language: Language | None, place: int, now: Instant) -> Seconds:
    """How long somebody who takes this place now may have to wait: hardly ever longer."""
    seen = outlook(desk, language, now)
    return UNSEEN if seen is None else seen.expected(place)


def _not_taken_yet(desk: Desk) -> list[Waiting]:
    """Those for whom the clock counts: nobody has taken them up yet, and they are real."""
    return [waiting for waiting in desk.waiting.values() if not (waiting.handed_over or waiting.rehearsed)]


def _left_alone(desk: Desk) -> list[Waiting]:
    """The real people who had a counsellor, and for whom nobody with a seat could come; in danger no clock counts."""
    return [
        waiting
        for waiting in desk.waiting.values()
        if waiting.handed_over and not waiting.rehearsed
        if not is_attended(desk, waiting) and not is_dangerous(waiting.risk)
    ]


def _not_reached(desk: Desk, waiting: Waiting, now: Instant) -> tuple[Desk, tuple[Effect, ...]]:
    """They read that nobody comes any more, and that this was not theirs."""
    conversation = waiting.conversation
    desk, told = withdraw(desk, conversation)
    closing = Closing(
        conversation,
        waiting.seeker,
        None,
        EndReason.LINE_CLOSED,
        waiting.version,
        Instant(now + END_KEEPS),
        frozenset({waiting.seeker}),
        waiting.rehearsed,
    )
    closed = replace(
        desk,
        waiting=without(desk.waiting, conversation),
        closing=put(desk.closing, conversation, closing),
    )
    ended = Ended(conversation, EndReason.LINE_CLOSED)
    return closed, (ended, *told, SeekerChanged(waiting.seeker))


def _runs(one: Opening, now: Instant) -> bool:
    return one.opens <= now and (one.closes is None or now < one.closes)


def _next(house: House, now: Instant) -> Instant | None:
    return next((one.opens for one in house.openings or () if one.opens > now), None)


_ALWAYS = Opening(BEGINNING, None)
