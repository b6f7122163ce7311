"""A conversation does not feel right: the counsellor is out at once, and somebody else comes who reads nothing of it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import NO_WRAP_UP, PRACTICE, Inside, Plan
from tests.e2e.meeting import met, on
from tests.e2e.people import KIM, SAM

COMPLAINTS = "klacht@voorbeeld.nl"
TWO = Plan((SAM, KIM), {**PRACTICE.words, **NO_WRAP_UP, "complaints": COMPLAINTS})


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two"])
def test_somebody_else_comes_and_nothing_of_before_goes_along(node: Inside, browsers: Browsers) -> None:
    seeker, sam = met(node, browsers)
    kim = on(node, browsers, node.account("Kim"))
    seeker.say("dit was voor Sam alleen")
    sam.lines.wait_for(1)

    # Asked once; whoever says no is where they were.
    seeker.page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    seeker.button("seeker.another.button").click()
    expect(seeker.page.locator("[data-question]")).to_be_focused()
    seeker.button("seeker.another.no").click()
    seeker.is_on("talking")

    seeker.want_somebody_else()
    seeker.is_on("waiting")
    expect(seeker.text("seeker.another.comes_first", name="Sam")).to_be_visible()
    expect(sam.text("desk.taken.says")).to_be_visible()
    sam.be_away()
    sam.be_ready()
    expect(sam.offer).to_have_count(0)

    kim.be_ready()
    kim.is_asked("handed_over")
    kim.accept()
    seeker.is_on("talking")
    seeker.say("hoi Kim")
    kim.lines.wait_for(1)
    expect(kim.page.get_by_text("dit was voor Sam alleen")).to_have_count(0)
    expect(seeker.page.get_by_text("dit was voor Sam alleen")).to_have_count(1)


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two"])
def test_where_nobody_else_is_they_read_that_and_where_to_complain(node: Inside, browsers: Browsers) -> None:
    seeker, _ = met(node, browsers)
    seeker.want_somebody_else()
    seeker.is_on("waiting")
    expect(seeker.page.get_by_text(seeker.words("seeker.another.nobody", name="Sam"))).to_be_visible()
    expect(seeker.page.get_by_text(COMPLAINTS)).to_be_visible()


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two"])
def test_said_without_a_connection_it_counts_as_soon_as_there_is_one(
    node: Inside, browsers: Browsers
) -> None:
    seeker, sam = met(node, browsers)
    browsers.expect_lost(seeker.page)
    seeker.page.context.set_offline(True)
    expect(seeker.text("seeker.trouble.lost")).to_be_visible()
    seeker.want_somebody_else()
    expect(seeker.text("seeker.another.telling", name="Sam")).to_be_visible()
    seeker.page.context.set_offline(False)
    seeker.is_on("waiting")
    expect(sam.text("desk.taken.says")).to_be_visible()
