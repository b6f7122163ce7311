"""Says after the tests what every row counted, in whichever process it was played."""

import pytest

from tests.chaos.records import kept

HANDED_IN = "chaos"

told: list[tuple[str, bool]] = []
"""What the workers handed in: the line of each row, and whether it is good."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[HANDED_IN] = [(record.line(), record.is_good) for record in kept]


def pytest_testnodedown(node: object) -> None:
    # One that crashed hands in nothing.
    told.extend(getattr(node, "workeroutput", {}).get(HANDED_IN, ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line, is_good in (*told, *((record.line(), record.is_good) for record in kept)):
        terminalreporter.write_line(f"chaos {line}", red=not is_good)
