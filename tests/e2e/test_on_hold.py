"""The young person calls somebody else meanwhile: their phone puts the page to sleep, and the conversation is kept."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, eventually
from tests.e2e.meeting import agree, met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.phone import asleep

FORTY_MINUTES = 40 * 60
TALK_KEEPS = 10 * 60
SEAT_KEEPS = 60


def before(counsellor: CounsellorPage, key: str) -> str:
    """What stands before the time in this sentence."""
    return counsellor.words(key, time="").removesuffix(" weg").strip()


def test_a_page_that_slept_for_40_minutes_on_hold_finds_the_same_counsellor(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("ik ga 113 bellen")
    counsellor.lines.wait_for(1)
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_be_visible()
    expect(counsellor.text("desk.talk.hold_says")).to_be_visible()

    with asleep(seeker.page, node, "/seeker"):
        expect(counsellor.state).to_contain_text(before(counsellor, "desk.seeker.on_hold_away"))
        node.clock.pass_by(FORTY_MINUTES)
        counsellor.say("neem je tijd")
        counsellor.lines.wait_for(2)
        expect(counsellor.state).to_contain_text(before(counsellor, "desk.seeker.on_hold_away"))

    seeker.lines.wait_for(2)
    seeker.say("daar ben ik weer")
    counsellor.lines.wait_for(3)
    said = [one.text for one in agree(seeker, counsellor)]
    assert said == ["ik ga 113 bellen", "neem je tijd", "daar ben ik weer"]
    seeker.is_on("talking")
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_have_count(0)


def test_who_loses_the_counsellor_while_calling_reads_that_an_hour_still_counts(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_be_visible()
    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    expect(seeker.text("seeker.talk.on_hold")).to_be_visible()
    expect(seeker.text("seeker.waiting.screen")).to_have_count(0)
    with asleep(seeker.page, node, "/seeker"):
        eventually(lambda: node.open_pages("/seeker") == 0, "the desk has lost them")
        node.clock.pass_by(FORTY_MINUTES)
    seeker.say("daar ben ik weer")
    seeker.lines.wait_until_stored()
    seeker.has_place(1)


def test_without_hold_a_page_that_slept_too_long_reads_that_it_is_over(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("hoi")
    counsellor.lines.wait_for(1)
    with asleep(seeker.page, node, "/seeker"):
        expect(counsellor.state).to_contain_text(before(counsellor, "desk.seeker.away"))
        node.clock.pass_by(TALK_KEEPS)
        expect(counsellor.text("desk.ended.says.seeker_lost")).to_be_visible()
    seeker.is_on("ended")
