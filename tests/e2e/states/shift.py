"""How each state comes about in which staff see who waits for what, what is dangerous, and how the door stands."""

from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import expect

from tests.e2e.meeting import seated as somebody_ready
from tests.e2e.pages.lines import OPENING
from tests.e2e.states.looking import Shown
from tests.e2e.states.seeker import a_few_words
from tests.e2e.states.staff import BOARD, DESK, OFFER_STANDS, joined, seated, to
from tests.e2e.states.stage import Stage, story
from tests.e2e.states.waiting import (
    ALMOST_OVER,
    BEFORE_OPENING,
    ENDS_AFTER,
    EVENINGS,
    MINUTE,
    SILENCES,
)

TWO_NEEDED = replace(BEFORE_OPENING, words={**EVENINGS, "minimum": "2"})


@story(DESK, "offer-urgent", "offer-everybody")
def who_is_offered(stage: Stage) -> Iterator[Shown]:
    counsellor, wire = seated(stage)
    seeker = stage.other_seeker()
    seeker.begin()
    seeker.answer("no")
    seeker.button("seeker.safety.safe_now").wait_for()
    counsellor.be_ready()
    counsellor.is_asked("urgent")
    yield Shown("offer-urgent", counsellor.page)
    stage.node.clock.pass_by(OFFER_STANDS)
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    wire.renamed = {'"everybody":false': '"everybody":true'}
    counsellor.button("desk.status.back").click()
    expect(counsellor.offer).to_contain_text(counsellor.words("desk.offer.everybody"))
    yield Shown("offer-everybody", counsellor.page)


@story(DESK, "risk-level", "heavy-alone")
def what_is_dangerous(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    for _ in range(2):
        a_few_words(joined(stage, counsellor), counsellor)
    counsellor.choose(2)
    counsellor.assess(2)
    yield Shown("risk-level", page)
    to(counsellor, "list")
    counsellor.choose(1)
    expect(counsellor.text("desk.risk.onward")).to_be_visible()
    yield Shown("heavy-alone", page)


@story(DESK, "silent", "ended-silence", "nearly-over")
def time_goes_by(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    counsellor.be_ready()
    seeker = joined(stage, counsellor)
    a_few_words(seeker, counsellor)
    counsellor.say("Neem de tijd.")
    seeker.lines.wait_for(4)
    for step, after in enumerate(SILENCES, start=1):
        stage.node.clock.pass_by(after)
        expect(counsellor.lines.desk).to_have_count(OPENING + step)
    yield Shown("silent", counsellor.page)
    stage.node.clock.pass_by(ENDS_AFTER)
    expect(counsellor.text("desk.ended.says.silence")).to_be_visible()
    yield Shown("ended-silence", counsellor.page)
    counsellor.button("desk.ended.close").click()
    a_few_words(joined(stage, counsellor), counsellor)
    stage.node.clock.pass_by(ALMOST_OVER)
    expect(counsellor.lines.desk).to_have_count(OPENING + 1)
    yield Shown("nearly-over", counsellor.page)


@story(
    BOARD,
    *("door-closed-hours", "door-closed-staffing", "door-open", "door-closed-order", "door-full"),
    *("door-queue", "alarms"),
    on=TWO_NEEDED,
)
def the_door(stage: Stage) -> Iterator[Shown]:
    supervisor = stage.supervisor()
    page = supervisor.page
    supervisor.sign_in(stage.node.supervisor)
    supervisor.sees("closed")
    expect(supervisor.door).to_contain_text("16:00")
    yield Shown("door-closed-hours", page)
    stage.node.clock.pass_by(31 * MINUTE)
    expect(supervisor.alarm("staffing")).to_be_visible()
    yield Shown("door-closed-staffing", page)
    counsellor = somebody_ready(stage.node, stage.browsers)
    supervisor.sees("open")
    yield Shown("door-open", page)
    supervisor.close("technical")
    supervisor.sees("closed")
    yield Shown("door-closed-order", page)
    supervisor.reopen()
    supervisor.sees("open")
    supervisor.cap(0)
    supervisor.sees("full")
    yield Shown("door-full", page)
    supervisor.reopen()
    supervisor.sees("open")
    unanswered, urgent = stage.other_seeker(), stage.other_seeker()
    unanswered.begin()
    counsellor.accept()
    counsellor.button("desk.status.away").click()
    supervisor.sees("queue")
    yield Shown("door-queue", page)
    urgent.begin()
    urgent.answer("no")
    supervisor.shows(urgent=1)
    for _ in range(2):
        stage.node.clock.pass_by(MINUTE)
    for kind in ("unanswered", "urgent"):
        expect(supervisor.alarm(kind)).to_be_visible()
    yield Shown("alarms", page)
