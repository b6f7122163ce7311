"""From start to goodbye without a mouse."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.keyboard import keeps_focus, tab_to
from tests.e2e.meeting import agree
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage


def test_a_young_person_needs_no_mouse(node: Inside, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.computer())
    page = seeker.page
    counsellor = CounsellorPage(browsers.desk())
    seeker.open()
    page.keyboard.press("Tab")
    expect(seeker.exit).to_be_focused()
    tab_to(page, "#begin")
    page.keyboard.press("Enter")
    seeker.is_on("waiting")
    expect(seeker.heading).to_be_focused()
    page.keyboard.press("Shift+Tab")
    tab_to(page, "textarea")
    page.keyboard.type("hallo")
    page.keyboard.press("Enter")
    seeker.lines.wait_for(1)
    page.keyboard.type("ben ik")

    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    counsellor.accept()
    seeker.is_on("talking")
    expect(seeker.field).to_be_focused()
    page.keyboard.type(" er nog")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ja")
    page.keyboard.press("Enter")
    seeker.lines.wait_for(2)
    counsellor.lines.wait_for(2)
    assert [one.text for one in agree(seeker, counsellor)] == ["hallo", "ben ik er nog\nja"]

    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, f"button:text-is('{seeker.words('seeker.talk.stop')}')")
    page.keyboard.press("Enter")
    tab_to(page, f"button:text-is('{seeker.words('seeker.talk.stop_yes')}')")
    page.keyboard.press("Enter")
    seeker.is_on("ended")
    expect(seeker.heading).to_be_focused()
    tab_to(page, f"button:text-is('{seeker.words('seeker.ended.finish')}')")
    page.keyboard.press("Enter")
    seeker.is_on("farewell")
    expect(seeker.heading).to_be_focused()


def test_a_counsellor_needs_no_mouse(node: Inside, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    page = counsellor.page
    counsellor.open()
    page.keyboard.type(node.counsellor.name)
    page.keyboard.press("Tab")
    page.keyboard.type(node.counsellor.password)
    page.keyboard.press("Enter")
    expect(page.locator("#second-code")).to_be_focused()
    page.keyboard.type(node.counsellor.codes.next())
    page.keyboard.press("Enter")
    counsellor.is_seated()
    keeps_focus(page)
    tab_to(page, f"button:text-is('{counsellor.words('desk.status.ready')}')")
    page.keyboard.press("Enter")

    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    seeker.say("hoi")
    expect(counsellor.offer).to_be_focused()
    page.keyboard.press("Enter")
    seeker.is_on("talking")
    expect(counsellor.field).to_be_focused()
    page.keyboard.type("welkom")
    page.keyboard.press("Enter")
    seeker.lines.wait_for(2)

    tab_to(page, "[data-choice=nl-veiligthuis]")
    page.keyboard.press("Enter")
    keeps_focus(page)
    tab_to(page, f"button:text-is('{counsellor.words('desk.cards.send')}')")
    page.keyboard.press("Enter")
    seeker.lines.wait_for(3)
    expect(counsellor.field).to_be_focused()
    page.keyboard.type("dag")
    page.keyboard.press("Enter")
    seeker.lines.wait_for(4)
    assert len(agree(seeker, counsellor)) == 4

    tab_to(page, "#end")
    page.keyboard.press("Enter")
    keeps_focus(page)
    tab_to(page, f"button:text-is('{counsellor.words('desk.talk.end_yes')}')")
    page.keyboard.press("Enter")
    seeker.is_on("ended")
    expect(counsellor.page.locator("#talk-after")).to_be_focused()
    tab_to(page, f"button:text-is('{counsellor.words('desk.ended.close')}')")
    page.keyboard.press("Enter")
    expect(counsellor.rows).to_have_count(0)
    keeps_focus(page)
    tab_to(page, "#sign-out")
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-name")).to_be_focused()
