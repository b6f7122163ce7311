"""The counsellor's connection goes away, and does not come back."""

import re

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.line import Emptied
from tests.e2e.meeting import agree, met, seated, unsafe_and_met
from tests.e2e.pages.lines import OPENING
from tests.e2e.states.wire import Wire
from tests.e2e.test_returning import LIES, LIES_ANEW

SEAT_KEEPS = 60
EMPTIED = "() => !Object.keys(sessionStorage).some((name) => name.startsWith('talk.'))"


def test_who_lost_the_counsellor_is_next_and_reads_why(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    seeker.say("blijf je?")
    counsellor.lines.wait_for(1)
    counsellor.say("ja")
    seeker.lines.wait_for(2)
    seeker.type("ik wilde nog")

    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    seeker.has_place(1)
    expect(seeker.text("seeker.waiting.handed_over_first", name="Sam")).to_be_visible()
    expect(seeker.text("seeker.waiting.readable")).to_be_visible()
    # Nobody else is on: that somebody comes is not said.
    expect(seeker.text("seeker.waiting.unattended")).to_be_visible()
    # Nobody asked them yet.
    expect(seeker.text("seeker.safety.ask")).to_be_visible()
    expect(seeker.field).to_have_value("ik wilde nog")
    assert [one.text for one in seeker.lines.read()] == ["blijf je?", "ja"]

    counsellor = seated(node, browsers)
    expect(seeker.text("seeker.waiting.unattended")).to_have_count(0)
    counsellor.accept()
    seeker.is_on("talking")
    seeker.send()
    counsellor.lines.wait_for(3)
    assert [one.text for one in agree(seeker, counsellor)] == ["blijf je?", "ja", "ik wilde nog"]


def test_who_lost_the_counsellor_in_danger_keeps_the_numbers_and_can_say_to_be_safe(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = unsafe_and_met(node, browsers)
    seeker.type("ik wilde nog")
    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    # Who is writing keeps the field, and hears whom to call.
    expect(seeker.field).to_be_focused()
    expect(seeker.page.get_by_role("alert")).to_contain_text(re.compile(r"112.*113"))
    danger = seeker.page.locator("[data-danger]")
    for name in ("112", "113 Zelfmoordpreventie"):
        expect(danger.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(seeker.text("seeker.waiting.handed_over_first", name="Sam")).to_be_visible()
    expect(seeker.text("seeker.waiting.readable")).to_be_visible()
    expect(seeker.text("seeker.waiting.write")).to_have_count(0)

    seeker.button("seeker.safety.safe_now").click()
    expect(danger).to_have_count(0)
    seated(node, browsers).is_asked("handed_over")


def test_a_counsellor_who_only_reloads_is_not_said_to_be_away(either: Emptied, browsers: Browsers) -> None:
    seeker, counsellor = met(either, browsers)
    counsellor.page.reload()
    expect(counsellor.field).to_be_visible()
    counsellor.say("daar ben ik weer")
    seeker.lines.wait_for(1)
    expect(seeker.text("seeker.talk.away", name="Sam")).to_have_count(0)
    expect(seeker.lines.desk.first).to_have_text(seeker.words("seeker.talk.joined", name="Sam"))
    expect(seeker.lines.desk).to_have_count(OPENING)


def test_what_waited_when_a_colleague_took_over_stands_there_after_a_refresh(
    node: Inside, browsers: Browsers
) -> None:
    seeker, counsellor = met(node, browsers)
    wire = Wire(counsellor.page)
    counsellor.page.reload()
    seeker.say("blijf je?")
    counsellor.lines.wait_for(1)
    wire.cut()
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    for text in ("ik ben er zo weer", "bel anders 113"):
        lies = counsellor.page.evaluate(LIES)
        counsellor.say(text)
        counsellor.page.wait_for_function(LIES_ANEW, arg=lies)
    counsellor.page.on("dialog", lambda dialog: dialog.accept())
    counsellor.page.reload()
    node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")

    wire.mend()
    says = counsellor.words("desk.taken.says")
    expect(counsellor.text("desk.taken.says")).to_be_visible()
    expect(counsellor.page.get_by_role("status")).to_contain_text(says)
    expect(counsellor.text("desk.ended.unsure")).to_be_visible()
    expect(counsellor.page.locator(".returned .written")).to_have_text("ik ben er zo weer\n\nbel anders 113")
    assert "blijf je?" not in counsellor.page.content()
    counsellor.page.wait_for_function(EMPTIED)

    counsellor.button("desk.ended.close").click()
    expect(counsellor.text("desk.talk.none")).to_be_visible()
    assert "bel anders 113" not in counsellor.page.content()
