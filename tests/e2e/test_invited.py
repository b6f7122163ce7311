"""Coming with a link: a password, a second factor, recovery codes, and the first talk."""

import pytest
from playwright.sync_api import expect

from tests.e2e.authenticator import Authenticator
from tests.e2e.browsers import Browsers
from tests.e2e.inside import PRACTICE, Inside, Plan
from tests.e2e.meeting import agree
from tests.e2e.pages import door
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.invite import PASSWORD, InvitePage
from tests.e2e.pages.people import PeoplePage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, SAM
from tests.staff import code_now

STAFFED = Plan((SAM, NOOR), PRACTICE.words)
A_DAY, YEARS_ON = "2026-01-05", "2099-01-05"


def invited(node: Inside, browsers: Browsers) -> str:
    """A link for Bo, whose certificate of conduct was seen."""
    people = PeoplePage(browsers.desk())
    people.sign_in(node.supervisor)
    link = people.invite("Bo")
    people.button("people.made.done").click()
    expect(people.row("Bo")).to_contain_text(words("people.vog.missing"))
    people.person("Bo")
    people.page.locator("#seen_on").fill(A_DAY)
    people.page.locator("#valid_until").fill(YEARS_ON)
    people.button("people.vog.button").click()
    expect(people.text("people.done.form")).to_be_visible()
    return link


@pytest.mark.parametrize("node", [STAFFED], indirect=True)
def test_from_a_link_to_a_talk_that_goes_on_from_a_phone_when_the_laptop_dies(
    node: Inside, browsers: Browsers
) -> None:
    link = invited(node, browsers)
    bo = InvitePage(browsers.desk())
    laptop = Authenticator(bo.page)
    browsers.expect_broken(bo.page, r"status of 4\d\d .*/invite/(password|accept)$")
    bo.open(link)
    assert bo.page.url == f"{node.origin}/invite"
    bo.choose_password("wachtwoord")
    expect(bo.text("people.refused.password_length")).to_be_visible()
    expect(bo.page.locator("#password")).to_be_focused()
    expect(bo.page.locator("#password")).to_have_value("wachtwoord")
    bo.page.locator("#password").fill(PASSWORD)
    bo.page.keyboard.press("Enter")
    bo.with_passkey("laptop")
    codes = bo.codes()
    assert laptop.keys == 1
    bo.kept_codes()
    bo.later()
    bo.page.get_by_role("link", name=words("board.other_role.leads")).click()

    desk = CounsellorPage(bo.page)
    desk.is_seated()
    desk.button("desk.sign_out").click()
    desk.try_password("Bo", PASSWORD)
    expect(bo.page.locator("#second-passkey")).to_be_focused()
    bo.page.keyboard.press("Enter")
    desk.is_seated()
    desk.be_ready()
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    desk.accept()
    seeker.is_on("talking")
    seeker.say("ben je er?")
    desk.lines.wait_for(1)
    desk.say("ja, vertel maar")
    seeker.lines.wait_for(2)

    bo.page.context.close()
    phone = CounsellorPage(browsers.volunteers_phone())
    phone.open()
    phone.try_password("Bo", PASSWORD)
    # This browser keeps no key of theirs.
    phone.button("desk.sign_in.use.recovery").click()
    door.show_code(phone.page, codes[3])
    phone.is_seated()
    phone.row(1).click()
    phone.lines.wait_for(2)
    phone.say("mijn laptop ging uit")
    seeker.lines.wait_for(3)
    assert [one.text for one in agree(seeker, phone)] == [
        "ben je er?",
        "ja, vertel maar",
        "mijn laptop ging uit",
    ]


@pytest.mark.parametrize("node", [STAFFED], indirect=True)
def test_with_an_app_a_wrong_code_is_told_and_a_link_works_once(node: Inside, browsers: Browsers) -> None:
    people = PeoplePage(browsers.desk())
    people.sign_in(node.supervisor)
    link = people.invite("Bo")
    bo = InvitePage(browsers.desk())
    browsers.expect_broken(bo.page, r"status of 4\d\d .*/(invite/\w+|session/second|session/factors/\w+)$")
    bo.open(link)
    bo.choose_password()
    bo.button("device.app").click()
    secret = bo.secret()
    code = code_now(secret)
    bo.page.locator("#device-code").fill("000000" if code != "000000" else "111111")
    bo.page.locator("#device-label").fill("telefoon")
    bo.button("device.check").click()
    expect(bo.text("people.refused.code_refused")).to_be_visible()
    expect(bo.page.locator("#device-code")).to_be_focused()
    expect(bo.page.locator("#device-label")).to_have_value("telefoon")
    assert bo.secret() == secret
    bo.page.locator("#device-code").fill(code_now(secret))
    bo.button("device.check").click()
    codes = bo.codes()
    assert len(set(codes)) == 10
    bo.kept_codes()
    Authenticator(bo.page)
    bo.with_passkey()
    expect(bo.text("invite.done.says_added")).to_be_visible()

    bo.page.goto(link)
    expect(bo.text("invite.gone.says")).to_be_visible()
    assert bo.page.url == f"{node.origin}/invite"
    bo.page.goto("/people")
    takes_away_the_app_and_recovers(PeoplePage(bo.page), codes)


def takes_away_the_app_and_recovers(own: PeoplePage, codes: list[str]) -> None:
    page = own.page
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".row").first).to_contain_text("telefoon")
    for _ in range(2):
        page.locator(".row").first.get_by_role("button").click()
        expect(page.locator("[data-question]")).to_be_focused()
        own.button("people.own.remove_yes").click()
        expect(page.locator("[data-question]")).to_have_count(0)
        expect(page.locator(".row")).to_have_count(1)
    expect(own.text("people.refused.last_factor")).to_be_visible()
    own.button("desk.sign_out").click()
    door.try_password(page, "Bo", PASSWORD)
    own.button("desk.sign_in.use.recovery").click()
    door.show_code(page, codes[0].upper())
    expect(page.locator("#own-title")).to_be_visible()
    own.button("desk.sign_out").click()
    door.try_password(page, "Bo", PASSWORD)
    own.button("desk.sign_in.use.recovery").click()
    door.show_code(page, codes[0])
    expect(own.text("desk.sign_in.refused.code_refused")).to_be_visible()
    expect(page.locator("#second-code")).to_have_value(codes[0])
    door.show_code(page, codes[1])
    expect(page.locator("#own-title")).to_be_visible()
