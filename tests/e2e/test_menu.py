"""The menu of the conversation goes when nobody needs it any more, and what is said of typing is said seldom."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import met
from tests.e2e.pages.seeker import SeekerPage

HEAR = """
() => {
  globalThis.heard = [];
  const hear = ({ addedNodes }) => addedNodes.forEach(({ textContent }) => heard.push(textContent));
  new MutationObserver((changes) => changes.forEach(hear)).observe(document.querySelector("[role=status]"), { childList: true });
}
"""

Act = Callable[[SeekerPage], None]


def press_outside(seeker: SeekerPage) -> None:
    seeker.page.locator(".talk-body").click(position={"x": 5, "y": 5})


def press_escape(seeker: SeekerPage) -> None:
    seeker.page.keyboard.press("Escape")


def go_on_with_tab(seeker: SeekerPage) -> None:
    for _ in range(2):
        seeker.page.keyboard.press("Tab")


@pytest.mark.parametrize("act", [press_outside, press_escape, go_on_with_tab])
def test_the_menu_closes_by_itself(node: Inside, browsers: Browsers, act: Act) -> None:
    seeker = SeekerPage(browsers.computer())
    met(node, browsers, seeker)
    menu = seeker.page.locator("summary", has_text=seeker.words("seeker.talk.menu"))
    stop = seeker.button("seeker.talk.stop")
    menu.click()
    expect(stop).to_be_visible()
    act(seeker)
    expect(stop).to_be_hidden()
    menu.click()
    stop.click()
    expect(seeker.text("seeker.talk.stop_ask")).to_be_visible()


def test_the_menu_closes_when_there_is_trouble_to_read_about(node: Inside, browsers: Browsers) -> None:
    seeker, _ = met(node, browsers)
    stop = seeker.button("seeker.talk.stop")
    seeker.page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    stop.focus()
    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    expect(stop).to_be_hidden()
    expect(seeker.page.locator("summary")).to_be_focused()


def test_who_presses_enter_twice_does_not_stop_and_escape_goes_back(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.computer())
    page = seeker.page
    met(node, browsers, seeker)
    question = page.get_by_role("group", name=seeker.words("seeker.talk.stop_ask"))
    seeker.page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    seeker.button("seeker.talk.stop").focus()
    page.keyboard.press("Enter")
    expect(question).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.locator("summary")).to_be_focused()
    seeker.is_on("talking")


def test_that_somebody_types_is_heard_once_in_half_a_minute(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.page.evaluate(HEAR)
    shown = seeker.text("seeker.talk.typing", name="Sam")
    for _ in range(2):
        counsellor.type("ik denk ")
        expect(shown).to_be_visible()
        counsellor.field.fill("")
        expect(shown).to_have_count(0)
    assert seeker.page.evaluate("() => heard") == [seeker.words("seeker.talk.typing", name="Sam")]
