"""What stands above an open conversation at the desk, however long its words are; and that a failure is said only for a while."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browsers import DESK, Browsers
from tests.e2e.inside import Inside
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.states.looking import turn
from tests.e2e.states.wire import Wire

WIDE = (1600, 900)
FAILURE_STANDS_MS = 21_000


def middle(shown: Locator) -> float:
    box = shown.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


@pytest.mark.parametrize("size", [DESK, WIDE])
def test_ending_stays_beside_the_number_of_a_rehearsed_conversation(
    node: Inside, browsers: Browsers, size: tuple[int, int]
) -> None:
    counsellor = CounsellorPage(browsers.desk(size=size))
    page = counsellor.page
    Wire(page).renamed = {'"rehearsed":false': '"rehearsed":true'}
    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    SeekerPage(browsers.phone()).begin()
    counsellor.accept()
    expect(page.locator("#talk-title .rehearsed")).to_be_visible()
    for language in ("nl", "en"):
        if language == "en":
            turn(page, language)
        assert abs(middle(page.locator("#end")) - middle(page.locator("#talk-title"))) < 2, language
        middles = {round(middle(fact)) for fact in page.locator(".talk-facts span").all()}
        assert len(middles) == 1, language


def test_that_something_failed_is_said_until_it_works_or_for_a_while(
    node: Inside, browsers: Browsers
) -> None:
    counsellor = CounsellorPage(browsers.desk())
    page = counsellor.page
    page.clock.install()
    browsers.expect_lost(page)
    counsellor.sign_in(node.counsellor)
    failed = counsellor.text("desk.failed")
    page.route("**/static/locales/staff/en.json", lambda route: route.abort("connectionfailed"))
    page.locator("a[hreflang=en]").click()
    expect(failed).to_be_visible()
    page.clock.fast_forward(FAILURE_STANDS_MS)
    expect(failed).to_have_count(0)
    page.locator("a[hreflang=en]").click()
    expect(failed).to_be_visible()
    page.unroute("**/static/locales/staff/en.json")
    turn(page, "en")
    expect(page.locator(".strips .notice")).to_have_count(0)
