"""The young person's page, as a young person uses it."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.e2e.pages.lines import FOR_EYES, Lines
from tests.e2e.pages.words import words

DOOR = re.compile(r"/door\?")
"""What a page that has not begun asks again and again."""
DOOR_LOOKS_MS = 30_000
"""In this time a page that has not begun looks at the door again."""
LOOK_WITHIN_MS = 2_000
LOOKS_MOST = 10


class SeekerPage:
    """What a young person does and sees on ``/``."""

    def __init__(self, page: Page, language: str = "nl") -> None:
        self.page = page
        self.language = language
        self.lines = Lines(page.locator("ol.lines"))
        self.field = page.locator("textarea")
        self.exit = page.locator("#exit")
        self.heading = page.locator("main h1:visible")
        self.numbers = page.locator("#numbers")
        self.door = page.locator("#door")
        self.start = page.locator("#begin")

    def open(self) -> None:
        self.page.goto("/")
        expect(self.start).to_be_visible()

    def begin(self) -> None:
        """Open the page and begin to wait."""
        self.open()
        self.press()

    def press(self) -> None:
        """Begin to wait, on a page that is open already."""
        self.start.click()
        self.is_on("waiting")

    def sees(self, key: str, **values: object) -> None:
        """Until the door says this."""
        expect(self.door).to_have_text(self.words(key, **values))

    def looks_again(self) -> None:
        """The page looks at the door; its clock must have been installed.

        While it waits for what it asked before (in another language, perhaps) it does not count down to its next look.
        """
        for _ in range(LOOKS_MOST):
            with suppress(NotInTime):
                with self.page.expect_request(DOOR, timeout=LOOK_WITHIN_MS) as look:
                    self.page.clock.fast_forward(DOOR_LOOKS_MS)
                assert look.value.response() is not None
                return
        raise AssertionError("the page does not look at the door")

    def answer(self, safety: str) -> None:
        """Say whether they are safe: yes, no or unsure."""
        self.button(f"seeker.safety.{safety}").click()

    def is_on(self, screen: str) -> None:
        """Until this screen stands there."""
        expect(self.page.locator("body")).to_have_attribute("data-screen", screen)

    def has_place(self, place: int) -> None:
        expect(self.heading).to_have_text(self.words("seeker.waiting.place", place=place))

    def type(self, text: str) -> None:
        """Type, or paste, into the field and leave it there."""
        self.field.focus()
        self.page.keyboard.insert_text(text)

    def send(self) -> None:
        self.button("seeker.talk.send").click()

    def try_to_send(self) -> None:
        """Press send although it says that it does nothing now."""
        self.page.locator(".composer button[type=submit]").click(force=True)

    def say(self, text: str) -> None:
        self.type(text)
        self.send()

    def stop(self) -> None:
        """End the conversation, and mean it."""
        self.page.locator("summary", has_text=self.words("seeker.talk.menu")).click()
        self.button("seeker.talk.stop").click()
        self.button("seeker.talk.stop_yes").click()

    def return_words(self) -> list[str]:
        """The four words that stand there."""
        shown = self.page.locator(".return-words li")
        expect(shown).to_have_count(4)
        return shown.all_text_contents()

    def have_words(self) -> None:
        """Open the field for words of an earlier conversation."""
        self.page.locator("summary", has_text=self.words("seeker.words.have")).click()

    def try_words(self, typed: str) -> None:
        """Type words of an earlier conversation into their open field, and use them."""
        self.page.get_by_label(self.words("seeker.words.field")).fill(typed)
        self.button("seeker.words.use").click()

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=self.words(key), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        """Where this sentence stands for eyes to see, not only for a screen reader."""
        return self.page.get_by_text(self.words(key, **values), exact=True).and_(self.page.locator(FOR_EYES))

    def words(self, key: str, **values: object) -> str:
        return words(key, self.language, **values)
