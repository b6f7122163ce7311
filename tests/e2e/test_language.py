"""The other language, in the middle of everything."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.line import Emptied
from tests.e2e.meeting import agree, met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage


def test_switching_the_language_in_a_talk_keeps_everything(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("dag")
    counsellor.lines.wait_for(1)
    counsellor.give("nl-stopitnow")
    seeker.lines.wait_for(2)
    seeker.type("not sent yet")
    counsellor.type("also not sent")
    before = agree(seeker, counsellor)

    for page in (seeker.page, counsellor.page):
        page.get_by_role("link", name="English").click()
    in_english = SeekerPage(seeker.page, "en")
    desk_in_english = CounsellorPage(counsellor.page, "en")
    expect(in_english.heading).to_have_text(in_english.words("seeker.talk.with", name="Sam"))
    expect(in_english.lines.desk.first).to_have_text(in_english.words("seeker.talk.joined", name="Sam"))
    expect(seeker.page.locator("html")).to_have_attribute("lang", "en")
    expect(desk_in_english.button("desk.status.ready")).to_be_visible()
    expect(counsellor.page.locator("html")).to_have_attribute("lang", "en")
    assert agree(in_english, desk_in_english) == before
    for lines in (in_english.lines, desk_in_english.lines):
        expect(lines.messages.last).to_contain_text("Are you worried")
    expect(seeker.field).to_have_value("not sent yet")
    expect(counsellor.field).to_have_value("also not sent")

    in_english.send()
    desk_in_english.send()
    in_english.lines.wait_for(4)
    desk_in_english.lines.wait_for(4)
    assert len(agree(in_english, desk_in_english)) == 4

    seeker.page.reload()
    in_english.is_on("talking")
    expect(in_english.heading).to_have_text(in_english.words("seeker.talk.with", name="Sam"))


def test_who_arrives_in_english_waits_and_is_offered_in_english(either: Emptied, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone(), "en")
    seeker.page.goto("/?taal=en")
    seeker.page.locator("#begin").click()
    seeker.has_place(1)
    counsellor = CounsellorPage(browsers.desk())
    counsellor.sign_in(either.counsellor)
    counsellor.be_ready()
    expect(counsellor.offer).to_contain_text(counsellor.words("desk.language.en"))
    counsellor.accept()
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Sam"))
