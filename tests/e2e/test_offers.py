"""Who is offered to whom, as the counsellor sees it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.line import Emptied
from tests.e2e.meeting import seated
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import KIM, SAM, Hired
from tests.e2e.states.wire import Wire

THREE = Plan((SAM, KIM, Hired("Lou")))
OFFER_STANDS = 25
DECLINE_RESTS = 60


def test_a_missed_offer_is_told_kindly_and_one_click_is_enough_to_be_back(
    node: Inside, browsers: Browsers
) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    counsellor = seated(node, browsers)
    expect(counsellor.offer).to_be_visible()
    node.clock.pass_by(OFFER_STANDS)
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    expect(counsellor.offer).to_have_count(0)
    seeker.has_place(1)

    counsellor.button("desk.status.back").click()
    expect(counsellor.text("desk.status.missed")).to_have_count(0)
    # It comes in the same moment, and is one Enter away.
    expect(counsellor.offer).to_be_focused()
    counsellor.page.keyboard.press("Enter")
    seeker.is_on("talking")


@pytest.mark.parametrize("node", [THREE], indirect=True, ids=["three counsellors"])
def test_after_two_misses_everybody_free_is_asked_and_the_first_has_it(
    node: Inside, browsers: Browsers
) -> None:
    # Whoever has been ready for longest is asked first.
    sam, kim, lou = (seated(node, browsers, node.account(one.name)) for one in THREE.staff)
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    for one in (sam, kim):
        one.is_asked("turn")
        expect(one.text("desk.offer.everybody")).to_have_count(0)
        expect(lou.offer).to_have_count(0)
        if one is kim:
            sam.button("desk.status.back").click()
            expect(sam.text("desk.status.missed")).to_have_count(0)
        node.clock.pass_by(OFFER_STANDS)
        expect(one.text("desk.status.missed")).to_be_visible()
    for one in (sam, lou):
        expect(one.offer).to_contain_text(one.words("desk.offer.everybody"))
    expect(kim.offer).to_have_count(0)

    lou.accept()
    expect(sam.offer).to_have_count(0)
    expect(sam.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")
    seeker.is_on("talking")
    expect(seeker.heading).to_have_text(seeker.words("seeker.talk.with", name="Lou"))


def test_a_declined_conversation_rests_and_the_next_is_offered(node: Inside, browsers: Browsers) -> None:
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    first.begin()
    counsellor = seated(node, browsers)
    expect(counsellor.offer).to_be_visible()
    counsellor.decline()
    expect(counsellor.offer).to_have_count(0)
    expect(counsellor.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")
    first.has_place(1)

    second.begin()
    counsellor.accept()
    second.is_on("talking")
    counsellor.say("hoi")
    second.lines.wait_for(1)
    first.is_on("waiting")

    node.clock.pass_by(DECLINE_RESTS)
    counsellor.accept()
    first.is_on("talking")


def test_whoever_types_right_after_accepting_writes_to_nobody_else(node: Inside, browsers: Browsers) -> None:
    counsellor = CounsellorPage(browsers.desk())
    wire = Wire(counsellor.page)
    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    first, second = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    first.begin()
    counsellor.accept()
    first.is_on("talking")
    counsellor.say("hoi, ik ben Sam")
    counsellor.type("dit is voor de eerste")
    second.begin()
    counsellor.is_asked("turn")
    wire.holds = True
    counsellor.button("desk.offer.accept").click()
    expect(counsellor.page.locator("#talk-title")).to_have_text(counsellor.words("desk.talk.opening"))
    expect(counsellor.field).to_have_count(0)
    counsellor.page.keyboard.type("welkom")

    wire.refuse("offer_gone")
    expect(counsellor.text("desk.offer.gone")).to_be_visible()
    expect(counsellor.field).to_have_value("dit is voor de eerste")
    expect(counsellor.page.locator("#talk-title")).to_be_focused()
    counsellor.page.keyboard.type("welkom")
    expect(counsellor.field).to_have_value("dit is voor de eerste")

    counsellor.accept()
    expect(counsellor.field).to_be_focused()
    counsellor.page.keyboard.type("welkom")
    counsellor.page.keyboard.press("Enter")
    second.lines.wait_for(1)
    assert [one.text for one in second.lines.read()] == ["welkom"]
    counsellor.choose(1)
    expect(counsellor.field).to_have_value("dit is voor de eerste")


def test_an_offer_goes_when_who_waited_leaves(either: Emptied, browsers: Browsers) -> None:
    seeker = SeekerPage(browsers.phone())
    seeker.begin()
    counsellor = seated(either, browsers)
    expect(counsellor.offer).to_be_visible()
    seeker.button("seeker.waiting.leave").click()
    expect(counsellor.offer).to_have_count(0)
    expect(counsellor.text("desk.list.empty_ready")).to_be_visible()


def test_three_at_once_each_with_its_own_marks_and_its_own_draft(either: Emptied, browsers: Browsers) -> None:
    counsellor = seated(either, browsers)
    people = [SeekerPage(browsers.phone()) for _ in range(3)]
    for person in people:
        person.begin()
        counsellor.accept()
        person.is_on("talking")
    fourth = SeekerPage(browsers.phone())
    fourth.begin()
    fourth.has_place(1)
    expect(counsellor.offer).to_have_count(0)

    people[0].say("eerste")
    people[0].say("en nog iets")
    people[1].say("tweede")
    expect(counsellor.row(1)).to_contain_text(counsellor.words("desk.list.unread", count=2))
    expect(counsellor.row(2)).to_contain_text(counsellor.words("desk.list.unread", count=1))
    expect(counsellor.row(3).locator(".talk-unread")).to_have_count(0)

    for number in (3, 1, 2):
        counsellor.choose(number)
        counsellor.type(f"begin van antwoord {number}")
    for number in (1, 2, 3):
        counsellor.choose(number)
        expect(counsellor.row(number).locator(".talk-unread")).to_have_count(0)
        expect(counsellor.field).to_have_value(f"begin van antwoord {number}")
        counsellor.send()
    for number, person in enumerate(people, start=1):
        expect(person.lines.messages.last).to_contain_text(f"begin van antwoord {number}")
        expect(person.lines.messages).to_have_count({1: 3, 2: 2, 3: 1}[number])

    counsellor.choose(2)
    counsellor.end()
    people[1].is_on("ended")
    counsellor.accept()
    fourth.is_on("talking")
