"""The machine is no ornament: it gets everywhere, and each fault planted in the desk is caught by its law."""

from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from chat.routing.commands import Command
from tests.builders import Decide
from tests.properties.acting import LAWS
from tests.properties.faults import FAULTS
from tests.properties.faults_door import (
    keeps_whoever_had_a_counsellor_for_ever,
    lets_anybody_lead_without_a_number,
)
from tests.properties.machine import DeskMachine, GoneHome, LedFromTheDesk
from tests.properties.planting import Law
from tests.properties.step import place_of

UNTIL_CAUGHT = 2_000
"""So many histories are tried on a faulty desk at the most; nearly all are caught within a hundred."""
UNTIL_EVERYWHERE, AT_ONCE = 400, 25
# The same histories every time, and no search for the smallest: that it fails is enough.
ALIKE = settings(
    max_examples=500,
    stateful_step_count=40,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


class WatchedMachine(DeskMachine):
    """The machine, counting which way conversations went."""

    walked: ClassVar[Counter[str]] = Counter()

    def tell(self, command: Command) -> None:
        before = self.desk
        super().tell(command)
        for conversation in {*before.waiting, *before.talks, *before.closing, *self.desk.waiting}:
            there, here = place_of(before, conversation), place_of(self.desk, conversation)
            if there != here:
                self.walked[f"{there} -> {here} by {type(command).__name__}"] += 1


ARROWS = {
    "nowhere -> waiting by Arrive",
    "waiting -> nowhere by Leave",
    "waiting -> nowhere by Stop",
    "waiting -> nowhere by Tick",
    "waiting -> talk by Accept",
    "waiting -> closing by Tick",
    "talk -> waiting by ChooseStatus",
    "talk -> waiting by Look",
    "talk -> waiting by Tick",
    "talk -> closing by Look",
    "talk -> closing by End",
    "talk -> closing by Leave",
    "talk -> closing by Stop",
    "talk -> closing by Tick",
    "closing -> nowhere by Confirm",
    "closing -> nowhere by Leave",
    "closing -> nowhere by Tick",
}


def test_the_machine_walks_every_arrow_of_the_desk() -> None:
    """In as many histories as that takes; that there is no other arrow, every step of any machine is held to (moving.py)."""
    for turn in range(UNTIL_EVERYWHERE // AT_ONCE):
        if WatchedMachine.walked.keys() == ARROWS:
            break
        machine = seed(turn)(WatchedMachine)
        run_state_machine_as_test(machine, settings=settings(ALIKE, max_examples=AT_ONCE))
    assert set(WatchedMachine.walked) == ARROWS


BEGINS: dict[Decide, type[DeskMachine]] = {
    lets_anybody_lead_without_a_number: LedFromTheDesk,
    keeps_whoever_had_a_counsellor_for_ever: GoneHome,
}
"""The machines of the faults that show where the usual one hardly ever comes."""


@pytest.mark.parametrize(("fault", "laws"), FAULTS.items(), ids=[fault.__name__ for fault in FAULTS])
def test_a_desk_with_a_fault_is_caught_by_the_law_it_breaks(fault: Decide, laws: tuple[Law, ...]) -> None:
    held = {"decide": staticmethod(fault), "laws": tuple(law for law in LAWS if law in laws)}
    faulty = type("FaultyDesk", (BEGINS.get(fault, DeskMachine),), held)
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(faulty, settings=settings(ALIKE, max_examples=UNTIL_CAUGHT))
    assert {entry.name for entry in caught.traceback} & {law.__name__ for law in laws}
