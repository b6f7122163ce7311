"""Keeping the accounts: shutting one while somebody talks, and giving one anew by two people."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.keyboard import keeps_focus, tab_to
from tests.e2e.meeting import met
from tests.e2e.pages import door
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.invite import PASSWORD, InvitePage
from tests.e2e.pages.people import PeoplePage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, SAM, Hired
from tests.staff import code_now
from volunteers.model import Role

ALI = Hired("Ali", Role.SUPERVISOR)
TWO_LEAD = Plan((SAM, NOOR, ALI), PRACTICE.words)


@pytest.mark.parametrize("node", [TWO_LEAD], indirect=True)
def test_who_is_shut_out_while_talking_is_signed_out_and_the_young_person_reads_it(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("hoi")
    counsellor.lines.wait_for(1)
    counsellor.type("half een zin")
    people = PeoplePage(browsers.desk())
    browsers.expect_broken(people.page, "status of 409 ")
    people.sign_in(node.supervisor)
    people.person("Sam")
    people.page.locator("[data-act=disable]").click()
    expect(people.text("people.act_says.disable", name="Sam")).to_be_visible()
    people.button("people.act_no").click()
    expect(people.page.locator("[data-act=disable]")).to_be_focused()
    expect(counsellor.field).to_be_visible()

    people.act("disable")
    expect(counsellor.text("desk.sign_in.refused.not_signed_in")).to_be_visible()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    expect(people.page.locator(".facts")).to_contain_text(words("people.state.disabled"))
    counsellor.try_password("Sam", node.counsellor.password)
    expect(counsellor.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    expect(counsellor.text("desk.sign_in.keeps")).to_be_visible()

    people.act("enable")
    door.enter(counsellor.page, node.counsellor)
    counsellor.is_seated()
    expect(counsellor.field).to_have_value("half een zin")
    expect(seeker.text("seeker.talk.away", name="Sam")).to_have_count(0)


@pytest.mark.parametrize("node", [TWO_LEAD], indirect=True)
def test_a_lost_factor_is_given_anew_by_two_people_who_need_no_mouse(
    node: Inside, browsers: Browsers
) -> None:
    first = PeoplePage(browsers.desk())
    browsers.expect_broken(first.page, "status of 409 ")
    first.sign_in(node.supervisor)
    first.person("Sam")
    first.act("reset")
    expect(first.text("people.reset.waits", by="Noor", name="Sam")).to_be_visible()
    # Whoever asked cannot be the second.
    expect(first.page.locator("[data-act=reset_confirm]")).to_have_count(0)
    sam = CounsellorPage(browsers.desk())
    sam.sign_in(node.counsellor)

    second = PeoplePage(browsers.desk())
    page = second.page
    second.sign_in(node.account("Ali"))
    expect(second.row("Sam")).to_be_visible()
    keeps_focus(page)
    tab_to(page, "[data-person=Sam] button")
    page.keyboard.press("Enter")
    tab_to(page, "[data-act=reset_confirm]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-question]")).to_be_focused()
    tab_to(page, f"button:text-is('{words('people.act_yes.reset_confirm')}')")
    page.keyboard.press("Enter")
    link = second.link()
    keeps_focus(page)
    expect(sam.text("desk.sign_in.refused.not_signed_in")).to_be_visible()
    sam.try_password("Sam", node.counsellor.password)
    expect(sam.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()

    again = InvitePage(browsers.desk())
    page = again.page
    page.goto(link)
    expect(page.locator("h1")).to_have_text(words("invite.welcome.title_anew", name="Sam"))
    tab_to(page, "button.big")
    page.keyboard.press("Enter")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#device-title")).to_be_focused()
    tab_to(page, f"button:text-is('{words('device.app')}')")
    page.keyboard.press("Enter")
    tab_to(page, "#device-code")
    page.keyboard.type(code_now(again.secret()))
    page.keyboard.press("Enter")
    again.codes()
    keeps_focus(page)
    tab_to(page, f"button:text-is('{words('codes.kept')}')")
    page.keyboard.press("Enter")
    tab_to(page, f"button:text-is('{words('invite.second.later')}')")
    page.keyboard.press("Enter")
    tab_to(page, "a[href='/desk']")
    page.keyboard.press("Enter")
    CounsellorPage(page).is_seated()
