"""The page of an invitation, as whoever got the link uses it."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.words import words
from tests.staff import code_now

PASSWORD = "een zin die niemand raadt"


class InvitePage:
    """What somebody does and sees on ``/invite``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, link: str) -> None:
        """Follow the link; returns when it is said whom it is for."""
        self.page.goto(link)
        expect(self.button("invite.welcome.begin")).to_be_visible()

    def is_welcome(self, name: str) -> None:
        """Until it says for whom the link is."""
        expect(self.page.locator("h1")).to_have_text(words("invite.welcome.title", name=name))

    def choose_password(self, password: str = PASSWORD) -> None:
        """From the welcome on; returns when a device is asked for."""
        self.button("invite.welcome.begin").click()
        expect(self.page.locator("#password")).to_be_focused()
        self.page.locator("#password").fill(password)
        self.button("invite.next").click()

    def with_passkey(self, label: str = "") -> None:
        """Make a key on this device."""
        self.button("device.passkey").click()
        self.page.locator("#device-label").fill(label)
        self.button("device.make").click()

    def with_app(self, label: str = "") -> str:
        """Put the secret into an app and type its code; the secret."""
        self.button("device.app").click()
        secret = self.secret()
        self.page.locator("#device-code").fill(code_now(secret))
        self.page.locator("#device-label").fill(label)
        self.button("device.check").click()
        return secret

    def secret(self) -> str:
        """What is to be put into an app."""
        return (self.page.locator("#device-secret").text_content() or "").replace(" ", "")

    def codes(self) -> list[str]:
        """The recovery codes, once they are shown."""
        expect(self.page.locator(".codes li")).to_have_count(10)
        return self.page.locator(".codes li").all_inner_texts()

    def kept_codes(self) -> None:
        self.button("codes.kept").click()

    def later(self) -> None:
        self.button("invite.second.later").click()

    def button(self, key: str) -> Locator:
        return self.page.get_by_role("button", name=words(key), exact=True)

    def text(self, key: str, **values: object) -> Locator:
        return self.page.get_by_text(words(key, "nl", **values), exact=True)
