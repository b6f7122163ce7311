"""Snel weg: at once, wiped, and Back does not bring it back."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browsers import EXIT_SITE, Browsers
from tests.e2e.inside import Inside, eventually
from tests.e2e.line import Emptied
from tests.e2e.meeting import met, seated
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage

SECRET = "niemand mag dit lezen"

BROUGHT_BACK = "out of memory"
TELL_BROUGHT_BACK = f"""
addEventListener("pageshow", (event) => event.persisted && console.info("{BROUGHT_BACK}"));
"""

Leave = Callable[[SeekerPage], None]


def back(page: Page) -> None:
    """Press Back. A page that comes out of the browser's memory does not load again, so no load is waited for."""
    page.evaluate("() => void setTimeout(() => history.back())")


def keep_pages(page: Page, came_back: list[str]) -> None:
    """Make of it a browser that keeps pages for Back although they ask it not to, as some do; *came_back* hears of each."""

    def without_the_wish(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "cache-control"}
        route.fulfill(response=answer, headers=headers)

    # To Chromium an answer that passed through our hands is no longer this machine's own.
    page.context.grant_permissions(["local-network-access"])
    page.context.add_init_script(TELL_BROUGHT_BACK)
    page.context.route(lambda url: urlsplit(url).path == "/", without_the_wish)
    page.on("console", lambda message: came_back.append(message.text) if message.type == "info" else None)


def click(seeker: SeekerPage) -> None:
    seeker.exit.click()


def press_shift_three_times(seeker: SeekerPage) -> None:
    for _ in range(3):
        seeker.page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [click, press_shift_three_times])
def test_leaving_is_at_once_and_leaves_nothing_on_either_screen(
    node: Inside, browsers: Browsers, leave: Leave
) -> None:
    seeker = SeekerPage(browsers.computer())
    browsers.open_exit_site(seeker.page)
    seeker.page.goto("/hulp")
    seeker, counsellor = met(node, browsers, seeker)
    seeker.say(SECRET)
    counsellor.lines.wait_for(1)
    seeker.type("en dit ook")

    leave(seeker)
    seeker.page.wait_for_url(EXIT_SITE)
    expect(counsellor.text("desk.ended.says.seeker_left")).to_be_visible()
    assert SECRET not in counsellor.page.content()
    eventually(node.is_empty, "nothing of the conversation is left on the server")

    back(seeker.page)
    expect(seeker.page).to_have_url(f"{node.origin}/hulp")
    assert SECRET not in seeker.page.content()
    seeker.page.goto("/")
    seeker.is_on("start")
    browsers.left(seeker.page)


def test_shift_in_a_capital_letter_leaves_nobody(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.computer())
    met(node, browsers, seeker)
    seeker.field.focus()
    for letter in "HELP":
        seeker.page.keyboard.press(f"Shift+{letter}")
    expect(seeker.field).to_have_value("HELP")
    seeker.is_on("talking")


@pytest.mark.parametrize("kept", [False, True])
def test_back_shows_nothing_of_the_talk_until_it_is_asked_to(
    node: Inside, browsers: Browsers, *, kept: bool
) -> None:
    seeker = SeekerPage(browsers.phone())
    came_back: list[str] = []
    if kept:
        keep_pages(seeker.page, came_back)
        browsers.expect_lost(seeker.page)
    met(node, browsers, seeker)
    browsers.open_exit_site(seeker.page)
    seeker.say(SECRET)
    seeker.lines.wait_for(1)
    seeker.lines.wait_until_stored()
    seeker.type("en dit ook")
    seeker.page.goto(EXIT_SITE)
    back(seeker.page)
    seeker.is_on("neutral")
    assert came_back == ([BROUGHT_BACK] if kept else [])
    assert SECRET not in seeker.page.content()
    seeker.button("seeker.neutral.on").click()
    seeker.is_on("talking")
    seeker.lines.wait_for(1)
    assert seeker.lines.read() == [Said(mine=True, text=SECRET)]
    browsers.left(seeker.page)


def test_leaving_while_waiting_forgets_at_once(either: Emptied, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    browsers.open_exit_site(seeker.page)
    seeker.begin()
    seeker.say(SECRET)
    seeker.lines.wait_for(1)
    seeker.exit.tap()
    seeker.page.wait_for_url(EXIT_SITE)
    eventually(either.is_empty, "nothing of who waited is left on the server")
    browsers.left(seeker.page)


def test_leaving_from_the_end_wipes_what_the_counsellor_did_not_read_yet(
    node: Inside, browsers: Browsers
) -> None:
    counsellor = seated(node, browsers)
    seeker, other = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    browsers.open_exit_site(seeker.page)
    for person in (seeker, other):
        person.begin()
        counsellor.accept()
        person.is_on("talking")
    seeker.say(SECRET)
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.list.unread", count=1))
    seeker.stop()
    seeker.is_on("ended")
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.ended.brief.seeker_stopped"))

    seeker.exit.tap()
    seeker.page.wait_for_url(EXIT_SITE)
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.ended.brief.seeker_left"))
    counsellor.choose(1)
    expect(counsellor.text("desk.ended.says.seeker_left")).to_be_visible()
    assert SECRET not in counsellor.page.content()
    other.is_on("talking")
    browsers.left(seeker.page)
