"""What the pages show when a part of them does not come: an honest sentence and the numbers, and never a key."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.architecture.walls import CHECKOUT
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.words import words
from tests.e2e.program import Program

LONG_MS = 20_000
LOCALES = "**/static/locales/**"
SOCKETS = re.compile(r"/socket\.io/")
KEY = re.compile(r"\b(?:common|start|seeker|desk|board|error|hulp|card|country)\.[a-z_]+")
# What Chromium writes of each of these faults.
BROKEN = (
    r"ERR_CONNECTION_|ERR_FAILED",
    r"status of 500",
    r"integrity checks failed|digest in the 'integrity'",
    r"SyntaxError|Unexpected",
)

Break = Callable[[Route], None]


def refuse(route: Route) -> None:
    route.abort("connectionfailed")


def fail(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body="<h1>Oops</h1>")


def cut_off(route: Route) -> None:
    sent = route.fetch()
    route.fulfill(response=sent, body=sent.body()[:200])


def without(key: str) -> Break:
    """The same file, but for one key; a file that does not have it comes as it is."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/locales/")[2]
        read = json.loads((CHECKOUT / "static" / "locales" / name).read_text("utf-8"))
        if read.pop(key, None) is None:
            route.continue_()
        else:
            route.fulfill(content_type="application/json", body=json.dumps(read))

    return answer


def says_that_the_chat_does_not_work(page: Page) -> None:
    """The first page as the server wrote it: what it is, that the chat may not work, and whom to call."""
    expect(page.get_by_text(words("start.no_chat"))).to_be_visible()
    expect(page.get_by_text("JavaScript")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(words("start.title"))
    expect(page.locator("#begin")).to_be_hidden()
    has_numbers(page)


def has_numbers(page: Page) -> None:
    expect(page.locator("[data-entry=nl-112]")).to_be_visible()
    expect(page.locator("[data-entry=nl-113]")).to_be_visible()
    expect(page.locator("[data-entry=be-1813]").locator("visible=true")).to_have_count(0)
    assert KEY.findall(page.locator("body").inner_text()) == []


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    "broken",
    [refuse, fail, cut_off, without("seeker.waiting.write")],
    ids=["refused", "500", "cut off", "a key"],
)
def test_without_its_words_the_page_stands_and_begins_once_they_come(
    browsers: Browsers, broken: Break
) -> None:
    page = browsers.phone()
    browsers.expect_broken(page, *BROKEN)
    page.route(LOCALES, broken)
    page.goto("/")
    says_that_the_chat_does_not_work(page)
    below = page.locator(".start h2").first.bounding_box()
    page.unroute(LOCALES)
    expect(page.locator("#begin")).to_be_visible()
    expect(page.get_by_text(words("start.no_chat"))).to_be_hidden()
    assert page.locator(".start h2").first.bounding_box() == below


@pytest.mark.parametrize("broken", [refuse, without("seeker.talk.with")], ids=["refused", "a key"])
def test_a_language_that_does_not_come_changes_nothing(
    node: Inside, browsers: Browsers, broken: Break
) -> None:
    seeker, _ = met(node, browsers)
    browsers.expect_broken(seeker.page, *BROKEN)
    seeker.page.route(LOCALES, broken)
    seeker.page.get_by_role("link", name="English").click()
    said = seeker.text("common.language_fails")
    expect(said).to_be_in_viewport(ratio=1)
    expect(seeker.page.get_by_role("status")).to_contain_text(words("common.language_fails"))
    expect(seeker.page.get_by_role("alert")).to_be_empty()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
    seeker.page.unroute(LOCALES)
    seeker.page.get_by_role("link", name="English").click()
    expect(seeker.heading).to_have_text(words("seeker.talk.with", "en", name="Sam"))
    expect(said).to_be_hidden()


def garbage(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body="export const = 1;")


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("script", "broken"),
    [
        ("**/js/seeker/main.js", refuse),
        ("**/js/shared/wire.js", fail),
        ("**/vendor/lit-html/lit-html.js", garbage),
    ],
)
def test_without_one_of_its_scripts_the_page_says_so(browsers: Browsers, script: str, broken: Break) -> None:
    page = browsers.phone()
    browsers.expect_broken(page, *BROKEN)
    page.route(script, broken)
    page.goto("/")
    says_that_the_chat_does_not_work(page)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize(
    ("path", "address", "broken"),
    [
        ("/desk", "**/js/staff/frame.js", refuse),
        ("/board", "**/js/shared/vendor.js", garbage),
        ("/board", LOCALES, refuse),
        ("/desk", LOCALES, without("desk.sign_in.title")),
    ],
    ids=["no script", "a broken script", "no words", "a missing key"],
)
def test_a_staff_page_that_cannot_begin_says_so(
    browsers: Browsers, path: str, address: str, broken: Break
) -> None:
    page = browsers.desk()
    browsers.expect_broken(page, *BROKEN)
    page.route(address, broken)
    page.goto(path)
    expect(page.get_by_text(words("desk.starting_fails"))).to_be_visible()
    has_numbers(page)
    page.unroute(address)
    if address == LOCALES:
        expect(page.locator("#sign-in-name")).to_be_visible()
        expect(page.get_by_text(words("desk.starting_fails"))).to_have_count(0)


@pytest.mark.usefixtures("program")
def test_without_its_styles_the_page_works_and_shows_one_country(browsers: Browsers) -> None:
    page = browsers.phone()
    browsers.expect_broken(page, *BROKEN)
    page.route("**/css/**", refuse)
    page.goto("/")
    expect(page.locator("#begin")).to_be_visible()
    has_numbers(page)


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("answers", [True, False], ids=["closed at once", "never answered"])
def test_where_the_chat_is_blocked_the_page_says_so_with_the_numbers(
    browsers: Browsers, answers: bool
) -> None:
    def block(socket: WebSocketRoute) -> None:
        if answers:
            socket.close(code=1008)

    seeker = SeekerPage(browsers.phone())
    browsers.expect_lost(seeker.page)
    seeker.page.clock.install()
    seeker.page.route_web_socket(SOCKETS, block)
    seeker.open()
    seeker.page.locator("#begin").click()
    seeker.is_on("arriving")
    expect(seeker.text("seeker.arriving.text")).to_be_visible()
    has_numbers(seeker.page)
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.arriving.long")).to_be_visible()
    has_numbers(seeker.page)


def test_where_the_chat_is_blocked_a_counsellor_reads_so(program: Program, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    browsers.expect_lost(counsellor.page)
    counsellor.page.route_web_socket(SOCKETS, lambda socket: socket.close(code=1008))
    counsellor.open()
    counsellor.enter(program.counsellor)
    expect(counsellor.text("desk.link.connecting")).to_be_visible()
    assert KEY.findall(counsellor.page.locator("body").inner_text()) == []


def test_a_card_is_drawn_once_the_directory_comes(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    browsers.expect_broken(seeker.page, *BROKEN)
    seeker.page.route("**/directory.json", fail)
    _, counsellor = met(node, browsers, seeker)
    counsellor.give("nl-113")
    seeker.lines.wait_for(1)
    expect(seeker.page.locator("[data-card]")).to_have_count(0)
    seeker.page.unroute("**/directory.json")
    expect(seeker.page.locator("[data-card=nl-113]")).to_be_visible()
