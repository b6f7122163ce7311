"""What is over in one tab of a browser, another does not bring back."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browsers import EXIT_SITE, Browsers
from tests.e2e.inside import Inside
from tests.e2e.line import Emptied
from tests.e2e.meeting import met
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.test_returning import doubled

SECRET = "niemand mag dit lezen"
KEPT = "() => sessionStorage.length"
TICKET = "() => sessionStorage.getItem('ticket')"


def set_aside(page: Page) -> SeekerPage:
    """The tab that has the conversation from now on; the one it was in stepped aside."""
    newer = SeekerPage(doubled(page))
    newer.button("seeker.neutral.on").click()
    SeekerPage(page).is_on("superseded")
    return newer


def is_wiped(tab: SeekerPage) -> None:
    """It stands at the beginning, and could not go back if it wanted to."""
    tab.is_on("start")
    assert SECRET not in tab.page.content()
    assert tab.page.evaluate(KEPT) == 0


def test_a_tab_that_stepped_aside_keeps_nothing_on_the_device(node: Inside, browsers: Browsers) -> None:
    older, _ = met(node, browsers)
    newer = set_aside(older.page)
    newer.is_on("talking")
    assert older.page.evaluate(KEPT) == 0
    assert newer.page.evaluate(TICKET) is not None
    older.page.reload()
    older.is_on("start")


def test_who_leaves_by_the_exit_leaves_in_every_tab(either: Emptied, browsers: Browsers) -> None:
    older, counsellor = met(either, browsers)
    browsers.open_exit_site(older.page)
    newer = set_aside(older.page)
    newer.say(SECRET)
    counsellor.lines.wait_for(1)
    duplicate = SeekerPage(doubled(newer.page))
    duplicate.is_on("neutral")
    newer.exit.click()
    for tab in (newer, older, duplicate):
        expect(tab.page).to_have_url(re.compile(re.escape(EXIT_SITE)))
    browsers.left(older.page)
    expect(counsellor.text("desk.ended.says.seeker_left")).to_be_visible()


def test_who_stops_waiting_in_one_tab_waits_in_none(browsers: Browsers) -> None:
    older = SeekerPage(browsers.phone())
    older.begin()
    older.say(SECRET)
    older.lines.wait_for(1)
    newer = set_aside(older.page)
    newer.is_on("waiting")
    duplicate = SeekerPage(doubled(newer.page))
    duplicate.is_on("neutral")
    newer.button("seeker.waiting.leave").click()
    newer.is_on("left")
    is_wiped(older)
    is_wiped(duplicate)


def test_a_conversation_that_ended_in_one_tab_is_over_in_all(either: Emptied, browsers: Browsers) -> None:
    older, _ = met(either, browsers)
    older.type(SECRET)
    newer = set_aside(older.page)
    expect(older.page.locator(".returned .written")).to_have_text(SECRET)
    duplicate = SeekerPage(doubled(newer.page))
    duplicate.is_on("neutral")
    newer.stop()
    newer.is_on("ended")
    is_wiped(older)
    is_wiped(duplicate)


def test_tabs_do_not_end_what_another_of_them_began_anew(node: Inside, browsers: Browsers) -> None:
    older, _ = met(node, browsers)
    newer = set_aside(older.page)
    newer.stop()
    newer.is_on("ended")
    older.is_on("start")
    older.page.locator("#begin").click()
    older.is_on("waiting")
    newer.button("seeker.ended.finish").click()
    newer.is_on("farewell")
    older.is_on("waiting")


def test_a_page_from_before_an_upgrade_goes_on_after_a_refresh(node: Inside, browsers: Browsers) -> None:
    """Its tab counted loads in another way."""
    seeker, counsellor = met(node, browsers)
    seeker.say("voor de verversing")
    counsellor.lines.wait_for(1)
    seeker.page.evaluate("() => sessionStorage.setItem('load', '3')")
    seeker.page.reload()
    seeker.is_on("talking")
    seeker.lines.wait_for(1)
