"""What the pages are to those who hear them, who see them in few colours, who are disturbed by motion, and in another colour."""

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, inside
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.program import COMMAND
from tests.e2e.states.looking import LANGUAGES, SCHEMES, Lens, turn
from tests.e2e.states.wire import Wire
from tests.e2e.test_lost_connection import LONG_MS
from tests.e2e.test_tabs import set_aside

GOLDEN = Path(__file__).with_name("golden")
PURPLE = "#5b2a86"

MOVING = """
() => [...document.querySelectorAll("*")]
  .filter((one) => one.checkVisibility())
  .flatMap((one) => ["", "::before", "::after"].map((part) => [one, getComputedStyle(one, part)]))
  .filter(([, { transitionDuration, animationDuration, animationIterationCount }]) =>
    `${transitionDuration}, ${animationDuration}`.split(", ").some((lasts) => parseFloat(lasts) > 0))
  .map(([one]) => `${one.tagName} ${one.getAttribute("class")}`)
"""
# A box to tick is drawn by the browser itself, in the colours of the system.
WITHOUT_EDGE = """
() => [...document.querySelectorAll("button:not(.plain), .exit, .bubble, .notice, .number, .card, .talk-row, textarea, input:not([type=checkbox])")]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const { borderInlineStartStyle, borderInlineStartWidth, borderInlineStartColor, backgroundColor } = getComputedStyle(one);
    const isDrawn = borderInlineStartStyle !== "none" && parseFloat(borderInlineStartWidth) >= 1;
    return !isDrawn || borderInlineStartColor === backgroundColor;
  })
  .map((one) => `${one.tagName} ${one.className}`)
"""


def talked(node: Inside, browsers: Browsers) -> tuple[SeekerPage, CounsellorPage]:
    """A conversation with something of each kind in it."""
    seeker, counsellor = met(node, browsers)
    seeker.say("hoi, I <3 you & <b>")
    counsellor.lines.wait_for(1)
    counsellor.say("Fijn dat je er bent.")
    seeker.lines.wait_for(2)
    counsellor.give("nl-113")
    seeker.lines.wait_for(3)
    for page in (seeker, counsellor):
        expect(page.lines.place.locator(".ticks:not(.seen)")).to_have_count(0)
    return seeker, counsellor


def test_the_message_list_is_heard_as_it_is_written_down(node: Inside, browsers: Browsers) -> None:
    """Written down in golden/: what a screen reader is given of the same conversation on either page."""
    seeker, counsellor = talked(node, browsers)
    for name, place in (
        ("seeker", seeker.page.locator(".talk-body")),
        ("counsellor", counsellor.page.locator(".talk-lines")),
    ):
        golden = (GOLDEN / f"{name}.lines.yaml").read_text("utf-8")
        assert place.aria_snapshot() + "\n" == golden, name


@pytest.mark.usefixtures("node")
def test_what_the_arriving_page_says_is_heard(browsers: Browsers) -> None:
    """Before there is a connection, and while the server is there and cannot keep anything."""
    seeker = SeekerPage(browsers.phone())
    wire = Wire(seeker.page)
    seeker.page.clock.install()
    seeker.open()
    wire.silent = True
    seeker.start.click()
    seeker.is_on("arriving")
    polite, alarms = seeker.page.get_by_role("status"), seeker.page.get_by_role("alert")
    seeker.say("is daar iemand?")
    expect(polite).to_contain_text(seeker.words("seeker.arriving.waits"))
    seeker.page.clock.fast_forward(LONG_MS)
    expect(alarms).to_contain_text(seeker.words("seeker.arriving.long"))
    wire.refuses = ("seeker.arrive", "storage")
    wire.mend()
    expect(alarms).to_contain_text(seeker.words("seeker.arriving.storage"))
    wire.refuses = None
    seeker.is_on("waiting")
    seeker.lines.wait_until_stored()


def test_what_came_back_on_a_page_that_stepped_aside_is_heard(node: Inside, browsers: Browsers) -> None:
    older, _ = met(node, browsers)
    older.type("ik was nog bezig")
    newer = set_aside(older.page)
    newer.is_on("talking")
    expect(older.text("error.unsent")).to_be_visible()
    expect(older.page.get_by_role("status")).to_contain_text(older.words("error.unsent"))


def test_with_reduced_motion_nothing_moves(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = talked(node, browsers)
    other = SeekerPage(browsers.phone())
    other.begin()
    expect(counsellor.offer).to_be_visible()
    assert counsellor.page.evaluate(MOVING) != []
    seeker.page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    for page in (seeker.page, other.page, counsellor.page):
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(MOVING) == []
    expect(counsellor.page.locator(".offer-left")).to_be_visible()


def test_in_forced_colours_everything_keeps_its_edge(
    node: Inside, browsers: Browsers, tmp_path: Path
) -> None:
    seeker, counsellor = talked(node, browsers)
    other = SeekerPage(browsers.phone())
    other.begin()
    expect(counsellor.offer).to_be_visible()
    assert counsellor.page.evaluate(WITHOUT_EDGE) != []
    for name, page in (("talking", seeker.page), ("waiting", other.page), ("desk", counsellor.page)):
        page.emulate_media(forced_colors="active")
        picture = tmp_path / f"forced-colours.{name}.png"
        page.screenshot(path=picture, full_page=True, animations="allow", caret="initial")
        assert picture.stat().st_size > 0
        assert page.evaluate(WITHOUT_EDGE) == []


def colour_of_links(page: Page) -> str:
    found: str = page.locator("a[hreflang]").evaluate("(one) => getComputedStyle(one).color")
    return found


def test_in_the_operators_own_colour_everything_can_be_read(chromium: Browser, tmp_path: Path) -> None:
    environment = {**os.environ, "LUISTER_DATA": str(tmp_path)}
    told = subprocess.check_output([COMMAND, "line", f"accent={PURPLE}"], env=environment, text=True)
    assert f"accent={PURPLE}" in told.splitlines()
    with inside(tmp_path) as node:
        browsers = Browsers(chromium, node)
        seeker, counsellor = talked(node, browsers)
        for page in (seeker.page, counsellor.page):
            lens = Lens(page)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert lens.violations() == []
            page.emulate_media(color_scheme="light")
            assert colour_of_links(page) == "rgb(91, 42, 134)"
            turn(page, LANGUAGES[1])
        findings = browsers.findings()
        browsers.close()
    assert findings == []


@pytest.mark.usefixtures("program")
def test_with_our_own_colour_no_style_sheet_more_is_fetched(browsers: Browsers) -> None:
    page = browsers.phone()
    page.goto("/")
    assert page.locator("link[rel=stylesheet]").count() == 1
