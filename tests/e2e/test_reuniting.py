"""The same counsellor again: words at the end of one conversation, and on another day the same counsellor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.beside import Beside
from tests.e2e.browsers import EXIT_SITE, Browsers
from tests.e2e.deployment import Deployment
from tests.e2e.inside import REUNITES, Inside, Servers, inside
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.program import Program
from tests.line import choose
from tests.staff import Account

GUESS = "aardbei bamboe circus dolfijn"


@pytest.fixture
def node(tmp_path: Path, servers: Servers | None) -> Iterator[Inside]:
    """A node of a line that reunites."""
    with inside(tmp_path, on=REUNITES, servers=servers) as started:
        yield started


def seated(account: Account, browsers: Browsers) -> CounsellorPage:
    """This counsellor, ready."""
    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(account)
    counsellor.be_ready()
    return counsellor


def test_on_another_day_the_words_bring_the_same_counsellor(
    alone: Deployment, browsers: Browsers, loop_beside: Beside
) -> None:
    loop_beside.run(choose(alone.staff.database_url, reunites="yes"))
    alone.node.stop()
    alone.node.start()
    sam, kim = alone.staff.counsellors
    desk = seated(sam, browsers)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    desk.accept()
    seeker.is_on("talking")
    desk.end()
    seeker.is_on("ended")
    expect(seeker.text("seeker.words.kept")).to_be_visible()
    seeker.button("seeker.words.ask").click()
    four = seeker.return_words()
    expect(seeker.page.get_by_role("heading", name=seeker.words("seeker.words.given"))).to_be_focused()
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    assert not [word for word in four if f">{word}<" in seeker.page.content()]
    for page in (seeker.page, desk.page):
        page.close()
    alone.node.stop()

    alone.node.start()
    other, same = seated(kim, browsers), seated(sam, browsers)
    seeker = SeekerPage(browsers.computer())
    seeker.begin()
    expect(other.button("desk.offer.accept")).to_be_visible()
    seeker.have_words()
    seeker.try_words(f" {four[0].upper()}, {' '.join(four[1:])}")
    expect(seeker.text("seeker.words.found")).to_be_focused()
    same.accept()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
    expect(other.button("desk.offer.accept")).to_have_count(0)


@pytest.mark.usefixtures("node")
def test_words_that_lead_to_nobody_stay_in_the_field_and_cost_nothing_but_a_try(browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.computer())
    seeker.begin()
    page = seeker.page
    field, note = page.get_by_label(seeker.words("seeker.words.field")), page.locator("#return-note")
    page.locator("summary", has_text=seeker.words("seeker.words.have")).press("Enter")
    expect(note).to_have_text(seeker.words("seeker.words.hint"))
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    for typed, said in (("vier woorden of zo", "error.words_unknown"), (GUESS, "seeker.words.missed")):
        field.fill(typed)
        page.keyboard.press("Enter")
        expect(note).to_have_text(seeker.words(said))
        expect(page.locator("[role=status]")).to_contain_text(seeker.words(said))
        expect(field).to_have_value(typed)
        expect(field).to_be_focused()
    for said in (*["seeker.words.missed"] * 4, "error.tries_spent"):
        seeker.try_words("vier woorden of zo")
        expect(note).to_have_text(seeker.words("error.words_unknown"))
        seeker.try_words(GUESS)
        expect(note).to_have_text(seeker.words(said))
    expect(field).to_have_value(GUESS)
    seeker.has_place(1)


def test_leaving_takes_the_words_along(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    browsers.open_exit_site(seeker.page)
    seeker, counsellor = met(node, browsers, seeker)
    counsellor.end()
    seeker.button("seeker.words.ask").click()
    four = seeker.return_words()
    seeker.exit.tap()
    seeker.page.wait_for_url(EXIT_SITE)
    assert not [word for word in four if f">{word}<" in seeker.page.content()]
    browsers.left(seeker.page)


def test_a_line_that_does_not_reunite_says_nothing_of_it(program: Program, browsers: Browsers) -> None:
    seeker, counsellor = met(program, browsers)
    counsellor.end()
    seeker.is_on("ended")
    expect(seeker.button("seeker.ended.finish")).to_be_visible()
    expect(seeker.button("seeker.words.ask")).to_have_count(0)
    seeker.button("seeker.ended.finish").click()
    seeker.button("seeker.again").click()
    seeker.page.locator("#begin").click()
    seeker.is_on("waiting")
    expect(seeker.page.locator("summary", has_text=seeker.words("seeker.waiting.read"))).to_be_visible()
    expect(seeker.page.locator("summary", has_text=seeker.words("seeker.words.have"))).to_have_count(0)
    seeker.button("seeker.waiting.leave").click()
    seeker.is_on("left")


def test_a_supervisor_sees_how_many_lead_to_whom_and_takes_them_back(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.end()
    seeker.button("seeker.words.ask").click()
    four = seeker.return_words()
    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(node.supervisor)
    page = supervisor.page
    page.locator(".links summary", has_text=words("board.links.title", count=1)).click()
    expect(page.locator(".links-row")).to_contain_text(["Sam: 1"])
    page.get_by_role("button", name=words("board.links.revoke_of", name="Sam")).click()
    expect(page.locator(".links [data-question]")).to_be_focused()
    page.get_by_role("button", name=words("board.links.yes"), exact=True).click()
    expect(page.locator(".links")).to_have_count(0)
    expect(page.locator("h1")).to_be_focused()

    seeker.button("seeker.ended.finish").click()
    seeker.button("seeker.again").click()
    seeker.page.locator("#begin").click()
    seeker.is_on("waiting")
    seeker.have_words()
    seeker.try_words(" ".join(four))
    expect(seeker.page.locator("#return-note")).to_have_text(seeker.words("seeker.words.missed"))
