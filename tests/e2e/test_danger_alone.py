"""A counsellor sees danger in one conversation: the other is offered to a colleague, and nobody is left alone meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import agree, on, seated
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import KIM, SAM

TWO = Plan((SAM, KIM))


@pytest.mark.parametrize("node", [TWO], indirect=True, ids=["two counsellors"])
def test_the_other_conversation_stays_until_a_colleague_takes_it(node: Inside, browsers: Browsers) -> None:
    sam, kim = seated(node, browsers), on(node, browsers, node.account("Kim"))
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    for person in (first, second):
        person.begin()
        sam.accept()
        person.is_on("talking")
        sam.say("hoi, ik ben Sam")
        person.lines.wait_for(1)
    second.say("ik wil over school praten")
    sam.lines.wait_for(2)
    sam.choose(1)
    sam.assess(2)
    sam.choose(2)
    expect(sam.text("desk.risk.onward")).to_be_visible()
    # Which of them is the heavy one is seen from the list.
    expect(sam.row(1)).to_contain_text(sam.words("desk.list.danger", level=2))
    expect(sam.row(2)).not_to_contain_text(sam.words("desk.list.danger", level=""))

    second.say("ben je er nog?")
    sam.lines.wait_for(3)
    sam.say("ja, zeker")
    second.lines.wait_for(4)
    second.is_on("talking")

    kim.be_ready()
    kim.is_asked("passed_on")
    kim.accept()
    expect(second.heading).to_have_text(second.words("seeker.talk.with", name="Kim"))
    expect(sam.text("desk.taken.says")).to_be_visible()
    kim.lines.wait_for(4)
    kim.say("ik ben Kim, ik lees wat je schreef")
    second.lines.wait_for(5)
    assert [one.text for one in agree(second, kim)] == [
        "hoi, ik ben Sam",
        "ik wil over school praten",
        "ben je er nog?",
        "ja, zeker",
        "ik ben Kim, ik lees wat je schreef",
    ]

    sam.choose(1)
    expect(sam.text("desk.risk.onward")).to_have_count(0)
    first.say("ik ben bang")
    sam.lines.wait_for(2)
    assert [one.text for one in agree(first, sam)] == ["hoi, ik ben Sam", "ik ben bang"]
    expect(first.heading).to_have_text(first.words("seeker.talk.with", name="Sam"))
    third = SeekerPage(browsers.phone())
    third.begin()
    kim.is_asked("turn")
    expect(sam.offer).to_have_count(0)
