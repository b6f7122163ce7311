"""A counsellor accepted and says nothing: the young person does not wait for them."""

from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside
from tests.e2e.meeting import agree, met
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage

ANSWER_WITHIN = 60


def test_who_gets_no_first_answer_reads_so_and_stands_first(node: Inside, browsers: Browsers) -> None:
    supervisor = SupervisorPage(browsers.desk())
    supervisor.sign_in(node.supervisor)
    seeker, counsellor = met(node, browsers)
    counsellor.be_away()
    other = SeekerPage(browsers.phone())
    other.begin()
    other.has_place(1)
    seeker.say("ben je er?")
    counsellor.lines.wait_for(1)

    node.clock.pass_by(ANSWER_WITHIN)
    seeker.is_on("waiting")
    seeker.has_place(1)
    other.has_place(2)
    expect(other.text("seeker.waiting.grew.earlier")).to_be_visible()
    expect(seeker.text("seeker.waiting.unanswered_first", name="Sam")).to_be_visible()
    expect(counsellor.text("desk.taken.says")).to_be_visible()
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    expect(supervisor.alarm("unanswered")).to_be_visible()

    counsellor.button("desk.status.back").click()
    counsellor.is_asked("handed_over")
    counsellor.accept()
    seeker.is_on("talking")
    expect(supervisor.alarm("unanswered")).to_have_count(0)
    counsellor.say("sorry, ik was even weg")
    seeker.lines.wait_for(2)
    assert [one.text for one in agree(seeker, counsellor)] == ["ben je er?", "sorry, ik was even weg"]


def test_who_is_answered_keeps_their_counsellor(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.say("hoi")
    seeker.lines.wait_for(1)
    node.clock.pass_by(ANSWER_WITHIN)
    seeker.say("ik ben er")
    counsellor.lines.wait_for(2)
    seeker.is_on("talking")
    expect(counsellor.text("desk.status.missed")).to_have_count(0)
