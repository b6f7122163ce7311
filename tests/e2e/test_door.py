"""The door, as who comes new finds it: open, with a queue, full or closed, and a page that sees it change by itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import on, seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, SAM, Hired
from tests.e2e.states.wire import Wire

MINUTE = 60
WEDNESDAY = datetime(2026, 3, 4, 15, 58, tzinfo=ZoneInfo("Europe/Amsterdam"))
EVENINGS = Plan((SAM,), {"minimum": "1", "hours": "mon-sun 16:00-22:00"}, WEDNESDAY)
WITH_A_SUPERVISOR = Plan((SAM, NOOR), {"minimum": "1"})
EVENINGS_OVERSEEN = Plan((SAM, NOOR), {"minimum": "1", "hours": "mon-sun 16:00-22:00"}, WEDNESDAY)
ONE_AT_A_TIME = Plan((Hired("Sam", capacity=1), NOOR), {"minimum": "1"})

MARK = "() => { document.body.dataset.opened = 'once'; }"


def arrived(page: Page, node: Inside) -> SeekerPage:
    """Somebody at the door, whose page has the line's time and shows when it was loaded anew."""
    page.clock.install(time=node.clock.date())
    page.goto("/")
    page.evaluate(MARK)
    return SeekerPage(page)


def overseen(node: Inside, browsers: Browsers) -> SupervisorPage:
    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(node.supervisor)
    return supervisor


@pytest.mark.parametrize("node", [EVENINGS], indirect=True, ids=["evenings"])
def test_a_page_that_was_closed_opens_by_itself_at_the_hour(node: Inside, browsers: Browsers) -> None:
    counsellor = seated(node, browsers)
    seeker = arrived(browsers.phone(small=True), node)
    seeker.sees("door.closed.until", time="16:00")
    expect(seeker.start).to_be_hidden()
    expect(seeker.numbers).to_be_visible()
    # The numbers for now need no scrolling.
    instead = seeker.page.locator("#door-help")
    for name in ("112", "113 Zelfmoordpreventie"):
        expect(instead.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    seeker.page.locator("#country").tap()
    expect(instead.get_by_role("link", name="Zelfmoordlijn 1813", exact=True)).to_be_in_viewport(ratio=1)

    node.clock.pass_by(3 * MINUTE)
    seeker.looks_again()
    seeker.sees("door.open")
    expect(instead.get_by_role("link")).to_have_count(0)
    expect(seeker.page.locator("body")).to_have_attribute("data-opened", "once")
    seeker.press()
    counsellor.accept()
    seeker.is_on("talking")


@pytest.mark.parametrize("node", [ONE_AT_A_TIME], indirect=True, ids=["one at a time"])
def test_a_queue_is_said_and_so_is_that_nobody_more_can_come(node: Inside, browsers: Browsers) -> None:
    counsellor = seated(node, browsers)
    supervisor = overseen(node, browsers)
    first, second, third = (arrived(browsers.phone(), node) for _ in range(3))
    for person in (first, second, third):
        person.sees("door.open")
    first.press()
    counsellor.accept()
    first.is_on("talking")
    supervisor.sees("queue")
    for person in (second, third):
        person.looks_again()
        person.sees("door.queue")
    second.press()
    second.has_place(1)

    supervisor.cap(1)
    supervisor.sees("full")
    third.looks_again()
    third.sees("door.full")
    expect(third.start).to_be_hidden()
    second.has_place(1)

    second.button("seeker.waiting.leave").click()
    supervisor.sees("queue")
    third.looks_again()
    third.sees("door.queue")
    expect(third.start).to_be_visible()
    expect(third.page.locator("body")).to_have_attribute("data-opened", "once")


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["a supervisor"])
def test_closed_for_want_of_people_and_by_order_each_say_so(node: Inside, browsers: Browsers) -> None:
    seeker = arrived(browsers.phone(), node)
    seeker.sees("door.closed.staffing")
    expect(seeker.start).to_be_hidden()

    counsellor = on(node, browsers)
    seeker.looks_again()
    seeker.sees("door.queue")
    counsellor.be_ready()
    seeker.looks_again()
    seeker.sees("door.open")

    supervisor = overseen(node, browsers)
    supervisor.close("incident")
    supervisor.sees("closed")
    seeker.looks_again()
    seeker.sees("door.closed.order")
    expect(seeker.start).to_be_hidden()
    expect(seeker.numbers).to_be_visible()
    expect(seeker.page.locator("body")).not_to_contain_text(seeker.words("board.reason.incident"))

    supervisor.reopen()
    supervisor.sees("open")
    seeker.looks_again()
    seeker.sees("door.open")
    expect(seeker.page.locator("body")).to_have_attribute("data-opened", "once")


@pytest.mark.parametrize("node", [EVENINGS_OVERSEEN], indirect=True, ids=["evenings, overseen"])
def test_while_an_order_stands_no_page_says_when_it_opens(node: Inside, browsers: Browsers) -> None:
    supervisor = overseen(node, browsers)
    seeker = arrived(browsers.phone(), node)
    seeker.sees("door.closed.until", time="16:00")
    expect(supervisor.door).to_contain_text("16:00")

    supervisor.close("incident")
    expect(supervisor.door).to_contain_text(words("board.because.order"))
    expect(supervisor.door).not_to_contain_text("16:00")
    seeker.looks_again()
    seeker.sees("door.closed.order")

    supervisor.reopen()
    expect(supervisor.door).to_contain_text("16:00")
    seeker.looks_again()
    seeker.sees("door.closed.until", time="16:00")


@pytest.mark.parametrize("node", [WITH_A_SUPERVISOR], indirect=True, ids=["a supervisor"])
def test_who_pressed_a_moment_too_late_keeps_what_they_typed(node: Inside, browsers: Browsers) -> None:
    seated(node, browsers)
    supervisor = overseen(node, browsers)
    seeker = SeekerPage(browsers.phone())
    wire = Wire(seeker.page)
    wire.silent = True
    seeker.open()
    seeker.start.click()
    seeker.is_on("arriving")
    seeker.say("is er iemand?")
    seeker.type("ik wilde nog zeggen")
    supervisor.close()
    supervisor.sees("closed")

    wire.mend()
    seeker.is_on("turned_away")
    expect(seeker.heading).to_have_text(seeker.words("seeker.door_closed.title"))
    expect(seeker.text("seeker.door_closed.text")).to_be_visible()
    expect(seeker.page.locator(".returned .written")).to_have_text(["is er iemand?", "ik wilde nog zeggen"])
    expect(seeker.numbers).to_be_visible()
    supervisor.shows(waiting=0)
    seeker.button("seeker.again").click()
    seeker.sees("door.closed.order")
