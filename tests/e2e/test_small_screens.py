"""320 CSS pixels wide, and a desk at 200% and 400%: one direction of scrolling is enough."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import met, seated, unsafe_and_met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage

LONG = "Rindvleesetiketteringsverantwoordelijkheidsoverdrachtstakenwetgever" * 3
ZOOMED_200 = (640, 400)
ZOOMED_400 = (320, 256)
LOW_PHONE = (360, 640)
OLD_PHONE = (320, 568)
BESIDE_KEYBOARD = (360, 310)
LONG_MS = 20_000
SEAT_KEEPS = 60
URGENT = {"NL": ["112", "113"], "BE": ["112", "1813"]}


def fits(page: Page) -> None:
    """Nothing makes the page wider than the screen, and what can be pressed is inside it."""
    assert page.viewport_size is not None
    most = page.viewport_size["width"]
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= most
    for target in page.locator("button:visible, a:visible, textarea:visible, input:visible").all():
        box = target.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= most + 0.5), target


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.mark.parametrize(("language", "zoomed"), [("nl", False), ("en", False), ("nl", True)])
def test_a_young_person_never_scrolls_sideways(
    node: Inside, browsers: Browsers, language: str, *, zoomed: bool
) -> None:
    seeker = SeekerPage(
        browsers.computer(size=ZOOMED_400) if zoomed else browsers.phone(small=True), language
    )
    page = seeker.page
    page.goto(f"/?taal={language}")
    expect(page.locator("#begin")).to_be_visible()
    fits(page)
    page.locator("#begin").click()
    seeker.is_on("waiting")
    seeker.say(LONG)
    seeker.lines.wait_for(1)
    fits(page)

    counsellor = seated(node, browsers)
    counsellor.accept()
    seeker.is_on("talking")
    counsellor.say(LONG)
    counsellor.give("nl-veiligthuis")
    counsellor.give("nl-stopitnow")
    seeker.lines.wait_for(4)
    seeker.type(LONG)
    fits(page)
    page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    fits(page)
    seeker.button("seeker.talk.stop").click()
    fits(page)
    seeker.button("seeker.talk.stop_yes").click()
    seeker.is_on("ended")
    fits(page)
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    fits(page)


@pytest.mark.parametrize("low", [BESIDE_KEYBOARD, ZOOMED_400])
def test_with_the_keyboard_open_the_field_and_the_newest_line_stay_in_sight(
    node: Inside, browsers: Browsers, low: tuple[int, int]
) -> None:
    seeker = SeekerPage(browsers.phone())
    resize(seeker.page, LOW_PHONE)
    seeker, counsellor = met(node, browsers, seeker)
    for count in range(1, 7):
        seeker.say(f"regel {count}")
        seeker.lines.wait_for(count)
    seeker.field.tap()
    resize(seeker.page, low)
    for count in range(7, 11):
        seeker.type("ik typ ")
        counsellor.say(f"antwoord {count}")
        seeker.lines.wait_for(count)
        for shown in (seeker.field, seeker.button("seeker.talk.send"), seeker.exit):
            expect(shown).to_be_in_viewport(ratio=1)
        expect(seeker.lines.messages.last.locator(".written")).to_be_in_viewport(ratio=1)
    fits(seeker.page)

    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    for shown in (seeker.field, seeker.exit):
        expect(shown).to_be_in_viewport(ratio=1)
    expect(seeker.lines.messages.last.locator(".written")).to_be_in_viewport()


@pytest.mark.parametrize("country", ["NL", "BE"])
@pytest.mark.parametrize(("size", "unsent"), [(OLD_PHONE, False), (OLD_PHONE, True), (ZOOMED_400, True)])
def test_after_long_without_a_connection_the_numbers_for_now_are_in_sight(
    node: Inside, browsers: Browsers, size: tuple[int, int], country: str, *, unsent: bool
) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    resize(seeker.page, size)
    met(node, browsers, seeker)
    if country == "BE":
        seeker.page.locator("#country").click()
    seeker.say("hoi")
    seeker.lines.wait_until_stored()
    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    if unsent:
        seeker.say("ben je er nog?")
        expect(seeker.text("seeker.lost.waits")).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    row = seeker.page.locator(".urgent a")
    expect(row).to_have_count(len(URGENT[country]))
    for link, number in zip(row.all(), URGENT[country], strict=True):
        expect(link).to_have_attribute("href", f"tel:{number}")
        expect(link).to_be_in_viewport(ratio=1)
    for shown in (seeker.field, seeker.exit):
        expect(shown).to_be_in_viewport(ratio=1)
    # At 400% a line of the conversation is left, and that may be how far the message came.
    expect(seeker.lines.messages.last.locator(".progress" if unsent else ".written")).to_be_in_viewport()
    fits(seeker.page)


@pytest.mark.parametrize("waits", [True, False], ids=["waiting", "arriving"])
def test_who_is_not_talking_yet_has_the_numbers_for_now_in_sight_too(
    node: Inside, browsers: Browsers, *, waits: bool
) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    resize(seeker.page, OLD_PHONE)
    seeker.open()
    if not waits:
        browsers.lose_network(seeker.page)
    seeker.page.locator("#begin").click()
    seeker.is_on("waiting" if waits else "arriving")
    if waits:
        browsers.lose_network(seeker.page)
        node.cut("/seeker")
        expect(seeker.text("seeker.lost.text")).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    row = seeker.page.locator(".urgent a")
    expect(row).to_have_count(len(URGENT["NL"]))
    for link in row.all():
        expect(link).to_be_in_viewport(ratio=1)


def test_who_lost_the_counsellor_in_danger_has_the_numbers_for_now_in_sight(
    node: Inside, browsers: Browsers
) -> None:
    seeker = SeekerPage(browsers.phone())
    resize(seeker.page, OLD_PHONE)
    seeker, counsellor = unsafe_and_met(node, browsers, seeker)
    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    expect(seeker.text("seeker.waiting.unattended")).to_have_count(1)
    row = seeker.page.locator(".urgent a")
    expect(row).to_have_count(len(URGENT["NL"]))
    for link in row.all():
        expect(link).to_be_in_viewport(ratio=1)
    fits(seeker.page)


@pytest.mark.parametrize("size", [ZOOMED_200, ZOOMED_400])
def test_a_zoomed_desk_never_scrolls_sideways(
    node: Inside, browsers: Browsers, size: tuple[int, int]
) -> None:
    counsellor = CounsellorPage(browsers.desk(size=size))
    page = counsellor.page
    counsellor.open()
    fits(page)
    counsellor.try_password(node.counsellor.name, "verkeerd wachtwoord")
    expect(counsellor.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    fits(page)
    counsellor.enter(node.counsellor)
    counsellor.is_seated()
    counsellor.be_ready()
    fits(page)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    seeker.say(LONG)
    expect(counsellor.offer).to_be_visible()
    fits(page)
    counsellor.accept()
    counsellor.lines.wait_for(1)
    counsellor.say(LONG)
    counsellor.lines.wait_for(2)
    fits(page)
    counsellor.button("desk.pane.cards").click()
    fits(page)
    page.locator("[data-choice=nl-veiligthuis]").click()
    fits(page)
    counsellor.button("desk.cards.send").click()
    counsellor.lines.wait_for(3)
    counsellor.end()
    expect(counsellor.text("desk.ended.says.counsellor_ended")).to_be_visible()
    fits(page)


@pytest.mark.parametrize("size", [ZOOMED_200, ZOOMED_400])
def test_a_zoomed_board_never_scrolls_sideways(
    node: Inside, browsers: Browsers, size: tuple[int, int]
) -> None:
    supervisor = SupervisorPage(browsers.desk(size=size))
    supervisor.sign_in(node.supervisor)
    supervisor.shows(waiting=0)
    fits(supervisor.page)
    # Read from afar, a word that is broken in two is no word.
    for value in supervisor.page.locator(".figure-value").all():
        assert (
            value.evaluate("(value) => value.clientHeight / parseFloat(getComputedStyle(value).lineHeight)")
            < 2
        )
