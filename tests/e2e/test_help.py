"""Nobody is alone with a conversation: help is asked for by one key, somebody comes, and what is whispered reaches nobody else."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.routing.durations import CALM
from chat.routing.help import NUMBER_AFTER
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan, eventually
from tests.e2e.meeting import met, on
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, SAM

NUMBER = "06 12345678"
SEEN_WITHIN_MS = 2_000
WITH_A_SUPERVISOR = Plan((SAM, KIM, NOOR), {"minimum": "0", "backup": NUMBER})
NOBODY_TO_CALL = Plan((SAM, KIM), {"minimum": "0"})
GONE_AFTER = 61
"""Seconds after which whoever lost the connection is not on shift any more."""
TWO_COUNSELLORS = Plan((SAM, KIM), {"minimum": "0", "backup": NUMBER})


def answered(node: Inside, browsers: Browsers) -> CounsellorPage:
    """Sam, whose young person has had a first answer: without one they would be offered to somebody else."""
    seeker, sam = met(node, browsers)
    sam.say("hoi, ik ben Sam")
    seeker.lines.wait_for(1)
    return sam


def asks_for_help(counsellor: CounsellorPage) -> None:
    """By key alone."""
    counsellor.page.keyboard.press("Alt+h")
    expect(counsellor.page.locator("#help")).to_be_focused()
    counsellor.page.keyboard.press("Enter")
    expect(counsellor.page.locator("#help")).to_have_text(counsellor.words("desk.help.asked"))


def whispers(counsellor: CounsellorPage, text: str) -> None:
    """Say something aside."""
    counsellor.page.locator("[data-whisper] .circle-field").fill(text)
    counsellor.button("desk.whisper.send").click()


def heard(counsellor: CounsellorPage, *texts: str) -> None:
    """Until these are the whispers that stand there."""
    expect(counsellor.page.locator("[data-whisper] .circle-line")).to_contain_text(list(texts))


def is_told(counsellor: CounsellorPage, key: str, **values: object) -> None:
    """Until a screen reader is given this sentence."""
    said = counsellor.page.locator("[aria-live=polite] p")
    expect(said.filter(has_text=counsellor.words(key, **values)).first).to_be_attached()


def room_of(page: Page) -> Locator:
    """What was said in the room of the shift."""
    return page.locator(".circle:not(.whisper) .circle-line")


def says_in_room(page: Page, text: str) -> None:
    """By keys alone, once the page is where the field stands."""
    if page.url.endswith("/desk"):
        page.keyboard.press("Alt+t")
    page.locator("#room").focus()
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_have_value("")


def call_of(counsellor: CounsellorPage | SupervisorPage) -> Locator:
    return counsellor.page.locator("[data-call]")


@pytest.mark.in_seconds
@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_a_supervisor_comes_and_whispers(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    seeker.say("ik ben bang")
    sam.lines.wait_for(1)
    board = SupervisorPage(browsers.desk())
    board.sign_in(node.account("Noor"))
    board.shows(talking=1)
    asks_for_help(sam)
    expect(call_of(board)).to_contain_text(sam.words("desk.call.asks", name="Sam"), timeout=SEEN_WITHIN_MS)
    expect(call_of(board)).not_to_contain_text("bang")
    expect(board.page.locator("[aria-live=assertive] p")).to_contain_text(
        [sam.words("desk.call.asks", name="Sam")]
    )
    expect(sam.text("desk.help.reach.supervisors")).to_be_visible()
    is_told(sam, "desk.help.reach.supervisors")
    # Whoever presses again, because nobody is there yet, calls nothing off.
    sam.page.keyboard.press("Enter")

    board.page.get_by_role("button", name=sam.words("desk.call.come"), exact=True).click()
    board.page.wait_for_url("**/desk")
    noor = CounsellorPage(board.page)
    expect(noor.text("desk.call.helps", name="Sam")).to_be_visible()
    expect(noor.page.locator("[data-whisper] .circle-field")).to_be_visible()
    expect(sam.text("desk.help.comes", name="Noor")).to_be_visible()
    sam.page.keyboard.press("Alt+t")
    expect(sam.page.locator("[data-whisper] .circle-field")).to_be_focused()
    whispers(sam, "wat zeg ik nu?")
    heard(noor, "wat zeg ik nu?")
    is_told(noor, "desk.whisper.said", name="Sam")
    noor.page.keyboard.press("Alt+t")
    expect(noor.page.locator("[data-whisper] .circle-field")).to_be_focused()
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

    sam.button("desk.help.call_off").click()
    expect(sam.button("desk.help.ask")).to_be_visible()
    expect(sam.page.locator("#talk-title")).to_be_focused()
    expect(call_of(noor)).to_have_count(0)
    expect(noor.text("desk.call.over")).to_be_visible()
    expect(noor.page.locator("[data-whisper]")).to_have_count(0)
    expect(sam.page.locator("[data-whisper]")).to_have_count(0)


@pytest.mark.parametrize("node", [TWO_COUNSELLORS], indirect=True, ids=["two counsellors"])
def test_two_counsellors_without_a_supervisor_help_each_other(node: Inside, browsers: Browsers) -> None:
    sam = answered(node, browsers)
    kim = on(node, browsers, node.account("Kim"))
    asks_for_help(sam)
    expect(sam.text("desk.help.reach.colleagues")).to_be_visible()
    number = sam.page.locator("#help-state").get_by_role("link", name=NUMBER)
    expect(number).to_have_attribute("href", "tel:0612345678")

    # Who asks still stands there on a page that is loaded anew.
    kim.page.reload()
    kim.is_seated()
    expect(call_of(kim)).to_contain_text(kim.words("desk.call.asks", name="Sam"))
    kim.page.keyboard.press("Alt+c")
    expect(kim.button("desk.call.come")).to_be_focused()
    kim.page.keyboard.press("Enter")
    expect(kim.page.locator("[data-whisper] .circle-field")).to_be_focused()
    expect(sam.text("desk.help.comes", name="Kim")).to_be_visible()
    is_told(sam, "desk.help.comes", name="Kim")
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
    sam = answered(node, browsers)
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
    is_told(kim, "desk.call.asks", name="Sam")
    board.page.emulate_media(reduced_motion="reduce")
    assert call_of(board).evaluate("(call) => getComputedStyle(call).animationName") == "none"
    board.page.emulate_media(reduced_motion="no-preference")
    assert call_of(board).evaluate("(call) => getComputedStyle(call).animationName") != "none"


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_danger_now_asks_by_itself_and_shows_the_number_at_once(node: Inside, browsers: Browsers) -> None:
    sam = answered(node, browsers)
    board = SupervisorPage(browsers.desk())
    board.sign_in(node.account("Noor"))
    board.shows(talking=1)
    sam.assess(3)
    expect(sam.page.locator("#help")).to_have_text(sam.words("desk.help.asked"))
    expect(sam.text("desk.help.reach.supervisors")).to_be_visible()
    expect(sam.page.locator("#help-state").get_by_role("link", name=NUMBER)).to_be_visible()
    expect(call_of(board)).to_be_visible()
    sam.button("desk.help.call_off").click()
    expect(call_of(board)).to_have_count(0)
    expect(sam.page.locator("#help-state").get_by_role("link", name=NUMBER)).to_be_visible()


@pytest.mark.parametrize("node", [NOBODY_TO_CALL], indirect=True, ids=["nobody to call"])
def test_who_is_alone_reads_that_nobody_is_there_and_is_seen_by_whoever_comes(
    node: Inside, browsers: Browsers
) -> None:
    sam = answered(node, browsers)
    asks_for_help(sam)
    alone = f"{sam.words('desk.help.reach.nobody')} {sam.words('desk.help.no_backup')}"
    expect(sam.page.get_by_text(alone, exact=True).first).to_be_visible()
    expect(sam.page.locator("#help-state a")).to_have_count(0)
    kim = on(node, browsers, node.account("Kim"))
    expect(call_of(kim)).to_contain_text(kim.words("desk.call.asks", name="Sam"))
    expect(sam.text("desk.help.reach.colleagues")).to_be_visible()


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_who_helps_is_there_again_after_a_refresh_and_asked_anew_after_a_minute_without_a_line(
    node: Inside, browsers: Browsers
) -> None:
    sam = answered(node, browsers)
    kim, noor = on(node, browsers, node.account("Kim")), CounsellorPage(browsers.desk())
    noor.open()
    noor.enter(node.account("Noor"))
    asks_for_help(sam)
    noor.button("desk.call.come").click()
    whispers(noor, "ik ben er")
    sam.page.keyboard.press("Alt+t")
    heard(sam, "ik ben er")
    noor.page.reload()
    heard(noor, "ik ben er")
    expect(sam.text("desk.help.comes", name="Noor")).to_be_visible()

    browsers.lose_network(noor.page)
    noor.page.locator("[data-whisper] .circle-field").fill("vraag naar haar zus")
    noor.button("desk.whisper.send").click()
    expect(noor.page.locator("[data-whisper] .circle-line")).to_have_count(2)
    browsers.find_network(noor.page)
    heard(sam, "ik ben er", "vraag naar haar zus")

    noor.page.goto("about:blank")
    eventually(lambda: node.open_pages("/desk") == len((sam, kim)), "Noor's page has gone")
    node.clock.pass_by(GONE_AFTER)
    expect(call_of(kim)).to_be_visible(timeout=3 * CALM * 1000)
    expect(sam.text("desk.help.reach.colleagues")).to_be_visible()
    expect(sam.page.locator("[data-whisper]")).to_have_count(0)
    noor.page.goto("/desk")
    expect(noor.button("desk.call.come")).to_be_visible()


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["with a supervisor"])
def test_three_on_shift_have_a_room_and_whoever_comes_later_reads_on_from_there(
    node: Inside, browsers: Browsers
) -> None:
    sam = on(node, browsers)
    board = SupervisorPage(browsers.desk())
    board.sign_in(node.account("Noor"))
    # Whoever is not there yet reads nothing of what is said now.
    summary = board.page.locator("#shift-room summary")
    expect(summary).to_be_visible()
    says_in_room(sam.page, "wie is er?")
    expect(summary).to_contain_text(words("desk.circle.new", count=1))
    summary.focus()
    board.page.keyboard.press("Enter")
    expect(room_of(board.page)).to_contain_text(["wie is er?"])
    expect(summary).not_to_contain_text(words("desk.circle.new", count=1))
    says_in_room(board.page, "ik ben er, Noor")

    kim = on(node, browsers, node.account("Kim"))
    kim.page.keyboard.press("Alt+t")
    expect(kim.page.get_by_text(kim.words("desk.room.empty"))).to_be_visible()
    says_in_room(kim.page, "ik nu ook")
    for page in (sam.page, board.page):
        expect(room_of(page)).to_contain_text(["wie is er?", "ik ben er, Noor", "ik nu ook"])
    expect(room_of(kim.page)).to_contain_text(["ik nu ook"])
    is_told(sam, "desk.room.said", name="Kim")
    kim.page.reload()
    kim.is_seated()
    kim.page.keyboard.press("Alt+t")
    expect(room_of(kim.page)).to_contain_text(["ik nu ook"])
