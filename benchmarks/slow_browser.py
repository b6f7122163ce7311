"""Real Chromium with an old telephone's processor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, ViewportSize

from tests.e2e.inside import Inside

CHROMIUM = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"
SLOWER = 6
BARS = 200


def chromium(playwright: Playwright, node: Inside, port: int) -> Browser:
    """A browser for which the node lies at *port*."""
    rules = f"--host-resolver-rules=MAP localhost:{urlsplit(node.origin).port} 127.0.0.1:{port}"
    arguments = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", rules)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


def opened(browser: Browser, node: Inside, *, phone: bool) -> Page:
    """An empty page, on a phone or on a desk, all of it in sight.

    Chromium makes its window as large as the page, bars included: the bottom of the page, where people type, lies outside
    of it, and what changes there is never presented.
    """
    size: ViewportSize = {"width": 390 if phone else 1280, "height": 844}
    context = browser.new_context(base_url=node.origin, viewport=size, is_mobile=phone, has_touch=phone)
    page = context.new_page()
    window = context.new_cdp_session(page)
    number = window.send("Browser.getWindowForTarget")["windowId"]
    bounds = {"width": size["width"] + BARS, "height": size["height"] + BARS}
    window.send("Browser.setWindowBounds", {"windowId": number, "bounds": bounds})
    return page


@contextmanager
def slowed(page: Page) -> Iterator[None]:
    """Meanwhile the page has an old telephone's processor. One page at a time: a slowed one takes time even at rest."""
    processor = page.context.new_cdp_session(page)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        yield
    finally:
        processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
