"""The supervisor's page, as a supervisor uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import door
from tests.e2e.pages.words import words
from tests.staff import Account


class SupervisorPage:
    """What a supervisor does and sees on ``/board``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.door = page.locator(".door-state")

    def sign_in(self, account: Account) -> None:
        self.page.goto("/board")
        expect(self.page.locator("#sign-in-name")).to_be_focused()
        door.enter(self.page, account)

    def shows(self, **figures: object) -> None:
        """Until the board shows these figures."""
        for name, figure in figures.items():
            expect(self.page.locator(f"[data-figure={name}] dd")).to_have_text(str(figure))

    def sees(self, state: str) -> None:
        """Until the door stands so: open, queue, full or closed."""
        expect(self.door.locator(".door-says")).to_have_text(words(f"board.door.{state}"))

    def has_ordered(self) -> None:
        """Until the board shows an order, whatever else keeps the door shut."""
        expect(self.button("board.orders.reopen")).to_be_visible()

    def close(self, reason: str = "busy") -> None:
        self.page.locator("#reason").select_option(reason)
        self.button("board.orders.close").click()

    def cap(self, most: int, reason: str = "busy") -> None:
        """From now on so many may wait."""
        self.page.locator("#reason").select_option(reason)
        self.page.locator("#cap").fill(str(most))
        self.button("board.orders.cap").click()

    def reopen(self) -> None:
        self.button("board.orders.reopen").click()

    def alarm(self, kind: str) -> Locator:
        """What says that something needs somebody now."""
        return self.page.locator(f"[data-alarm={kind}]")

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=words(key), exact=True)
