"""How each state of the counsellor's and the supervisor's page comes about."""

from collections.abc import Iterator
from time import monotonic

from playwright.sync_api import Page, Route, expect

from tests.e2e.inside import REUNITES
from tests.e2e.meeting import met
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.e2e.pages.words import words
from tests.e2e.states.looking import Shown
from tests.e2e.states.seeker import ARABIC, FAR_BACK, LONG, ONE_WORD, SEAT_KEEPS, SEEKER_KEEPS, a_few_words
from tests.e2e.states.stage import Stage, asked_for, at_last, story
from tests.e2e.states.wire import Wire

DESK = "counsellor"
BOARD = "supervisor"
OFFER_STANDS = 25
TYPES_FOR = 30  # seconds
TYPES_EVERY = 200  # milliseconds
NO_WIRE = "ERR_CONNECTION_|ERR_FAILED"
PANES = ("list", "talk", "cards", "team")


def refuse(route: Route) -> None:
    route.abort("connectionfailed")


def to(counsellor: CounsellorPage, pane: str) -> None:
    """Where one column stands alone, go to this one."""
    button = counsellor.page.locator(".pane-switch button").nth(PANES.index(pane))
    if button.is_visible():
        button.click()


def seated(stage: Stage) -> tuple[CounsellorPage, Wire]:
    """The counsellor who is looked at."""
    counsellor = stage.counsellor()
    wire = Wire(counsellor.page)
    counsellor.sign_in(stage.node.counsellor)
    return counsellor, wire


def joined(stage: Stage, counsellor: CounsellorPage) -> SeekerPage:
    """One more young person with whom the counsellor talks."""
    seeker = stage.other_seeker()
    seeker.begin()
    counsellor.accept()
    seeker.is_on("talking")
    return seeker


@story(DESK, "script-failed", "sign-in", "sign-in-refused", "helper", "away", "sign-out-unheard")
def at_the_door(stage: Stage) -> Iterator[Shown]:
    counsellor = stage.counsellor()
    page = counsellor.page
    stage.browsers.expect_broken(page, NO_WIRE)

    def fails(page: Page, language: str) -> None:
        asked_for(page, language)
        at_last(page)
        expect(page.get_by_text(words("desk.starting_fails", language))).to_be_visible()

    page.route("**/js/counsellor/main.js", refuse)
    page.goto("/desk")
    fails(page, "nl")
    yield Shown("script-failed", page, turn=fails, as_loaded=True)
    page.unroute("**/js/counsellor/main.js")
    counsellor.open()
    yield Shown("sign-in", page)
    counsellor.try_password(stage.node.counsellor.name, "verkeerd wachtwoord")
    expect(counsellor.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    yield Shown("sign-in-refused", page)
    counsellor.enter(stage.node.supervisor)
    expect(page.get_by_text(counsellor.words("desk.helps.here"))).to_be_visible()
    yield Shown("helper", page)
    counsellor.button("desk.sign_out").click()
    counsellor.enter(stage.node.counsellor)
    counsellor.is_seated()
    yield Shown("away", page)
    page.route("**/session", refuse)
    counsellor.button("desk.sign_out").click()
    expect(counsellor.text("desk.sign_in.refused.sign_out_unheard")).to_be_visible()
    yield Shown("sign-out-unheard", page)
    page.unroute("**/session")


@story(DESK, "connecting", "ready-empty", "offer", "missed", "offer-rehearsed")
def free(stage: Stage) -> Iterator[Shown]:
    counsellor = stage.counsellor()
    page = counsellor.page
    wire = Wire(page)
    wire.silent = True
    counsellor.open()
    counsellor.enter(stage.node.counsellor)
    expect(page.get_by_text(words("desk.link.connecting"))).to_be_attached()
    at_last(page)
    expect(counsellor.text("desk.link.connecting")).to_be_visible()
    yield Shown("connecting", page)
    wire.silent = False
    page.reload()
    counsellor.is_seated()
    counsellor.be_ready()
    yield Shown("ready-empty", page)
    seeker = stage.other_seeker()
    heard = Wire(seeker.page)
    seeker.begin()
    expect(counsellor.offer).to_be_visible()
    yield Shown("offer", page)
    stage.node.clock.pass_by(OFFER_STANDS)
    expect(counsellor.text("desk.status.missed")).to_be_visible()
    yield Shown("missed", page)
    heard.cut()
    wire.renamed = {'"rehearsed":false': '"rehearsed":true'}
    heard.mend()
    counsellor.button("desk.status.back").click()
    expect(counsellor.offer).to_contain_text(counsellor.words("desk.rehearsed"))
    yield Shown("offer-rehearsed", page)


@story(
    DESK,
    *(
        "talk-empty",
        "talk-typing",
        "talk",
        "talk-newest",
        "card-preview",
        "card-sent",
        "cards-belgium",
        "talk-too-long",
    ),
    "talk-returned",
)
def talking(stage: Stage) -> Iterator[Shown]:
    counsellor, wire = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    seeker = joined(stage, counsellor)
    yield Shown("talk-empty", page)
    seeker.say("hoi")

    def types() -> None:
        # As somebody who types does, on and on: what one key tells is not repeated for a line that was just being mended.
        typing, until = page.locator(".typing"), monotonic() + TYPES_FOR
        while not typing.inner_text() and monotonic() < until:
            seeker.field.press("a")
            page.wait_for_timeout(TYPES_EVERY)
        expect(typing).not_to_be_empty()

    counsellor.lines.wait_for(1)
    yield Shown("talk-typing", page, again=types)
    seeker.field.fill("")
    a_few_words(seeker, counsellor)
    for said in (ARABIC, LONG, ONE_WORD):
        seeker.say(said)
    counsellor.lines.wait_for(7)
    yield Shown("talk", page)

    def read_back() -> None:
        page.locator(".talk-lines").evaluate(FAR_BACK)

    read_back()
    seeker.say("sorry, dat was veel")
    expect(counsellor.button("desk.talk.newest")).to_be_visible()
    yield Shown("talk-newest", page, again=read_back)
    counsellor.button("desk.talk.newest").click()
    expect(counsellor.button("desk.talk.newest")).to_have_count(0)
    to(counsellor, "cards")
    page.locator("[data-choice=nl-veiligthuis]").click()
    expect(page.locator(".cards-pane [data-card]")).to_be_visible()
    yield Shown("card-preview", page)
    counsellor.button("desk.cards.send").click()
    counsellor.lines.wait_for(9)
    yield Shown("card-sent", page)
    to(counsellor, "cards")
    counsellor.button("country.name.BE").click()
    yield Shown("cards-belgium", page)
    to(counsellor, "talk")
    counsellor.type("Ik snap dat dit heel moeilijk is. " * 30)
    expect(counsellor.text("error.too_long")).to_be_visible()
    yield Shown("talk-too-long", page)
    counsellor.field.fill("")
    wire.holds = True
    counsellor.say("Dit komt terug.")
    counsellor.lines.wait_for(10)
    wire.refuse("cmid_conflict")
    expect(counsellor.text("desk.talk.returned")).to_be_visible()
    yield Shown("talk-returned", page)


@story(DESK, *("offer-beside-talk", "talk-three", "shortcuts", "sign-out-asked", "end-asked", "ended"))
def three_at_once(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    first = joined(stage, counsellor)
    a_few_words(first, counsellor)
    second = stage.other_seeker()
    second.begin()
    expect(counsellor.offer).to_be_visible()
    yield Shown("offer-beside-talk", page)
    counsellor.accept()
    second.is_on("talking")
    counsellor.say("Hoi, ik ben Sam.")
    third = joined(stage, counsellor)
    counsellor.say("Hoi, ik ben Sam. Vertel maar.")
    first.say("ben je er nog?")
    for text in ("hallo", "ik weet niet wat ik moet zeggen"):
        second.say(text)
    third.lines.wait_for(1)
    to(counsellor, "list")
    expect(counsellor.row(2)).to_contain_text(counsellor.words("desk.list.unread", count=2))
    yield Shown("talk-three", page)
    # Beside a finger's screen there is no button for them, but there may be a keyboard.
    page.locator("#list-title").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    yield Shown("shortcuts", page)
    page.keyboard.press("Escape")
    counsellor.button("desk.sign_out").click()
    expect(page.locator("#asks-sign-out")).to_be_visible()
    yield Shown("sign-out-asked", page)
    counsellor.button("desk.sign_out_no").click()
    counsellor.choose(1)
    counsellor.button("desk.talk.end").click()
    yield Shown("end-asked", page)
    counsellor.button("desk.talk.end_yes").click()
    expect(counsellor.text("desk.ended.says.counsellor_ended")).to_be_visible()
    yield Shown("ended", page)


@story(DESK, "ended-stopped", "ended-left", "seeker-away", "ended-lost")
def ends(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    stops = joined(stage, counsellor)
    a_few_words(stops, counsellor)
    stops.stop()
    expect(counsellor.text("desk.ended.says.seeker_stopped")).to_be_visible()
    yield Shown("ended-stopped", page)
    counsellor.button("desk.ended.close").click()
    leaves = joined(stage, counsellor)
    a_few_words(leaves, counsellor)
    stage.browsers.open_exit_site(leaves.page)
    leaves.exit.click()
    expect(counsellor.text("desk.ended.says.seeker_left")).to_be_visible()
    stage.browsers.left(leaves.page)
    yield Shown("ended-left", page)
    counsellor.button("desk.ended.close").click()
    seeker = stage.other_seeker()
    line = Wire(seeker.page)
    seeker.begin()
    counsellor.accept()
    a_few_words(seeker, counsellor)
    line.cut()
    expect(page.locator(".talk-here.away")).to_be_visible()
    yield Shown("seeker-away", page)
    stage.node.clock.pass_by(SEEKER_KEEPS)
    expect(counsellor.text("desk.ended.says.seeker_lost")).to_be_visible()
    yield Shown("ended-lost", page)


@story(DESK, "on-hold", "on-hold-away", "storage")
def a_call_meanwhile(stage: Stage) -> Iterator[Shown]:
    counsellor, wire = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    seeker = stage.other_seeker()
    line = Wire(seeker.page)
    seeker.begin()
    counsellor.accept()
    a_few_words(seeker, counsellor)
    counsellor.button("desk.talk.hold").click()
    expect(counsellor.text("desk.talk.hold_says")).to_be_visible()
    yield Shown("on-hold", page)
    line.cut()
    expect(page.locator(".talk-here.away")).to_be_visible()
    yield Shown("on-hold-away", page)
    line.mend()
    expect(page.locator(".talk-here.away")).to_have_count(0)
    counsellor.button("desk.talk.hold").click()
    wire.tell("/desk", "storage.changed", away=True)
    expect(counsellor.text("desk.link.storage")).to_be_visible()
    counsellor.say("Neem de tijd.")
    expect(counsellor.lines.progress()).to_contain_text(counsellor.words("desk.progress.waiting"))
    yield Shown("storage", page)


@story(DESK, "lost", "taken", "session-over", "old-page")
def a_bad_line(stage: Stage) -> Iterator[Shown]:
    counsellor, wire = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    seeker = joined(stage, counsellor)
    a_few_words(seeker, counsellor)
    wire.cut()
    expect(counsellor.text("desk.link.lost")).to_be_visible()
    counsellor.say("Neem de tijd.")
    expect(counsellor.lines.progress()).to_contain_text(counsellor.words("desk.progress.waiting"))
    yield Shown("lost", page)
    stage.node.clock.pass_by(SEAT_KEEPS)
    seeker.is_on("waiting")
    wire.mend()
    expect(counsellor.text("desk.taken.says")).to_be_visible()
    yield Shown("taken", page)
    page.evaluate("() => fetch('/session', { method: 'DELETE' })")
    wire.cut()
    wire.mend()
    expect(counsellor.text("desk.sign_in.refused.not_signed_in")).to_be_visible()
    yield Shown("session-over", page)
    counsellor.enter(stage.node.counsellor)
    counsellor.is_seated()
    wire.version = True
    wire.cut()
    wire.mend()
    expect(counsellor.text("desk.link.old")).to_be_visible()
    yield Shown("old-page", page)


@story(
    BOARD,
    *("script-failed", "sign-in", "sign-in-refused", "other-role", "board-quiet", "board-busy"),
    "board-stale",
)
def the_board(stage: Stage) -> Iterator[Shown]:
    supervisor = stage.supervisor()
    page = supervisor.page
    wire = Wire(page)
    entrance = CounsellorPage(page)
    stage.browsers.expect_broken(page, NO_WIRE)

    def fails(page: Page, language: str) -> None:
        asked_for(page, language)
        at_last(page)
        expect(page.get_by_text(words("desk.starting_fails", language))).to_be_visible()

    page.route("**/js/supervisor/main.js", refuse)
    page.goto("/board")
    fails(page, "nl")
    yield Shown("script-failed", page, turn=fails, as_loaded=True)
    page.unroute("**/js/supervisor/main.js")
    page.goto("/board")
    expect(page.locator("#sign-in-name")).to_be_focused()
    yield Shown("sign-in", page)
    entrance.try_password(stage.node.supervisor.name, "verkeerd wachtwoord")
    expect(entrance.text("desk.sign_in.refused.sign_in_refused")).to_be_visible()
    yield Shown("sign-in-refused", page)
    entrance.enter(stage.node.counsellor)
    expect(entrance.text("board.other_role.says")).to_be_visible()
    yield Shown("other-role", page)
    entrance.button("desk.sign_out").click()
    entrance.enter(stage.node.supervisor)
    supervisor.shows(waiting=0, seated=0)
    yield Shown("board-quiet", page)
    met(stage.node, stage.browsers)
    for _ in range(2):
        stage.other_seeker().begin()
    supervisor.shows(talking=1, seated=1)
    stage.node.clock.pass_by(20)
    yield Shown("board-busy", page)
    wire.cut()
    expect(entrance.text("board.lost")).to_be_visible()
    yield Shown("board-stale", page)


@story(BOARD, "return-words", "return-words-asked", on=REUNITES)
def return_words(stage: Stage) -> Iterator[Shown]:
    seeker, counsellor = met(stage.node, stage.browsers)
    counsellor.end()
    seeker.button("seeker.words.ask").click()
    seeker.return_words()
    supervisor = stage.supervisor()
    page = supervisor.page
    supervisor.sign_in(stage.node.supervisor)
    page.locator(".links summary").click()
    yield Shown("return-words", page)
    page.locator(".links").get_by_role("button", name=words("board.links.all"), exact=True).click()
    expect(page.locator(".links [data-question]")).to_be_focused()
    yield Shown("return-words-asked", page)
