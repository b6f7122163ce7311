"""The browser is the one that Playwright opens for everybody, but for what no page and no person sees."""

import re

from playwright.sync_api import Browser

LEFT_OUT = re.compile(r"--disable-features=(\S+)")


def test_nothing_that_playwright_leaves_out_is_back(chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto("chrome://version")
    playwrights, ours = (
        set(words.split(",")) for words in LEFT_OUT.findall(page.locator("#command_line").inner_text())
    )
    page.close()
    assert playwrights <= ours
