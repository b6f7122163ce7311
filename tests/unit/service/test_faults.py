"""A fault is told by its class and its place, never by what it carried."""

import logging

import pytest

from chat.service.faults import Faults

CANARY = "kanarievogel"


def test_a_fault_is_counted_and_tells_nothing_of_what_it_carried(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    for number in range(2):
        try:
            int(CANARY)
        except ValueError as fault:
            faults.report(fault)
        assert faults.count == number + 1
    written = [record.getMessage() for record in caplog.records]
    assert [line.partition(" at=")[0] for line in written] == ["fault class=ValueError"] * 2
    assert "test_faults.py:" in written[0]
    assert CANARY not in "".join(written)
    assert all(record.exc_info is None for record in caplog.records)


def test_a_fault_that_was_never_raised_has_no_place(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    Faults().report(RuntimeError(CANARY))
    assert [record.getMessage() for record in caplog.records] == [
        "fault class=RuntimeError at=unknown count=1"
    ]
