"""Two people on are enough only when one of them may lead the shift."""

import pytest
from playwright.sync_api import expect

from chat.routing.durations import SEAT_KEEPS
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan, eventually
from tests.e2e.meeting import on, seated
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.people import KIM, NOOR, SAM, Hired

NUMBER = "06 12345678"
TWO_OF_THREE = Plan((SAM, KIM, Hired("Lou", leads=True)), {"minimum": "2", "backup": NUMBER})
ONE_IS_ENOUGH = Plan((SAM,), {"minimum": "1"})
TWO_AND_A_SUPERVISOR = Plan((SAM, KIM, NOOR), {"minimum": "2"})


@pytest.mark.parametrize("node", [TWO_OF_THREE], indirect=True, ids=["two of three"])
def test_two_counsellors_without_a_lead_let_nobody_in(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    seeker.page.goto("/")
    seeker.sees("door.closed.staffing")
    sam = seated(node, browsers)
    kim = seated(node, browsers, node.account("Kim"))
    seeker.looks_again()
    seeker.sees("door.closed.staffing")
    expect(seeker.start).to_be_hidden()
    expect(sam.text("desk.understaffed")).to_be_visible()

    kim.button("desk.sign_out").click()
    expect(kim.page.locator("#sign-in-name")).to_be_focused()
    lou = on(node, browsers, node.account("Lou"))
    seeker.looks_again()
    seeker.sees("door.open")
    sam.looks_up()
    expect(sam.text("desk.understaffed")).to_have_count(0)
    call = lou.page.get_by_role("link", name=NUMBER)
    expect(call).to_have_attribute("href", "tel:0612345678")
    expect(sam.page.get_by_role("link", name=NUMBER)).to_have_count(0)
    seeker.press()
    sam.accept()
    seeker.is_on("talking")
    sam.say("hoi, vertel maar")
    seeker.lines.wait_for(1)

    # Whoever talks goes on; nobody new comes once the seat is given up.
    lou.button("desk.sign_out").click()
    expect(lou.page.locator("#sign-in-name")).to_be_focused()
    eventually(lambda: node.open_pages("/desk") == 1, "the server knows that they went")
    node.clock.pass_by(SEAT_KEEPS)
    eventually(lambda: len(node.run(node.node.store.load()).desk.seats) == 1, "their seats are given up")
    other = SeekerPage(browsers.phone())
    other.page.goto("/")
    other.sees("door.closed.staffing")
    seeker.say("ben je er nog?")
    sam.lines.wait_for(2)


@pytest.mark.parametrize("node", [ONE_IS_ENOUGH], indirect=True, ids=["one is enough"])
def test_who_is_enough_alone_is_not_said_to_be_too_few(node: Inside, browsers: Browsers) -> None:
    """The page asks at the door once it has a seat: before, nobody was on."""
    sam = CounsellorPage(browsers.desk())
    sam.open()
    with sam.page.expect_response(lambda answer: "/door" in answer.url) as asked:
        sam.enter(node.counsellor)
    assert asked.value.json()["because"] is None
    sam.is_seated()
    expect(sam.text("desk.understaffed")).to_have_count(0)


@pytest.mark.parametrize("node", [TWO_AND_A_SUPERVISOR], indirect=True, ids=["two and a supervisor"])
def test_a_supervisor_who_comes_opens_the_door_of_two_counsellors(node: Inside, browsers: Browsers) -> None:
    sam, _ = seated(node, browsers), seated(node, browsers, node.account("Kim"))
    seeker = SeekerPage(browsers.phone())
    seeker.page.clock.install()
    seeker.page.goto("/")
    seeker.sees("door.closed.staffing")
    expect(seeker.start).to_be_hidden()

    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(node.supervisor)
    supervisor.sees("open")
    expect(supervisor.alarm("staffing")).to_have_count(0)
    seeker.looks_again()
    seeker.sees("door.open")
    seeker.press()
    sam.accept()
    seeker.is_on("talking")
