"""The pages for whom no script runs, and those that need none."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import EXIT_SITE, Browsers
from tests.e2e.pages.words import words

VEILIG_THUIS = "Je kunt advies vragen zonder je naam te zeggen. Zeg je wie je bent? Dan kunnen ze ook met je ouders praten."
STOP_IT_NOW = (
    "Maak je je zorgen over je eigen seksuele gedachten over kinderen? Of over die van iemand anders?"
)
pytestmark = pytest.mark.usefixtures("program")

SERVICES = {
    "nl-112": "",
    "nl-113": "",
    "nl-kindertelefoon": "",
    "nl-slachtofferhulp": "",
    "nl-veiligthuis": VEILIG_THUIS,
    "nl-stopitnow": STOP_IT_NOW,
}


@pytest.mark.parametrize("path", ["/", "/hulp", "/niet-hier"])
def test_without_script_the_numbers_stand_there_with_whom_each_is_for(browsers: Browsers, path: str) -> None:
    page = browsers.phone_without_script()
    browsers.expect_missing(page)
    page.goto(path)
    for service, said in SERVICES.items():
        number = page.locator(f"[data-entry={service}]")
        expect(number).to_be_visible()
        expect(number.locator("[data-field=for_whom]")).to_contain_text("or")
        expect(number.locator("[data-field=always_say]")).to_have_text(said)
    expect(page.locator("[data-entry=nl-112]")).to_contain_text("112")
    expect(page.locator("[data-entry=nl-113]")).to_contain_text("113")


def test_without_script_the_page_says_that_the_chat_does_not_work_and_leaving_does(
    browsers: Browsers,
) -> None:
    page = browsers.phone_without_script()
    browsers.open_exit_site(page)
    page.goto("/")
    # Playwright looks for no text inside of noscript.
    said = page.locator("noscript p")
    expect(said).to_have_text(words("start.no_script"))
    expect(said).to_be_in_viewport(ratio=1)
    expect(page.get_by_text(words("start.no_chat"))).to_be_hidden()
    expect(page.locator("#begin")).to_be_hidden()
    page.get_by_role("link", name=words("common.exit")).click()
    page.wait_for_url(EXIT_SITE)
    browsers.left(page)


def test_without_script_the_other_language_is_one_link_away(browsers: Browsers) -> None:
    page = browsers.phone_without_script()
    page.goto("/")
    page.get_by_role("link", name=words("common.other_language")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("start.title", "en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
