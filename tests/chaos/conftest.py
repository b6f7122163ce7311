"""Says after the tests what every run counted."""

import pytest

from tests.chaos.records import kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for record in kept:
        terminalreporter.write_line(f"chaos {record.line()}", red=not record.is_good)
