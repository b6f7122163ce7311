"""Who is let in, and what happens as the line opens and closes."""

from math import inf

import pytest

from chat.conversation.lifecycle import Ended
from chat.conversation.model import EndReason
from chat.errors import DoorClosed, DoorFull, Refusal
from chat.identifiers import ConversationId, Instant, NodeId, SeekerId, VolunteerId
from chat.routing.commands import Command, Renew, Tick
from chat.routing.deadlines import next_due
from chat.routing.door import Because, Door, DoorState, door
from chat.routing.durations import SEAT_KEEPS
from chat.routing.effects import SeatChanged, SeekerChanged
from chat.routing.house import DoorReason
from chat.routing.model import Language
from chat.routing.views import Phase
from chat.routing.waiting_time import KNOWN_FROM
from tests.builders import (
    EN,
    NL,
    Story,
    accepts,
    arrive,
    assess,
    confirms,
    drops,
    ends,
    furnish,
    order,
    ready,
    returns,
    sits,
    unseats,
    unwatch,
    watch,
)
from tests.unit.routing.test_rebuilding import next_life, of_seeker

NOW = 1000.0
TALK, SAM, NOOR = ConversationId("talk-sam"), SeekerId("sam"), VolunteerId("noor")
OPEN = furnish((NOW - 3600, NOW + 3600))
FREE = (sits("noor"), ready("noor"))
BUSY = (*FREE, arrive("busy"), accepts("noor", "busy"))


def found(story: Story) -> Door:
    """What somebody new finds now."""
    return door(story.desk, story.now)


@pytest.mark.parametrize(
    ("told", "state", "because", "refusal"),
    [
        (FREE, DoorState.OPEN, None, None),
        ((), DoorState.QUEUE, None, None),
        (BUSY, DoorState.QUEUE, None, None),
        ((*BUSY, sits("noor", capacity=9)), DoorState.OPEN, None, None),
        ((*BUSY, sits("noor", capacity=9), assess("noor", "busy", 2)), DoorState.QUEUE, None, None),
        ((*FREE, arrive("sam")), DoorState.QUEUE, None, None),
        ((*FREE, arrive("played", rehearsed=True)), DoorState.OPEN, None, None),
        ((*FREE, arrive("kim", language=EN)), DoorState.OPEN, None, None),
        ((*FREE, sits("noor", languages=[EN, NL]), arrive("kim", language=EN)), DoorState.QUEUE, None, None),
        ((*BUSY, arrive("kim", language=EN)), DoorState.QUEUE, None, None),
        ((*BUSY, order(cap=0)), DoorState.FULL, None, DoorFull),
        ((*FREE, order(cap=0)), DoorState.OPEN, None, None),
        ((*FREE, arrive("kim", language=EN), order(cap=1)), DoorState.OPEN, None, None),
        ((*FREE, order(cap=1)), DoorState.OPEN, None, None),
        ((*FREE, sits("eline"), ready("eline"), arrive("sam"), order(cap=1)), DoorState.OPEN, None, None),
        (
            (*FREE, sits("eline"), ready("eline"), order(cap=1), arrive("sam"), arrive("kim")),
            *(DoorState.FULL, None, DoorFull),
        ),
        ((*BUSY, order(cap=1), arrive("sam")), DoorState.FULL, None, DoorFull),
        ((*BUSY, order(cap=1), arrive("sam"), drops("sam")), DoorState.QUEUE, None, None),
        ((*BUSY, order(cap=1), arrive("sam", rehearsed=True)), DoorState.QUEUE, None, None),
        ((*BUSY, order(cap=2), arrive("sam")), DoorState.QUEUE, None, None),
        ((*FREE, order(closed=True)), DoorState.CLOSED, Because.ORDER, DoorClosed),
        ((*FREE, order(closed=True), order()), DoorState.OPEN, None, None),
        ((*BUSY, order(closed=True, cap=0)), DoorState.CLOSED, Because.ORDER, DoorClosed),
        ((*FREE, OPEN), DoorState.OPEN, None, None),
        ((*FREE, furnish((NOW - 9, NOW))), DoorState.CLOSED, Because.HOURS, DoorClosed),
        ((*FREE, furnish((NOW, None))), DoorState.OPEN, None, None),
        ((*FREE, furnish((NOW + 1, NOW + 9))), DoorState.CLOSED, Because.HOURS, DoorClosed),
        (
            (*FREE, furnish((NOW + 1, NOW + 9)), order(closed=True)),
            DoorState.CLOSED,
            Because.ORDER,
            DoorClosed,
        ),
        ((*FREE, furnish(minimum=2)), DoorState.CLOSED, Because.STAFFING, DoorClosed),
        ((*FREE, furnish(minimum=2), order(closed=True)), DoorState.CLOSED, Because.ORDER, DoorClosed),
    ],
)
def test_what_somebody_new_finds(
    told: tuple[Command, ...], state: DoorState, because: Because | None, refusal: type[Refusal] | None
) -> None:
    story = Story(*told)
    assert (found(story).state, found(story).because) == (state, because)
    assert story.refused(arrive("new")) is refusal
    assert story.knows("new") is (refusal is None)


def test_it_is_full_because_it_closes_before_somebody_new_would_be_reached() -> None:
    story = Story(*BUSY, furnish((NOW - 3600, NOW + 600)))
    assert (found(story).state, found(story).because) == (DoorState.FULL, Because.CLOSING)
    assert found(story).closes == NOW + 600
    assert story.refused(arrive("new")) is DoorFull
    story.tell(order(cap=0))
    assert (found(story).state, found(story).because) == (DoorState.FULL, None)


def test_whoever_speaks_another_language_finds_another_door() -> None:
    story = Story(sits("noor", languages=[NL]), ready("noor"))
    assert door(story.desk, story.now, NL).state is DoorState.OPEN
    assert door(story.desk, story.now, EN).state is DoorState.QUEUE


@pytest.mark.parametrize(
    ("minimum", "told", "is_let_in"),
    [
        (0, (), True),
        (1, (), False),
        (1, FREE, True),
        (1, (sits("noor"),), True),
        (1, (*FREE, unseats("noor")), True),
        (1, (watch("ruth"),), False),
        (1, (*FREE, watch("ruth")), True),
        (2, (watch("ruth"), watch("sofie")), False),
        (2, FREE, False),
        (2, (*FREE, sits("eline")), False),
        (2, (*FREE, sits("eline", leads=True)), True),
        (2, (*FREE, sits("eline", leads=True), furnish(minimum=2, backup=None)), False),
        (2, (*FREE, sits("eline", leads=True), watch("ruth"), furnish(minimum=2, backup=None)), True),
        (2, (sits("noor", leads=True),), False),
        (2, (*FREE, watch("ruth")), True),
        (2, (*FREE, watch("ruth"), unwatch("ruth")), True),
        (2, (*FREE, watch("ruth"), watch("ruth", line="second"), unwatch("ruth")), True),
        (2, (sits("ruth"), watch("ruth")), False),
        (2, (*FREE, sits("eline", leads=True), unseats("eline")), True),
        (3, (*FREE, sits("eline"), watch("ruth")), True),
        (3, (*FREE, watch("ruth")), False),
    ],
)
def test_how_many_have_to_be_there_and_who_leads(
    minimum: int, told: tuple[Command, ...], *, is_let_in: bool
) -> None:
    story = Story(furnish(minimum=minimum), *told)
    assert (story.refused(arrive("sam")) is None) is is_let_in
    assert (found(story).because is Because.STAFFING) is not is_let_in


def test_a_page_that_is_loaded_anew_neither_closes_the_door_nor_opens_it() -> None:
    story = Story(furnish((NOW - 3600, NOW + 3600), minimum=1), *FREE, arrive("kim"), accepts("noor", "kim"))
    story.after(600)
    opened = story.desk.opened
    story.tell(unseats("noor"))
    assert found(story).state is DoorState.QUEUE
    story.tell(sits("noor"))
    assert story.desk.opened == opened
    story.tell(unseats("noor"))
    story.after(59.9)
    assert found(story).state is DoorState.QUEUE
    story.after(0.1)
    assert found(story).because is Because.STAFFING


def test_the_number_of_who_backs_up_is_for_whoever_may_lead() -> None:
    story = Story(sits("noor"), sits("eline", leads=True))
    eline = VolunteerId("eline")
    assert SeatChanged(eline) in story.tell(furnish(backup="112"))
    assert [view.backup for view in (story.seat("noor"), story.seat("eline"))] == [None, "112"]
    assert SeatChanged(NOOR) not in story.tell(furnish(backup=None))
    assert [view.backup for view in (story.seat("noor"), story.seat("eline"))] == [None, None]


def test_a_repeat_is_let_in_through_a_closed_door() -> None:
    story = Story(arrive("sam"), order(closed=True, reason=DoorReason.BUSY))
    assert story.refused(arrive("sam")) is None
    assert story.refused(arrive("sam", rehearsed=True)) is None
    assert story.desk.order.reason is DoorReason.BUSY


def test_who_is_here_stays_when_the_door_is_closed_by_order_or_by_staffing() -> None:
    story = Story(*FREE, arrive("kim"), accepts("noor", "kim"), arrive("sam"))
    story.tell(order(closed=True), furnish(minimum=5))
    story.after(60)
    assert (story.screen("kim").phase, story.screen("sam").phase) == (Phase.TALKING, Phase.WAITING)


def test_what_is_told_again_changes_nothing() -> None:
    story = Story(OPEN, watch("ruth"), order(cap=3))
    before = story.desk
    story.tell(OPEN, watch("ruth"), order(cap=3), unwatch("nobody"), unwatch("ruth", line="another"))
    assert story.desk is before


def test_a_door_says_when_it_opens_or_closes_and_what_is_spoken() -> None:
    story = Story(sits("noor", languages=[EN, NL]), sits("gone", languages=[EN]), unseats("gone"))
    assert (found(story).opens, found(story).closes) == (None, None)
    assert found(story).languages == {Language.ENGLISH, Language.DUTCH}
    story.tell(unseats("noor"), furnish((NOW - 10, NOW + 10), (NOW + 50, NOW + 90)))
    assert (found(story).opens, found(story).closes, found(story).languages) == (None, NOW + 10, frozenset())
    story.after(10)
    assert (found(story).opens, found(story).closes) == (NOW + 50, None)
    story.after(80)
    assert (found(story).state, found(story).opens) == (DoorState.CLOSED, None)


# --- opening ---


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ((0, 0.9), (1, 0.1), ["second", "first"]),
        ((0, 0.1), (119.9, 0.9), ["first", "second"]),
        ((0, 0.9), (119.9, 0.1), ["second", "first"]),
        ((0, 0.99), (120, 0.0), ["first", "second"]),
        ((120, 0.9), (121, 0.1), ["first", "second"]),
        ((10, 0.5), (20, 0.5), ["first", "second"]),
    ],
    ids=["drawn", "drawn first", "drawn late", "after the draw", "both after", "a draw that is even"],
)
def test_who_comes_as_the_line_opens_is_put_in_an_order_by_lot(
    first: tuple[float, float], second: tuple[float, float], line: list[str]
) -> None:
    story = Story(furnish((NOW, NOW + 36000)))
    for name, (at, lot) in (("first", first), ("second", second)):
        story.now = Instant(NOW + at)
        story.tell(arrive(name, lot=lot))
    assert story.line() == line


def test_a_line_that_never_closes_draws_no_lots() -> None:
    story = Story(arrive("first", lot=0.9), arrive("second", lot=0.1))
    assert story.line() == ["first", "second"]
    assert story.waiting("first").turn == story.waiting("first").arrived


@pytest.mark.parametrize(
    ("told", "opens"),
    [
        ((furnish((NOW - 600, None), minimum=2), sits("noor")), watch("ruth")),
        ((furnish(minimum=2), sits("noor")), watch("ruth")),
        ((furnish((NOW - 600, None)), order(closed=True)), order()),
        ((furnish((NOW - 600, NOW + 300)),), furnish((NOW - 600, None))),
        ((furnish((NOW - 600, None), minimum=2), sits("noor")), furnish((NOW - 600, None), minimum=1)),
    ],
    ids=["enough people, late", "on a line without hours", "opened again", "longer hours", "fewer needed"],
)
def test_lots_are_drawn_from_when_the_door_really_opened(told: tuple[Command, ...], opens: Command) -> None:
    story = Story(*told)
    story.after(300)
    assert story.refused(arrive("first")) is DoorClosed
    story.tell(opens, arrive("first", lot=0.9))
    story.after(60)
    story.tell(arrive("second", lot=0.1))
    assert story.line() == ["second", "first"]
    story.after(60)
    story.tell(arrive("third", lot=0.0))
    assert story.line() == ["second", "first", "third"], "two minutes after the door opened"
    assert story.waiting("third").turn == story.waiting("third").arrived


@pytest.mark.parametrize("told", [sits("noor"), order(cap=9), furnish((NOW - 600, None), frame=600.0)])
def test_what_happens_while_the_door_is_open_draws_no_lots(told: Command) -> None:
    story = Story(furnish((NOW - 600, None)), told, arrive("first", lot=0.9), arrive("second", lot=0.1))
    assert story.line() == ["first", "second"]


def test_who_is_enough_before_the_hour_opens_nothing_until_it_strikes() -> None:
    story = Story(furnish((NOW + 100, None), minimum=1), sits("noor"))
    story.after(100)
    story.tell(arrive("first", lot=0.9))
    story.after(119)
    story.tell(arrive("second", lot=0.1))
    assert story.line() == ["second", "first"]


def test_who_waits_from_before_the_door_closed_stays_before_those_who_are_drawn() -> None:
    story = Story(arrive("sam"), order(closed=True))
    story.after(5)
    story.tell(order(), arrive("first", lot=0.9), arrive("second", lot=0.0))
    assert story.line() == ["sam", "second", "first"]


# --- closing ---


def closing() -> Story:
    """Sam waits on a line that closes in an hour."""
    return Story(OPEN, arrive("sam"))


def test_ten_minutes_before_closing_whoever_waits_is_told_once() -> None:
    story = closing()
    assert story.after(50 * 60 - 0.1) == ()
    assert story.screen("sam").closes is None
    assert story.after(0.1) == (SeekerChanged(SAM),)
    assert story.screen("sam").closes == NOW + 3600
    assert story.after(10 * 60 - 0.1) == ()


def test_whoever_may_wait_beyond_the_closing_reads_so_as_soon_as_that_can_be_known() -> None:
    story = Story(sits("noor"), ready("noor"))
    for number in range(KNOWN_FROM):
        story.tell(arrive(f"lou-{number}"))
        story.takes("noor", f"lou-{number}")
        story.after(20 * 60)
        story.tell(ends("noor", f"lou-{number}"))
    story.tell(arrive("kim"))
    story.takes("noor", "kim")
    story.tell(arrive("sam"))
    place = story.screen("sam").place
    assert place is not None
    assert place.band is not None
    assert place.band.high is not None
    closes = story.now + place.band.high
    story.tell(furnish((NOW, closes)))
    assert story.screen("sam").closes is None
    story.tell(furnish((NOW, closes - 1)))
    assert not story.waiting("sam").closing_told
    assert story.screen("sam").closes == closes - 1


def test_who_waits_as_it_turns_out_that_the_line_closes_soon_is_told_too() -> None:
    story = Story(OPEN, arrive("sam"), furnish((NOW - 3600, NOW + 300)))
    assert SeekerChanged(SAM) in story.after(0)
    assert story.screen("sam").closes == NOW + 300


def test_at_closing_whoever_waits_reads_that_it_did_not_come_to_a_conversation() -> None:
    story = closing()
    story.after(3600 - 0.1)
    assert story.screen("sam").phase is Phase.WAITING
    ended = Ended(TALK, EndReason.LINE_CLOSED)
    assert story.after(0.1) == (ended, SeekerChanged(SAM))
    assert (story.screen("sam").phase, story.screen("sam").reason) == (Phase.ENDED, EndReason.LINE_CLOSED)
    story.tell(confirms("sam", "sam"))
    assert (story.desk.closing, story.desk.guests) == ({}, {})


def test_at_closing_nobodys_card_stays() -> None:
    story = closing()
    story.after(3590)
    story.tell(*FREE)
    assert story.offered() == {"sam": "noor"}
    assert SeatChanged(NOOR) in story.after(10)
    assert (story.desk.offers, story.seat("noor").offer) == ({}, None)


def test_who_is_away_as_the_line_closes_reads_it_when_they_are_back() -> None:
    story = closing()
    story.after(3500)
    story.tell(drops("sam"))
    story.after(100)
    story.tell(returns("sam"))
    assert story.screen("sam").reason is EndReason.LINE_CLOSED
    story.after(600)
    assert not story.knows("sam")


def test_the_clock_ends_no_conversation_and_sends_nobody_away_who_had_a_counsellor() -> None:
    story = Story(OPEN, sits("noor", capacity=2), ready("noor"))
    for name in ("sam", "kim"):
        story.tell(arrive(name))
        story.takes("noor", name)
    story.after(3600 - 30)
    story.tell(unseats("noor"))
    story.after(60)
    assert (story.screen("sam").phase, story.screen("kim").handed_over) == (Phase.WAITING, True)
    assert next_due(story.desk) == story.now + 60, "when more seats count"
    story.tell(sits("eline", capacity=2), ready("eline"))
    story.takes("eline", "sam")
    story.after(8 * 3600)
    assert (story.screen("sam").phase, story.screen("kim").phase) == (Phase.TALKING, Phase.WAITING)


def left_behind(*told: Command) -> Story:
    """Sam had Noor, who lost the connection half a minute before the line closes; the line is told *told* before that."""
    story = Story(OPEN, *FREE, arrive("sam"))
    story.takes("noor", "sam")
    story.tell(*told)
    story.after(3600 - 30)
    story.tell(unseats("noor"))
    return story


def test_whom_nobody_is_left_for_after_closing_reads_that_the_line_is_closed() -> None:
    story = left_behind()
    story.after(60)
    assert (story.screen("sam").phase, story.screen("sam").handed_over) == (Phase.WAITING, True)
    assert next_due(story.desk) == story.now + 60
    assert story.after(60 - 0.1) == ()
    told = story.after(0.1)
    assert (told[0], SeekerChanged(SAM) in told) == (Ended(TALK, EndReason.LINE_CLOSED), True)
    assert (story.screen("sam").phase, story.screen("sam").reason) == (Phase.ENDED, EndReason.LINE_CLOSED)
    story.tell(confirms("sam", "sam"))
    assert (story.desk.closing, story.desk.guests) == ({}, {})


def test_after_closing_they_wait_on_as_long_as_a_seat_is_kept_in_which_somebody_could_come() -> None:
    story = left_behind(sits("eline"))
    story.after(3600)
    story.tell(unseats("eline"))
    story.after(60 - 0.1)
    assert story.screen("sam").phase is Phase.WAITING
    story.after(0.1)
    assert story.screen("sam").reason is EndReason.LINE_CLOSED


def test_who_speaks_another_language_keeps_nobody_after_closing() -> None:
    story = left_behind(sits("eline", languages=[EN]))
    story.after(60)
    story.after(60)
    assert story.screen("sam").reason is EndReason.LINE_CLOSED


@pytest.mark.parametrize("hours", [furnish(), furnish((NOW - 3600, None))])
def test_where_the_line_is_open_whoever_had_a_counsellor_waits_on_with_nobody_there(hours: Command) -> None:
    story = left_behind(hours)
    story.after(60)
    story.after(8 * 3600)
    assert story.screen("sam").phase is Phase.WAITING


def test_in_danger_no_clock_sends_them_away() -> None:
    story = left_behind(assess("noor", "sam", 2))
    story.after(60)
    story.after(8 * 3600)
    assert story.screen("sam").phase is Phase.WAITING


def test_who_comes_back_from_a_loss_after_closing_gives_the_counsellors_time_to_come_back_too() -> None:
    story = left_behind()
    story.after(60)
    new = next_life(story, 30)
    new.tell(furnish((NOW - 60, NOW - 1)))
    new.tell(returns("sam", claim=of_seeker(story)))
    new.after(30)
    new.tell(sits("eline"))
    new.after(60)
    assert new.screen("sam").phase is Phase.WAITING


def test_who_rehearses_is_neither_told_nor_sent_away() -> None:
    story = Story(furnish((NOW + 7200, NOW + 9000)), arrive("played", rehearsed=True), *FREE)
    assert story.offered() == {"played": "noor"}
    story.tell(OPEN)
    assert story.after(3600) != ()
    assert (story.screen("played").phase, story.screen("played").closes) == (Phase.WAITING, None)


@pytest.mark.parametrize("gap", [0.0, 30.0, 7200.0], ids=["at once", "between", "after the next has begun"])
def test_whoever_waited_when_it_closed_is_not_carried_into_the_next_opening(gap: float) -> None:
    story = Story(arrive("sam"), furnish((NOW - 60, NOW + 60), (NOW + 120, NOW + 9000)))
    story.now = Instant(NOW + 60 + gap)
    story.tell(Tick())
    assert story.screen("sam").phase is Phase.ENDED
    assert next_due(story.desk) == story.now + 600


def test_who_comes_back_from_a_loss_to_a_line_that_has_closed_reads_so() -> None:
    story = closing()
    new = next_life(story, 30)
    new.tell(furnish((NOW - 60, NOW - 1), (NOW + 31, NOW + 9000)))
    new.tell(returns("sam", claim=of_seeker(story)))
    assert new.screen("sam").phase is Phase.WAITING
    assert next_due(new.desk) == new.desk.now
    new.now = Instant(new.now + 2)
    new.tell(Tick())
    assert new.screen("sam").reason is EndReason.LINE_CLOSED


def test_hours_that_change_count_at_once() -> None:
    story = closing()
    story.tell(furnish((NOW - 3600, NOW + 7200)))
    assert story.after(3600) == ()
    story.tell(furnish((NOW - 3600, NOW - 1800)))
    assert Ended(TALK, EndReason.LINE_CLOSED) in story.after(0)


# --- boards ---

ONE, TWO = NodeId("one"), NodeId("two")


def test_a_supervisor_whose_node_died_leads_no_shift() -> None:
    story = Story(furnish(minimum=2), Renew(ONE), Renew(TWO), *FREE, watch("ruth", line="one.board"))
    story.lives(9, TWO)
    assert found(story).state is DoorState.OPEN
    story.lives(1, TWO)
    assert story.desk.leads == {}
    story.lives(SEAT_KEEPS - 10.1, TWO)
    assert found(story).because is None
    story.lives(0.1, TWO)
    assert (found(story).because, story.desk.led) == (Because.STAFFING, {})


def test_a_supervisor_at_a_node_that_died_before_it_had_a_lease_leads_no_shift() -> None:
    story = Story(furnish(minimum=2), *FREE, watch("ruth", line="one.board"))
    story.tell(Renew(TWO))
    assert next_due(story.desk) == NOW + 10
    story.tell(watch("ruth", line="two.board"))
    story.lives(10, TWO)
    assert list(story.desk.leads.values()) == [{"two.board": NOW}]
    story.tell(unwatch("ruth", line="two.board"))
    assert story.desk.led == {"ruth": story.now + SEAT_KEEPS}
    story.lives(SEAT_KEEPS, TWO)
    assert found(story).because is Because.STAFFING


def test_a_board_that_is_loaded_anew_neither_closes_the_door_nor_opens_it() -> None:
    story = Story(furnish(minimum=2), *FREE, watch("ruth"))
    opened = story.desk.opened
    story.after(600)
    story.tell(unwatch("ruth"))
    assert found(story).because is None
    story.after(5)
    story.tell(watch("ruth"))
    assert (story.desk.opened, story.desk.led) == (opened, {})


def test_a_node_that_takes_its_lease_in_time_keeps_its_boards() -> None:
    story = Story(Renew(TWO), watch("ruth", line="one.board"))
    story.after(9)
    story.tell(Renew(ONE), Renew(TWO))
    for _ in range(10):
        story.after(3)
        story.tell(Renew(ONE), Renew(TWO))
    assert list(story.desk.leads) == ["ruth"]


def test_where_there_is_one_node_boards_need_no_lease() -> None:
    story = Story(watch("ruth"))
    story.after(3600)
    assert list(story.desk.leads) == ["ruth"]
    assert (next_due(story.desk) or inf) == inf
