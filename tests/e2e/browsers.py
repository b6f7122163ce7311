"""Chromium on a phone and at a desk, and what must hold of every page a story opened."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    WebSocket,
)

from tests.e2e.line import Line

TITLE = "Notities"
EXIT_SITE = "https://www.wikipedia.org/"

ANSWERS_WITHIN_MS = 20_000
AGENT = "Mozilla/5.0 chaos/"
YOUNG, STAFF = "young", "staff"
"""What these browsers are called on the network; see tests/chaos/proxy.py."""
PHONE = (390, 844)
SMALL_PHONE = (320, 640)
DESK = (1280, 800)

TITLE_STAYS = """
(() => {
  let first = "";
  new MutationObserver(() => {
    if (first === "") first = document.title;
    else if (document.title !== first) console.error("the title changed");
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();
"""
# A line of the conversation may lie there sealed: a nonce and a tag are the least of it, and no letter of it can be read.
KEPT = """
async () => { const SEALED = /^[A-Za-z0-9+/]{38,}={0,2}$/; return [
  ...Object.entries(sessionStorage).map(([key, value]) => (SEALED.test(value) && key.startsWith("talk.") ? "sealed" : `session: ${key}`)),
  ...Object.keys(localStorage).map((key) => `local: ${key}`),
  ...(await indexedDB.databases()).map(({ name }) => `database: ${name}`),
  ...(await caches.keys()).map((name) => `cache: ${name}`),
]; }
"""
# What Chromium itself writes when the server answers that nobody is signed in, and when there is no server.
NOT_SIGNED_IN = re.compile(r"status of 401 .*/session(/second)?$")
MISSING = re.compile(r"status of 404 ")
# And when the page speaks in the turn in which the line is closed, of which it hears a turn later.
MEANWHILE = re.compile(r"WebSocket is already in CLOSING or CLOSED state")
LOST = re.compile(
    r"WebSocket connection to |ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_|ERR_NETWORK_|ERR_EMPTY_|ERR_CONTENT_LENGTH_"
)


# Without slots: Playwright hangs its own attributes on whoever listens.
@dataclass
class Browsing:
    """One person's browser, and what it did."""

    context: BrowserContext
    origin: str
    is_seeker: bool
    has_script: bool
    expected: list[re.Pattern[str]]
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.context.on("console", self._said)
        self.context.on("weberror", self._failed)
        self.context.on("request", self._asked)
        self.context.on("page", lambda page: page.on("websocket", self._connected))

    def findings(self) -> list[str]:
        """One line for each thing that must not be."""
        own = urlsplit(self.origin).netloc
        found = [*self.complaints, *(f"asked another host: {host}" for host in sorted(self.hosts - {own}))]
        if self.is_seeker:
            found += [f"a cookie: {cookie.get('name')}" for cookie in self.context.cookies()]
        for page in self.context.pages:
            if page.url.startswith(self.origin):
                found += self._findings(page)
        return found

    def _findings(self, page: Page) -> list[str]:
        found = [f"the title: {page.title()}"] if self.is_seeker and page.title() != TITLE else []
        if not self.has_script:
            return found
        kept: list[str] = page.evaluate(KEPT)
        own = ("session: ticket", "session: load", "session: stop") if self.is_seeker else ("session: seat",)
        return found + [f"kept in {one}" for one in kept if one not in (*own, "sealed")]

    def _said(self, message: ConsoleMessage) -> None:
        said = f"{message.text} {message.location['url']}"
        if message.type == "error" and not any(known.search(said) for known in self.expected):
            self.complaints.append(f"on the console: {said}")

    def _failed(self, error: WebError) -> None:
        if not any(known.search(str(error.error)) for known in self.expected):
            self.complaints.append(f"not caught: {error.error}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https"):
            self.hosts.add(parts.netloc)

    def _connected(self, socket: WebSocket) -> None:
        self.hosts.add(urlsplit(socket.url).netloc)


class Browsers:
    """Opens browsers for the people of one story."""

    def __init__(self, browser: Browser, line: Line) -> None:
        self._browser = browser
        self._line = line
        self._all: list[Browsing] = []
        self._networks: dict[Page, CDPSession] = {}

    def phone(self, *, small: bool = False, dark: bool = False) -> Page:
        """A young person's phone."""
        return self._open(SMALL_PHONE if small else PHONE, touch=True, dark=dark, is_seeker=True)

    def computer(self, *, size: tuple[int, int] = DESK, dark: bool = False) -> Page:
        """A young person's computer: a keyboard, a mouse, a large screen."""
        return self._open(size, dark=dark, is_seeker=True)

    def desk(self, *, size: tuple[int, int] = DESK, dark: bool = False) -> Page:
        """A volunteer's computer."""
        return self._open(size, dark=dark, expected=[NOT_SIGNED_IN])

    def volunteers_phone(self) -> Page:
        """A volunteer's phone."""
        return self._open(PHONE, touch=True, expected=[NOT_SIGNED_IN])

    def phone_without_script(self) -> Page:
        """A young person's phone that runs no script."""
        return self._open(PHONE, touch=True, is_seeker=True, has_script=False)

    def expect_lost(self, page: Page) -> None:
        """From now on this browser may write on its console that the server cannot be reached."""
        self._of(page).expected.append(LOST)

    def expect_missing(self, page: Page) -> None:
        """From now on this browser may write on its console that a page is not there."""
        self._of(page).expected.append(MISSING)

    def expect_broken(self, page: Page, *said: str) -> None:
        """From now on this browser may write on its console, or throw, what one of these patterns finds."""
        self._of(page).expected.extend(re.compile(pattern) for pattern in said)

    def lose_network(self, page: Page) -> None:
        """This page, and no other, cannot connect any more; what is open has to be cut at the node."""
        self.expect_lost(page)
        self._networks[page] = page.context.new_cdp_session(page)
        self._switch(page, offline=True)

    def find_network(self, page: Page) -> None:
        """This page can connect again."""
        self._switch(page, offline=False)

    def open_exit_site(self, page: Page) -> None:
        """The site that leaving leads to answers; otherwise nothing beyond this machine does."""
        page.context.route(
            f"{EXIT_SITE}**", lambda route: route.fulfill(body="elders", content_type="text/plain")
        )

    def left(self, page: Page) -> None:
        """This browser went to the site that leaving leads to, and to no other."""
        self._of(page).hosts.remove(urlsplit(EXIT_SITE).netloc)

    def findings(self) -> list[str]:
        """What any of these browsers did that none may do; empty when all is well."""
        return [finding for one in self._all for finding in one.findings()]

    def close(self) -> None:
        """Everybody goes home."""
        for one in self._all:
            one.context.close()

    def _switch(self, page: Page, *, offline: bool) -> None:
        unlimited = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._networks[page].send("Network.emulateNetworkConditions", {"offline": offline, **unlimited})

    def _of(self, page: Page) -> Browsing:
        return next(one for one in self._all if one.context == page.context)

    def _open(
        self,
        size: tuple[int, int],
        *,
        touch: bool = False,
        dark: bool = False,
        is_seeker: bool = False,
        has_script: bool = True,
        expected: list[re.Pattern[str]] | None = None,
    ) -> Page:
        width, height = size
        origin = self._line.origin if is_seeker else self._line.staff_origin
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            java_script_enabled=has_script,
            color_scheme="dark" if dark else "light",
            locale="nl-NL",
            user_agent=f"{AGENT}{YOUNG if is_seeker else STAFF}",
            base_url=origin,
        )
        context.set_default_timeout(ANSWERS_WITHIN_MS)
        one = Browsing(context, origin, is_seeker, has_script, [MEANWHILE, *(expected or ())])
        one.watch()
        self._all.append(one)
        if is_seeker:
            context.add_init_script(TITLE_STAYS)
        return context.new_page()
