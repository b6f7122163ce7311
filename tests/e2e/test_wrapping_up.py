"""After a conversation there are some minutes in which nobody is offered; and who stops after this one stops."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.meeting import met
from tests.e2e.pages.seeker import SeekerPage

FIVE_MINUTES = Plan(words={**PRACTICE.words, "wrap_up_minutes": "5"})
HEAVY_MINUTES = 15


@pytest.mark.parametrize("node", [FIVE_MINUTES], ids=["five"], indirect=True)
def test_minutes_to_wrap_up_and_then_stopping(node: Inside, browsers: Browsers) -> None:
    first, counsellor = met(node, browsers)
    counsellor.assess(2)
    counsellor.end()
    wrap_up = counsellor.page.locator("#wrap-up")
    expect(wrap_up).to_contain_text(counsellor.words("desk.wrap_up.says", count=HEAVY_MINUTES))
    expect(wrap_up).to_contain_text(counsellor.words("desk.wrap_up.heavy"))
    first.is_on("ended")

    # Somebody waits meanwhile, and the page may be loaded anew.
    second = SeekerPage(browsers.phone())
    second.begin()
    counsellor.page.reload()
    node.clock.pass_by(10 * 60)
    counsellor.page.reload()
    expect(wrap_up).to_contain_text(counsellor.words("desk.wrap_up.says", count=5))
    expect(counsellor.offer).to_have_count(0)
    counsellor.button("desk.wrap_up.done").click()
    counsellor.accept()
    expect(wrap_up).to_have_count(0)

    counsellor.choose_status("stopping")
    third = SeekerPage(browsers.phone())
    third.begin()
    third.is_on("waiting")
    counsellor.end()
    expect(counsellor.button("desk.status.away")).to_have_attribute("aria-pressed", "true")
    expect(counsellor.offer).to_have_count(0)
    expect(counsellor.button("desk.status.stopping")).to_have_count(0)
