"""A log in which somebody reads before their coming stands there is caught by the law that nobody may."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from chat.conversation.lifecycle import CompanyJoined, Visible, recorded
from chat.conversation.model import Entry, Head, Kind
from tests.properties.machine import DeskMachine
from tests.properties.telling import Logs, nobody_reads_before_it_is_said
from tests.properties.test_machine_sees import ALIKE

Recorded = tuple[Head, Entry] | None
Record = Callable[[Head, Visible], Recorded]


def without_a_word(head: Head, write: Visible) -> Recorded:
    """Somebody reads from now on, and the line says something else."""
    done = recorded(head, write)
    if done is None:
        return None
    after, entry = done
    return after, replace(entry, kind=Kind.NOTICE) if isinstance(write, CompanyJoined) else entry


def under_another_name(head: Head, write: Visible) -> Recorded:
    """The line names somebody who does not come."""
    done = recorded(head, write)
    if done is None:
        return None
    after, entry = done
    return after, replace(entry, name="Nobody") if isinstance(write, CompanyJoined) else entry


def one_line_late(head: Head, write: Visible) -> Recorded:
    """Between the right to read and the line there is room for something that is read."""
    done = recorded(head, write)
    if done is None:
        return None
    after, entry = done
    return (replace(after, seq=entry.seq + 1) if isinstance(write, CompanyJoined) else after), entry


@pytest.mark.parametrize("record", [without_a_word, under_another_name, one_line_late])
def test_a_log_that_lets_somebody_read_unseen_is_caught(record: Record) -> None:
    class Blind(DeskMachine):
        """The machine, with logs that take lines up wrongly."""

        def __init__(self) -> None:
            super().__init__()
            self.logs = Logs(recorded=record)

    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(Blind, settings=settings(ALIKE, max_examples=500))
    assert nobody_reads_before_it_is_said.__name__ in {entry.name for entry in caught.traceback}
