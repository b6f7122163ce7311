"""How each state comes about in which staff see who waits for what, what is dangerous, and how the door stands."""

from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import expect

from tests.e2e.inside import PRACTICE, REUNITES, Plan
from tests.e2e.meeting import seated as somebody_ready
from tests.e2e.pages.lines import OPENING
from tests.e2e.pages.words import words
from tests.e2e.people import KIM, NOOR, SAM, Hired
from tests.e2e.states.looking import Shown
from tests.e2e.states.seeker import a_few_words
from tests.e2e.states.staff import BOARD, DESK, OFFER_STANDS, joined, seated, to
from tests.e2e.states.stage import Stage, story
from tests.e2e.states.waiting import (
    ALMOST_OVER,
    ANSWER_WITHIN,
    BEFORE_OPENING,
    ENDS_AFTER,
    EVENINGS,
    MINUTE,
    NEVER_AGAIN,
    SILENCES,
)
from tests.e2e.states.wire import Wire

TWO_NEEDED = replace(BEFORE_OPENING, words={**EVENINGS, "minimum": "2"})
NOBODY_LEADS = Plan((SAM,), {**PRACTICE.words, "minimum": "2"})
ONE_CAN = Plan((Hired("Sam", skills=("friend", "sign_language")), NOOR), PRACTICE.words)
TWO = Plan((SAM, KIM, NOOR), PRACTICE.words)
ONLY_DUTCH = Plan((Hired("Sam", languages=("nl",)), NOOR), PRACTICE.words)
NOBODY_TOOK = 2 * MINUTE


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


@story(DESK, "opening", "offer-gone")
def what_comes_of_accepting(stage: Stage) -> Iterator[Shown]:
    counsellor, wire = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    stage.other_seeker().begin()
    counsellor.is_asked("turn")
    wire.holds = True
    counsellor.button("desk.offer.accept").click()
    expect(page.locator("#talk-title")).to_have_text(counsellor.words("desk.talk.opening"))
    yield Shown("opening", page)
    wire.refuse("offer_gone")
    expect(counsellor.text("desk.offer.gone")).to_be_visible()
    yield Shown("offer-gone", page)


@story(DESK, "offer-asked-for", "offer-handed-over", on=REUNITES)
def who_is_offered_again(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    seeker = joined(stage, counsellor)
    counsellor.end()
    seeker.button("seeker.words.ask").click()
    four = seeker.return_words()
    seeker.button("seeker.ended.finish").click()
    seeker.button("seeker.again").click()
    counsellor.button("desk.ended.close").click()
    counsellor.be_away()
    seeker.press()
    seeker.have_words()
    counsellor.be_ready()
    seeker.try_words(" ".join(four))
    expect(seeker.text("seeker.words.found")).to_be_visible()
    counsellor.is_asked("asked_for")
    yield Shown("offer-asked-for", page)
    counsellor.accept()
    seeker.is_on("talking")
    stage.node.clock.pass_by(ANSWER_WITHIN)
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    counsellor.button("desk.status.back").click()
    counsellor.is_asked("handed_over")
    yield Shown("offer-handed-over", page)


@story(DESK, "offer-passed-on", on=TWO)
def who_is_asked_to_take_over(stage: Stage) -> Iterator[Shown]:
    colleague = somebody_ready(stage.node, stage.browsers, stage.node.account("Kim"))
    a_few_words(joined(stage, colleague), colleague)
    colleague.pass_on()
    counsellor, _ = seated(stage)
    counsellor.be_ready()
    counsellor.is_asked("passed_on")
    yield Shown("offer-passed-on", counsellor.page)


@story(DESK, "risk-level", "heavy-alone")
def what_is_dangerous(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    for _ in range(2):
        a_few_words(joined(stage, counsellor), counsellor)
    to(counsellor, "list")
    counsellor.choose(2)
    counsellor.assess(2)
    yield Shown("risk-level", page)
    to(counsellor, "list")
    counsellor.choose(1)
    expect(counsellor.text("desk.risk.onward")).to_be_visible()
    yield Shown("heavy-alone", page)


@story(DESK, "passing-on", "passed-on", on=ONE_CAN)
def who_is_passed_on(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    counsellor.page.locator("#pass-skill").select_option("friend")
    yield Shown("passing-on", counsellor.page)
    counsellor.pass_on()
    yield Shown("passed-on", counsellor.page)


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


@story(DESK, "understaffed", on=NOBODY_LEADS)
def nobody_leads(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    expect(counsellor.text("desk.understaffed")).to_be_visible()
    yield Shown("understaffed", counsellor.page)


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
    counsellor.be_away()
    supervisor.sees("queue")
    supervisor.cap(0)
    supervisor.sees("full")
    yield Shown("door-full", page)
    supervisor.reopen()
    counsellor.be_ready()
    supervisor.sees("open")
    unanswered, urgent = stage.other_seeker(), stage.other_seeker()
    unanswered.begin()
    counsellor.accept()
    counsellor.be_away()
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


@story(BOARD, "alarm-unaccepted", "alarm-language", on=ONLY_DUTCH)
def what_is_alarmed(stage: Stage) -> Iterator[Shown]:
    supervisor = stage.supervisor()
    page = supervisor.page
    supervisor.sign_in(stage.node.supervisor)
    counsellor = somebody_ready(stage.node, stage.browsers)
    dutch = stage.other_seeker()
    dutch.begin()
    expect(counsellor.offer).to_be_visible()
    stage.node.clock.pass_by(NOBODY_TOOK)
    expect(supervisor.alarm("unaccepted")).to_be_visible()
    yield Shown("alarm-unaccepted", page)
    dutch.button("seeker.waiting.leave").click()
    english = stage.other_seeker()
    english.page.goto("/?taal=en")
    english.press()
    expect(supervisor.alarm("language")).to_be_visible()
    expect(supervisor.alarm("unaccepted")).to_have_count(0)
    yield Shown("alarm-language", page)


@story(BOARD, "door-closed-for-good", "order-failed", on=NEVER_AGAIN)
def a_door_without_hours(stage: Stage) -> Iterator[Shown]:
    supervisor = stage.supervisor()
    page = supervisor.page
    wire = Wire(page)
    supervisor.sign_in(stage.node.supervisor)
    expect(supervisor.door).to_contain_text(words("board.because.hours"))
    yield Shown("door-closed-for-good", page)
    wire.refuses = ("door.order", "internal")
    supervisor.close()
    expect(page.get_by_text(words("desk.failed"), exact=True)).to_be_visible()
    yield Shown("order-failed", page)
