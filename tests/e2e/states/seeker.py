"""How each state of the young person's page comes about."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.inside import REUNITES, eventually
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.states.looking import Shown
from tests.e2e.states.stage import LONG_MS, Stage, asked_for, at_last, story
from tests.e2e.states.wire import Wire

PAGE = "seeker"
SEAT_KEEPS = 60
SEEKER_KEEPS = 600
PLACE_KEEPS = 900
FAR_BACK = """
async (list) => {
  list.scrollTo(0, 0);
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}
"""

LONG = "Ik durf het eigenlijk aan niemand te vertellen, want ik ben bang dat ze boos worden. " * 4
ONE_WORD = "Rindvleesetiketteringsverantwoordelijkheidsoverdrachtstakenwetgever" * 2
ARABIC = "مرحبا، أنا خائف قليلا. هل يمكننا التحدث؟ 112"


def talking(stage: Stage) -> tuple[SeekerPage, CounsellorPage, Wire]:
    seeker = stage.seeker()
    wire = Wire(seeker.page)
    seeker.page.clock.install()
    _, counsellor = met(stage.node, stage.browsers, seeker)
    return seeker, counsellor, wire


def a_few_words(seeker: SeekerPage, counsellor: CounsellorPage) -> None:
    before = len(seeker.lines.read())
    seeker.say("hoi, ben je er?")
    counsellor.lines.wait_for(before + 1)
    counsellor.say("Ja, ik ben er. Fijn dat je er bent. Wil je vertellen wat er is?")
    seeker.lines.wait_for(before + 2)
    seeker.say("het gaat thuis niet zo goed")
    counsellor.lines.wait_for(before + 3)
    # What was seen is told every two seconds: of the last message it may come later.
    expect(seeker.lines.progress(before)).to_contain_text(seeker.words("seeker.progress.seen"))


def doubled(page: Page) -> Page:
    with page.expect_popup() as popup:
        page.evaluate("() => void window.open('/')")
    popup.value.wait_for_load_state()
    return popup.value


@story(PAGE, "start", "start-belgium", "arriving", "blocked")
def coming_in(stage: Stage) -> Iterator[Shown]:
    seeker = stage.seeker()
    page = seeker.page
    wire = Wire(page)
    wire.silent = True
    page.clock.install()
    seeker.open()
    yield Shown("start", page, as_loaded=True)
    page.locator("#country").click()
    yield Shown("start-belgium", page)
    page.locator("#country").click()
    page.locator("#begin").click()
    seeker.is_on("arriving")
    yield Shown("arriving", page)
    page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.arriving.long")).to_be_visible()
    yield Shown("blocked", page)


@story(
    PAGE, *("waiting-behind", "waiting-first", "waiting-written", "waiting-lost", "waiting-lost-long", "left")
)
def waiting(stage: Stage) -> Iterator[Shown]:
    first, seeker = stage.other_seeker(), stage.seeker()
    wire = Wire(seeker.page)
    seeker.page.clock.install()
    first.begin()
    seeker.begin()
    seeker.has_place(2)
    yield Shown("waiting-behind", seeker.page)
    first.button("seeker.waiting.leave").click()
    seeker.has_place(1)
    yield Shown("waiting-first", seeker.page)
    seeker.say("hoi")
    seeker.say("ik weet niet zo goed hoe ik moet beginnen")
    seeker.lines.wait_for(2)
    seeker.lines.wait_until_stored()
    yield Shown("waiting-written", seeker.page)
    wire.cut()
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    yield Shown("waiting-lost", seeker.page)
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.lost.call")).to_be_visible()
    yield Shown("waiting-lost-long", seeker.page)
    seeker.button("seeker.waiting.leave").click()
    seeker.is_on("left")
    yield Shown("left", seeker.page)


@story(
    PAGE,
    *(
        "found",
        "talking-typing",
        "talking",
        "talking-card",
        "talking-arabic",
        "talking-long",
        "talking-newest",
    ),
    *("talking-room", "talking-too-long", "talking-menu", "talking-stop-asked"),
    *("ended-stopped", "farewell-cards"),
)
def being_heard(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, _ = talking(stage)
    page = seeker.page
    yield Shown("found", page)

    def types() -> None:
        counsellor.field.press("a")
        expect(page.locator(".typing")).to_contain_text("Sam")

    seeker.say("hoi, ben je er?")
    counsellor.lines.wait_for(1)
    yield Shown("talking-typing", page, again=types)
    counsellor.field.fill("")
    a_few_words(seeker, counsellor)
    yield Shown("talking", page)
    counsellor.give("nl-veiligthuis")
    expect(page.locator("[data-card]")).to_be_visible()
    yield Shown("talking-card", page)
    seeker.say(ARABIC)
    counsellor.lines.wait_for(6)
    counsellor.say("أهلا وسهلا. خذ وقتك. I <3 you & <b>")
    seeker.lines.wait_for(7)
    yield Shown("talking-arabic", page)
    seeker.say(LONG)
    seeker.say(ONE_WORD)
    counsellor.lines.wait_for(9)
    yield Shown("talking-long", page)
    page.locator(".talk-body").evaluate(FAR_BACK)
    counsellor.say("Dank je dat je dit vertelt.")
    expect(seeker.button("seeker.talk.newest")).to_be_visible()
    yield Shown("talking-newest", page, again=lambda: page.locator(".talk-body").evaluate(FAR_BACK))
    seeker.button("seeker.talk.newest").click()
    seeker.type("ik weet het niet. " * 55)
    expect(seeker.text("seeker.talk.room", count=10)).to_be_visible()
    yield Shown("talking-room", page)
    seeker.type("ik weet het niet. ")
    seeker.try_to_send()
    expect(page.locator("#field-note.fault")).to_be_visible()
    yield Shown("talking-too-long", page)
    seeker.field.fill("")
    page.locator("summary", has_text=seeker.words("seeker.talk.menu")).click()
    yield Shown("talking-menu", page)
    seeker.button("seeker.talk.stop").click()
    yield Shown("talking-stop-asked", page)
    seeker.button("seeker.talk.stop_yes").click()
    seeker.is_on("ended")
    yield Shown("ended-stopped", page)
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    yield Shown("farewell-cards", page)


@story(PAGE, "talking-returned", "lost", "lost-long", "lost-stopping", "ended-lost")
def a_bad_line(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, wire = talking(stage)
    a_few_words(seeker, counsellor)
    wire.holds = True
    seeker.say("dit ging niet goed")
    seeker.lines.wait_for(4)
    seeker.type("en dit staat al in het veld")
    wire.refuse("cmid_conflict")
    expect(seeker.text("error.cmid_conflict")).to_be_visible()
    yield Shown("talking-returned", seeker.page)
    seeker.button("seeker.talk.put_back").click()
    seeker.field.fill("")
    wire.cut()
    expect(seeker.text("seeker.lost.text")).to_be_visible()
    seeker.say("ben je er nog?")
    expect(seeker.lines.progress()).to_contain_text(seeker.words("seeker.progress.waiting"))
    yield Shown("lost", seeker.page)
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.lost.call")).to_be_visible()
    yield Shown("lost-long", seeker.page)
    seeker.stop()
    expect(seeker.text("seeker.talk.stopping")).to_be_visible()
    yield Shown("lost-stopping", seeker.page)
    stage.node.clock.pass_by(SEEKER_KEEPS)
    expect(counsellor.text("desk.ended.says.seeker_lost")).to_be_visible()
    wire.mend()
    seeker.is_on("ended")
    yield Shown("ended-lost", seeker.page)


@story(PAGE, "on-hold", "storage", "storage-long")
def a_call_meanwhile(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, wire = talking(stage)
    a_few_words(seeker, counsellor)
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_be_visible()
    yield Shown("on-hold", seeker.page)
    counsellor.button("desk.talk.hold").click()
    expect(seeker.text("seeker.talk.on_hold")).to_have_count(0)
    wire.tell("/seeker", "storage.changed", away=True)
    expect(seeker.text("seeker.storage.text")).to_be_visible()
    seeker.say("komt dit aan?")
    expect(seeker.lines.progress()).to_contain_text(seeker.words("seeker.progress.waiting"))
    yield Shown("storage", seeker.page)
    seeker.page.clock.fast_forward(LONG_MS)
    expect(seeker.text("seeker.lost.call")).to_be_visible()
    yield Shown("storage-long", seeker.page)


@story(PAGE, "arriving-storage")
def no_way_in(stage: Stage) -> Iterator[Shown]:
    seeker = stage.seeker()
    wire = Wire(seeker.page)
    wire.refuses = ("seeker.arrive", "storage")
    seeker.open()
    seeker.page.locator("#begin").click()
    expect(seeker.text("seeker.arriving.storage")).to_be_visible()
    yield Shown("arriving-storage", seeker.page)


@story(PAGE, "counsellor-away", "handed-over", "handed-over-behind")
def the_counsellor_goes(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, _ = talking(stage)
    a_few_words(seeker, counsellor)
    other = stage.other_seeker()
    other.begin()
    counsellor.accept()
    other.is_on("talking")
    counsellor.page.context.close()
    seeker.page.clock.fast_forward(4_000)
    expect(seeker.text("seeker.talk.away", name="Sam")).to_be_visible()
    yield Shown("counsellor-away", seeker.page)
    stage.node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    seeker.has_place(1)
    yield Shown("handed-over", seeker.page)
    # Whoever was there before is served before: another page of that person's says so.
    behind = other
    behind.is_on("waiting")
    yield Shown("handed-over-behind", behind.page)


@story(PAGE, "ended-unsent", "ended", "farewell")
def a_good_end(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, _ = talking(stage)
    a_few_words(seeker, counsellor)
    seeker.type("ik wilde nog zeggen")
    counsellor.end()
    seeker.is_on("ended")
    yield Shown("ended-unsent", seeker.page)
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    seeker.button("seeker.again").click()
    counsellor.button("desk.ended.close").click()
    seeker.page.locator("#begin").click()
    counsellor.accept()
    a_few_words(seeker, counsellor)
    counsellor.end()
    seeker.is_on("ended")
    yield Shown("ended", seeker.page)
    seeker.button("seeker.ended.finish").click()
    seeker.is_on("farewell")
    yield Shown("farewell", seeker.page)


@story(
    PAGE,
    *("return-offer", "return-failed", "return-words"),
    *("waiting-words", "waiting-words-unknown", "waiting-words-missed", "waiting-words-spent"),
    "waiting-words-found",
    on=REUNITES,
)
def the_same_counsellor_again(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, wire = talking(stage)
    page = seeker.page
    a_few_words(seeker, counsellor)
    counsellor.end()
    expect(seeker.button("seeker.words.ask")).to_be_visible()
    yield Shown("return-offer", page)
    wire.refuses = ("words.ask", "not_offered")
    seeker.button("seeker.words.ask").click()
    expect(seeker.text("error.not_offered")).to_be_visible()
    yield Shown("return-failed", page)
    wire.refuses = None
    seeker.button("seeker.words.ask").click()
    four = seeker.return_words()
    yield Shown("return-words", page)
    seeker.button("seeker.ended.finish").click()
    seeker.button("seeker.again").click()
    counsellor.button("desk.ended.close").click()
    counsellor.be_away()
    page.locator("#begin").click()
    seeker.is_on("waiting")
    seeker.have_words()
    yield Shown("waiting-words", page)
    seeker.try_words("vier woorden van mij")
    expect(page.locator("#return-note")).to_have_text(seeker.words("error.words_unknown"))
    yield Shown("waiting-words-unknown", page)
    seeker.try_words("aardbei bamboe circus dolfijn")
    expect(page.locator("#return-note")).to_have_text(seeker.words("seeker.words.missed"))
    yield Shown("waiting-words-missed", page)
    wire.refuses = ("words.use", "tries_spent")
    seeker.try_words("aardbei bamboe circus dolfijn")
    expect(page.locator("#return-note")).to_have_text(seeker.words("error.tries_spent"))
    yield Shown("waiting-words-spent", page)
    wire.refuses = None
    counsellor.be_ready()
    seeker.try_words(" ".join(four))
    expect(seeker.text("seeker.words.found")).to_be_visible()
    yield Shown("waiting-words-found", page)


@story(PAGE, "back", "superseded", "superseded-unsent", "ended-left")
def another_tab(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor, wire = talking(stage)
    a_few_words(seeker, counsellor)
    wire.renamed = {"counsellor_ended": "seeker_left"}
    newer = SeekerPage(doubled(seeker.page))
    newer.is_on("neutral")
    # It tells nobody over a shoulder what page this is, so it has no heading.
    yield Shown("back", newer.page, waived="page-has-heading-one")
    newer.button("seeker.neutral.on").click()
    seeker.is_on("superseded")
    # Chromium draws what stands behind another tab slowly.
    seeker.page.bring_to_front()
    yield Shown("superseded", seeker.page)
    seeker.button("seeker.superseded.back").click()
    seeker.is_on("talking")
    wire.cut()
    seeker.say("dit ging niet mee")
    newer.button("seeker.superseded.back").click()
    newer.is_on("talking")
    newer.say("ik ben nu hier")
    counsellor.lines.wait_for(4)
    wire.holds = True
    wire.mend()
    seeker.is_on("superseded")
    wire.refuse("gone")
    expect(seeker.text("error.superseded")).to_be_visible()
    yield Shown("superseded-unsent", seeker.page)
    seeker.button("seeker.superseded.back").click()
    seeker.is_on("talking")
    counsellor.end()
    seeker.is_on("ended")
    yield Shown("ended-left", seeker.page)


@story(PAGE, "old-page", "gone-unsent", "gone")
def nobody_knows_this_page(stage: Stage) -> Iterator[Shown]:
    seeker = stage.seeker()
    wire = Wire(seeker.page)
    wire.version = True
    seeker.open()
    seeker.page.locator("#begin").click()
    seeker.is_on("old_page")
    yield Shown("old-page", seeker.page)
    wire.version = False
    seeker.button("seeker.old_page.reload").click()
    seeker.begin()
    wire.holds = True
    seeker.say("dit komt niet meer aan")
    seeker.lines.wait_for(1)
    wire.refuse("gone")
    seeker.is_on("gone")
    yield Shown("gone-unsent", seeker.page)
    seeker.button("seeker.again").click()
    seeker.page.locator("#begin").click()
    seeker.is_on("waiting")
    wire.cut()
    eventually(lambda: stage.node.open_pages("/seeker") == 0, "the node has heard of it")
    stage.node.clock.pass_by(PLACE_KEEPS)
    eventually(stage.node.is_empty, "the place is given up")
    wire.mend()
    seeker.is_on("gone")
    yield Shown("gone", seeker.page)


@story(PAGE, "no-script")
def no_script(stage: Stage) -> Iterator[Shown]:
    page = stage.seeker().page
    devtools = page.context.new_cdp_session(page)

    def load(opened: Page, language: str) -> None:
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        asked_for(opened, language)
        # The page is there and none of its scripts ran; axe-core is one too.
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": False})
        at_last(opened)

    page.goto("/")
    load(page, "nl")
    yield Shown("no-script", page, turn=load, as_loaded=True)


@story(PAGE, "script-failed", "old-browser")
def no_working_script(stage: Stage) -> Iterator[Shown]:
    page = stage.seeker().page
    stage.browsers.expect_broken(page, "ERR_CONNECTION_|ERR_FAILED", "SyntaxError|Unexpected")
    page.route("**/js/seeker/main.js", lambda route: route.abort("connectionfailed"))

    def load(opened: Page, language: str) -> None:
        asked_for(opened, language)
        at_last(opened)

    page.goto("/")
    load(page, "nl")
    yield Shown("script-failed", page, turn=load, as_loaded=True)
    page.unroute("**/js/seeker/main.js")
    newer = "export const = 1;"
    page.route(
        "**/js/shared/wire.js", lambda route: route.fulfill(content_type="text/javascript", body=newer)
    )
    load(page, "nl")
    yield Shown("old-browser", page, turn=load, as_loaded=True)


@story(PAGE, "help", "not-found", "fault")
def pages_without_a_conversation(stage: Stage) -> Iterator[Shown]:
    page = stage.seeker().page
    stage.browsers.expect_missing(page)
    stage.browsers.expect_broken(page, "status of 500")
    page.goto("/hulp")
    yield Shown("help", page, turn=asked_for, as_loaded=True)
    page.goto("/niet-hier")
    yield Shown("not-found", page, turn=asked_for, as_loaded=True)
    page.route("**/niet-hier**", lambda route: route.fulfill(response=route.fetch(), status=500))
    page.goto("/niet-hier")
    yield Shown("fault", page, turn=asked_for, as_loaded=True)
