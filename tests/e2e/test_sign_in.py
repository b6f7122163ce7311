"""Signing in, and what stands behind each door."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.line import Emptied
from tests.e2e.meeting import seated
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.door import show_code
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.program import Program
from tests.e2e.states.wire import Wire
from volunteers.records import TRIES


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("name", ["Sam", "Niemand"])
def test_what_was_wrong_is_not_said_and_the_name_stays(browsers: Browsers, name: str) -> None:
    counsellor = CounsellorPage(browsers.desk())
    counsellor.open()
    counsellor.try_password(name, "verkeerd wachtwoord")
    expect(counsellor.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    expect(counsellor.page.locator("#sign-in-name")).to_have_value(name)
    expect(counsellor.page.locator("#sign-in-password")).to_be_focused()


def test_after_a_wrong_password_the_right_one_opens_the_desk(program: Program, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    counsellor.open()
    counsellor.try_password(program.counsellor.name, "verkeerd wachtwoord")
    expect(counsellor.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    counsellor.page.locator("#sign-in-password").fill(program.counsellor.password)
    counsellor.page.keyboard.press("Enter")
    show_code(counsellor.page, program.counsellor.codes.next())
    counsellor.is_seated()
    cookies = {cookie["name"]: cookie["httpOnly"] for cookie in counsellor.page.context.cookies()}
    assert cookies == {"__Host-session": True, "__Host-known": True}


def test_what_the_terminal_shows_is_enough_to_sign_in(own_program: Program, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    counsellor.open()
    counsellor.try_password(own_program.counsellor.name, own_program.counsellor.password)
    # On a busy machine what was told first may be too old by now.
    for _ in range(TRIES):
        with counsellor.page.expect_response("**/session/second") as answered:
            show_code(counsellor.page, own_program.shown_code())
        if answered.value.ok:
            break
    counsellor.is_seated()


def test_what_is_chosen_before_there_is_a_seat_is_done_once_there_is_one(
    node: Inside, browsers: Browsers
) -> None:
    counsellor = CounsellorPage(browsers.desk())
    wire = Wire(counsellor.page)
    wire.silent = True
    counsellor.open()
    counsellor.enter(node.counsellor)
    counsellor.button("desk.status.ready").click()
    expect(counsellor.button("desk.status.ready")).to_have_attribute("aria-pressed", "false")
    wire.mend()
    expect(counsellor.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")
    assert counsellor.text("desk.failed").count() == 0


def test_who_signs_out_leaves_nothing_on_the_screen(program: Program, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(program.counsellor)
    counsellor.button("desk.sign_out").click()
    expect(counsellor.page.locator("#sign-in-name")).to_be_focused()
    expect(counsellor.page.locator("#sign-in-password")).to_have_value("")
    counsellor.page.reload()
    expect(counsellor.page.locator("#sign-in-name")).to_be_focused()


def test_each_role_is_shown_the_way_to_its_own_page(program: Program, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    counsellor.page.goto("/board")
    counsellor.enter(program.counsellor)
    expect(counsellor.text("board.other_role.says")).to_be_visible()
    counsellor.page.get_by_role("link", name=words("board.other_role.leads")).click()
    counsellor.is_seated()

    supervisor = CounsellorPage(browsers.desk())
    supervisor.open()
    supervisor.enter(program.supervisor)
    expect(supervisor.page.get_by_text(words("desk.helps.here"))).to_be_visible()
    expect(supervisor.button("desk.status.ready")).to_have_count(0)
    supervisor.page.get_by_role("link", name=words("desk.links.board")).click()
    expect(supervisor.page.locator("[data-figure=waiting]")).to_be_visible()


def test_the_board_moves_with_the_shift(either: Emptied, browsers: Browsers) -> None:
    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(either.supervisor)
    supervisor.shows(waiting=0, longest=words("board.nobody"), talking=0, seated=0, free=0)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    supervisor.shows(waiting=1, longest=words("board.minutes", count=0))
    counsellor = seated(either, browsers)
    supervisor.shows(seated=1, free=2)
    counsellor.accept()
    supervisor.shows(waiting=0, longest=words("board.nobody"), talking=1, free=2)
    counsellor.end()
    supervisor.shows(talking=0, free=3)
