"""The roster's page, as whoever is on a shift or plans them uses it."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import door
from tests.e2e.pages.words import words
from tests.staff import Account


class RosterPage:
    """What somebody does and sees on ``/roster``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shifts = page.locator(".shift")
        self.short = page.locator("[data-short]")
        self.agreement = page.locator("[data-agrees]")
        self.refused = page.locator(".notice[role=alert]")
        self.done = page.locator("[data-done]")
        self.question = page.locator("[data-question]")

    def sign_in(self, account: Account) -> None:
        self.page.goto("/roster")
        expect(self.page.locator("#sign-in-name")).to_be_focused()
        door.enter(self.page, account)
        expect(self.page.locator(".days")).to_be_visible()

    def type_plan(
        self, first: date, begins: str, ends: str, *, minimum: int = 2, most: int = 4, led: bool = True
    ) -> None:
        """Write down a shift without making it yet."""
        for name, text in (("first", first.isoformat()), ("begins", begins), ("ends", ends)):
            self.page.locator(f"#plan-{name}").fill(text)
        self.page.locator("#minimum-plan").fill(str(minimum))
        self.page.locator("#most-plan").fill(str(most))
        self.page.locator(".plan [name=led]").set_checked(led)

    def make(self) -> None:
        self.button("roster.plan.make").click()

    def do(self, key: str, shift: int = 0, **values: str) -> None:
        """Press what these words stand on, at one of the shifts."""
        self.shifts.nth(shift).get_by_text(words(key, **values), exact=True).click()

    def reads(self, text: str, shift: int = 0) -> None:
        """Until this stands at one of the shifts."""
        expect(self.shifts.nth(shift)).to_contain_text(text)

    def calendar(self, folder: Path) -> bytes:
        """The calendar file, as the browser saves it."""
        with self.page.expect_download() as download:
            self.ask_calendar()
        saved = folder / download.value.suggested_filename
        download.value.save_as(saved)
        return saved.read_bytes()

    def ask_calendar(self) -> None:
        self.page.get_by_role("link", name=words("roster.calendar")).click()

    def button(self, key: str, **values: str) -> Locator:
        """By what stands on it: its name says of which shift it is, too."""
        said = re.compile(rf"^\s*{re.escape(words(key, **values))}\s*$")
        return self.page.locator("button, summary").filter(has_text=said, visible=True)
