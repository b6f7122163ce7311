"""The counsellor's page, as a counsellor uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import door
from tests.e2e.pages.lines import FOR_EYES, Lines
from tests.e2e.pages.words import words
from tests.staff import Account


class CounsellorPage:
    """What a counsellor does and sees on ``/desk``."""

    def __init__(self, page: Page, language: str = "nl") -> None:
        self.page = page
        self.language = language
        self.lines = Lines(page.locator("ol.lines"))
        self.field = page.locator("#field")
        self.offer = page.locator("#offer")
        self.rows = page.locator(".talk-row")
        self.state = page.locator(".talk-here")

    def open(self) -> None:
        self.page.goto("/desk")
        expect(self.page.locator("#sign-in-name")).to_be_focused()

    def sign_in(self, account: Account) -> None:
        """Open the page and sign in; the status shows once there is a seat."""
        self.open()
        self.enter(account)
        self.is_seated()

    def is_seated(self) -> None:
        choices = self.page.get_by_role("group", name=self.words("desk.status.label"))
        expect(choices.locator("[aria-pressed=true]")).to_have_count(1)

    def enter(self, account: Account) -> None:
        door.enter(self.page, account, self.language)

    def try_password(self, name: str, password: str) -> None:
        """The first of the two steps, whatever comes of it."""
        door.try_password(self.page, name, password, self.language)

    def be_ready(self) -> None:
        """Be there; the first time on a page the device is checked before."""
        self.button("desk.status.ready").click()
        begin = self.button("desk.readiness.begin")
        chosen = self.page.locator(".status[aria-pressed=true]", has_text=self.words("desk.status.ready"))
        expect(begin.or_(chosen)).to_be_visible()
        if begin.is_visible():
            begin.click()
        expect(self.button("desk.status.ready")).to_have_attribute("aria-pressed", "true")

    def be_away(self) -> None:
        """For a while; returns when nobody is offered any more."""
        self.button("desk.status.away").click()
        expect(self.button("desk.status.away")).to_have_attribute("aria-pressed", "true")

    def choose_status(self, status: str) -> None:
        """Say how one is there; returns when the server knows."""
        self.button(f"desk.status.{status}").click()
        expect(self.button(f"desk.status.{status}")).to_have_attribute("aria-pressed", "true")

    def cannot_go_on(self) -> None:
        """Say that one cannot go on, and mean it; returns when everybody has gone to the queue."""
        self.button("desk.relief.button").click()
        expect(self.page.locator("#asks-relief")).to_be_focused()
        self.button("desk.relief.yes").click()
        expect(self.text("desk.relief.says")).to_be_visible()

    def looks_up(self) -> None:
        """They look at the page again, which asks then how it is at the door."""
        self.page.evaluate(
            "() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))"
        )

    def accept(self) -> None:
        """Take the conversation that is offered, once one is; returns when it is the open one."""
        self.button("desk.offer.accept").click()
        # Between the press and the new one none is open.
        expect(self.field).to_be_visible()

    def is_asked(self, why: str) -> None:
        """Until somebody is offered, for this reason."""
        expect(self.offer.locator(".offer-why")).to_contain_text(self.words(f"desk.offer.why.{why}"))

    def decline(self) -> None:
        self.button("desk.offer.decline").click()

    def type(self, text: str) -> None:
        """Type, or paste, into the field and leave it there."""
        self.field.focus()
        self.page.keyboard.insert_text(text)

    def send(self) -> None:
        self.button("desk.talk.send").click()

    def try_to_send(self) -> None:
        """Press send although it says that it does nothing now."""
        self.page.locator(".composer button[type=submit]").click(force=True)

    def say(self, text: str) -> None:
        self.type(text)
        self.send()

    def give(self, card: str) -> None:
        """Look at a card and send it."""
        self.page.locator(f"[data-choice={card}]").click()
        self.button("desk.cards.send").click()

    def end(self) -> None:
        """End the conversation, and mean it."""
        self.button("desk.talk.end").click()
        self.button("desk.talk.end_yes").click()

    def assess(self, risk: int) -> None:
        """Say how much danger there is in the conversation that is open; returns when the server has it."""
        self.page.locator("#risk").select_option(str(risk))
        expect(self.page.locator(f"#risk option[value='{risk}'][selected]")).to_have_count(1)

    def pass_on(self, skill: str | None = None) -> None:
        """Wish that a colleague takes the open conversation over, whoever or with this skill; returns when the server has it."""
        if skill is not None:
            self.page.locator("#pass-skill").select_option(skill)
        self.button("desk.pass.on").click()
        expect(self.button("desk.pass.on")).to_have_attribute("aria-pressed", "true")

    def keep(self) -> None:
        """Take that wish back."""
        self.button("desk.pass.on").click()
        expect(self.button("desk.pass.on")).to_have_attribute("aria-pressed", "false")

    def choose(self, number: int) -> None:
        """Open one of the conversations."""
        self.row(number).click()
        expect(self.row(number)).to_have_attribute("aria-current", "true")

    def row(self, number: int) -> Locator:
        """The line of one conversation in the list."""
        return self.rows.filter(has_text=self.words("desk.talk.number", number=number))

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def button_with(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.words(key, **values), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        """Where this sentence stands for eyes to see, not only for a screen reader."""
        return self.page.get_by_text(self.words(key, **values), exact=True).and_(self.page.locator(FOR_EYES))

    def words(self, key: str, **values: object) -> str:
        return words(key, self.language, **values)
