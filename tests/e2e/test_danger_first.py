"""One question, asked once: whoever is not safe reads at once whom to call, goes first, and the others read why."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.keyboard import tab_to
from tests.e2e.line import Emptied
from tests.e2e.meeting import seated
from tests.e2e.pages.seeker import SeekerPage


def test_a_place_falls_by_one_and_grows_once_with_the_reason(either: Emptied, browsers: Browsers) -> None:
    first, second, third = (SeekerPage(browsers.phone()) for _ in range(3))
    for place, person in enumerate((first, second, third), start=1):
        person.begin()
        person.has_place(place)
    first.button("seeker.waiting.leave").click()
    second.has_place(1)
    third.has_place(2)
    expect(second.text("seeker.waiting.grew.urgent")).to_have_count(0)

    expect(third.text("seeker.safety.ask")).to_be_visible()
    third.answer("no")
    danger = third.page.locator("[data-danger]")
    expect(danger.get_by_role("link", name="112")).to_be_visible()
    expect(danger.get_by_role("link", name="113 Zelfmoordpreventie", exact=True)).to_be_visible()
    # Whoever cannot speak aloud finds the chat that the words name.
    chat = danger.get_by_role("link", name="113.nl")
    expect(chat).to_be_visible()
    expect(chat).to_have_attribute("href", "https://www.113.nl")
    expect(danger).to_contain_text(third.words("country.suicide.NL", number="113", site="113.nl"))
    expect(danger).to_contain_text(third.words("seeker.safety.sooner"))
    expect(third.text("seeker.safety.ask")).to_have_count(0)
    third.has_place(1)
    second.has_place(2)
    expect(second.text("seeker.waiting.grew.urgent")).to_be_visible()

    counsellor = seated(either, browsers)
    counsellor.is_asked("urgent")
    counsellor.accept()
    third.is_on("talking")
    second.has_place(1)
    expect(second.text("seeker.waiting.grew.urgent")).to_have_count(0)
    # Nobody is put beside somebody who may be in danger, until the counsellor has looked.
    expect(counsellor.offer).to_have_count(0)
    expect(counsellor.text("desk.risk.urgent")).to_be_visible()
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.list.urgent"))
    counsellor.assess(0)
    expect(counsellor.text("desk.risk.urgent")).to_have_count(0)
    expect(counsellor.row(1)).not_to_contain_text(counsellor.words("desk.list.urgent"))
    counsellor.is_asked("turn")
    counsellor.accept()
    second.is_on("talking")


@pytest.mark.usefixtures("either")
def test_who_passes_the_question_over_or_is_safe_keeps_their_place(browsers: Browsers) -> None:
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    for person in (first, second):
        person.begin()
    first.answer("skipped")
    second.answer("unsure")
    second.has_place(1)
    expect(first.text("seeker.safety.ask")).to_have_count(0)
    second.button("seeker.safety.safe_now").click()
    second.has_place(2)
    expect(second.page.locator("[data-danger]")).to_have_count(0)
    expect(second.text("seeker.safety.ask")).to_have_count(0)
    first.has_place(1)


def test_an_answer_without_a_connection_helps_at_once_and_is_told_with_the_next(
    node: Inside, browsers: Browsers
) -> None:
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    for place, person in enumerate((first, second), start=1):
        person.begin()
        person.has_place(place)
    browsers.lose_network(second.page)
    node.cut("/seeker")
    expect(second.text("seeker.lost.text")).to_be_visible()
    second.answer("no")
    danger = second.page.locator("[data-danger]")
    expect(danger.get_by_role("link", name="112")).to_be_visible()
    expect(danger).not_to_contain_text(second.words("seeker.safety.sooner"))

    browsers.find_network(second.page)
    second.has_place(1)
    expect(danger).to_contain_text(second.words("seeker.safety.sooner"))
    first.has_place(2)


@pytest.mark.parametrize("safety", ["no", "unsure"])
@pytest.mark.parametrize("late", [False, True], ids=["connected", "lost"])
def test_who_answers_without_seeing_the_page_hears_whom_to_call(
    node: Inside, browsers: Browsers, safety: str, *, late: bool
) -> None:
    seeker = SeekerPage(browsers.computer())
    page = seeker.page
    seeker.open()
    tab_to(page, "#begin")
    page.keyboard.press("Enter")
    seeker.is_on("waiting")
    expect(seeker.heading).to_be_focused()
    if late:
        browsers.lose_network(page)
        node.cut("/seeker")
        expect(seeker.text("seeker.lost.text")).to_be_visible()
    tab_to(page, f"button:text-is('{seeker.words(f'seeker.safety.{safety}')}')")
    page.keyboard.press("Enter")
    danger = page.get_by_role("group", name=re.compile(r"112.*113"))
    expect(danger).to_be_focused()
    expect(danger).to_contain_text(re.compile(r"112.*113"))
    if late:
        browsers.find_network(page)
    # That the server goes by it now adds a sentence, and moves nobody.
    expect(danger).to_contain_text(seeker.words("seeker.safety.sooner"))
    expect(danger).to_be_focused()
    page.keyboard.press("Tab")
    expect(danger.get_by_role("link", name="112")).to_be_focused()


def test_who_opens_the_page_again_in_danger_hears_whom_to_call(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.computer())
    seeker.begin()
    seeker.answer("no")
    expect(seeker.page.locator("[data-danger]")).to_contain_text(seeker.words("seeker.safety.sooner"))
    seeker.page.reload()
    seeker.has_place(1)
    expect(seeker.page.locator("[data-danger]")).to_be_focused()
    assert node.open_pages("/seeker") == 1
