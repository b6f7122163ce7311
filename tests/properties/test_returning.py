"""After a loss pages come back with tickets of any age, some never, some twice, in any order: the latest fact counts.

What a page may give is what it once was told. Of a young person one page speaks, with one ticket; a counsellor may have several
pages, each with its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from chat.identifiers import ConversationId, Instant, SeekerId, VolunteerId
from chat.routing import desk
from chat.routing.claims import SeatClaim, SeekerClaim
from chat.routing.commands import Command, DropSeat, DropSeeker, End, Return, TakeSeat, Tick
from chat.routing.desk import Decided
from chat.routing.model import Desk, Language, Talk
from chat.routing.seat_view import seat_view
from chat.routing.turn import queue
from chat.routing.vouch import Vouch
from tests.builders import Decide
from tests.properties.acting import counsellors
from tests.properties.machine import DeskMachine
from tests.properties.notes import Notes
from tests.properties.rebuilding import GATHERING, Browser, browsers, empty, given_back
from tests.properties.test_machine_sees import ALIKE

TICKET_KEEPS, ON_HOLD_KEEPS = 15 * 60.0, 75 * 60.0
AHEAD = 30 * 60.0
ages = st.sampled_from([0, 0, 1, 2, 3, 4])
delays = st.sampled_from([0.0, 1.0, 300.0])


@dataclass(frozen=True)
class Life:
    """A life that began after a loss: who came back with what, and the desk it made."""

    given: Sequence[Browser]
    found: Desk
    later: Desk
    notes: Notes


def is_good(page: Browser, now: Instant) -> bool:
    """Whether this ticket is not too old."""
    claim = page.claim
    if isinstance(claim, SeekerClaim):
        on_hold = claim.on_hold or (claim.held is not None and claim.held.on_hold)
    else:
        on_hold = any(talk.on_hold for talk in claim.talks)
    return claim.issued + (ON_HOLD_KEEPS if on_hold else TICKET_KEEPS) > now


def facts(life: Life) -> dict[ConversationId, tuple[int, bool, VolunteerId | None]]:
    """The latest that anybody knew of the conversations whose young person came back."""
    here = {page.claim.conversation for page in life.given if isinstance(page.claim, SeekerClaim)}
    told: dict[ConversationId, list[tuple[int, bool, VolunteerId | None]]] = defaultdict(list)
    for page in life.given:
        match page.claim:
            case SeekerClaim(conversation=conversation, version=version, held=held):
                counsellor = None if held is None else held.counsellor
                told[conversation].append((version, held is not None, counsellor))
            case SeatClaim(counsellor=counsellor, talks=talks):
                for talk in talks:
                    told[talk.conversation].append((talk.version, True, counsellor))
    return {key: max(known, key=lambda fact: fact[:2]) for key, known in told.items() if key in here}


def over(life: Life) -> set[ConversationId]:
    """The conversations of whose end somebody who came back knew."""
    claims = [page.claim for page in life.given]
    ended = {claim.conversation for claim in claims if isinstance(claim, SeekerClaim) and claim.over}
    for claim in claims:
        if isinstance(claim, SeatClaim):
            ended |= {talk.conversation for talk in claim.talks if talk.reason is not None}
    return ended


def an_end_that_somebody_knows_of_is_never_undone(life: Life) -> None:
    assert over(life).isdisjoint({*life.found.waiting, *life.found.talks})


def of_every_conversation_the_latest_fact_counts(life: Life) -> None:
    known = {key: fact for key, fact in facts(life).items() if key not in over(life)}
    assert set(life.found.waiting) | set(life.found.talks) == set(known)
    for conversation, (version, held, counsellor) in known.items():
        talk, waiting = life.found.talks.get(conversation), life.found.waiting.get(conversation)
        if held:
            assert talk is not None
            assert (talk.counsellor, talk.version) == (counsellor, version)
        else:
            assert waiting is not None
            assert waiting.version == version


def nobody_has_two_owners(life: Life) -> None:
    for found in (life.found, life.later):
        assert {guest.conversation for guest in found.guests.values()} == {
            *found.waiting,
            *found.talks,
            *(key for key, closing in found.closing.items() if closing.seeker in closing.unconfirmed),
        }
        shown = Counter(
            talk.conversation
            for counsellor in found.seats
            for view in [seat_view(found, counsellor, found.now)]
            if view is not None
            for talk in view.talks
        )
        assert set(shown.values()) <= {1}
        assert set(shown).isdisjoint(found.waiting)


def nobody_is_asked_beyond_what_they_may_still_have(life: Life) -> None:
    found = life.later
    running = [vouch for vouch in found.vouched.values() if vouch.reason is None]
    real = [talk for talk in found.talks.values() if talk.conversation not in life.notes.rehearsed]
    asked = [offer for offer in found.offers.values() if offer.conversation not in life.notes.rehearsed]
    lines: tuple[Vouch | Talk, ...] = (*running, *real)
    load = Counter(line.counsellor for line in lines)
    load.update(who for offer in asked for who in offer.asked)
    assert all(load[who] <= found.seats[who].capacity for offer in asked for who in offer.asked)


def the_order_of_the_queue_is_the_old_one(life: Life) -> None:
    line = queue(life.found)
    assert [waiting.conversation for waiting in line] == [
        waiting.conversation
        for waiting in sorted(
            line,
            key=lambda waiting: (
                waiting.rehearsed,
                not waiting.handed_over,
                waiting.turn - (AHEAD if waiting.urgent else 0.0),
                life.notes.arrived_at[waiting.conversation],
            ),
        )
    ]
    assert all(waiting.arrived == life.notes.arrived_at[waiting.conversation] for waiting in line)


LAWS: tuple[Callable[[Life], None], ...] = (
    an_end_that_somebody_knows_of_is_never_undone,
    of_every_conversation_the_latest_fact_counts,
    nobody_has_two_owners,
    nobody_is_asked_beyond_what_they_may_still_have,
    the_order_of_the_queue_is_the_old_one,
)


class ReturningMachine(DeskMachine):
    """The machine, of which every page keeps all tickets it was ever told."""

    @staticmethod
    def after_a_loss(before: Desk, command: Command, now: Instant) -> Decided:
        """The desk under test; a machine that must see a fault has another."""
        return desk.decide(before, command, now)

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[SeekerId | VolunteerId, list[Browser]] = defaultdict(list)

    def tell(self, command: Command) -> None:
        super().tell(command)
        now = max(self.now, self.desk.now)
        for page in browsers(self.desk, now):
            if not self._is_here(page):
                continue
            held = self.told[_person(page)]
            if not held or _said(held[-1]) != _said(page):
                held.append(page)

    def _is_here(self, page: Browser) -> bool:
        match page.claim:
            case SeekerClaim(seeker=seeker):
                return self.desk.guests[seeker].connection is not None
            case SeatClaim(counsellor=counsellor):
                return bool(self.desk.seats[counsellor].connections)
            case _:
                assert_never(page.claim)

    @precondition(lambda self: self.desk.talks)
    @rule(data=st.data(), next_one=counsellors)
    def a_talk_changes_hands(self, data: st.DataObject, next_one: VolunteerId) -> None:
        talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        for line in sorted(self.desk.seats[talk.counsellor].connections):
            self.tell(DropSeat(talk.counsellor, line))
        self.now = Instant(self.now + 60)
        self.tell(Tick())
        self.a_counsellor_sits_down_and_is_ready(next_one, 2, list(Language))
        self.take(2)
        self.the_desk_is_lost_and_some_come_back(data, 1.0)

    @precondition(lambda self: self.desk.talks)
    @rule(data=st.data())
    def a_talk_ends_while_its_young_person_is_away(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(list(self.desk.talks.values())))
        line = self.desk.guests[talk.seeker].connection
        if line is not None:
            self.tell(DropSeeker(talk.seeker, line))
        self.tell(End(talk.counsellor, talk.conversation))
        self.the_desk_is_lost_and_some_come_back(data, 1.0)

    @precondition(lambda self: self.told)
    @rule(data=st.data(), delay=delays)
    def the_desk_is_lost_and_some_come_back(self, data: st.DataObject, delay: float) -> None:
        now = Instant(max(self.now, self.desk.now) + delay)
        given: list[Browser] = []
        for person, held in self.told.items():
            seat = held[0].account is not None
            for age in data.draw(st.lists(ages, max_size=3 if seat else 1), label=person):
                page = held[max(0, len(held) - 1 - age)]
                given += [page] * (1 if seat else data.draw(st.sampled_from([1, 1, 2])))
        given = data.draw(st.permutations([page for page in given if is_good(page, now)]))
        found = given_back(empty("life-2", now), self.after_a_loss, given, now)
        later, _ = desk.decide(found, Tick(), Instant(now + GATHERING))
        life = Life(given, found, later, self.notes)
        for law in LAWS:
            law(life)


def _person(page: Browser) -> SeekerId | VolunteerId:
    return page.claim.seeker if isinstance(page.claim, SeekerClaim) else page.claim.counsellor


def _said(page: Browser) -> object:
    """All of a ticket but when it was given."""
    return replace(page.claim, issued=Instant(0.0), desk_version=0)


TestADeskToWhichPagesComeBack = ReturningMachine.TestCase
TestADeskToWhichPagesComeBack.settings = settings(stateful_step_count=30)


def believes_whoever_comes_first(before: Desk, command: Command, now: Instant) -> Decided:
    """A counsellor's ticket says nothing about who is here already."""
    if isinstance(command, TakeSeat) and command.claim is not None:
        known = {*before.waiting, *before.talks}
        talks = tuple(talk for talk in command.claim.talks if talk.conversation not in known)
        command = replace(command, claim=replace(command.claim, talks=talks))
    return desk.decide(before, command, now)


def believes_whoever_comes_last(before: Desk, command: Command, now: Instant) -> Decided:
    """What was told before is forgotten."""
    if isinstance(command, Return):
        before = replace(before, vouched={}, version=before.version)
    return desk.decide(before, command, now)


def asks_everybody_who_is_free(before: Desk, command: Command, now: Instant) -> Decided:
    """Who may still come back takes no room."""
    after, effects = desk.decide(before, command, now)
    waits = [key for key, vouch in after.vouched.items() if vouch.reason is None]
    return replace(after, vouched={key: v for key, v in after.vouched.items() if key not in waits}), effects


def hears_of_no_end(before: Desk, command: Command, now: Instant) -> Decided:
    """A conversation runs as long as anybody says so."""
    if isinstance(command, TakeSeat) and command.claim is not None:
        talks = tuple(replace(talk, reason=None) for talk in command.claim.talks)
        command = replace(command, claim=replace(command.claim, talks=talks))
    return desk.decide(before, command, now)


FAULTS: dict[Decide, tuple[Callable[[Life], None], ...]] = {
    believes_whoever_comes_first: (
        an_end_that_somebody_knows_of_is_never_undone,
        of_every_conversation_the_latest_fact_counts,
    ),
    believes_whoever_comes_last: (
        an_end_that_somebody_knows_of_is_never_undone,
        of_every_conversation_the_latest_fact_counts,
    ),
    hears_of_no_end: (
        an_end_that_somebody_knows_of_is_never_undone,
        of_every_conversation_the_latest_fact_counts,
    ),
    asks_everybody_who_is_free: (
        of_every_conversation_the_latest_fact_counts,
        an_end_that_somebody_knows_of_is_never_undone,
    ),
}


@pytest.mark.parametrize(("fault", "laws"), FAULTS.items(), ids=[fault.__name__ for fault in FAULTS])
def test_a_desk_that_believes_the_wrong_ticket_is_caught(
    fault: Decide, laws: tuple[Callable[[Life], None], ...]
) -> None:
    faulty = type("FaultyLife", (ReturningMachine,), {"after_a_loss": staticmethod(fault)})
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(faulty, settings=settings(ALIKE, max_examples=400))
    assert {entry.name for entry in caught.traceback} & {law.__name__ for law in laws}
