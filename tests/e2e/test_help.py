"""Nobody is alone with a conversation: help is asked for by one key, somebody comes, and what is whispered reaches nobody else."""

import re

import pytest
from playwright.sync_api import Locator, expect

from chat.routing.durations import CALM
from chat.routing.help import NUMBER_AFTER
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import met, on
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.people import KIM, NOOR, SAM

NUMBER = "06 12345678"
WITH_A_SUPERVISOR = Plan((SAM, KIM, NOOR), {"minimum": "0", "backup": NUMBER})
TWO_COUNSELLORS = Plan((SAM, KIM), {"minimum": "0", "backup": NUMBER})


def asks_for_help(counsellor: CounsellorPage) -> None:
    """By key alone."""
    counsellor.page.keyboard.press("Alt+h")
    expect(counsellor.page.locator("#help")).to_be_focused()
    counsellor.page.keyboard.press("Enter")
    expect(counsellor.page.locator("#help")).to_have_attribute("aria-pressed", "true")


def whispers(counsellor: CounsellorPage, text: str) -> None:
    """Say something aside."""
    counsellor.page.locator("[data-whisper] .circle-field").fill(text)
    counsellor.button("desk.whisper.send").click()


def heard(counsellor: CounsellorPage, *texts: str) -> None:
    """Until these are the whispers that stand there."""
    expect(counsellor.page.locator("[data-whisper] .circle-line")).to_contain_text(list(texts))


def call_of(counsellor: CounsellorPage | SupervisorPage) -> Locator:
    return counsellor.page.locator("[data-call]")


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_a_supervisor_comes_and_whispers(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    seeker.say("ik ben bang")
    sam.lines.wait_for(1)
    board = SupervisorPage(browsers.desk())
    board.sign_in(node.account("Noor"))
    board.shows(talking=1)
    asks_for_help(sam)
    expect(sam.text("desk.help.reach.supervisors")).to_be_visible()
    expect(call_of(board)).to_contain_text(sam.words("desk.call.asks", name="Sam"))
    expect(call_of(board)).not_to_contain_text("bang")

    board.page.get_by_role("button", name=sam.words("desk.call.come"), exact=True).click()
    board.page.wait_for_url("**/desk")
    noor = CounsellorPage(board.page)
    expect(noor.text("desk.call.helps", name="Sam")).to_be_visible()
    expect(sam.text("desk.help.comes", name="Noor")).to_be_visible()
    sam.page.keyboard.press("Alt+t")
    expect(sam.page.locator("[data-whisper] .circle-field")).to_be_focused()
    whispers(sam, "wat zeg ik nu?")
    noor.page.keyboard.press("Alt+t")
    heard(noor, "wat zeg ik nu?")
    whispers(noor, "vraag of er iemand bij haar is")
    heard(sam, "wat zeg ik nu?", "vraag of er iemand bij haar is")
    expect(noor.field).to_have_count(0)

    # A page that is loaded anew has all of it again; the young person has nothing of it.
    sam.page.reload()
    sam.is_seated()
    expect(sam.text("desk.help.comes", name="Noor")).to_be_visible()
    sam.page.keyboard.press("Alt+t")
    heard(sam, "wat zeg ik nu?", "vraag of er iemand bij haar is")
    sam.say("is er iemand bij je?")
    seeker.lines.wait_for(2)
    assert not re.search("wat zeg ik nu|bij haar", seeker.page.content())

    sam.page.locator("#help").click()
    expect(sam.page.locator("#help")).to_have_attribute("aria-pressed", "false")
    expect(call_of(noor)).to_have_count(0)
    expect(noor.page.locator("[data-whisper]")).to_have_count(0)
    expect(sam.page.locator("[data-whisper]")).to_have_count(0)


@pytest.mark.parametrize("node", [TWO_COUNSELLORS], indirect=True, ids=["two counsellors"])
def test_two_counsellors_without_a_supervisor_help_each_other(node: Inside, browsers: Browsers) -> None:
    _, sam = met(node, browsers)
    kim = on(node, browsers, node.account("Kim"))
    asks_for_help(sam)
    expect(sam.text("desk.help.reach.colleagues")).to_be_visible()
    number = sam.page.locator("#help-state").get_by_role("link", name=NUMBER)
    expect(number).to_have_attribute("href", "tel:0612345678")

    # What was pressed while the line is gone is done once it is back.
    browsers.lose_network(kim.page)
    kim_sees = call_of(kim)
    browsers.find_network(kim.page)
    expect(kim_sees).to_contain_text(kim.words("desk.call.asks", name="Sam"))
    kim.button("desk.call.come").click()
    expect(sam.text("desk.help.comes", name="Kim")).to_be_visible()
    expect(number).to_have_count(0)
    whispers(kim, "ik ben er")
    sam.page.keyboard.press("Alt+t")
    heard(sam, "ik ben er")

    kim.page.locator("#room").fill("wie zet er thee?")
    kim.button("desk.room.send").click()
    in_room = sam.page.locator("section.circle:not(.whisper) .circle-line")
    expect(in_room).to_contain_text(["wie zet er thee?"])
    kim.button("desk.call.give_back").click()
    expect(sam.text("desk.help.reach.colleagues")).to_be_visible()
    expect(number).to_be_visible()


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_when_nobody_comes_colleagues_are_asked_and_then_the_number_shows(
    node: Inside, browsers: Browsers
) -> None:
    _, sam = met(node, browsers)
    board = SupervisorPage(browsers.desk())
    board.sign_in(node.account("Noor"))
    board.shows(talking=1)
    kim = on(node, browsers, node.account("Kim"))
    sam.assess(2)
    expect(sam.text("desk.help.reach.supervisors")).to_be_visible()
    expect(call_of(board)).to_be_visible()
    expect(call_of(kim)).to_have_count(0)
    number = sam.page.locator("#help-state").get_by_role("link", name=NUMBER)
    expect(number).to_have_count(0)
    # A node whose clock has jumped lets nothing fall due for a moment.
    node.clock.pass_by(NUMBER_AFTER)
    expect(call_of(kim)).to_be_visible(timeout=2 * CALM * 1000)
    expect(sam.text("desk.help.reach.everybody")).to_be_visible()
    expect(number).to_be_visible()
    board.page.emulate_media(reduced_motion="reduce")
    assert call_of(board).evaluate("(call) => getComputedStyle(call).animationName") == "none"
    board.page.emulate_media(reduced_motion="no-preference")
    assert call_of(board).evaluate("(call) => getComputedStyle(call).animationName") != "none"
