"""The roster while others are at work on it: what is pressed, typed or chosen stays with its shift, and is said to be done or not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browsers import Browsers
from tests.e2e.inside import Inside, Plan
from tests.e2e.pages import door
from tests.e2e.pages.roster import RosterPage
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, SAM, Hired
from volunteers.model import Role

LEX = Hired("Lex")
IRIS = Hired("Iris", Role.SUPERVISOR)
TOMORROW = datetime.now(ZoneInfo("Europe/Amsterdam")).date() + timedelta(days=1)
LINE = Plan(
    (SAM, KIM, LEX, NOOR, IRIS),
    {"minimum": "2", "hours": "closed", "closed_on": f"{TOMORROW} 20:00-22:00"},
)
READS_AGAIN_MS = 60_000
CONFLICT = "status of 409"

pytestmark = pytest.mark.parametrize("node", [LINE], indirect=True)


def planner(browsers: Browsers, node: Inside, name: str = "Noor") -> RosterPage:
    """Somebody who plans, whose page reads the roster again when the story lets its time pass."""
    page = RosterPage(browsers.desk())
    page.page.clock.install()
    page.sign_in(node.account(name))
    return page


def make(planner: RosterPage, *times: str, minimum: int = 1, most: int = 2, led: bool = False) -> None:
    """Shifts of two hours tomorrow, at these hours."""
    for begins in times:
        planner.type_plan(TOMORROW, begins, f"{int(begins[:2]) + 2}:00", minimum=minimum, most=most, led=led)
        planner.make()
        expect(planner.page.locator("#plan-first")).to_have_value("")


def read_again(page: Page, times: int) -> None:
    """What the page reads by itself, until it shows so many shifts."""
    page.clock.fast_forward(READS_AGAIN_MS)
    expect(page.locator(".shift")).to_have_count(times)


def test_an_open_form_stays_with_its_shift_while_another_planner_adds_and_cancels_earlier_ones(
    node: Inside, browsers: Browsers
) -> None:
    noor, iris = planner(browsers, node), planner(browsers, node, "Iris")
    make(noor, "12:00", "20:00")
    late = noor.page.locator(".shift").nth(1)
    id_of_late = late.get_attribute("id")
    held = noor.page.locator(f"#{id_of_late}")
    held.get_by_text(words("roster.change"), exact=True).click()
    held.locator("[name=minimum]").fill("2")
    held.locator("[name=volunteer]").select_option(label="Lex")
    cancel = held.get_by_text(words("roster.cancel"), exact=True)
    cancel.focus()

    iris.page.reload()
    make(iris, "09:00")
    read_again(noor.page, 3)
    expect(cancel).to_be_focused()
    iris.do("roster.change", 0)
    iris.button("roster.cancel").click()
    iris.button("roster.cancel_yes").click()
    iris.reads(words("roster.cancelled"), 0)
    noor.page.clock.fast_forward(READS_AGAIN_MS)
    noor.reads(words("roster.cancelled"), 0)

    expect(noor.page.locator(".planning[open]")).to_have_count(1)
    expect(cancel).to_be_focused()
    expect(held.locator("[name=minimum]")).to_have_value("2")
    expect(held.locator("[name=volunteer] option:checked")).to_have_text("Lex")
    noor.page.keyboard.press("Enter")
    expect(noor.question).to_contain_text("20:00")
    noor.button("roster.cancel_yes").click()
    expect(held).to_contain_text(words("roster.cancelled"))


def test_nobody_is_replaced_or_taken_off_before_that_is_asked(node: Inside, browsers: Browsers) -> None:
    noor = planner(browsers, node)
    make(noor, "20:00")
    noor.do("roster.change")
    who, place = noor.page.locator(".planning [name=volunteer]"), noor.page.locator(".planning [name=place]")
    for name in ("Kim", "Lex"):
        who.select_option(label=name)
        noor.button("roster.assign.do").click()
        expect(noor.done).to_have_text(words("roster.done.assign"))
        expect(who).to_have_value("")
    # Every place is taken, and nobody's is chosen by itself.
    expect(place).to_have_value("")
    who.select_option(label="Sam")
    noor.button("roster.assign.do").click()
    expect(noor.question).to_have_count(0)
    place.select_option(label=words("roster.assign.instead", name="Kim"))
    noor.button("roster.assign.do").click()
    expect(noor.question).to_be_focused()
    expect(noor.question).to_contain_text("20:00")
    noor.button("roster.no").click()
    expect(noor.button("roster.assign.do")).to_be_focused()
    noor.reads(words("roster.take_off", name="Kim"))
    noor.button("roster.assign.do").click()
    noor.button("roster.assign.yes", name="Sam").click()
    noor.button("roster.take_off", name="Sam").click()
    expect(noor.question).to_contain_text("20:00")
    expect(noor.button("roster.take_off", name="Kim")).to_have_count(0)
    noor.button("roster.take_off_yes", name="Sam").click()
    noor.reads(words("roster.places", count=1, most=2) + ": Lex.")
    expect(noor.done).to_have_text(words("roster.done.take-off"))


def test_what_a_colleague_saved_is_not_overwritten_unseen(node: Inside, browsers: Browsers) -> None:
    noor, iris = planner(browsers, node), planner(browsers, node, "Iris")
    browsers.expect_broken(noor.page, CONFLICT)
    make(noor, "20:00")
    iris.page.reload()
    for page in (noor, iris):
        page.do("roster.change")
    most = ".planning [name=most]"
    noor.page.locator(most).fill("3")
    iris.page.locator(most).fill("7")
    iris.button("roster.adjust").click()
    expect(iris.done).to_have_text(words("roster.done.adjust"))
    expect(iris.page.locator(most)).to_have_value("7")
    # Noor's page knows by now, and she may not have looked.
    noor.page.clock.fast_forward(READS_AGAIN_MS)
    noor.reads(words("roster.places", count=0, most=7))
    expect(noor.page.locator(most)).to_have_value("3")

    noor.button("roster.adjust").click()
    expect(noor.refused).to_have_text(words("roster.refused.shift_changed"))
    noor.reads(words("roster.adjust_now", minimum=1, most=7))
    expect(noor.page.locator(most)).to_have_value("3")
    noor.button("roster.adjust").click()
    expect(noor.done).to_have_text(words("roster.done.adjust"))
    iris.page.clock.fast_forward(READS_AGAIN_MS)
    expect(iris.page.locator(most)).to_have_value("3")


def test_a_plan_whose_answer_was_lost_is_made_once(node: Inside, browsers: Browsers) -> None:
    noor = planner(browsers, node)
    browsers.expect_broken(noor.page, "ERR_FAILED", CONFLICT)
    lost: list[str | None] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.post_data)
            route.fetch()
            route.abort()
        else:
            route.fallback()

    noor.page.route("**/roster/shifts", lose)
    noor.type_plan(TOMORROW, "20:00", "22:00")
    noor.make()
    expect(noor.refused).to_have_text(words("roster.refused.no_answer"))
    expect(noor.shifts).to_have_count(1)
    noor.make()
    expect(noor.done).to_have_text(words("roster.done.plan", count=1))
    expect(noor.shifts).to_have_count(1)
    # Typed anew it is another plan, and a shift too many.
    noor.type_plan(TOMORROW, "20:00", "22:00")
    noor.make()
    expect(noor.refused).to_have_text(words("roster.refused.shift_twice"))


def test_a_question_goes_when_somebody_else_answered_it(node: Inside, browsers: Browsers) -> None:
    noor, sam = planner(browsers, node), planner(browsers, node, "Sam")
    make(noor, "20:00")
    sam.page.reload()
    sam.do("roster.sign_up.counsellor")
    expect(sam.done).to_have_text(words("roster.done.sign-up"))
    expect(sam.page.locator("[data-mine]")).to_contain_text("20:00")
    sam.do("roster.sign_off")
    expect(sam.question).to_be_visible()
    noor.page.reload()
    noor.do("roster.change")
    noor.button("roster.take_off", name="Sam").click()
    noor.button("roster.take_off_yes", name="Sam").click()
    noor.reads(words("roster.places", count=0, most=2))
    sam.page.clock.fast_forward(READS_AGAIN_MS)
    expect(sam.question).to_have_count(0)
    expect(sam.button("roster.sign_up.counsellor")).to_be_visible()


def test_a_press_that_the_end_of_the_session_swallowed_is_told_and_so_is_a_calendar(
    node: Inside, browsers: Browsers
) -> None:
    sam, noor = planner(browsers, node, "Sam"), planner(browsers, node)
    browsers.expect_broken(sam.page, "status of 401", "ERR_INTERNET_DISCONNECTED")
    make(noor, "20:00")
    sam.page.reload()
    expect(sam.shifts).to_have_count(1)
    sam.page.context.set_offline(True)
    sam.ask_calendar()
    expect(sam.refused).to_have_text(words("roster.refused.no_answer"))
    sam.page.context.set_offline(False)
    sam.page.context.clear_cookies()
    sam.do("roster.sign_up.counsellor")
    expect(sam.page.locator("#sign-in-name")).to_be_focused()
    door.enter(sam.page, node.account("Sam"))
    expect(sam.refused).to_have_text(words("roster.refused.not_signed_in"))
    sam.do("roster.sign_up.counsellor")
    sam.reads(words("roster.mine"))


def test_only_what_somebody_presses_counts_as_somebody_being_there(node: Inside, browsers: Browsers) -> None:
    noor = planner(browsers, node)
    asked: list[bool] = []
    noor.page.on(
        "request",
        lambda request: (
            asked.append("x-luister-poll" in request.headers) if "/roster/shifts?" in request.url else None
        ),
    )
    noor.button("roster.more").click()
    expect(noor.page.locator(".days")).to_contain_text(words("roster.empty", count=8))
    with noor.page.expect_response("**/roster/shifts?weeks=8"):
        noor.page.clock.fast_forward(READS_AGAIN_MS)
    assert asked == [False, True]


def test_who_wants_to_swap_is_told_on_top_and_leads_to_the_shift(node: Inside, browsers: Browsers) -> None:
    noor, sam, kim = (planner(browsers, node, name) for name in ("Noor", "Sam", "Kim"))
    make(noor, "09:00", "20:00")
    kim.page.reload()
    kim.do("roster.sign_up.counsellor", 1)
    kim.do("roster.offer", 1)
    expect(kim.page.locator("[data-mine]")).to_contain_text(words("roster.mine_swaps"))
    sam.page.reload()
    swaps = sam.page.locator("[data-swaps]")
    expect(swaps).to_contain_text("20:00")
    expect(swaps).to_contain_text("Kim")
    swaps.get_by_role("link").click()
    expect(sam.page.locator(".shift:target")).to_contain_text("20:00")
    noor.page.goto("/board")
    noor.page.get_by_role("link", name=words("board.roster.short", count=1)).click()
    expect(noor.short).to_be_visible()
