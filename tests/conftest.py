"""What holds for every test: how Hypothesis looks and how long, and how much of the pure rooms must have been walked."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

pytest_plugins = ("tests.chaos.summary", "tests.servers.fixtures", "tests.workers")

BRANCHES_WALKED = 0.95  # of each pure room, as `make test` measures them
WALKERS = ("unit", "service")
"""The folders whose tests are watched for it: what a machine or a browser comes past by chance is not what tests a branch, and
being watched makes them about twice as slow."""

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "fast")
# No deadline: on a busy machine a slow example is not a wrong one. The same code is judged alike every time: who looks for
# what nobody has seen yet takes the other profile, and `make soak` gives it a seed and writes that down.
settings.register_profile(
    "fast", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "soak",
    settings.get_profile("fast"),
    derandomize=False,
    max_examples=2_000,
    stateful_step_count=100,
)
settings.load_profile(PROFILE)
if PROFILE == "fast":
    # What is drawn also hangs on the constants of every module that happens to be imported by then, so on which tests were collected
    # and which of them a worker has run. Nothing public turns that off; tests/properties/test_alike.py sees that this does.
    providers._get_local_constants = Constants


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(config.rootpath).parts[1] not in WALKERS:
            item.add_marker("no_cover")


def branches_walked(config: pytest.Config) -> dict[str, float]:
    """The share of each pure room's branches that the tests walked; empty when coverage was not asked for as JSON.

    A worker walked a part only: what all of them walked is put together where they report to.
    """
    report = config.getoption("cov_report").get("json")
    if not report or hasattr(config, "workerinput"):
        return {}
    covered: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for name, file in json.loads(Path(report).read_text("utf-8"))["files"].items():
        room = str(Path(name).parent)
        covered[room] += file["summary"]["covered_branches"]
        there[room] += file["summary"]["num_branches"]
    return {room: covered[room] / there[room] for room in sorted(there) if there[room]}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if any(walked < BRANCHES_WALKED for walked in branches_walked(session.config).values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for room, walked in branches_walked(config).items():
        verdict = f"{walked:.1%} of the branches of {room} walked; {BRANCHES_WALKED:.0%} are wanted"
        terminalreporter.write_sep("=", verdict, red=walked < BRANCHES_WALKED)
