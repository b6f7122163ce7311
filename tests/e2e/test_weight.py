"""What the young person's page weighs as an installed Luister serves it: packed, and compressed on its way."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Servers, eventually, inside
from tests.e2e.meeting import agree, met
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.traffic import Traffic
from tests.packing import pack

pytestmark = pytest.mark.xdist_group("packing")  # one folder is packed into, by one at a time

START_MOST_BYTES = 60_000
START_MOST_REQUESTS = 12
FIRST_MESSAGE_MOST_BYTES = 110_000


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture
def node(tmp_path: Path, packed: Path, servers: Servers | None) -> Iterator[Inside]:
    """A node that serves the packed tree, and lets the story look into it."""
    with inside(tmp_path, packed, servers=servers) as started:
        yield started


def test_the_first_page_and_the_first_message_weigh_little(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    traffic = Traffic(seeker.page)

    seeker.open()
    seeker.page.wait_for_load_state("networkidle")
    assert {urlsplit(url).netloc for url in traffic.urls} == {urlsplit(node.origin).netloc}
    assert 2 < len(traffic.urls) <= START_MOST_REQUESTS
    assert 10_000 < traffic.bytes <= START_MOST_BYTES

    seeker.page.locator("#begin").click()
    seeker.is_on("waiting")
    seeker.say("hoi")
    eventually(lambda: node.open_pages("/seeker") == 1, "the page is connected")
    expect(seeker.lines.messages).to_have_count(1)
    assert urlsplit(traffic.urls[-1]).scheme == "ws"
    assert traffic.bytes <= FIRST_MESSAGE_MOST_BYTES
    assert seeker.page.context.cookies() == []


def test_the_packed_pages_do_what_their_sources_do(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("I <3 you & <b>")
    counsellor.lines.wait_for(1)
    counsellor.say("Dag ✓")
    counsellor.give("nl-veiligthuis")
    seeker.lines.wait_for(3)
    assert agree(seeker, counsellor) == [
        Said(mine=True, text="I <3 you & <b>"),
        Said(mine=False, text="Dag ✓"),
        Said(mine=False, card="nl-veiligthuis"),
    ]
    seeker.stop()
    seeker.is_on("ended")
