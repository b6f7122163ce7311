"""The line closes: said ten minutes before, kindly at the hour, and the clock ends no conversation."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import agree, met
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import Hired

MINUTE = 60
WEDNESDAY = datetime(2026, 3, 4, 21, 20, tzinfo=ZoneInfo("Europe/Amsterdam"))
EVENINGS = Plan((Hired("Sam", capacity=1),), {"minimum": "1", "hours": "mon-sun 16:00-22:00"}, WEDNESDAY)


@pytest.mark.parametrize("node", [EVENINGS], indirect=True, ids=["evenings"])
def test_who_had_a_counsellor_is_not_kept_after_everybody_went_home(node: Inside, browsers: Browsers) -> None:
    seeker, counsellor = met(node, browsers)
    counsellor.say("hoi, vertel maar")
    seeker.lines.wait_for(1)
    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    node.clock.pass_by(MINUTE)
    seeker.is_on("waiting")

    node.clock.pass_by(40 * MINUTE)
    seeker.is_on("ended")
    expect(seeker.text("seeker.ended.line_closed")).to_be_visible()
    assert [one.text for one in seeker.lines.read()] == ["hoi, vertel maar"]
    expect(seeker.numbers).to_be_visible()


@pytest.mark.parametrize("node", [EVENINGS], indirect=True, ids=["evenings"])
def test_who_waits_is_told_and_who_talks_goes_on(node: Inside, browsers: Browsers) -> None:
    talker, counsellor = met(node, browsers)
    counsellor.say("hoi, vertel maar")
    talker.lines.wait_for(1)
    talker.say("het is een lang verhaal")
    counsellor.lines.wait_for(2)
    waiter, comer = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    for page in (waiter.page, comer.page):
        page.clock.install(time=node.clock.date())
    waiter.begin()
    waiter.say("ik hoop dat er iemand komt")
    waiter.lines.wait_until_stored()
    comer.page.goto("/")
    comer.sees("door.queue")
    closing = waiter.page.locator(".notice", has_text=waiter.words("seeker.waiting.closing", time="22:00"))

    # Whoever comes now may not be reached any more, and is not kept waiting for nothing.
    node.clock.pass_by(15 * MINUTE)
    comer.looks_again()
    comer.sees("door.closed.closing", time="22:00")
    waiter.has_place(1)
    expect(closing).to_have_count(0)

    node.clock.pass_by(15 * MINUTE)
    expect(closing).to_be_visible()
    expect(waiter.page.get_by_role("status").first).to_contain_text(
        waiter.words("seeker.waiting.closing", time="22:00")
    )
    waiter.has_place(1)

    node.clock.pass_by(10 * MINUTE)
    waiter.is_on("not_reached")
    expect(waiter.heading).to_have_text(waiter.words("seeker.not_reached.title"))
    expect(waiter.text("seeker.not_reached.text")).to_be_visible()
    expect(waiter.numbers).to_be_visible()
    expect(waiter.page.locator("body")).not_to_contain_text("ik hoop dat er iemand komt")
    comer.looks_again()
    comer.sees("door.closed.until", time="donderdag 16:00")

    talker.is_on("talking")
    talker.say("en toen")
    counsellor.lines.wait_for(3)
    counsellor.say("ga gerust verder")
    talker.lines.wait_for(4)
    assert [one.text for one in agree(talker, counsellor)][-2:] == ["en toen", "ga gerust verder"]
