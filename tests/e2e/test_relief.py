"""A counsellor cannot go on: a colleague takes over at once, and the young person reads that it is not their fault."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import NO_WRAP_UP, PRACTICE, Inside, Plan
from tests.e2e.meeting import agree, on, seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import KIM, SAM

TWO = Plan((SAM, KIM), {**PRACTICE.words, **NO_WRAP_UP})


@pytest.mark.parametrize("node", [TWO], ids=["two"], indirect=True)
def test_a_colleague_takes_over_from_who_cannot_go_on(node: Inside, browsers: Browsers) -> None:
    sam, seeker = seated(node, browsers, node.account("Sam")), SeekerPage(browsers.phone())
    seeker.begin()
    sam.accept()
    seeker.is_on("talking")
    seeker.say("het is thuis weer mis")
    sam.lines.wait_for(1)
    kim = on(node, browsers, node.account("Kim"))

    # By the keyboard, and asked once.
    sam.field.focus()
    sam.page.keyboard.press("Alt+n")
    expect(sam.page.locator("#asks-relief")).to_be_focused()
    sam.button("desk.relief.no").click()
    expect(sam.button("desk.relief.button")).to_be_focused()
    sam.cannot_go_on()
    expect(sam.button("desk.status.break")).to_have_attribute("aria-pressed", "true")
    expect(sam.text("desk.taken.says")).to_be_visible()

    seeker.is_on("waiting")
    expect(seeker.text("seeker.waiting.relieved_first", name="Sam")).to_be_visible()
    seeker.type("ben je er nog?")
    kim.be_ready()
    kim.is_asked("handed_over")
    kim.accept()
    seeker.is_on("talking")
    said = [
        seeker.words("seeker.line.notice.relieved", name="Sam"),
        seeker.words("seeker.talk.joined", name="Kim"),
    ]
    for words in said:
        expect(seeker.lines.desk.get_by_text(words, exact=True)).to_be_visible()
    seeker.send()
    kim.lines.wait_for(2)
    assert [one.text for one in agree(seeker, kim)] == ["het is thuis weer mis", "ben je er nog?"]

    # Through a reload Sam stays out of it, until they say otherwise.
    sam.page.reload()
    expect(sam.text("desk.relief.says")).to_be_visible()
    sam.button("desk.status.back").click()
    expect(sam.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")
