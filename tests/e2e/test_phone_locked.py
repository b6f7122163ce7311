"""A phone is locked while somebody waits: their place is kept."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.phone import asleep

TEN_MINUTES = 10 * 60
KEEP_LOCK = """
(() => {
  const { request } = WakeLock.prototype;
  const say = (what) => (document.documentElement.dataset.lock = what);
  WakeLock.prototype.request = async function (...what) {
    window.lock = await request.apply(this, what);
    window.lock.addEventListener("release", () => say("released"));
    say("held");
    return window.lock;
  };
})();
"""
"""So that a story can let go of the screen as a device does."""


def test_a_phone_locked_for_ten_minutes_in_the_queue_keeps_its_place(
    node: Inside, browsers: Browsers
) -> None:
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    for place, person in enumerate((first, second), start=1):
        person.begin()
        person.has_place(place)
    expect(first.text("seeker.waiting.screen")).to_be_visible()
    first.say("ik ben zo terug")
    first.lines.wait_until_stored()
    first.type("nog niet verstuurd")

    with asleep(first.page, node, "/seeker"):
        second.has_place(1)
        node.clock.pass_by(TEN_MINUTES)
        second.has_place(1)
    first.has_place(1)
    second.has_place(2)
    expect(second.text("seeker.waiting.grew.earlier")).to_be_visible()
    expect(first.field).to_have_value("nog niet verstuurd")

    counsellor = seated(node, browsers)
    counsellor.accept()
    first.is_on("talking")
    counsellor.lines.wait_for(1)
    assert [one.text for one in counsellor.lines.read()] == ["ik ben zo terug"]
    second.has_place(1)


@pytest.mark.usefixtures("node")
def test_the_switch_says_when_the_device_no_longer_keeps_the_screen_on(browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.add_init_script(KEEP_LOCK)
    seeker.begin()
    switch = seeker.page.get_by_role("switch")
    held = seeker.page.locator("html[data-lock=held]")
    switch.check()
    expect(held).to_have_count(1)
    expect(switch).to_be_checked()
    seeker.page.evaluate("lock.release()")
    expect(held).to_have_count(0)
    expect(switch).not_to_be_checked()

    switch.check()
    expect(held).to_have_count(1)
    switch.uncheck()
    expect(held).to_have_count(0)
    expect(switch).not_to_be_checked()
