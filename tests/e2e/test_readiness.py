"""Before a shift a counsellor finds out whether their device can call them; then it calls until they come."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage

CALLS_AGAIN_MS = 5_000
# What the browser was asked to play and to show, written down beside doing it.
WATCH = """
globalThis.heard = { tones: 0, shown: [], closed: 0 };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { heard.tones += 1; return start.apply(this, at); };
const Real = Notification;
globalThis.Notification = class extends Real {
  constructor(title, options) { super(title, options); heard.shown.push([title, options.body]); }
  close() { heard.closed += 1; super.close(); }
};
"""


def tones(page: Page) -> int:
    found: int = page.evaluate("() => heard.tones")
    return found


def test_the_device_is_checked_before_the_first_time_and_keeps_nobody_out(
    node: Inside, browsers: Browsers
) -> None:
    sam = CounsellorPage(browsers.desk())
    sam.page.add_init_script(WATCH)
    sam.sign_in(node.account("Sam"))
    sam.button("desk.status.ready").click()
    panel = sam.page.locator("#readiness")
    expect(panel).to_be_focused()
    expect(panel.locator("[data-check=line]")).to_contain_text(sam.words("desk.readiness.line.good"))
    expect(panel.locator("[data-check=clock]")).to_contain_text(sam.words("desk.readiness.clock.good"))
    sam.button("desk.readiness.sound.play").click()
    expect(panel.locator("[data-check=sound]")).to_contain_text(sam.words("desk.readiness.sound.played"))
    assert tones(sam.page) == 2
    sam.button("desk.readiness.not_yet").click()
    expect(panel).to_have_count(0)
    expect(sam.button("desk.status.away")).to_have_attribute("aria-pressed", "true")
    sam.be_ready()
    sam.be_away()
    sam.button("desk.status.ready").click()
    expect(sam.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")
    expect(panel).to_have_count(0)


@pytest.mark.parametrize("ends", ["accepted", "gone"])
def test_an_offer_calls_again_and_again_until_it_is_accepted_or_gone(
    node: Inside, browsers: Browsers, ends: str
) -> None:
    sam = CounsellorPage(browsers.desk())
    sam.page.context.grant_permissions(["notifications"])
    sam.page.add_init_script(WATCH)
    sam.page.clock.install()
    sam.sign_in(node.account("Sam"))
    sam.be_ready()
    sam.page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); }"
    )
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    sam.page.wait_for_function("() => heard.shown.length === 1 && heard.tones === 2")
    sam.page.clock.run_for(CALLS_AGAIN_MS)
    sam.page.wait_for_function("() => heard.shown.length >= 2 && heard.tones >= 4")
    title = sam.page.title()
    assert {tuple(one) for one in sam.page.evaluate("() => heard.shown")} == {
        (title, sam.words("desk.alert.body"))
    }
    assert sam.page.evaluate("() => heard.closed") == 0
    if ends == "accepted":
        sam.accept()
    else:
        seeker.page.close()
        expect(sam.offer).to_have_count(0)
    sam.page.wait_for_function("() => heard.closed >= 1")
    before = tones(sam.page)
    sam.page.clock.run_for(CALLS_AGAIN_MS * 3)
    assert tones(sam.page) == before
