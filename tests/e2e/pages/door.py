"""Signing in, the same on every page of staff."""

from playwright.sync_api import Page, expect

from tests.e2e.pages.words import words
from tests.staff import Account


def try_password(page: Page, name: str, password: str, language: str = "nl") -> None:
    """The first step, whatever comes of it."""
    page.locator("#sign-in-name").fill(name)
    page.locator("#sign-in-password").fill(password)
    page.get_by_role("button", name=words("desk.sign_in.button", language), exact=True).click()


def show_code(page: Page, code: str) -> None:
    """The second step with a code, once one is asked for."""
    expect(page.locator("#second-code")).to_be_focused()
    page.locator("#second-code").fill(code)
    page.locator("#second-button").click()


def enter_half(page: Page, account: Account, language: str = "nl") -> None:
    """The first step; returns when a code is asked for."""
    try_password(page, account.name, account.password, language)
    expect(page.locator("#second-code")).to_be_focused()


def enter(page: Page, account: Account, language: str = "nl") -> None:
    """Both steps, with a telephone."""
    enter_half(page, account, language)
    show_code(page, account.codes.next())
