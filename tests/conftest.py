"""What holds for every test: how long Hypothesis looks, and how much of the pure rooms must have been walked."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

BRANCHES_WALKED = 0.95  # of the pure rooms, as `make test` measures them

# No deadline: on a busy machine a slow example is not a wrong one.
settings.register_profile(
    "fast", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("soak", settings.get_profile("fast"), max_examples=10_000, stateful_step_count=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


def branches_walked(config: pytest.Config) -> float | None:
    """The share of the pure rooms' branches that the tests walked; None when coverage was not asked for as JSON."""
    report = config.getoption("cov_report").get("json")
    if not report:
        return None
    totals = json.loads(Path(report).read_text("utf-8"))["totals"]
    return float(totals["covered_branches"]) / float(totals["num_branches"])


def pytest_sessionfinish(session: pytest.Session) -> None:
    walked = branches_walked(session.config)
    if walked is not None and walked < BRANCHES_WALKED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    walked = branches_walked(config)
    if walked is not None:
        verdict = f"{walked:.1%} of the pure rooms' branches walked; {BRANCHES_WALKED:.0%} are wanted"
        terminalreporter.write_sep("=", verdict, red=walked < BRANCHES_WALKED)
