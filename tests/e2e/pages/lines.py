"""What stands in a conversation on a screen, read the same way on both pages."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

OPENING = 2
"""What the desk says at the beginning of every conversation: who came, and how long there is."""
MESSAGES = "li.line:not(.desk)"
# Not what only a screen reader is told.
FOR_EYES = ":not(.only-read, .only-read *)"
READ = """
(lines) => lines.map((line) => ({
  mine: line.classList.contains("mine"),
  text: line.querySelector(".written")?.textContent ?? null,
  card: line.querySelector("[data-card]")?.dataset.card ?? null,
}))
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One message: whether this screen's own person said it, and its text or the id of its card."""

    mine: bool
    text: str | None = None
    card: str | None = None


class Lines:
    """The messages on one screen, in order."""

    def __init__(self, place: Locator) -> None:
        self.place = place
        self.messages = place.locator(MESSAGES)
        self.desk = place.locator("li.line.desk")

    def read(self) -> list[Said]:
        """Every message as it stands there, character for character."""
        return [Said(**line) for line in self.messages.evaluate_all(READ)]

    def wait_for(self, count: int) -> None:
        """Until so many messages stand there."""
        expect(self.messages).to_have_count(count)

    def wait_until_stored(self) -> None:
        """Until the server has every message that stands there."""
        expect(self.place.locator(f"{MESSAGES}:not([data-seq])")).to_have_count(0)

    def progress(self, index: int = -1) -> Locator:
        """How far an own message came, in words."""
        return self.messages.nth(index).locator(".progress")
