"""Nobody says anything for long: asked kindly, in steps, and ended by the clock only where there is no danger."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.lines import OPENING
from tests.e2e.pages.seeker import SeekerPage

MINUTE = 60
STEPS = {"silence": 2 * MINUTE, "silence_again": 3 * MINUTE, "silence_last": 3 * MINUTE}
ENDS_AFTER = 5 * MINUTE
ALMOST_OVER = 35 * MINUTE


def waits_for_an_answer(node: Inside, browsers: Browsers) -> tuple[SeekerPage, CounsellorPage]:
    seeker, counsellor = met(node, browsers)
    counsellor.say("hoi, wil je vertellen wat er is?")
    seeker.lines.wait_for(1)
    return seeker, counsellor


def test_silence_is_asked_about_in_steps_and_ends_kindly(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = waits_for_an_answer(node, browsers)
    for step, (notice, after) in enumerate(STEPS.items(), start=1):
        node.clock.pass_by(after)
        expect(seeker.lines.desk).to_have_count(OPENING + step)
        expect(seeker.lines.desk.last).to_contain_text(
            seeker.words(f"seeker.line.notice.{notice}", name="Sam")
        )
        expect(counsellor.lines.desk.last).to_have_text(counsellor.words(f"desk.line.notice.{notice}"))
        seeker.is_on("talking")
    expect(seeker.lines.desk.last).to_contain_text("113")

    node.clock.pass_by(ENDS_AFTER)
    seeker.is_on("ended")
    expect(seeker.text("seeker.ended.silence")).to_be_visible()
    expect(counsellor.text("desk.ended.says.silence")).to_be_visible()


def test_one_letter_is_enough_to_go_on(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = waits_for_an_answer(node, browsers)
    for step, after in enumerate(STEPS.values(), start=1):
        node.clock.pass_by(after)
        expect(seeker.lines.desk).to_have_count(OPENING + step)
    seeker.say("j")
    counsellor.lines.wait_for(2)
    node.clock.pass_by(ENDS_AFTER)
    counsellor.say("fijn, neem de tijd")
    seeker.lines.wait_for(3)
    seeker.is_on("talking")
    expect(seeker.lines.desk).to_have_count(OPENING + len(STEPS))


def test_where_there_is_danger_no_silence_ends_anything(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = waits_for_an_answer(node, browsers)
    counsellor.assess(2)
    for after in (*STEPS.values(), ENDS_AFTER):
        node.clock.pass_by(after)
    counsellor.say("ik blijf bij je")
    seeker.lines.wait_for(2)
    seeker.is_on("talking")
    expect(seeker.lines.desk).to_have_count(OPENING)


def test_ten_minutes_before_the_end_both_read_it_once(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = waits_for_an_answer(node, browsers)
    seeker.say("ja, dat wil ik")
    counsellor.lines.wait_for(2)
    node.clock.pass_by(ALMOST_OVER)
    expect(seeker.lines.desk.last).to_have_text(seeker.words("seeker.line.notice.ten_minutes"))
    expect(counsellor.lines.desk.last).to_have_text(counsellor.words("desk.line.notice.ten_minutes"))
    node.clock.pass_by(2 * ALMOST_OVER)
    seeker.say("mag ik nog iets zeggen?")
    counsellor.lines.wait_for(3)
    seeker.is_on("talking")
    expect(seeker.lines.desk).to_have_count(OPENING + 1)
