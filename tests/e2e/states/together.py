"""How each state comes about in which somebody asks for help, somebody comes, and staff talk among themselves."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.e2e.inside import PRACTICE, Plan
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.people import KIM, NOOR, SAM
from tests.e2e.states.looking import Shown
from tests.e2e.states.seeker import a_few_words
from tests.e2e.states.staff import BOARD, DESK, joined, seated, to
from tests.e2e.states.stage import Stage, story

ON_CALL = Plan((SAM, KIM, NOOR), {**PRACTICE.words, "backup": "06 12345678"})


def beside(stage: Stage, name: str) -> CounsellorPage:
    """Somebody else at the desk, who is not looked at."""
    counsellor = CounsellorPage(stage.browsers.desk())
    counsellor.open()
    account = stage.node.account(name)
    counsellor.enter(account)
    expect(counsellor.page.locator("#room")).to_have_count(1)
    return counsellor


def whisper(counsellor: CounsellorPage, text: str) -> None:
    """Say something aside."""
    counsellor.page.keyboard.press("Alt+t")
    counsellor.page.locator("[data-whisper] .circle-field").fill(text)
    counsellor.button("desk.whisper.send").click()


@story(DESK, "back-up-number", "help-asked", "whispers", on=ON_CALL)
def who_asks(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    page = counsellor.page
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    counsellor.button("desk.help.ask").click()
    expect(counsellor.text("desk.help.reach.nobody")).to_be_visible()
    yield Shown("back-up-number", page)
    noor = beside(stage, "Noor")
    expect(counsellor.text("desk.help.reach.supervisors")).to_be_visible()
    yield Shown("help-asked", page)
    noor.button("desk.call.come").click()
    expect(counsellor.text("desk.help.comes", name="Noor")).to_be_visible()
    whisper(noor, "Vraag of er nu iemand bij haar is.")
    to(counsellor, "team")
    whisper(counsellor, "Ja, een zus.")
    noor.page.locator("#room").fill("Wie neemt er pauze?")
    noor.button("desk.room.send").click()
    expect(page.locator(".circle-line")).to_have_count(3)
    yield Shown("whispers", page)


@story(DESK, "danger-asks")
def who_is_alone_in_danger(stage: Stage) -> Iterator[Shown]:
    counsellor, _ = seated(stage)
    counsellor.be_ready()
    a_few_words(joined(stage, counsellor), counsellor)
    counsellor.assess(2)
    expect(counsellor.page.locator("#help-state")).to_contain_text(counsellor.words("desk.help.no_backup"))
    yield Shown("danger-asks", counsellor.page)


@story(DESK, "called", on=ON_CALL)
def who_is_called(stage: Stage) -> Iterator[Shown]:
    sam = stage.other_counsellor()
    a_few_words(joined(stage, sam), sam)
    counsellor = stage.counsellor()
    counsellor.sign_in(stage.node.account("Kim"))
    sam.button("desk.help.ask").click()
    expect(counsellor.page.locator("[data-call]")).to_be_visible()
    yield Shown("called", counsellor.page)


@story(BOARD, "help-requests", "shift-room", on=ON_CALL)
def the_board_calls(stage: Stage) -> Iterator[Shown]:
    supervisor = stage.supervisor()
    page = supervisor.page
    supervisor.sign_in(stage.node.account("Noor"))
    sam = stage.other_counsellor()
    # A first answer, or they are at the front again before all was looked at.
    a_few_words(joined(stage, sam), sam)
    sam.button("desk.help.ask").click()
    expect(page.locator("[data-call]")).to_be_visible()
    yield Shown("help-requests", page)
    sam.page.keyboard.press("Alt+t")
    sam.page.locator("#room").fill("Ik heb even iemand nodig.")
    sam.button("desk.room.send").click()
    page.locator("#shift-room summary").click()
    expect(page.locator(".circle-line")).to_have_count(1)
    yield Shown("shift-room", page)
