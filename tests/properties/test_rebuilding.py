"""After every step of the desk, a desk rebuilt from its tickets is the same but for what is listed as lost."""

from collections.abc import Callable
from dataclasses import fields, replace
from random import Random

import pytest
from hypothesis import settings
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from chat.identifiers import Instant
from chat.routing import commands, desk
from chat.routing.commands import Command, Return, TakeSeat, Tick
from chat.routing.desk import Decided
from chat.routing.model import Desk, Language, Status
from tests.builders import Decide
from tests.properties.asking import ASKING
from tests.properties.machine import DeskMachine
from tests.properties.notes import Notes
from tests.properties.rebuilding import (
    GATHERING,
    LOST,
    PARTS,
    browsers,
    empty,
    given_back,
    kept,
    listed_as_lost,
    new_tabs,
    that_slept,
)
from tests.properties.standing import STANDING, everybody_is_marked_as_they_came
from tests.properties.step import Step
from tests.properties.test_machine_sees import ALIKE

NEW_TABS = 0.5
"""How many counsellors open another page, which has no ticket and may come first."""


ASLEEP = 0.3
"""How many young people's pages were not told how their talk stands now."""


class LostMachine(DeskMachine):
    """The machine whose desk is lost after every step, twice, and taken up again in any order of coming back."""

    steps = 0

    @staticmethod
    def after_a_loss(before: Desk, command: Command, now: Instant) -> Decided:
        """The desk under test; a machine that must see a fault has another."""
        return desk.decide(before, command, now)

    @precondition(lambda self: self.desk.offers)
    @rule()
    def whoever_is_asked_first_declines(self) -> None:
        """Who rests from whom is known for a minute only."""
        offer = next(iter(self.desk.offers.values()))
        self.tell(commands.Decline(offer.asked[0], offer.conversation, offer.version))

    def tell(self, command: Command) -> None:
        super().tell(command)
        self.steps += 1
        order = Random(self.steps)  # noqa: S311 - an order that a found fault can be found in again
        told = max(self.now, self.desk.now)
        now = Instant(told + order.choice([0.0, 0.0, 5.0, 840.0]))
        second = self.taken_up_again(self.desk, "life-2", told, now, order)
        self.taken_up_again(second, "life-3", now, now, order)

    def taken_up_again(self, lost: Desk, life: str, told: Instant, now: Instant, order: Random) -> Desk:
        """The desk in its next life, held to what must have outlived the last, of which pages were *told*."""
        pages = browsers(lost, told)
        pages = [that_slept(page) if order.random() < ASLEEP else page for page in pages]
        pages += [page for page in new_tabs(pages) if order.random() < NEW_TABS]
        order.shuffle(pages)
        found = given_back(empty(life, now), self.after_a_loss, pages, now)
        nobody_is_offered_while_people_come_back(lost, found)
        everything_that_is_not_listed_as_lost_is_there(lost, found)
        everybody_who_came_back_is_here(found)
        no_view_is_older_than_one_that_was_shown(lost, found)
        after_a_while_it_goes_on_by_the_rules(self, found, Instant(now + GATHERING))
        return found


def everything_that_is_not_listed_as_lost_is_there(lost: Desk, found: Desk) -> None:
    assert kept(found) == kept(lost)


def everybody_who_came_back_is_here(found: Desk) -> None:
    assert all(guest.connection is not None for guest in found.guests.values())
    assert all(seat.connections and not seat.expected for seat in found.seats.values())


def no_view_is_older_than_one_that_was_shown(lost: Desk, found: Desk) -> None:
    came = len(lost.guests) + len(lost.seats) > 0
    assert found.version > lost.version or not came or not (found.guests or found.seats)


def nobody_is_offered_while_people_come_back(_: Desk, found: Desk) -> None:
    assert found.offers == {}


def after_a_while_it_goes_on_by_the_rules(machine: LostMachine, found: Desk, now: Instant) -> None:
    after, effects = desk.decide(found, Tick(), now)
    notes = without_wishes(machine.notes, after)
    for law in (*STANDING, *ASKING):
        law(Step(desk.decide, found, Tick(), now, after, effects, None, notes))


def without_wishes(notes: Notes, after: Desk) -> Notes:
    """What is known of the desk when nobody knows any more whom a counsellor wished to pass on."""
    left = replace(notes, wishes={})
    looks = {*after.waiting, *(talk.conversation for talk in left.passed_on(after))}
    searches = {key: one for key, one in notes.searches.of.items() if key in looks}
    return replace(left, searches=replace(notes.searches, of=searches))


TestADeskThatIsLostAfterEveryStep = LostMachine.TestCase
TestADeskThatIsLostAfterEveryStep.settings = settings(stateful_step_count=30)


def test_every_field_that_is_listed_as_lost_is_one_of_the_desk() -> None:
    for part, kind in PARTS.items():
        assert LOST[part] <= {field.name for field in fields(kind)}
        assert LOST[part]
    # What the desk is made for stands in no such list.
    assert not LOST["desk"] & {"guests", "waiting", "talks", "seats", "help"}


def test_what_is_lost_stands_in_the_second_column_of_the_table() -> None:
    table = "| lost | fields | what becomes of it |\n|---|---|---|\n| a | `seat.since`, `desk.offers` | b |\n| c | | d |\n\n`seat.name`"
    assert listed_as_lost(table) == {
        **dict.fromkeys(PARTS, frozenset()),
        "seat": {"since"},
        "desk": {"offers"},
    }


@pytest.mark.parametrize(("part", "field"), [("desk", "offers"), ("seat", "since")])
def test_what_is_lost_and_not_listed_is_caught(
    part: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOST, part, LOST[part] - {field})
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(LostMachine, settings=settings(ALIKE, max_examples=100))
    assert everything_that_is_not_listed_as_lost_is_there.__name__ in {
        entry.name for entry in caught.traceback
    }


def forgets_when_they_arrived(before: Desk, command: Command, now: Instant) -> Decided:
    """Who comes back begins at the end of the queue."""
    if isinstance(command, Return):
        command = replace(command, claim=replace(command.claim, arrived=now))
    return desk.decide(before, command, now)


def forgets_who_declined(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever declined is asked again at once."""
    if isinstance(command, Return):
        command = replace(command, claim=replace(command.claim, resting={}))
    return desk.decide(before, command, now)


def forgets_what_they_speak(before: Desk, command: Command, now: Instant) -> Decided:
    """Everybody speaks Dutch."""
    if isinstance(command, Return):
        command = replace(command, claim=replace(command.claim, language=Language.DUTCH))
    return desk.decide(before, command, now)


def lets_everybody_be_away(before: Desk, command: Command, now: Instant) -> Decided:
    """The status that was chosen is gone."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, TakeSeat):
        return after, effects
    seat = replace(after.seats[command.counsellor], status=Status.AWAY)
    return replace(after, seats={**after.seats, command.counsellor: seat}), effects


def asks_only_the_first_page_for_the_status(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever sits down without a ticket has chosen to be away."""
    after, effects = desk.decide(before, command, now)
    seat = before.seats.get(command.counsellor) if isinstance(command, TakeSeat) else None
    if seat is None or seat.expected:
        return after, effects
    taken = replace(after.seats[seat.counsellor], status=seat.status)
    return replace(after, seats={**after.seats, seat.counsellor: taken}), effects


def begins_to_count_at_one(before: Desk, command: Command, now: Instant) -> Decided:
    """Browsers hold later views than any that is to come."""
    after, effects = desk.decide(before, command, now)
    return replace(after, version=before.version + 1), effects


def offers_at_once(before: Desk, command: Command, now: Instant) -> Decided:
    """Whoever is ready first is offered whoever came back first."""
    return desk.decide(replace(before, offers_from=now), command, now)


def revives_what_is_over(before: Desk, command: Command, now: Instant) -> Decided:
    """An ended conversation waits again."""
    if isinstance(command, Return):
        command = replace(command, claim=replace(command.claim, over=False))
    return desk.decide(before, command, now)


def believes_the_counsellor_first(before: Desk, command: Command, now: Instant) -> Decided:
    """What a counsellor knows is forgotten when their young person comes later."""
    if isinstance(command, commands.TakeSeat) and command.claim is not None:
        command = replace(command, claim=replace(command.claim, talks=()))
    return desk.decide(before, command, now)


def believes_a_page_that_slept(before: Desk, command: Command, now: Instant) -> Decided:
    """What a young person's ticket says of a talk stands, whatever their counsellor knows."""
    after, effects = desk.decide(before, command, now)
    if not isinstance(command, Return):
        return after, effects
    sure = {key: replace(talk, hearsay=False) for key, talk in after.talks.items()}
    return replace(after, talks=sure), effects


FAULTS: dict[Decide, tuple[Callable[..., None], ...]] = {
    forgets_when_they_arrived: (everything_that_is_not_listed_as_lost_is_there,),
    forgets_who_declined: (everything_that_is_not_listed_as_lost_is_there,),
    forgets_what_they_speak: (everything_that_is_not_listed_as_lost_is_there,),
    lets_everybody_be_away: (everything_that_is_not_listed_as_lost_is_there,),
    asks_only_the_first_page_for_the_status: (everything_that_is_not_listed_as_lost_is_there,),
    believes_a_page_that_slept: (everything_that_is_not_listed_as_lost_is_there,),
    believes_the_counsellor_first: (everything_that_is_not_listed_as_lost_is_there,),
    revives_what_is_over: (
        everything_that_is_not_listed_as_lost_is_there,
        everybody_is_marked_as_they_came,
    ),
    begins_to_count_at_one: (no_view_is_older_than_one_that_was_shown,),
    offers_at_once: (nobody_is_offered_while_people_come_back,),
}


@pytest.mark.parametrize(("fault", "laws"), FAULTS.items(), ids=[fault.__name__ for fault in FAULTS])
def test_a_desk_that_comes_back_wrongly_is_caught(
    fault: Decide, laws: tuple[Callable[..., None], ...]
) -> None:
    faulty = type("FaultyLife", (LostMachine,), {"after_a_loss": staticmethod(fault)})
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(faulty, settings=settings(ALIKE, max_examples=100))
    assert {entry.name for entry in caught.traceback} & {law.__name__ for law in laws}
