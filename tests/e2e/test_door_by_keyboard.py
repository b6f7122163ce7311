"""A supervisor closes the door, lets only so many wait, and opens it again, without a mouse."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.keyboard import keeps_focus, tab_to
from tests.e2e.meeting import seated
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words


def button(key: str) -> str:
    return f"button:text-is('{words(key)}')"


def test_the_door_is_ordered_by_the_keyboard_alone(node: Inside, browsers: Browsers) -> None:
    counsellor = seated(node, browsers)
    supervisor = SupervisorPage(browsers.desk())
    page = supervisor.page
    page.goto("/board")
    expect(page.locator("#sign-in-name")).to_be_focused()
    page.keyboard.insert_text(node.supervisor.name)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(node.supervisor.password)
    page.keyboard.press("Enter")
    expect(page.locator("#second-code")).to_be_focused()
    page.keyboard.insert_text(node.supervisor.codes.next())
    page.keyboard.press("Enter")
    supervisor.sees("open")

    # No reason is chosen for anybody.
    tab_to(page, button("board.orders.close"))
    page.keyboard.press("Enter")
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("#reason")).to_have_value("")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#reason")).to_have_value("staffing")
    supervisor.sees("open")
    tab_to(page, button("board.orders.close"))
    page.keyboard.press("Enter")
    supervisor.sees("closed")
    keeps_focus(page)
    expect(supervisor.door).to_contain_text(words("board.reason.staffing"))
    expect(page.locator("#reason")).to_have_value("")
    expect(page.get_by_role("status")).to_contain_text(words("board.door.closed"))

    tab_to(page, button("board.orders.reopen"))
    page.keyboard.press("Enter")
    supervisor.sees("open")
    keeps_focus(page)
    expect(supervisor.button("board.orders.reopen")).to_have_count(0)

    # However few may wait, whoever is taken at once need not.
    counsellor.be_away()
    supervisor.sees("queue")
    tab_to(page, "#reason")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#cap")
    page.keyboard.insert_text("0")
    page.keyboard.press("Enter")
    supervisor.sees("full")
    expect(page.locator("#cap")).to_be_focused()
    expect(supervisor.door).to_contain_text(words("board.door.capped", count=0))
    tab_to(page, button("board.orders.reopen"))
    page.keyboard.press("Space")
    supervisor.sees("queue")
