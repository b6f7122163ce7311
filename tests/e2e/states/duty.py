"""The states of a counsellor's shift: how they are there, the minutes after a conversation, and that they cannot go on."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.e2e.inside import PRACTICE, Plan
from tests.e2e.states.looking import Shown
from tests.e2e.states.seeker import PAGE, a_few_words
from tests.e2e.states.staff import DESK, joined, seated, to
from tests.e2e.states.stage import Stage, story

FIVE_MINUTES = Plan(words={**PRACTICE.words, "wrap_up_minutes": "5"})


@story(DESK, "break", "stops-after-this", "wrapping-up", "cannot-go-on", on=FIVE_MINUTES)
def how_they_are_there(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.choose_status("break")
    yield Shown("break", page)
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    to(counsellor, "list")
    counsellor.choose_status("stopping")
    yield Shown("stops-after-this", page)
    counsellor.be_ready()
    to(counsellor, "talk")
    counsellor.assess(2)
    counsellor.end()
    to(counsellor, "list")
    expect(page.locator("#wrap-up")).to_contain_text(counsellor.words("desk.wrap_up.heavy"))
    yield Shown("wrapping-up", page)
    counsellor.button("desk.relief.button").click()
    expect(page.locator("#asks-relief")).to_be_focused()
    yield Shown("cannot-go-on", page)


@story(DESK, "relieved")
def who_cannot_go_on(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    to(counsellor, "list")
    counsellor.cannot_go_on()
    yield Shown("relieved", counsellor.page)


@story(PAGE, "must-stop")
def whose_counsellor_cannot_go_on(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor = stage.seeker(), stage.other_counsellor()
    seeker.begin()
    counsellor.accept()
    seeker.is_on("talking")
    a_few_words(seeker, counsellor)
    counsellor.cannot_go_on()
    seeker.is_on("waiting")
    expect(seeker.text("seeker.waiting.relieved_first", name="Sam")).to_be_visible()
    yield Shown("must-stop", seeker.page)
