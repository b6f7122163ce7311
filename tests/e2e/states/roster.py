"""How each state of the roster's page comes about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.e2e.inside import Plan
from tests.e2e.pages import door
from tests.e2e.pages.roster import RosterPage
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, SAM, Hired
from tests.e2e.states.looking import Shown
from tests.e2e.states.staff import BOARD, NO_WIRE, refuse
from tests.e2e.states.stage import Stage, story
from volunteers.model import Role

TOMORROW = datetime.now(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=1)
ANNE = Hired("Anne", Role.ANALYST)
LINE = Plan(
    (SAM, KIM, NOOR, ANNE), {"minimum": "2", "hours": "closed", "closed_on": f"{TOMORROW} 20:00-23:00"}
)


@story(
    BOARD,
    *("roster-empty", "roster-refused", "roster", "roster-changing", "roster-take-off-asked"),
    *("roster-cancel-asked", "roster-lost"),
    on=LINE,
)
def planning(stage: Stage) -> Iterator[Shown]:
    noor = RosterPage(stage.supervisor().page)
    page = noor.page
    stage.browsers.expect_broken(page, NO_WIRE, "status of 409")
    noor.sign_in(stage.node.supervisor)
    yield Shown("roster-empty", page)
    noor.type_plan(TOMORROW, "20:00", "20:05")
    noor.make()
    expect(noor.refused).to_be_visible()
    yield Shown("roster-refused", page)
    for begins, ends in (("20:00", "22:00"), ("21:30", "01:30"), ("09:00", "12:00")):
        noor.type_plan(TOMORROW, begins, ends, minimum=1, most=2)
        noor.page.locator("#note-plan").select_option("busy")
        noor.make()
        expect(page.locator("#plan-first")).to_have_value("")
    kim = RosterPage(stage.browsers.desk())
    kim.sign_in(stage.node.account("Kim"))
    kim.do("roster.sign_up.counsellor", 1)
    kim.reads(words("roster.mine"), 1)
    kim.do("roster.offer", 1)
    kim.reads(words("roster.mine_offered"), 1)
    noor.do("roster.sign_up.lead", 1)
    noor.reads(words("roster.mine_lead"), 1)
    noor.do("roster.change", 0)
    noor.button("roster.cancel").click()
    noor.button("roster.cancel_yes").click()
    noor.reads(words("roster.cancelled"), 0)
    yield Shown("roster", page)
    noor.do("roster.change", 1)
    yield Shown("roster-changing", page)
    noor.button("roster.take_off", name="Kim").click()
    expect(noor.question).to_be_focused()
    yield Shown("roster-take-off-asked", page)
    noor.button("roster.no").click()
    noor.button("roster.cancel").click()
    expect(page.locator("[data-question]")).to_be_focused()
    yield Shown("roster-cancel-asked", page)
    noor.button("roster.no").click()
    page.route("**/roster/shifts**", refuse)
    noor.button("roster.more").click()
    expect(page.locator(".roster > .notice.danger").first).to_be_visible()
    yield Shown("roster-lost", page)


@story(BOARD, "roster-other-role", "roster-sign-off-asked", "roster-agrees", on=LINE)
def being_on(stage: Stage) -> Iterator[Shown]:
    noor = RosterPage(stage.browsers.desk())
    noor.sign_in(stage.node.supervisor)
    noor.type_plan(TOMORROW, "20:00", "23:00", minimum=1, most=2)
    noor.make()
    noor.do("roster.sign_up.lead")
    noor.reads(words("roster.mine_lead"))
    sam = RosterPage(stage.supervisor().page)
    stage.browsers.expect_broken(sam.page, "status of 403")
    sam.page.goto("/roster")
    door.enter(sam.page, stage.node.account("Anne"))
    expect(sam.page.get_by_text(words("roster.other_role"))).to_be_visible()
    yield Shown("roster-other-role", sam.page)
    sam.button("desk.sign_out").click()
    sam.sign_in(stage.node.account("Sam"))
    sam.do("roster.sign_up.counsellor")
    sam.reads(words("roster.mine"))
    sam.do("roster.sign_off")
    expect(sam.page.locator("[data-question]")).to_be_focused()
    yield Shown("roster-sign-off-asked", sam.page)
    sam.button("roster.no").click()
    expect(sam.agreement).to_have_attribute("data-agrees", "yes")
    yield Shown("roster-agrees", sam.page)
