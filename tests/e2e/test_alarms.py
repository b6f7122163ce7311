"""What needs a supervisor stands on the board until somebody has seen to it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.meeting import on, seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, Hired

WIDE_AFTER = 60
OFFER_STANDS = 25
UNACCEPTED_AFTER = 120
DUTCH, ENGLISH = Hired("Sam", languages=("nl",)), Hired("Kim", languages=("en",))
EACH_ONE_LANGUAGE = Plan((DUTCH, ENGLISH, NOOR), PRACTICE.words)


def overseen(node: Inside, browsers: Browsers) -> SupervisorPage:
    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(node.supervisor)
    supervisor.shows(waiting=0)
    return supervisor


def alarmed(supervisor: SupervisorPage, kind: str) -> None:
    """It stands there for one person, and is heard at once."""
    says = words(f"board.alarm.{kind}", count=1)
    expect(supervisor.alarm(kind)).to_contain_text(says)
    expect(supervisor.page.get_by_role("alert")).to_contain_text(says)


def test_an_urgent_one_whom_nobody_takes_is_alarmed_until_somebody_does(
    node: Inside, browsers: Browsers
) -> None:
    supervisor = overseen(node, browsers)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    seeker.answer("unsure")
    supervisor.shows(waiting=1, urgent=1)
    expect(supervisor.alarm("urgent")).to_have_count(0)
    node.clock.pass_by(WIDE_AFTER)
    alarmed(supervisor, "urgent")

    counsellor = seated(node, browsers)
    counsellor.accept()
    seeker.is_on("talking")
    expect(supervisor.alarm("urgent")).to_have_count(0)
    supervisor.shows(waiting=0, urgent=0)


def test_an_offer_that_nobody_takes_for_two_minutes_is_alarmed_until_somebody_does(
    node: Inside, browsers: Browsers
) -> None:
    supervisor = overseen(node, browsers)
    counsellor = seated(node, browsers)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    expect(counsellor.offer).to_be_visible()
    node.clock.pass_by(OFFER_STANDS)
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    supervisor.shows(missed=1)
    expect(supervisor.alarm("unaccepted")).to_have_count(0)
    node.clock.pass_by(UNACCEPTED_AFTER - OFFER_STANDS)
    for kind in ("unaccepted", "away"):
        alarmed(supervisor, kind)
    seeker.has_place(1)

    counsellor.button("desk.status.back").click()
    expect(supervisor.alarm("away")).to_have_count(0)
    counsellor.accept()
    seeker.is_on("talking")
    expect(supervisor.alarm("unaccepted")).to_have_count(0)


@pytest.mark.parametrize("node", [EACH_ONE_LANGUAGE], indirect=True, ids=["each one language"])
def test_a_language_that_nobody_speaks_is_said_before_waiting_and_alarmed_until_somebody_does(
    node: Inside, browsers: Browsers
) -> None:
    supervisor = overseen(node, browsers)
    sam = seated(node, browsers, node.account("Sam"))
    seeker = SeekerPage(browsers.phone(), "en")
    seeker.page.goto("/?taal=en")
    seeker.sees("door.other_language")
    seeker.press()
    seeker.has_place(1)
    alarmed(supervisor, "language")
    expect(sam.offer).to_have_count(0)

    kim = on(node, browsers, node.account("Kim"))
    expect(supervisor.alarm("language")).to_have_count(0)
    kim.be_ready()
    kim.accept()
    seeker.is_on("talking")
    expect(sam.offer).to_have_count(0)
