"""How long the wait will be: said once enough is known, and nothing before."""

import pytest
from playwright.sync_api import expect

from chat.routing.waiting_time import KNOWN_FROM
from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.meeting import met
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.people import Hired

ONE_AT_A_TIME = Plan((Hired("Sam", capacity=1),))
TALKS_LAST = 20 * 60
USUALLY = "Meestal wacht je"


@pytest.mark.parametrize("node", [ONE_AT_A_TIME], indirect=True, ids=["one at a time"])
def test_nothing_is_said_of_the_wait_until_enough_is_known(node: Inside, browsers: Browsers) -> None:
    talker, counsellor = met(node, browsers)
    waiter, comer = SeekerPage(browsers.phone()), SeekerPage(browsers.phone())
    waiter.begin()
    comer.page.clock.install()
    comer.open()
    for known in range(KNOWN_FROM):
        if known > 0:
            # Whoever waits is asked for first, and has time.
            counsellor.decline()
            talker.open()
            talker.press()
            counsellor.accept()
            talker.is_on("talking")
        expect(waiter.page.locator("main")).not_to_contain_text(USUALLY)
        counsellor.say("hoi")
        talker.lines.wait_for(1)
        talker.say("dag")
        counsellor.lines.wait_for(1 + 1)
        node.clock.pass_by(TALKS_LAST)
        comer.looks_again()
        comer.sees("door.queue")
        counsellor.end()
        talker.is_on("ended")
        counsellor.button("desk.ended.close").click()
    expect(waiter.page.locator("main")).to_contain_text(USUALLY)
    comer.looks_again()
    expect(comer.door).to_contain_text(USUALLY)
