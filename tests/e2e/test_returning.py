"""Refreshing, and a second tab."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, eventually
from tests.e2e.line import Emptied
from tests.e2e.meeting import agree, met
from tests.e2e.pages.lines import Said
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.states.wire import Wire

# A phone with much else to do: what the page kept takes its time to be opened.
SLOW = """
(() => {
  const { subtle } = crypto;
  const opened = subtle.decrypt.bind(subtle);
  const free = new Promise((resolve) => { globalThis.getOn = resolve; });
  globalThis.isOpening = false;
  subtle.decrypt = async (...given) => { globalThis.isOpening = true; await free; return opened(...given); };
})();
"""
LIES = "() => Object.entries(sessionStorage).filter(([key]) => key.endsWith('.now')).join()"
LIES_ANEW = f"(before) => ({LIES})() !== before"


def doubled(page: Page) -> Page:
    """The same page in a second tab, with what the tab kept, as "duplicate tab" makes it."""
    with page.expect_popup() as popup:
        page.evaluate("() => void window.open('/')")
    popup.value.wait_for_load_state()
    return popup.value


def wired(seeker: SeekerPage) -> Wire:
    """What a page that talks says and hears, from its next load on, which is now."""
    wire = Wire(seeker.page)
    seeker.page.reload()
    seeker.is_on("talking")
    return wire


def test_refreshing_on_either_side_brings_the_same_talk_back(either: Emptied, browsers: Browsers) -> None:
    seeker, counsellor = met(either, browsers)
    seeker.say("I <3 you & <b>")
    counsellor.lines.wait_for(1)
    counsellor.say("ik ben er")
    seeker.lines.wait_for(2)
    before = agree(seeker, counsellor)

    seeker.page.reload()
    seeker.is_on("talking")
    seeker.lines.wait_for(2)
    assert agree(seeker, counsellor) == before

    counsellor.page.reload()
    counsellor.lines.wait_for(2)
    assert agree(seeker, counsellor) == before

    seeker.say("nog steeds hier")
    counsellor.lines.wait_for(3)
    counsellor.say("ik ook")
    seeker.lines.wait_for(4)
    assert agree(seeker, counsellor)[:2] == before


@pytest.mark.parametrize("who", ["young person", "counsellor"])
def test_what_was_not_sent_survives_a_refresh_and_a_line_that_breaks_meanwhile(
    node: Inside, browsers: Browsers, who: str
) -> None:
    seeker, counsellor = met(node, browsers)
    one, other = (seeker, counsellor) if who == "young person" else (counsellor, seeker)
    page, wire = one.page, Wire(one.page)
    page.on("dialog", lambda dialog: dialog.accept())
    other.say("hoi")
    one.lines.wait_for(1)
    page.reload()
    one.lines.wait_for(1)
    wire.holds = True
    lies = page.evaluate(LIES)
    one.say("dit mag niet weg")
    page.wait_for_function(LIES_ANEW, arg=lies)

    page.add_init_script(SLOW)
    page.reload()
    page.wait_for_function("() => isOpening")
    wire.cut()
    page.evaluate("() => getOn()")
    wire.holds = False
    wire.mend()
    for person in (one, other):
        person.lines.wait_for(2)
    assert [said.text for said in agree(seeker, counsellor)] == ["hoi", "dit mag niet weg"]


def test_what_becomes_of_a_hand_in_does_not_touch_a_page_that_has_come_back(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    wire = wired(seeker)
    wire.holds = True
    seeker.say("eerst dit")
    seeker.lines.wait_for(1)
    other = SeekerPage(doubled(seeker.page))
    other.button("seeker.neutral.on").click()
    seeker.is_on("superseded")

    wire.holds, wire.refuses = False, ("message.send", "wait")
    seeker.button("seeker.superseded.back").click()
    seeker.is_on("talking")
    seeker.say("en toen dit")
    seeker.lines.wait_for(2)
    wire.refuse("bad_payload")
    wire.refuses = None
    counsellor.lines.wait_for(2)
    assert [said.text for said in agree(seeker, counsellor)] == ["eerst dit", "en toen dit"]
    expect(seeker.page.locator(".returned .written")).to_have_count(0)


def test_what_was_not_sent_goes_from_a_page_that_is_too_old_to_the_newer_one(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    wire = wired(seeker)
    wire.holds = True
    lies = seeker.page.evaluate(LIES)
    seeker.say("dit mag niet weg")
    seeker.page.wait_for_function(LIES_ANEW, arg=lies)
    wire.version = True
    wire.cut()
    wire.mend()
    seeker.is_on("old_page")
    expect(seeker.page.locator(".returned .written")).to_have_text("dit mag niet weg")

    wire.version = wire.holds = False
    seeker.button("seeker.old_page.reload").click()
    seeker.is_on("talking")
    counsellor.lines.wait_for(1)
    assert [said.text for said in agree(seeker, counsellor)] == ["dit mag niet weg"]


def test_the_desk_asks_before_text_is_lost_and_the_young_persons_page_never_does(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.say("ik ben er")
    seeker.lines.wait_for(1)
    counsellor.lines.wait_until_stored()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    for person in (seeker, counsellor):
        person.page.on("dialog", stay)
    counsellor.page.reload()
    counsellor.lines.wait_for(1)
    seeker.type("ik was nog bezig")
    seeker.page.reload()
    seeker.is_on("talking")
    assert asked == []

    counsellor.type("nog niet verstuurd")
    with counsellor.page.expect_event("dialog"):
        counsellor.page.evaluate("() => void setTimeout(() => location.reload())")
    expect(counsellor.field).to_have_value("nog niet verstuurd")
    assert asked == ["beforeunload"]
    counsellor.field.fill("")
    counsellor.page.reload()
    counsellor.lines.wait_for(1)
    assert asked == ["beforeunload"]


def test_refreshing_while_waiting_keeps_the_place(browsers: Browsers) -> None:
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    first.begin()
    second.begin()
    second.has_place(2)
    first.say("ik wacht al")
    first.lines.wait_for(1)
    first.lines.wait_until_stored()
    first.page.reload()
    first.is_on("waiting")
    first.has_place(1)
    second.has_place(2)
    first.lines.wait_for(1)
    assert first.lines.read() == [Said(mine=True, text="ik wacht al")]


def test_a_new_tab_shows_nothing_until_it_is_asked_to(node: Inside, browsers: Browsers) -> None:
    seeker, _ = met(node, browsers)
    seeker.say("niet over mijn schouder lezen")
    seeker.lines.wait_for(1)
    other = SeekerPage(doubled(seeker.page))
    other.is_on("neutral")
    expect(other.button("seeker.neutral.on")).to_be_focused()
    assert "schouder" not in other.page.content()
    expect(other.page.get_by_role("heading")).to_have_count(0)


def test_a_second_tab_takes_over_and_the_first_hands_in_what_it_held(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("hier begon ik")
    counsellor.lines.wait_for(1)
    other = SeekerPage(doubled(seeker.page))
    browsers.lose_network(seeker.page)
    node.cut("/seeker")
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    seeker.say("dit typte ik in de lift")
    seeker.lines.wait_for(2)
    seeker.type("en hier was ik nog mee bezig")

    other.button("seeker.neutral.on").click()
    other.is_on("talking")
    other.lines.wait_for(1)
    assert other.lines.read() == [Said(mine=True, text="hier begon ik")]

    browsers.find_network(seeker.page)
    seeker.is_on("superseded")
    expect(seeker.heading).to_have_text(seeker.words("seeker.superseded.title"))
    expect(seeker.text("seeker.superseded.text")).to_be_visible()
    expect(seeker.text("error.unsent")).to_be_visible()
    expect(seeker.page.locator(".returned .written")).to_have_text("en hier was ik nog mee bezig")
    other.lines.wait_for(2)
    counsellor.lines.wait_for(2)
    assert [one.text for one in agree(other, counsellor)] == ["hier begon ik", "dit typte ik in de lift"]

    eventually(lambda: node.open_pages("/seeker") == 1, "only the newer tab is connected")
    counsellor.say("ik lees alles")
    other.lines.wait_for(3)
    seeker.is_on("superseded")
    other.is_on("talking")
    expect(seeker.page.locator("#screen")).not_to_contain_text("ik lees alles")

    seeker.button("seeker.superseded.back").click()
    seeker.is_on("talking")
    other.is_on("superseded")
    seeker.lines.wait_for(3)
    expect(seeker.field).to_have_value("en hier was ik nog mee bezig")
    seeker.send()
    counsellor.lines.wait_for(4)
    assert len(agree(seeker, counsellor)) == 4
    eventually(lambda: node.open_pages("/seeker") == 1, "only the tab that took over is connected")
