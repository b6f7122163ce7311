"""The supervisor's page, as a supervisor uses it."""

from playwright.sync_api import Page, expect

from tests.e2e.line import Account
from tests.e2e.pages.words import words


class SupervisorPage:
    """What a supervisor does and sees on ``/board``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, account: Account) -> None:
        self.page.goto("/board")
        expect(self.page.locator("#sign-in-name")).to_be_focused()
        self.page.locator("#sign-in-name").fill(account.name)
        self.page.locator("#sign-in-password").fill(account.password)
        self.page.get_by_role("button", name=words("desk.sign_in.button")).click()

    def shows(self, **figures: object) -> None:
        """Until the board shows these figures."""
        for name, figure in figures.items():
            expect(self.page.locator(f"[data-figure={name}] dd")).to_have_text(str(figure))
