"""Nederland or België: the numbers of the country people choose, wherever they are."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import agree, met
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.words import words
from tests.e2e.program import Program

LONG_MS = 20_000

DUTCH = ["nl-112", "nl-113", "nl-kindertelefoon", "nl-slachtofferhulp", "nl-veiligthuis", "nl-stopitnow"]
BELGIAN = [
    *("be-112", "be-101", "be-1813", "be-awel"),
    *("be-1712", "be-nupraatikerover", "be-jac", "be-childfocus"),
]
READ = "(numbers) => numbers.filter((one) => one.checkVisibility()).map((one) => one.dataset.entry)"


def shown(page: Page) -> list[str]:
    """The services that can be seen, in order."""
    found: list[str] = page.locator(".number").evaluate_all(READ)
    return found


def turn_to(page: Page, country: str, language: str = "nl") -> None:
    page.get_by_role("link", name=words(f"country.help.{country}", language), exact=True).click()


@pytest.mark.parametrize("path", ["/", "/hulp", "/niet-hier"])
def test_without_script_the_other_country_is_one_link_away_in_either_language(
    program: Program, browsers: Browsers, path: str
) -> None:
    page = browsers.phone_without_script()
    browsers.expect_missing(page)
    page.goto(path)
    assert shown(page) == DUTCH
    turn_to(page, "BE")
    expect(page.locator("[data-entry=be-1813]")).to_be_visible()
    assert shown(page) == BELGIAN
    page.get_by_role("link", name=words("common.other_language")).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert shown(page) == BELGIAN
    turn_to(page, "NL", "en")
    expect(page.locator("[data-entry=nl-113]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert shown(page) == DUTCH
    assert page.url == f"{program.origin}{path}?taal=en&land=nl"


@pytest.mark.parametrize("path", ["/hulp", "/niet-hier"])
def test_the_way_to_the_chat_keeps_language_and_country(
    program: Program, browsers: Browsers, path: str
) -> None:
    page = browsers.phone()
    browsers.expect_missing(page)
    page.goto(f"{path}?taal=en&land=be")
    page.get_by_role("link", name=words("hulp.chat", "en")).click()
    expect(page.locator("#begin")).to_have_text(words("start.begin", "en"))
    assert shown(page) == BELGIAN
    assert page.url == f"{program.origin}/?taal=en&land=be"


def test_switching_the_country_in_a_talk_keeps_everything(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    _, counsellor = met(node, browsers, seeker)
    seeker.say("dag")
    counsellor.lines.wait_for(1)
    seeker.type("nog niet verstuurd")
    turn_to(seeker.page, "BE")
    seeker.page.get_by_role("link", name="English").click()
    in_english = SeekerPage(seeker.page, "en")
    expect(in_english.heading).to_have_text(in_english.words("seeker.talk.with", name="Sam"))
    expect(seeker.field).to_have_value("nog niet verstuurd")
    seeker.lines.wait_for(1)

    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(in_english.text("seeker.lost.text")).to_be_visible()
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.numbers).to_be_visible()
    assert shown(seeker.page) == BELGIAN
    expect(seeker.numbers).to_contain_text("1813")
    expect(seeker.numbers).to_contain_text("For anyone who thinks about suicide")
    turn_to(seeker.page, "NL", "en")
    assert shown(seeker.page) == DUTCH
    browsers.find_network(seeker.page)
    expect(seeker.numbers).to_be_hidden()


def test_a_reload_keeps_the_country_by_the_address_alone(program: Program, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.open()
    turn_to(seeker.page, "BE")
    assert seeker.page.url == f"{program.origin}/?taal=nl&land=be"
    seeker.page.reload()
    expect(seeker.page.locator("#begin")).to_be_visible()
    assert shown(seeker.page) == BELGIAN
    seeker.page.goto("/")
    expect(seeker.page.locator("#begin")).to_be_visible()
    assert shown(seeker.page) == DUTCH


@pytest.mark.parametrize("of", ["NL", "BE"])
def test_a_card_is_the_same_on_both_screens_whichever_country_either_chose(
    node: Inside, browsers: Browsers, of: str
) -> None:
    seeker, counsellor = met(node, browsers)
    if of == "NL":
        turn_to(seeker.page, "BE")
    choices = counsellor.page.locator("[data-choice]")
    expect(choices).to_have_count(len(DUTCH))
    counsellor.button("country.name.BE").click()
    expect(choices).to_have_count(len(BELGIAN))
    given = "be-1712"
    if of == "NL":
        given = "nl-veiligthuis"
        counsellor.button("country.name.NL").click()
    counsellor.give(given)
    seeker.lines.wait_for(1)
    assert [one.card for one in agree(seeker, counsellor)] == [given]
    drawn = [
        page.locator(f"ol.lines [data-card={given}]").inner_text() for page in (seeker.page, counsellor.page)
    ]
    assert drawn[0] == drawn[1]
    expect(seeker.page.locator(f"[data-card={given}] .card-say")).to_contain_text("naam")


def test_signing_out_keeps_the_country_of_the_cards(node: Inside, browsers: Browsers) -> None:
    _, counsellor = met(node, browsers)
    counsellor.button("country.name.BE").click()
    counsellor.page.locator("#sign-out").click()
    counsellor.button("desk.sign_out_yes").click()
    counsellor.enter(node.counsellor)
    expect(counsellor.button("country.name.BE")).to_have_attribute("aria-pressed", "true")
    expect(counsellor.page.locator("[data-choice]")).to_have_count(len(BELGIAN))
