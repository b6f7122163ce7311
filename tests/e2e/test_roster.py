"""The roster: a shift is planned, people sign up, two of them swap, and their calendars know."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.pages.roster import RosterPage
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, SAM, Hired

LEX = Hired("Lex")
ZONE = ZoneInfo("Europe/Amsterdam")
TOMORROW = datetime.now(ZONE).date() + timedelta(days=1)
# The line is open tomorrow from eight until ten, and never else.
WORDS = {"minimum": "2", "hours": "closed", "closed_on": f"{TOMORROW} 20:00-22:00"}
LINE = Plan((SAM, KIM, LEX, NOOR), WORDS)


@pytest.mark.parametrize("node", [LINE], indirect=True)
def test_a_shift_is_planned_filled_and_swapped_and_calendars_know_it(
    node: Inside, browsers: Browsers, tmp_path: Path
) -> None:
    noor, sam, kim = (RosterPage(browsers.desk()) for _ in range(3))
    noor.sign_in(node.supervisor)
    expect(noor.agreement).to_have_attribute("data-agrees", "no")
    expect(noor.agreement).to_contain_text(words("roster.gap.people", here=0, needed=2))
    noor.type_plan(TOMORROW, "20:00", "22:00", minimum=1, most=1)
    noor.make()
    noor.reads(words("roster.lacks_both", count=1))
    expect(noor.short).to_be_visible()
    noor.do("roster.sign_up.lead")
    noor.reads(words("roster.mine_lead"))

    sam.sign_in(node.account("Sam"))
    kim.sign_in(node.account("Kim"))
    # What Sam sees is older than what Kim just did.
    browsers.expect_broken(sam.page, "status of 409")
    kim.do("roster.sign_up.counsellor")
    kim.reads(words("roster.mine"))
    sam.do("roster.sign_up.counsellor")
    expect(sam.refused).to_have_text(words("roster.refused.shift_full"))
    noor.page.reload()
    expect(noor.agreement).to_have_attribute("data-agrees", "yes")
    expect(noor.short).to_have_count(0)

    kim.do("roster.offer")
    kim.reads(words("roster.mine_offered"))
    sam.page.reload()
    sam.do("roster.take", name="Kim")
    sam.reads(words("roster.mine"))
    kim.page.reload()
    kim.reads(words("roster.places", count=1, most=1) + ": Sam.")

    begins = datetime.combine(TOMORROW, time(20), ZONE)
    for page, name, status in ((sam, "Kim", "CONFIRMED"), (kim, "Sam", "CANCELLED")):
        file = page.calendar(tmp_path)
        (event,) = Calendar.from_ical(file).events
        assert (event["STATUS"], event.start) == (status, begins)
        assert name.encode() not in file

    sam.do("roster.sign_off")
    sam.button("roster.sign_off_yes").click()
    expect(sam.short).to_be_visible()
    noor.page.goto("/board")
    board = noor.page.locator("[data-rostered]")
    expect(board).to_contain_text(words("board.roster.now", planned=0, here=1))
    expect(board).to_contain_text(words("board.roster.short", count=1))


@pytest.mark.parametrize("node", [LINE], indirect=True)
def test_what_a_scheduler_typed_stays_when_it_is_refused_or_nobody_answers(
    node: Inside, browsers: Browsers
) -> None:
    noor = RosterPage(browsers.desk())
    browsers.expect_broken(noor.page, "status of 409|ERR_INTERNET_DISCONNECTED")
    noor.sign_in(node.supervisor)
    noor.type_plan(TOMORROW, "20:00", "20:05", minimum=3)
    noor.make()
    expect(noor.refused).to_have_text(words("roster.refused.shift_times_invalid"))
    expect(noor.page.locator("#plan-ends")).to_have_value("20:05")
    noor.page.context.set_offline(True)
    noor.page.locator("#plan-ends").fill("23:00")
    noor.make()
    expect(noor.refused).to_have_text(words("roster.refused.no_answer"))
    expect(noor.page.locator("#minimum-plan")).to_have_value("3")
    noor.page.context.set_offline(False)
    noor.make()
    noor.reads(words("roster.lacks_both", count=3))
    expect(noor.page.locator("#plan-ends")).to_have_value("")
    noor.do("roster.change")
    noor.page.locator(".planning [name=volunteer]").select_option(label="Lex")
    noor.button("roster.assign.do").click()
    noor.reads(words("roster.places", count=1, most=4) + ": Lex.")
    noor.button("roster.cancel").click()
    noor.button("roster.cancel_yes").click()
    noor.reads(words("roster.cancelled"))
