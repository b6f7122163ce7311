"""Real Chromium against a real node. A story gets a line to play on and browsers for its people."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.browsers import ANSWERS_WITHIN_MS, Browsers
from tests.e2e.inside import Inside, inside
from tests.e2e.line import Line
from tests.e2e.program import Program, running

CHROMIUM = Path(os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)

expect.set_options(timeout=ANSWERS_WITHIN_MS)


# Of the package: a browser left open would keep its event loop in the way of the tests that have their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"no Chromium at {CHROMIUM}: install it or set CHROMIUM_PATH", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=ARGUMENTS,
            # As people have it: Back brings a page back as it was left, unless the page prevents that.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program for the stories that leave nothing behind in it."""
    with running(tmp_path_factory.mktemp("program")) as started:
        yield started


@pytest.fixture
def own_program(tmp_path: Path) -> Iterator[Program]:
    """The program for a story that stops it."""
    with running(tmp_path) as started:
        yield started


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Inside]:
    """A node the story can look into."""
    with inside(tmp_path) as started:
        yield started


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Line:
    """What the story plays on: the fixture it names first, or a node of its own."""
    for name in ("program", "own_program"):
        if name in request.fixturenames:
            chosen: Line = request.getfixturevalue(name)
            return chosen
    inside: Line = request.getfixturevalue("node")
    return inside


@pytest.fixture
def browsers(chromium: Browser, line: Line) -> Iterator[Browsers]:
    """Browsers for the people of a story; at its end none of them did what none may do."""
    opened = Browsers(chromium, line)
    yield opened
    findings = opened.findings()
    opened.close()
    assert findings == []
