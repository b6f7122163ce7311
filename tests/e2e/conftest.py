"""Real Chromium against a real node. A story gets a line to play on and browsers for its people."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.beside import Beside, beside
from tests.e2e.browsers import ANSWERS_WITHIN_MS, Browsers
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.e2e.deployment import (
    Deployment,
    Staff,
    nodes_of,
    settings_on,
    staff_of_a_file,
    started,
    usual_staff,
)
from tests.e2e.inside import PRACTICE, Inside, Servers, inside
from tests.e2e.line import Emptied, Line
from tests.e2e.network import Network, networked
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.program import Program, running
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey

KEPT = os.environ.get("CHAOS_RECORD")
ON_SERVERS = os.environ.get("STORIES") == "on servers"
"""Whether every story that looks into its node is played on Redis and PostgreSQL, as in `make soak`, and not in its memory."""

expect.set_options(timeout=ANSWERS_WITHIN_MS)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """What the soak records of the stories."""
    if ON_SERVERS and KEPT is not None:
        at = [{"node", "spread", "three"}.intersection(item.fixturenames) for item in _played(session)]
        counts = {"stories": len(at), "on_servers": sum(map(bool, at))}
        with Path(KEPT).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(counts) + "\n")


def _played(session: pytest.Session) -> list[pytest.Function]:
    return [item for item in session.items if isinstance(item, pytest.Function)]


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
def program(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Program]:
    """The program for the stories that leave nothing behind in it; its counsellor is on, or the door would be closed."""
    with running(tmp_path_factory.mktemp("program")) as started:
        on = chromium.new_page(base_url=started.origin, locale="nl-NL")
        CounsellorPage(on).sign_in(started.counsellor)
        yield started
        on.close()


@pytest.fixture
def own_program(tmp_path: Path) -> Iterator[Program]:
    """The program for a story that stops it, or reads the codes it prints from the first."""
    with running(tmp_path) as started:
        yield started


@pytest.fixture
def servers(request: pytest.FixtureRequest) -> Servers | None:
    """Where a node into which a story can look keeps what it has to; None for in itself."""
    if not ON_SERVERS:
        return None
    loop: Beside = request.getfixturevalue("loop_beside")
    postgres: Postgres = request.getfixturevalue("postgres")
    valkey: Valkey = request.getfixturevalue("valkey")
    return Servers(valkey.url, loop.open(postgres.database()))


@pytest.fixture
def node(tmp_path: Path, servers: Servers | None, request: pytest.FixtureRequest) -> Iterator[Inside]:
    """A node the story can look into, on the line that the story names, by default a practice line."""
    with inside(tmp_path, on=getattr(request, "param", PRACTICE), servers=servers) as started:
        yield started


@pytest.fixture(scope="package")
def loop_beside() -> Iterator[Beside]:
    """Where whatever has to be waited for is done."""
    with beside() as loop:
        yield loop


@pytest.fixture
def alone(loop_beside: Beside, tmp_path: Path) -> Iterator[Deployment]:
    """One node that keeps everything itself, for a story that kills it."""
    staff = staff_of_a_file(loop_beside, tmp_path / "data")
    (node,) = nodes = nodes_of(tmp_path, 1, settings_on(staff, tmp_path / "data"))
    with started(nodes):
        yield Deployment(nodes, staff, node.origin, node.origin)


@pytest.fixture(scope="package")
def shared_staff(loop_beside: Beside, _postgres: Postgres) -> Staff:
    """Who can sign in on the lines that share servers."""
    _postgres.heal()
    return loop_beside.run(usual_staff(loop_beside.open(_postgres.database())))


@pytest.fixture
def spread(shared_staff: Staff, valkey: Valkey, tmp_path: Path) -> Iterator[Deployment]:
    """Two nodes on Redis and PostgreSQL: young people are at one, staff at the other."""
    nodes = nodes_of(tmp_path, 2, settings_on(shared_staff, tmp_path / "data", valkey))
    with started(nodes):
        yield Deployment(nodes, shared_staff, nodes[0].origin, nodes[1].origin, valkey)


@pytest.fixture
def network(loop_beside: Beside, tmp_path: Path) -> Iterator[Network]:
    """One node behind a network that a story breaks."""
    staff = staff_of_a_file(loop_beside, tmp_path / "data")
    with networked(tmp_path, 1, settings_on(staff, tmp_path / "data"), staff) as behind:
        yield behind


@pytest.fixture
def three(shared_staff: Staff, valkey: Valkey, tmp_path: Path) -> Iterator[Network]:
    """Three nodes on Redis and PostgreSQL behind one address."""
    settings = settings_on(shared_staff, tmp_path / "data", valkey)
    with networked(tmp_path, 3, settings, shared_staff, valkey) as behind:
        yield behind


@pytest.fixture(params=["in one node", "over two nodes"])
def either(request: pytest.FixtureRequest) -> Emptied:
    """The same story twice: with everything in one node's memory, and over two nodes on Redis and PostgreSQL."""
    name = {"in one node": "node", "over two nodes": "spread"}[request.param]
    chosen: Emptied = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Line:
    """What the story plays on: the fixture it names first, or a node of its own."""
    for name in ("network", "three"):
        if name in request.fixturenames:
            behind: Network = request.getfixturevalue(name)
            return behind.line
    for name in ("program", "own_program", "alone", "spread", "either"):
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
