"""What the roster says is so: of the hours, of who cannot come, of times that no clock shows, and of when it was told."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.pages.roster import RosterPage
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, Hired
from volunteers.model import Role

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime.now(ZONE)
TOMORROW = NOW.date() + timedelta(days=1)
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
PIET = Hired("Piet", Role.SCHEDULER)
CLOSED = Plan((KIM, NOOR, PIET), {"minimum": "2", "hours": "closed"})
ALWAYS = Plan((KIM, NOOR), {"minimum": "2", "hours": "always"})


def next_short_night() -> date:
    """The next last Sunday of March: from two until three no clock shows any time."""
    for year in (TOMORROW.year, TOMORROW.year + 1):
        last = date(year, 3, 31)
        night = last - timedelta(days=last.isoweekday() % 7)
        # A week before it there is a shift, too.
        if night > TOMORROW + timedelta(days=7):
            return night
    raise AssertionError


@pytest.mark.parametrize("node", [CLOSED], indirect=True)
def test_who_is_never_open_is_not_told_that_there_are_enough_people(node: Inside, browsers: Browsers) -> None:
    noor = RosterPage(browsers.desk())
    noor.sign_in(node.supervisor)
    never = words("roster.never_open", day="X").partition("X")
    expect(noor.agreement).to_contain_text(never[2])
    expect(noor.agreement).to_have_attribute("data-agrees", "yes")


@pytest.mark.parametrize("node", [ALWAYS], indirect=True)
def test_a_gap_of_days_says_on_which_day_it_ends(node: Inside, browsers: Browsers) -> None:
    noor = RosterPage(browsers.desk())
    noor.sign_in(node.supervisor)
    gap = noor.agreement.get_by_role("listitem").first
    # Both ends are a fortnight apart, and each has its date.
    end = datetime.now(ZONE) + timedelta(days=14)
    expect(gap).to_contain_text(f" {NOW.day} {MONTHS[NOW.month - 1]}")
    assert any(
        f" {day.day} {MONTHS[day.month - 1]}, " in gap.inner_text().partition(" tot ")[2]
        for day in (end - timedelta(days=1), end, end + timedelta(days=1))
    )


@pytest.mark.parametrize("node", [CLOSED], indirect=True)
def test_the_weeks_in_which_a_time_does_not_exist_are_named(node: Inside, browsers: Browsers) -> None:
    noor = RosterPage(browsers.desk())
    noor.sign_in(node.supervisor)
    night = next_short_night()
    noor.type_plan(night - timedelta(days=7), "02:15", "02:45")
    noor.page.locator("#plan-until").fill((night + timedelta(days=7)).isoformat())
    noor.make()
    expect(noor.done).to_contain_text(words("roster.done.plan", count=2))
    expect(noor.done).to_contain_text(f"zondag {night.day} maart")


@pytest.mark.parametrize("node", [CLOSED], indirect=True)
def test_who_cannot_come_then_is_marked_and_cannot_be_chosen(node: Inside, browsers: Browsers) -> None:
    noor = RosterPage(browsers.desk())

    def barred(route: Route) -> None:
        told = route.fetch()
        roster = told.json()
        for person in roster["people"]:
            person["until"] = str(TOMORROW - timedelta(days=1)) if person["name"] == "Kim" else str(TOMORROW)
        route.fulfill(response=told, json=roster)

    noor.page.route("**/roster/shifts?*", barred)
    noor.sign_in(node.supervisor)
    noor.type_plan(TOMORROW, "20:00", "22:00")
    noor.make()
    noor.do("roster.change")
    who = noor.page.locator(".planning [name=volunteer]")
    kim = who.locator("option", has_text=words("roster.assign.cannot", name="Kim"))
    expect(kim).to_be_disabled()
    expect(who.locator("option", has_text="Noor")).to_be_enabled()
    noor.reads(words("roster.assign.cannot_hint"))


@pytest.mark.parametrize("node", [CLOSED], indirect=True)
def test_a_roster_that_is_old_says_from_when_by_the_clock_of_the_line(
    node: Inside, browsers: Browsers
) -> None:
    noor = RosterPage(browsers.desk())
    browsers.expect_lost(noor.page)
    # This computer is three hours and some minutes slow.
    noor.page.clock.install(time=datetime.now(UTC) - timedelta(hours=3, minutes=17))
    before = datetime.now(ZONE)
    noor.sign_in(node.supervisor)
    told = {before, datetime.now(ZONE), before + timedelta(seconds=30)}
    noor.page.context.set_offline(True)
    noor.button("roster.more").click()
    bar = noor.page.locator(".roster > .notice.danger").first
    expect(bar).to_be_visible()
    assert bar.inner_text() in {words("roster.lost", time=f"{at:%H:%M}") for at in told}


@pytest.mark.parametrize("node", [CLOSED], indirect=True)
def test_who_is_never_on_a_shift_is_offered_no_calendar(node: Inside, browsers: Browsers) -> None:
    piet, kim = RosterPage(browsers.desk()), RosterPage(browsers.desk())
    for page, name, times in ((piet, "Piet", 0), (kim, "Kim", 1)):
        page.sign_in(node.account(name))
        expect(page.agreement).to_be_visible()
        expect(page.page.get_by_role("link", name=words("roster.calendar"))).to_have_count(times)
