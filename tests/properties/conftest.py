"""What the machines were led through is told when all have run."""

from tests.properties.counting import tell_walked


def pytest_sessionfinish() -> None:
    tell_walked()
