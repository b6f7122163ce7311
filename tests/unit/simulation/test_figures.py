"""The figures of days that were written by hand, so that each is known beforehand."""

import pytest

from chat.identifiers import ConversationId, Instant, Seconds, VolunteerId
from chat.routing.model import Language
from chat.routing.waiting_time import Band
from chat.simulation.day import Day, Seeker, Shift
from chat.simulation.figures import Coverage, Waits, by_hour, figures
from chat.simulation.policy import Told
from chat.simulation.record import Record, Run
from tests.builders import EN, NL

OPENS = Instant(0.0)
MINUTE = 60.0
NONE = Seconds(0.0)


def came(at: float, *, urgent: bool = False, language: Language = NL) -> Seeker:
    """Somebody who came so many minutes after opening."""
    return Seeker(
        ConversationId(f"talk-{at}"), Instant(at * MINUTE), language, urgent, None, Seconds(20 * MINUTE), 0.5
    )


def answered(
    seeker: Seeker, after: float, *told: Told, spoken: frozenset[Language] = frozenset({NL})
) -> Record:
    """Answered so many minutes after they came."""
    return Record(
        seeker, True, answered=Instant(seeker.arrives + after * MINUTE), spoken=spoken, told=[*told]
    )


def told(at: float, low: float, high: float | None, *, at_once: bool = False) -> Told:
    """A band in minutes, read so many minutes after opening."""
    end = None if high is None else Seconds(high * MINUTE)
    return Told(Instant(at * MINUTE), Band(Seconds(low * MINUTE), end), at_once)


def day(*records: Record, talked: float = 0.0) -> Run:
    """Two hours with one counsellor on."""
    shift = Shift(VolunteerId("noor"), OPENS, Instant(120 * MINUTE), frozenset({NL}))
    held = {record.seeker.conversation: record for record in records}
    seekers = tuple(record.seeker for record in records)
    return Run(Day(OPENS, Instant(120 * MINUTE), seekers, (shift,)), held, talked)


def test_waits_are_of_those_who_were_answered() -> None:
    found = figures([day(*(answered(came(number), number + 1.0) for number in range(20)))])
    assert found.all == Waits(Seconds(10 * MINUTE), Seconds(18 * MINUTE), Seconds(19 * MINUTE))
    assert found.urgent == Waits(None, None, None)
    assert found.longest == 20 * MINUTE


def test_shares_are_of_everybody_who_was_let_in() -> None:
    found = figures(
        [
            day(
                answered(came(0), 5.0),
                answered(came(1, urgent=True), 5.1),
                Record(came(2), True, left=Instant(4 * MINUTE)),
                Record(came(3), True, unreached=Instant(120 * MINUTE)),
                Record(came(4), let_in=False),
                talked=90 * MINUTE,
            ),
            day(),
        ]
    )
    assert (found.days, found.came, found.let_in) == (2, 5, 4)
    assert (found.soon, found.gave_up) == (0.25, 0.25)
    assert (found.unreached, found.reached) == (1, 1)
    assert found.occupancy == 90 / 240
    assert found.urgent.p50 == pytest.approx(5.1 * MINUTE)
    assert found.longest == 117 * MINUTE


def test_of_nobody_there_is_no_share() -> None:
    found = figures([day()])
    assert found.soon is None
    assert found.gave_up is None
    assert (found.longest, found.overtaken) == (NONE, NONE)
    assert found.early == Coverage(0, 0)


def test_overtaken_is_whoever_still_waits_when_a_later_one_is_taken_who_could_have_been_them() -> None:
    run = day(answered(came(0), 30.0), answered(came(10), 1.0), answered(came(12), 5.0))
    assert figures([run]).overtaken == 12 * MINUTE


def test_who_speaks_another_language_was_not_overtaken() -> None:
    waits_long = answered(came(0, language=EN), 30.0, spoken=frozenset({EN}))
    assert figures([day(waits_long, answered(came(10), 1.0))]).overtaken == NONE
    bilingual = frozenset({EN, NL})
    assert figures([day(waits_long, answered(came(10), 1.0, spoken=bilingual))]).overtaken == 10 * MINUTE


def test_who_had_left_was_not_overtaken() -> None:
    gone = Record(came(0), True, left=Instant(5 * MINUTE))
    assert figures([day(gone, answered(came(10), 1.0))]).overtaken == NONE


def test_a_band_held_when_the_rest_of_the_wait_lay_within_it() -> None:
    run = day(
        answered(came(0), 10.0, told(0, 5, 10), told(5, 5, 10), told(9, 3, 10)),
        answered(came(1), 10.0, told(1, 15, None)),
        answered(came(2), 80.0, told(2, 60, None)),
        answered(came(3), 1.0, told(3, 0, 2, at_once=True)),
        answered(came(4), 1.0, Told(Instant(4 * MINUTE), None, at_once=False)),
    )
    found = figures([run])
    assert found.early == Coverage(held=2, said=3)
    assert found.late == Coverage(held=1, said=2)


def test_of_who_was_not_reached_it_is_known_only_that_it_took_too_long() -> None:
    run = day(
        Record(came(0), True, unreached=Instant(120 * MINUTE), told=[told(0, 5, 10)]),
        Record(came(1), True, unreached=Instant(5 * MINUTE), told=[told(1, 5, 10)]),
    )
    assert figures([run]).early == Coverage(held=0, said=1)


def test_hours_are_those_in_which_they_came() -> None:
    early, late = answered(came(59), 1.0), answered(came(60), 1.0)
    shut_out = Record(came(70), let_in=False)
    assert by_hour([day(early, late, shut_out), day(early)]) == [[early, early], [late]]
