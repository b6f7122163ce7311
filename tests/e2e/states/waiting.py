"""How each state of the door and of the waiting room comes about."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route, expect

from tests.e2e.inside import Plan
from tests.e2e.meeting import on
from tests.e2e.pages.lines import OPENING
from tests.e2e.pages.seeker import DOOR, SeekerPage
from tests.e2e.pages.supervisor import SupervisorPage
from tests.e2e.pages.words import words
from tests.e2e.people import NOOR, SAM
from tests.e2e.states.looking import Shown, turn
from tests.e2e.states.seeker import PAGE, a_few_words, talking
from tests.e2e.states.stage import Stage, story
from tests.e2e.states.wire import Wire

MINUTE = 60
ANSWER_WITHIN = 60
ALMOST_OVER = 35 * MINUTE
SOON_OVER = 340 * MINUTE
"""From just after opening until twenty minutes before closing."""
SILENCES = (2 * MINUTE, 3 * MINUTE, 3 * MINUTE)
ENDS_AFTER = 5 * MINUTE

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENINGS = {"minimum": "1", "hours": "mon-sun 16:00-22:00"}
BEFORE_OPENING = Plan((SAM, NOOR), EVENINGS, datetime(2026, 3, 4, 15, 30, tzinfo=AMSTERDAM))
BEFORE_CLOSING = Plan((SAM, NOOR), EVENINGS, datetime(2026, 3, 4, 21, 20, tzinfo=AMSTERDAM))
NEVER_AGAIN = Plan((SAM, NOOR), {"minimum": "1", "hours": "closed"})

BANDS: dict[str, dict[str, int | None]] = {
    "start-band": {"low": 3, "high": 10},
    "start-band-short": {"low": 0, "high": 5},
    "start-band-long": {"low": 40, "high": None},
}
"""How long a wait is said to be takes an evening of conversations: here the page is told in the node's place."""


Answer = Callable[[Route], None]


def told_instead(what: Mapping[str, object]) -> Answer:
    """The door, but for what this says at that moment: an answer under way is not taken from the page when it is told otherwise."""

    def answer(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), **what})

    return answer


def at_the_door(stage: Stage) -> SeekerPage:
    """Somebody who has not begun, whose page has the line's time."""
    seeker = stage.seeker()
    seeker.page.clock.install(time=stage.node.clock.date())
    return seeker


def overseen(stage: Stage) -> SupervisorPage:
    supervisor = SupervisorPage(stage.browsers.desk())
    supervisor.sign_in(stage.node.supervisor)
    return supervisor


@story(PAGE, "queue", "start-band", "start-band-short", "start-band-long", "start-other-language")
def a_queue(stage: Stage) -> Iterator[Shown]:
    seeker = at_the_door(stage)
    page = seeker.page
    page.goto("/")
    seeker.sees("door.queue")
    yield Shown("queue", page, as_loaded=True)
    told: dict[str, object] = {}
    page.route(DOOR, told_instead(told))
    for name, band in BANDS.items():
        told["band"] = band
        seeker.looks_again()
        expect(seeker.door).to_contain_text(str(band["low"] or band["high"]))
        yield Shown(name, page, as_loaded=True)
    del told["band"]

    def nobody_speaks(page: Page, language: str) -> None:
        told["languages"] = ["en" if language == "nl" else "nl"]
        if page.locator("html").get_attribute("lang") != language:
            turn(page, language)
        seeker.looks_again()
        expect(seeker.door).to_have_text(words("door.other_language", language))

    nobody_speaks(page, "nl")
    yield Shown("start-other-language", page, turn=nobody_speaks, as_loaded=True)


@story(PAGE, "closed", "nearly-open", "closed-by-order", "full", "full-closing", on=BEFORE_OPENING)
def a_closed_door(stage: Stage) -> Iterator[Shown]:
    seeker = at_the_door(stage)
    page = seeker.page
    page.goto("/")
    seeker.sees("door.closed.until", time="16:00")
    yield Shown("closed", page, as_loaded=True)
    stage.node.clock.pass_by(31 * MINUTE)
    seeker.looks_again()
    seeker.sees("door.closed.staffing")
    yield Shown("nearly-open", page, as_loaded=True)
    supervisor = overseen(stage)
    supervisor.close()
    supervisor.has_ordered()
    seeker.looks_again()
    seeker.sees("door.closed.order")
    yield Shown("closed-by-order", page, as_loaded=True)
    supervisor.reopen()
    on(stage.node, stage.browsers)
    supervisor.sees("queue")
    supervisor.cap(0)
    supervisor.sees("full")
    seeker.looks_again()
    seeker.sees("door.full")
    yield Shown("full", page, as_loaded=True)
    supervisor.reopen()
    supervisor.sees("queue")
    stage.node.clock.pass_by(SOON_OVER)
    seeker.looks_again()
    seeker.sees("door.closed.closing", time="22:00")
    yield Shown("full-closing", page, as_loaded=True)


@story(PAGE, "closed-for-good", on=NEVER_AGAIN)
def no_hours(stage: Stage) -> Iterator[Shown]:
    seeker = at_the_door(stage)
    seeker.page.goto("/")
    seeker.sees("door.closed.hours")
    yield Shown("closed-for-good", seeker.page, as_loaded=True)


@story(PAGE, "turned-away-closed", "turned-away-full")
def a_moment_too_late(stage: Stage) -> Iterator[Shown]:
    supervisor = overseen(stage)
    seeker = at_the_door(stage)
    wire = Wire(seeker.page)
    seeker.page.goto("/")
    for name in ("turned-away-closed", "turned-away-full"):
        wire.silent = True
        seeker.looks_again()
        seeker.start.click()
        seeker.is_on("arriving")
        seeker.type("is er iemand?")
        supervisor.close() if name == "turned-away-closed" else supervisor.cap(0)
        supervisor.sees(name.removeprefix("turned-away-"))
        wire.mend()
        seeker.is_on("turned_away")
        yield Shown(name, seeker.page)
        supervisor.reopen()
        supervisor.sees("queue")
        seeker.button("seeker.again").click()


@story(
    PAGE,
    *("waiting-question", "waiting-wake-lock", "waiting-calm", "waiting-overtaken", "waiting-not-safe"),
    *("waiting-band", "waiting-band-short", "waiting-band-long"),
)
def the_waiting_room(stage: Stage) -> Iterator[Shown]:
    seeker, other = stage.seeker(), stage.other_seeker()
    page = seeker.page
    wire = Wire(page)
    seeker.begin()
    other.begin()
    expect(seeker.text("seeker.safety.ask")).to_be_visible()
    yield Shown("waiting-question", page)
    page.get_by_role("switch").check()
    yield Shown("waiting-wake-lock", page)
    for key in ("breathe", "read"):
        page.locator("summary", has_text=seeker.words(f"seeker.waiting.{key}")).click()
    expect(seeker.text("seeker.waiting.read_begin")).to_be_visible()
    yield Shown("waiting-calm", page)
    other.answer("no")
    expect(seeker.text("seeker.waiting.grew.urgent")).to_be_visible()
    yield Shown("waiting-overtaken", page)
    seeker.answer("unsure")
    expect(page.locator("[data-danger]")).to_be_visible()
    yield Shown("waiting-not-safe", page)
    seeker.button("seeker.safety.safe_now").click()
    wire.renamed = {'"band":null': '"band":{"low":3,"high":10}'}
    other.button("seeker.waiting.leave").click()
    expect(seeker.text("seeker.waiting.band", low=3, high=10)).to_be_visible()
    yield Shown("waiting-band", page)
    wire.renamed = {'"band":null': '"band":{"low":0,"high":5}'}
    other.begin()
    other.answer("no")
    expect(seeker.text("seeker.waiting.band_short", high=5)).to_be_visible()
    yield Shown("waiting-band-short", page)
    wire.renamed = {'"band":null': '"band":{"low":40,"high":null}'}
    other.button("seeker.waiting.leave").click()
    expect(seeker.text("seeker.waiting.band_long", low=40)).to_be_visible()
    yield Shown("waiting-band-long", page)


@story(PAGE, "waiting-closing", "not-reached", on=BEFORE_CLOSING)
def closing_time(stage: Stage) -> Iterator[Shown]:
    on(stage.node, stage.browsers)
    seeker = at_the_door(stage)
    seeker.begin()
    stage.node.clock.pass_by(31 * MINUTE)
    expect(seeker.text("seeker.waiting.closing", time="22:00")).to_be_visible()
    yield Shown("waiting-closing", seeker.page)
    seeker.type("ik had nog zo gehoopt")
    stage.node.clock.pass_by(10 * MINUTE)
    seeker.is_on("not_reached")
    yield Shown("not-reached", seeker.page)


@story(PAGE, "ended-closed", on=BEFORE_CLOSING)
def nobody_is_left_after_closing(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, _ = talking(stage)
    a_few_words(seeker, counsellor)
    counsellor.page.context.close()
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    stage.node.clock.pass_by(MINUTE)
    seeker.is_on("waiting")
    stage.node.clock.pass_by(40 * MINUTE)
    seeker.is_on("ended")
    expect(seeker.text("seeker.ended.line_closed")).to_be_visible()
    yield Shown("ended-closed", seeker.page)


@story(
    PAGE,
    *("waiting-overtaken-handed-over", "waiting-overtaken-earlier", "unanswered-behind", "unanswered"),
)
def no_first_answer(stage: Stage) -> Iterator[Shown]:
    counsellor = stage.other_counsellor()
    before, other, seeker, after = stage.seeker(), stage.other_seeker(), stage.seeker(), stage.seeker()
    before.begin()
    counsellor.is_asked("turn")
    counsellor.decline()
    expect(counsellor.offer).to_have_count(0)
    for person in (other, seeker):
        person.begin()
        counsellor.accept()
        person.is_on("talking")
    counsellor.be_away()
    after.begin()
    after.has_place(2)
    stage.node.clock.pass_by(ANSWER_WITHIN)
    expect(before.text("seeker.waiting.grew.handed_over")).to_be_visible()
    before.has_place(3)
    yield Shown("waiting-overtaken-handed-over", before.page)
    expect(after.text("seeker.waiting.grew.earlier")).to_be_visible()
    yield Shown("waiting-overtaken-earlier", after.page)
    expect(seeker.text("seeker.waiting.unanswered", name="Sam")).to_be_visible()
    yield Shown("unanswered-behind", seeker.page)
    other.button("seeker.waiting.leave").click()
    expect(seeker.text("seeker.waiting.unanswered_first", name="Sam")).to_be_visible()
    yield Shown("unanswered", seeker.page)


@story(PAGE, "nearly-over", "talking-silence", "ended-silence")
def time_goes_by(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, _ = talking(stage)
    a_few_words(seeker, counsellor)
    stage.node.clock.pass_by(ALMOST_OVER)
    expect(seeker.lines.desk).to_have_count(OPENING + 1)
    yield Shown("nearly-over", seeker.page)
    counsellor.say("Ben je er nog?")
    seeker.lines.wait_for(4)
    for step, after in enumerate(SILENCES, start=1):
        stage.node.clock.pass_by(after)
        expect(seeker.lines.desk).to_have_count(OPENING + 1 + step)
    yield Shown("talking-silence", seeker.page)
    stage.node.clock.pass_by(ENDS_AFTER)
    seeker.is_on("ended")
    yield Shown("ended-silence", seeker.page)
