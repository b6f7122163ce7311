"""Real Chromium with an old telephone's processor."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.inside import Inside

CHROMIUM = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"
SLOWER = 6


def chromium(playwright: Playwright, node: Inside, port: int) -> Browser:
    """A browser for which the node lies at *port*."""
    rules = f"--host-resolver-rules=MAP localhost:{urlsplit(node.origin).port} 127.0.0.1:{port}"
    arguments = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", rules)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)


def slow_down(page: Page) -> None:
    """From now on the page has an old telephone's processor."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
