"""Who is let in, what somebody new finds, and what happens to those who wait as the line closes, as sentences."""

from chat.conversation.model import EndReason
from chat.errors import DoorClosed, DoorFull, Gone, Refusal
from chat.identifiers import ConversationId, Instant
from chat.routing.board import AlarmKind, board_view
from chat.routing.commands import Arrive, Tick
from chat.routing.door import Because, DoorState, door
from chat.routing.model import Desk, Language, Seat, Status
from chat.routing.waiting_time import SIGHT, outlook
from tests.properties.asked import counted
from tests.properties.moving import is_left_alone
from tests.properties.notes import Notes
from tests.properties.oracle import beside, has_heavy, is_asked
from tests.properties.searching import here
from tests.properties.step import Step

Found = tuple[DoorState, Because | None]
ANYBODY_NEW = ConversationId("anybody new")

TABLE: tuple[tuple[str, Found, type[Refusal] | None], ...] = (
    ("a supervisor closed it", (DoorState.CLOSED, Because.ORDER), DoorClosed),
    ("it is outside the hours", (DoorState.CLOSED, Because.HOURS), DoorClosed),
    ("too few people are on, or nobody leads", (DoorState.CLOSED, Because.STAFFING), DoorClosed),
    ("as many wait as may, and nobody is free", (DoorState.FULL, None), DoorFull),
    ("somebody new may not be reached before closing", (DoorState.FULL, Because.CLOSING), DoorFull),
    ("nobody is free", (DoorState.QUEUE, None), None),
    (ANYBODY_NEW, (DoorState.OPEN, None), None),
)
"""The first row that is so is what the door says; beside it as what somebody new is refused."""


def somebody_is_free(desk: Desk, notes: Notes, language: Language | None = None) -> bool:
    """Whether more counsellors who speak *language*, or any, could take somebody new at once than are looked for by those whom they understand."""
    free = [
        seat
        for seat in desk.seats.values()
        if (language is None or language in seat.languages) and could_take_somebody(desk, notes, seat)
    ]
    real = here(desk).keys() & desk.waiting.keys() - notes.rehearsed - desk.offers.keys()
    first = [one for one in real if any(desk.waiting[one].language in seat.languages for seat in free)]
    return len(free) > len(first)


def could_take_somebody(desk: Desk, notes: Notes, seat: Seat) -> bool:
    """Whether a counsellor is there, ready, has room, and is asked for nobody."""
    others = beside(desk, notes, seat, ANYBODY_NEW)
    has_room = len(others) < seat.capacity and not has_heavy(notes, others)
    return notes.wraps.is_ready(seat) and has_room and not is_asked(desk, seat, notes, rehearsed=False)


def is_too_late(desk: Desk, notes: Notes, language: Language | None, now: Instant) -> bool:
    """Whether somebody new may not be reached before the line closes.

    A minute and a half before closing when somebody is free, half an hour when too little is known to say how fast it goes. What is
    known else is ``waiting_time``'s to say, which tests of its own judge.
    """
    running = notes.running(now)
    if running is None or running.closes is None or running.closes - now >= SIGHT:
        return False
    waits = here(desk).keys() & desk.waiting.keys() - notes.rehearsed
    if somebody_is_free(desk, notes, language):
        return now + 90.0 > running.closes
    seen = outlook(desk, language, now)
    longest = 30 * 60.0 if seen is None else seen.expected(len(waits) + 1)
    return now + longest > running.closes


def row(
    desk: Desk, notes: Notes, now: Instant, language: Language | None = None
) -> tuple[str, Found, type[Refusal] | None]:
    """What is so of the door now, for somebody who speaks *language*, or anybody."""
    waits = here(desk).keys() & desk.waiting.keys() - notes.rehearsed
    cap, is_free = notes.order.cap, somebody_is_free(desk, notes, language)
    so = {
        "it is outside the hours": notes.house.openings is not None and notes.running(now) is None,
        "a supervisor closed it": notes.order.closed,
        "too few people are on, or nobody leads": not notes.attendance.suffices(desk, notes.house),
        "as many wait as may, and nobody is free": cap is not None and len(waits) >= cap and not is_free,
        "somebody new may not be reached before closing": is_too_late(desk, notes, language, now),
        "nobody is free": not is_free,
        ANYBODY_NEW: True,
    }
    return next(one for one in TABLE if so[one[0]])


def arrivals_are_refused_as_the_table_says(step: Step) -> None:
    """Whoever has gone is told so first; whoever is here already, or plays, is never kept out."""
    if not isinstance(step.command, Arrive) or step.command.seeker in step.before.guests:
        return
    if step.refused is Gone:
        return  # tests/properties/asking.py judges that
    refused = (
        None if step.command.rehearsed else row(step.before, step.notes, step.now, step.command.language)[2]
    )
    assert step.refused is refused


def the_door_says_what_somebody_new_would_find(step: Step) -> None:
    found, notes = door(step.after, step.now), step.notes
    assert (found.state, found.because) == row(step.after, notes, step.now)[1]
    for language in Language:
        one = door(step.after, step.now, language)
        assert (one.state, one.because) == row(step.after, notes, step.now, language)[1]
    running, openings = notes.running(step.now), notes.house.openings
    assert found.closes == (None if running is None else running.closes)
    later = [one.opens for one in openings or () if one.opens > step.now]
    assert found.opens == (min(later, default=None) if running is None else None)
    seated = [seat for seat in step.after.seats.values() if seat.connections]
    assert found.languages == {language for seat in seated for language in seat.languages}


def the_line_is_what_was_said_of_it_last(step: Step) -> None:
    boards = {who: frozenset(lines) for who, lines in step.notes.attendance.boards.items()}
    watched = {who: frozenset(lines) for who, lines in step.after.leads.items()}
    led = {who: Instant(at + 60) for who, at in step.notes.attendance.board_left.items()}
    known = (step.after.house, step.after.order, watched, step.after.led)
    assert known == (step.notes.house, step.notes.order, boards, led)


def the_door_opened_when_somebody_opened_it(step: Step) -> None:
    """By coming, by an order or by other hours: from then on lots are drawn."""
    assert step.after.opened == step.notes.opened


def closing_ends_exactly_those_whom_nobody_will_reach(step: Step) -> None:
    notes = step.notes
    if not isinstance(step.command, Tick) or notes.attendance.is_calm(step.now):
        return
    ended = {
        key
        for key, closing in step.after.closing.items()
        if closing.reason is EndReason.LINE_CLOSED and key in step.before.waiting
    }
    waited = step.before.waiting.keys() - notes.had_counsellor - notes.rehearsed
    waited |= {key for key in step.before.waiting if is_left_alone(step, key)}
    if not notes.has_closed(step.before.now, step.now):
        assert ended == set()
        return
    gone = {key for key in waited if key not in step.after.waiting and key not in step.after.closing}
    assert ended == waited - gone
    assert waited.isdisjoint(step.after.waiting)


def those_who_wait_are_told_ten_minutes_before_closing(step: Step) -> None:
    notes, running = step.notes, step.notes.running(step.now)
    near = running is not None and running.closes is not None and step.now >= running.closes - 600
    for key, waiting in step.after.waiting.items():
        was = step.before.waiting.get(key)
        told_now = waiting.closing_told and not (was is not None and was.closing_told)
        assert not told_now or (near and isinstance(step.command, Tick) and key not in notes.had_counsellor)
        if near and isinstance(step.command, Tick) and not notes.attendance.is_calm(step.now):
            assert waiting.closing_told or key in notes.had_counsellor | notes.rehearsed


def the_board_counts_nobody_rehearsed(step: Step) -> None:
    desk, notes = step.after, step.notes
    board = board_view(desk, step.now)
    present = here(desk).keys() - notes.rehearsed
    waits = present & desk.waiting.keys()
    assert (board.waiting, board.urgent) == (len(waits), sum(map(notes.wants_all, waits)))
    assert (board.longest_wait is None) == (board.waiting == 0)
    assert board.talking == len(desk.talks.keys() - notes.rehearsed)
    seated = [seat for seat in desk.seats.values() if seat.connections and seat.listens]
    assert board.seated == len(seated)
    assert board.seated + board.leading == len(notes.attendance.people_on(desk))
    room = [
        max(0, seat.capacity - counted(desk, notes, seat))
        for seat in seated
        if notes.wraps.is_ready(seat) and not has_heavy(notes, beside(desk, notes, seat, ANYBODY_NEW))
    ]
    assert board.free == sum(room)
    counts = notes.searches
    assert (board.declined, board.missed) == (sum(counts.declined.values()), sum(counts.missed.values()))


def the_board_is_alarmed_by_what_needs_somebody(step: Step) -> None:
    desk, notes, now = step.after, step.notes, step.now
    spoken = door(desk, now).languages
    looks = {
        key: one for key, one in notes.searches.of.items() if key in here(desk) and key not in notes.rehearsed
    }
    asked = [one.asked_since for one in looks.values() if one.asked_since is not None]
    # Where nobody is on, it is not the language that is missing.
    unspoken = [key for key in looks if spoken and notes.language[key] not in spoken]
    unanswered = [key for key, one in looks.items() if one.unanswered]
    ready = [seat for seat in desk.seats.values() if seat.connections and seat.status is Status.READY]
    unserved = [
        now - max(one.since, notes.attendance.seeker_back_at[here(desk)[key]])
        for key, one in looks.items()
        if (
            key not in desk.offers
            if one.holder is not None
            else not any(notes.language[key] in seat.languages for seat in ready)
        )
    ]
    alarms = {alarm.kind: alarm.count for alarm in board_view(desk, now).alarms}
    closed = row(desk, notes, now)[1][1] is Because.STAFFING
    assert alarms.get(AlarmKind.UNACCEPTED, 0) == sum(now - since >= 120 for since in asked)
    assert alarms.get(AlarmKind.AWAY, 0) == sum(since >= 120 for since in unserved)
    assert alarms.get(AlarmKind.UNANSWERED, 0) == len(unanswered)
    assert alarms.get(AlarmKind.URGENT, 0) == sum(
        one.wide for key, one in looks.items() if notes.wants_all(key)
    )
    assert alarms.get(AlarmKind.LANGUAGE, 0) == len(unspoken)
    assert (AlarmKind.STAFFING in alarms) == closed


DOORKEEPING = (
    arrivals_are_refused_as_the_table_says,
    the_door_says_what_somebody_new_would_find,
    the_line_is_what_was_said_of_it_last,
    the_door_opened_when_somebody_opened_it,
    closing_ends_exactly_those_whom_nobody_will_reach,
    those_who_wait_are_told_ten_minutes_before_closing,
    the_board_counts_nobody_rehearsed,
    the_board_is_alarmed_by_what_needs_somebody,
)
