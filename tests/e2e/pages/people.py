"""The page of people, as whoever keeps the accounts uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import door
from tests.e2e.pages.words import words
from tests.staff import Account


class PeoplePage:
    """What somebody does and sees on ``/people``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, account: Account) -> None:
        self.page.goto("/people")
        expect(self.page.locator("#sign-in-name")).to_be_focused()
        door.enter(self.page, account)

    def row(self, name: str) -> Locator:
        """The line of one person in the list."""
        return self.page.locator(f"[data-person='{name}']")

    def person(self, name: str) -> None:
        """Open the page of one person."""
        self.row(name).get_by_role("button").click()
        expect(self.page.locator("#people-title")).to_be_focused()

    def to(self, place: str) -> None:
        """One of the three places: list, invite or own."""
        key = {"list": "people.list.title", "invite": "people.invite.title", "own": "desk.account.link"}[
            place
        ]
        self.page.get_by_role("navigation", name=words("people.places")).get_by_role(
            "button", name=words(key), exact=True
        ).click()

    def invite(self, name: str) -> str:
        """Invite a counsellor; the link."""
        self.to("invite")
        self.page.locator("#name").fill(name)
        self.button("people.invite.button").click()
        return self.link()

    def link(self) -> str:
        """The link that is shown once."""
        expect(self.page.locator("#made-link")).to_be_visible()
        return self.page.locator("#made-link").text_content() or ""

    def act(self, what: str) -> None:
        """Do something about the open account, and mean it."""
        self.page.locator(f"[data-act={what}]").click()
        expect(self.page.locator("[data-question]")).to_be_focused()
        self.button(f"people.act_yes.{what}").click()

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=words(key), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(words(key, "nl", **values), exact=True)
