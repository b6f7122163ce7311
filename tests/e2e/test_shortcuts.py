"""The counsellor's keys, and the list of them."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import seated
from tests.e2e.pages.seeker import SeekerPage

FIRST_ROW = ".talks > li:first-child .talk-row"


def test_each_key_leads_where_the_list_says_and_none_is_in_the_way_of_typing(
    node: Inside, browsers: Browsers
) -> None:
    counsellor = seated(node, browsers)
    page = counsellor.page
    people = [SeekerPage(browsers.phone()) for _ in range(2)]
    for person in people:
        person.begin()
        expect(counsellor.offer).to_be_visible()
        page.keyboard.press("Alt+o")
        expect(counsellor.offer).to_be_focused()
        page.keyboard.press("Enter")
        person.is_on("talking")
    expect(counsellor.field).to_be_focused()
    page.keyboard.type("Wat? 1 of 2 (K, S, O)")
    expect(counsellor.field).to_have_value("Wat? 1 of 2 (K, S, O)")
    expect(page.locator("#shortcuts")).to_be_hidden()

    page.keyboard.press("Alt+1")
    expect(counsellor.row(1)).to_have_attribute("aria-current", "true")
    expect(counsellor.field).to_be_focused()
    page.keyboard.press("Alt+k")
    expect(page.locator("#cards-title")).to_be_focused()
    page.keyboard.press("Alt+s")
    expect(counsellor.button("desk.status.ready")).to_be_focused()
    page.keyboard.press("Alt+l")
    expect(counsellor.row(1)).to_be_focused()

    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    expect(counsellor.button("desk.shortcuts.close")).to_be_focused()
    page.keyboard.press("Alt+2")
    expect(counsellor.row(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    expect(counsellor.row(1)).to_be_focused()
    page.keyboard.press("Alt+b")
    expect(counsellor.field).to_be_focused()


def test_whoever_waits_longest_stands_first_and_the_keyboard_stays_where_it_was(
    node: Inside, browsers: Browsers
) -> None:
    counsellor = seated(node, browsers)
    page = counsellor.page
    people = [SeekerPage(browsers.phone()) for _ in range(2)]
    for person in people:
        person.begin()
        counsellor.accept()
        person.is_on("talking")
        counsellor.say("dag")
    expect(page.locator(".talk-awaits")).to_have_count(0)

    counsellor.row(2).focus()
    people[1].say("tweede")
    expect(page.locator(FIRST_ROW)).to_contain_text(counsellor.words("desk.talk.number", number=2))
    expect(counsellor.row(2)).to_be_focused()
    people[0].say("eerste")
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.list.awaits"))
    expect(page.locator(FIRST_ROW)).to_contain_text(counsellor.words("desk.talk.number", number=2))

    counsellor.choose(1)
    page.keyboard.press("Alt+w")
    expect(counsellor.row(2)).to_have_attribute("aria-current", "true")
    page.keyboard.type("ik ben er")
    page.keyboard.press("Enter")
    expect(page.locator(FIRST_ROW)).to_contain_text(counsellor.words("desk.talk.number", number=1))
    expect(counsellor.field).to_be_focused()
