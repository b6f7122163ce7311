import pytest

from chat.conversation.model import Side
from chat.identifiers import VolunteerId
from chat.routing.board import AlarmKind, BoardView, board_view
from chat.routing.commands import Command
from chat.routing.door import Because, Door, DoorState
from chat.routing.house import DoorOrder
from chat.routing.model import Language, Safety, Status
from tests.builders import (
    EN,
    Story,
    accepts,
    arrive,
    assess,
    away,
    declines,
    drops,
    furnish,
    order,
    ready,
    returns,
    safety,
    sits,
    unseats,
    watch,
)

LANGUAGE = AlarmKind.LANGUAGE


def board(story: Story) -> BoardView:
    """What a supervisor sees now."""
    return board_view(story.desk, story.now)


def test_the_board_of_an_empty_line() -> None:
    assert board(Story()) == BoardView(
        version=0,
        door=Door(DoorState.QUEUE, None, None, None, frozenset(), "Europe/Amsterdam"),
        order=DoorOrder(),
        waiting=0,
        urgent=0,
        longest_wait=None,
        talking=0,
        seated=0,
        leading=0,
        minimum=0,
        free=0,
        declined=0,
        missed=0,
        alarms=(),
    )


def test_the_board_counts_the_shift() -> None:
    story = Story(
        sits("noor", capacity=3), ready("noor"), sits("eline", capacity=2), sits("gone"), unseats("gone")
    )
    story.tell(arrive("sam"), accepts("noor", "sam"), arrive("kim"), arrive("away"), drops("away"))
    story.after(8)
    seen = board(story)
    assert (seen.waiting, seen.talking) == (1, 1)
    assert seen.longest_wait == pytest.approx(8)
    assert (seen.seated, seen.free, seen.door.languages) == (2, 1, frozenset({Language.DUTCH}))


def test_whoever_lost_their_counsellor_waits_from_then_on_and_not_from_their_arriving() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    story.after(40 * 60)
    story.tell(unseats("noor"))
    story.after(60)
    assert (board(story).waiting, board(story).longest_wait) == (1, 0.0)
    story.after(30)
    story.tell(sits("eline"), ready("eline"))
    offer = story.seat("eline").offer
    assert offer is not None
    assert (board(story).longest_wait, offer.waited) == (30.0, 30.0)


def test_a_supervisor_who_has_a_seat_too_is_one_of_those_who_are_on() -> None:
    seen = board(Story(furnish(minimum=2), sits("ruth"), watch("ruth")))
    assert (seen.door.because, seen.seated + seen.leading, seen.minimum) == (Because.STAFFING, 1, 2)


def test_the_board_counts_as_if_nobody_rehearsed() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam", rehearsed=True))
    before = board(story)
    story.tell(accepts("noor", "sam"), arrive("kim", rehearsed=True), arrive("bo", rehearsed=True))
    story.after(8)
    assert len(story.desk.offers) == 1
    seen = board(story)
    assert (seen.waiting, seen.longest_wait, seen.talking, seen.free) == (0, None, 0, 2)
    assert (seen.door, seen.alarms) == (before.door, ())


def test_a_shrunken_capacity_does_not_count_below_nothing() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), accepts("noor", "sam"))
    story.tell(sits("noor", capacity=0))
    assert board(story).free == 0


def alarms(story: Story) -> dict[str, tuple[int, float | None]]:
    """What needs a supervisor now: of how many, and for how long."""
    return {
        alarm.kind: (alarm.count, None if alarm.longest is None else round(alarm.longest, 3))
        for alarm in board(story).alarms
    }


def test_when_nobody_takes_somebody_for_two_minutes_supervisors_are_told() -> None:
    story = Story(arrive("sam"), arrive("kim"))
    story.after(300)
    story.tell(sits("noor"), ready("noor"))
    assert alarms(story) == {}
    story.after(119.9)
    assert alarms(story) == {AlarmKind.AWAY: (2, 419.9)}, "Noor did not answer, and was the only one"
    story.after(0.1)
    assert alarms(story)[AlarmKind.UNACCEPTED] == (1, 120), "nobody was asked for Kim yet"
    story.after(30)
    assert alarms(story) == {AlarmKind.UNACCEPTED: (1, 150), AlarmKind.AWAY: (2, 450)}
    story.tell(ready("noor"))
    story.takes("noor", "sam")
    assert alarms(story) == {}


def test_when_everybody_is_away_while_somebody_waits_supervisors_are_told_though_nobody_was_asked() -> None:
    story = Story(sits("noor"), sits("eline"), ready("eline"), unseats("eline"), arrive("sam"))
    story.after(60)
    story.tell(arrive("kim"))
    story.after(59.9)
    assert alarms(story) == {}
    story.after(0.1)
    assert story.waiting("sam").asked_since is None
    assert alarms(story) == {AlarmKind.AWAY: (1, 120)}
    story.after(60)
    assert alarms(story) == {AlarmKind.AWAY: (2, 180)}
    story.tell(ready("noor"))
    assert alarms(story) == {}, "Noor is asked for Sam, and Kim is the next"


def test_who_is_ready_and_has_nobody_to_spare_is_not_away() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("busy"))
    story.takes("noor", "busy")
    story.tell(arrive("sam"))
    story.after(600)
    assert alarms(story) == {}
    story.tell(away("noor"))
    assert alarms(story) == {AlarmKind.AWAY: (1, 600)}


def test_whoever_is_passed_on_and_not_taken_is_known_to_supervisors() -> None:
    """A counsellor beside danger has another conversation, and all colleagues are busy."""
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("kim"))
    story.takes("noor", "kim")
    story.says(Side.COUNSELLOR, "kim")
    story.tell(arrive("sam"))
    story.takes("noor", "sam")
    story.says(Side.COUNSELLOR, "sam")
    story.tell(assess("noor", "sam", 3))
    story.watched(119.9)
    assert alarms(story) == {}
    story.watched(0.1)
    assert alarms(story) == {AlarmKind.AWAY: (1, 120)}
    story.tell(sits("eline"), ready("eline"))
    story.takes("eline", "kim")
    assert alarms(story) == {}


def test_who_is_ready_in_another_language_is_of_no_use() -> None:
    story = Story(sits("noor"), ready("noor"), sits("eline", languages=[EN]), arrive("sam", language=EN))
    story.after(120)
    assert alarms(story) == {AlarmKind.AWAY: (1, 120)}


def test_the_time_in_which_they_were_away_is_nobodys_fault() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"), drops("sam"))
    story.after(600)
    story.tell(returns("sam"))
    assert alarms(story) == {}
    story.after(120)
    assert alarms(story) == {AlarmKind.UNACCEPTED: (1, 120), AlarmKind.AWAY: (1, 120)}


def test_when_nobody_takes_somebody_over_supervisors_are_told() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("kim"))
    story.takes("noor", "kim")
    story.tell(arrive("sam"))
    story.takes("noor", "sam")
    story.tell(sits("eline"), ready("eline"), assess("noor", "sam", 3))
    story.after(120)
    assert alarms(story) == {AlarmKind.UNACCEPTED: (1, 120), AlarmKind.AWAY: (1, 120)}
    assert (board(story).waiting, board(story).talking) == (0, 2)


def test_when_somebody_who_is_not_safe_waits_a_minute_supervisors_are_told() -> None:
    story = Story(arrive("sam"), safety("sam"), arrive("kim"))
    story.after(59.9)
    assert (alarms(story), board(story).urgent) == ({}, 1)
    story.after(0.1)
    assert alarms(story) == {AlarmKind.URGENT: (1, 60)}
    story.tell(safety("sam", Safety.YES))
    assert (alarms(story), board(story).urgent) == ({}, 0)


def test_when_somebody_in_danger_lost_their_counsellor_supervisors_are_told_too() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    story.tell(sits("eline", capacity=0), assess("noor", "sam", 2), unseats("noor"))
    story.after(60)
    assert (board(story).urgent, alarms(story)) == (1, {})
    story.after(60)
    assert alarms(story) == {AlarmKind.URGENT: (1, 60)}


def test_when_a_counsellor_said_nothing_supervisors_are_told() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    story.watched(59.9)
    assert alarms(story) == {}
    story.watched(0.1)
    assert alarms(story) == {AlarmKind.UNANSWERED: (1, 0)}
    story.after(7)
    assert alarms(story) == {AlarmKind.UNANSWERED: (1, 7)}
    assert board(story).missed == 1
    story.tell(ready("noor"))
    story.takes("noor", "sam")
    assert alarms(story) == {}


def test_when_nobody_speaks_a_language_supervisors_are_told_at_once() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam", language=EN), arrive("kim"))
    assert alarms(story) == {LANGUAGE: (1, 0)}
    story.tell(sits("eline", languages=[EN]))
    assert alarms(story) == {}, "somebody does, though they are away"
    story.tell(unseats("eline"))
    story.after(12)
    assert alarms(story) == {LANGUAGE: (1, 12)}
    story.tell(unseats("noor"))
    assert alarms(story) == {}, "where nobody is on, it is not the language that is missing"


@pytest.mark.parametrize(
    ("told", "is_alarm"),
    [
        ((furnish(minimum=2), sits("noor")), True),
        ((furnish(minimum=2), sits("noor"), watch("ruth")), False),
        ((furnish(minimum=2), sits("noor"), order(closed=True)), False),
        ((furnish((5000.0, 6000.0), minimum=2),), False),
        ((), False),
    ],
    ids=["too few", "enough", "closed by order", "outside the hours", "no minimum"],
)
def test_when_too_few_are_on_supervisors_are_told(told: tuple[Command, ...], *, is_alarm: bool) -> None:
    assert alarms(Story(*told)) == ({AlarmKind.STAFFING: (0, None)} if is_alarm else {})


def test_alarms_stand_in_the_order_of_their_kinds() -> None:
    story = Story(sits("noor", capacity=2), ready("noor"), arrive("sam"), safety("sam"))
    story.takes("noor", "sam")
    story.watched(60)
    story.tell(ready("noor"), arrive("kim", language=EN), furnish(minimum=3))
    story.after(120)
    assert list(alarms(story)) == list(AlarmKind)


@pytest.mark.parametrize("is_away", [True, False])
def test_who_is_away_or_rehearses_is_no_alarm(*, is_away: bool) -> None:
    story = Story(arrive("sam", language=EN, rehearsed=not is_away), safety("sam"))
    if is_away:
        story.tell(drops("sam"))
    story.after(600)
    assert (alarms(story), board(story).waiting, board(story).urgent) == ({}, 0, 0)


def test_the_board_counts_refusals_of_the_shift() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("sam"))
    story.tell(declines("noor", "sam"), sits("eline"), ready("eline"))
    story.after(25)
    story.tell(watch("ruth"), watch("rob"), order(cap=3))
    seen = board(story)
    assert (seen.declined, seen.missed) == (1, 1)
    assert (seen.leading, seen.seated, seen.minimum, seen.order) == (2, 2, 0, DoorOrder(cap=3))


def gone_after_refusing(*openings: tuple[float, float | None]) -> Story:
    """Noor declined one and let one pass, and has had no seat for a moment."""
    story = Story(furnish(*openings), sits("noor"), ready("noor"), arrive("sam"))
    story.tell(declines("noor", "sam"))
    story.after(85)
    assert story.desk.seats[VolunteerId("noor")].status is Status.MISSED
    story.tell(unseats("noor"))
    story.after(60)
    assert not story.desk.seats
    return story


def counts(story: Story) -> tuple[int, int]:
    """What a supervisor reads of refusals."""
    return board(story).declined, board(story).missed


def test_who_goes_and_comes_back_within_the_shift_goes_on_counting() -> None:
    story = gone_after_refusing((0.0, 20_000.0))
    assert counts(story) == (1, 1)
    story.after(7200)
    story.tell(sits("noor"), ready("noor"))
    seat = story.desk.seats[VolunteerId("noor")]
    assert ((seat.declined, seat.missed), counts(story)) == ((1, 1), (1, 1))
    story.tell(declines("noor", "sam", story.waiting("sam").version))
    assert counts(story) == (2, 1)
    story.tell(unseats("noor"))
    story.after(60)
    assert (story.desk.seats, counts(story)) == ({}, (2, 1))


@pytest.mark.parametrize(
    ("openings", "ends"),
    [
        (((0.0, 9000.0), (50_000.0, None)), 9000.0),
        ((), 1145 + 12 * 3600.0),
        (((0.0, None),), 1145 + 12 * 3600.0),
    ],
    ids=["the line closes", "without hours", "never closes"],
)
def test_when_the_shift_is_over_the_numbers_of_who_went_are_forgotten(
    openings: tuple[tuple[float, float | None], ...], ends: float
) -> None:
    story = gone_after_refusing(*openings)
    story.after(ends - story.now - 0.1)
    assert counts(story) == (1, 1)
    story.after(0.1)
    assert (counts(story), story.desk.refused) == ((0, 0), {})
    story.tell(sits("noor"))
    assert counts(story) == (0, 0)


def test_who_goes_after_closing_takes_their_numbers_along() -> None:
    story = gone_after_refusing((0.0, 1100.0))
    assert (counts(story), story.desk.refused) == ((0, 0), {})


def test_of_who_refused_nothing_nothing_is_kept() -> None:
    story = Story(sits("noor"), unseats("noor"))
    story.after(60)
    assert (story.desk.seats, story.desk.refused) == ({}, {})


@pytest.mark.parametrize(("risk", "free"), [(None, 2), (1, 2), (2, 0)])
def test_beside_danger_there_is_no_room(risk: int | None, free: int) -> None:
    story = Story(sits("noor", capacity=3), ready("noor"), arrive("sam"))
    story.takes("noor", "sam")
    if risk is not None:
        story.tell(assess("noor", "sam", risk))
    assert board(story).free == free


def test_the_room_of_who_is_away_does_not_count() -> None:
    story = Story(sits("noor", capacity=3), ready("noor"), sits("eline", capacity=2), ready("eline"))
    story.tell(away("eline"), unseats("noor"))
    assert board(story).free == 0


def test_what_was_declined_or_missed_of_a_rehearsal_is_counted_by_nobody() -> None:
    story = Story(sits("noor"), ready("noor"), arrive("played", rehearsed=True))
    story.tell(declines("noor", "played"), sits("eline"), ready("eline"))
    assert story.asked("played") == ["eline"]
    story.after(25)
    assert story.seat("eline").status is Status.MISSED
    assert (board(story).declined, board(story).missed) == (0, 0)
