"""One pair in real Chromium beside the mass: the same oracle reads their screens from the document.

Playwright's synchronous pages live in a thread of their own, so that the page objects of the stories serve here too.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import Browser, Error, sync_playwright

from tests.chaos.line import Line
from tests.chaos.oracle import Shown, Side
from tests.chaos.people import ALL, LOOK_EVERY_SECONDS, STRANGER, Standing, Writer, next_text, unread_words
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.staff import Account

T = TypeVar("T")

SHORT_MS = 500
"""How long a field may take to be there; whoever has none writes nothing now."""

STARTS_WITHIN_MS = 5_000
"""How long a page may take to run before whoever looks at it presses refresh once more."""

# What a page has only once its script has drawn it: the young person's, and the desk.
RUNS = "body[data-screen]:not([data-screen=start]), #app:not(:has(noscript))"

LOADING = "one of the two pages is being loaded"
# A young person's page to which the server has said nothing yet.
ARRIVING = "body[data-screen=arriving]"
NEUTRAL = "[data-screen=neutral] .neutral button"

# Whether nothing on either screen is under way: every own line has a place in the log and two ticks.
UNDER_WAY = """
(lines) => lines.filter((line) => line.classList.contains("mine")
  && (line.dataset.seq === undefined || line.querySelector(".ticks.delivered, .ticks.seen") === null)).length
"""

# Own texts that the screen says the server has, and those it says the other's screen has.
PROMISED = """
(lines) => ["[data-seq]", ":has(.ticks.delivered, .ticks.seen)"].map((promised) =>
  lines.filter((line) => line.matches(".mine" + promised)).map((line) => line.querySelector(".written")?.textContent ?? ""))
"""


@dataclass(frozen=True, slots=True)
class Screens:
    """The two pages."""

    seeker: SeekerPage
    counsellor: CounsellorPage


class ChromiumPair:
    """A young person and a counsellor whom nobody plays but Chromium."""

    def __init__(self, screens: Screens, thread: ThreadPoolExecutor, name: str) -> None:
        self.seeker = Writer("chromium-s")
        self.counsellor = Writer("chromium-c")
        self._screens = screens
        self._thread = thread
        self._name = name
        self._came_at: dict[Writer, float] = {}
        """When the page that stands there was asked for, after a refresh."""
        self._failed: set[Writer] = set()
        """Whose last refresh brought an error page."""
        self._promised: dict[Writer, tuple[set[str], set[str]]] = {
            self.seeker: (set(), set()),
            self.counsellor: (set(), set()),
        }

    async def say(self, writer: Writer, chance: random.Random, most: int = ALL) -> None:
        text = next_text(writer, chance)
        page = self._page(writer)

        def say() -> None:
            if _sent_again(page, writer) or int(page.lines.messages.evaluate_all(UNDER_WAY)) >= most:
                return
            page.field.fill(text, timeout=SHORT_MS)
            writer.pressed(text, time.monotonic())
            page.field.press("Enter", timeout=SHORT_MS)

        try:
            await self._do(say)
        except Error:
            return

    async def refresh(self, writer: Writer) -> bool:
        """One of them presses refresh, until there is a page again; nobody does with something in the field, which is False."""
        if not await self._do(lambda: self._leave(writer)):
            return False
        while not await self._do(lambda: self._comes_back(writer)):  # noqa: ASYNC110 - a node that is away does not tell when it is back
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        return True

    async def parted(self, standing: Standing) -> str | None:
        del standing
        try:
            return await self._do(self._parted)
        except Error:
            return LOADING

    async def unread(self, since: float, chance: random.Random) -> str | None:
        try:
            here, there = await self._do(self._texts)
        except Error:
            return LOADING
        return await unread_words(self, here, there, since, chance)

    async def warned(self, writer: Writer) -> bool:
        """Whether one of them reads that there is no connection."""
        keys = ("seeker.lost.text",) if writer is self.seeker else ("desk.link.lost", "desk.link.connecting")
        page = self._page(writer)
        return await self._do(lambda: any(page.text(key).count() for key in keys))

    async def open_texts(self) -> int:
        try:
            return await self._do(self._under_way)
        except Error:
            return -1

    async def sides(self) -> tuple[Side, Side]:
        return await self._do(self._sides)

    def _page(self, writer: Writer) -> SeekerPage | CounsellorPage:
        return self._screens.seeker if writer is self.seeker else self._screens.counsellor

    def _leave(self, writer: Writer) -> bool:
        """The page goes; not while something stands in the field, or there is none."""
        page = self._page(writer)
        try:
            if page.field.count() == 0 or page.field.input_value(timeout=SHORT_MS):
                return False
            self._note_promised(writer)
            is_keyless = page.page.locator(ARRIVING).count() > 0
        except Error:
            return False
        gone_at, came_at = time.monotonic(), self._came_at.get(writer)
        self._reload(writer)
        writer.refreshed(gone_at, came_at if is_keyless else None)
        self._came_at[writer] = gone_at
        return True

    def _comes_back(self, writer: Writer) -> bool:
        """Whether a page of ours runs; what came without its scripts, or not at all, is asked for again."""
        page = self._page(writer).page
        if writer in self._failed:
            self._reload(writer)
            return False
        with suppress(Error):
            page.wait_for_selector(RUNS, state="attached", timeout=STARTS_WITHIN_MS)
            # What came after an error page of the browser is no refresh to it; then a young person has to press once more.
            if page.locator(NEUTRAL).count():
                page.locator(NEUTRAL).click(timeout=SHORT_MS)
            return True
        self._reload(writer)
        return False

    def _reload(self, writer: Writer) -> None:
        """Whoever sees an error page of the browser does not wait for ours to run."""
        try:
            self._page(writer).page.reload(wait_until="commit", timeout=STARTS_WITHIN_MS)
            self._failed.discard(writer)
        except Error:
            self._failed.add(writer)

    def _note_promised(self, writer: Writer) -> None:
        for known, now in zip(
            self._promised[writer], self._page(writer).lines.messages.evaluate_all(PROMISED), strict=True
        ):
            known.update(now)

    def _texts(self) -> tuple[set[str], set[str]]:
        here, there = (
            {one.text or "" for one in page.lines.read()}
            for page in (self._screens.seeker, self._screens.counsellor)
        )
        return here, there

    def _parted(self) -> str | None:
        here, there = self._screens.seeker, self._screens.counsellor
        screen = here.page.locator("body").get_attribute("data-screen")
        if screen != "talking":
            return f"the young person's screen is {screen}"
        if here.heading.inner_text() != here.words("seeker.talk.with", name=self._name):
            return STRANGER
        if here.text("seeker.storage.text").count() or there.text("desk.link.storage").count():
            return "one of them reads that the server has lost what it keeps things in"
        if here.text("seeker.lost.text").count() or here.text("seeker.talk.away", name=self._name).count():
            return "the young person reads of a lost connection"
        if there.text("desk.link.lost").count() or not there.field.count():
            return "the counsellor reads of a lost connection"
        return (
            "the young person is away on the desk" if there.page.locator(".talk-here.away").count() else None
        )

    def _under_way(self) -> int:
        pages = (self._screens.seeker, self._screens.counsellor)
        left = _sent_again(pages[0], self.seeker) + _sent_again(pages[1], self.counsellor)
        counts = [len(page.lines.read()) for page in pages]
        under_way = [int(page.lines.messages.evaluate_all(UNDER_WAY)) for page in pages]
        return left + sum(under_way) + abs(counts[0] - counts[1])

    def _sides(self) -> tuple[Side, Side]:
        return self._side(self.seeker), self._side(self.counsellor)

    def _side(self, writer: Writer) -> Side:
        self._note_promised(writer)
        stored, delivered = (writer_has.intersection(writer.wrote) for writer_has in self._promised[writer])
        lines = self._page(writer).lines.read()
        screen = tuple(Shown(one.mine, one.text or f"card {one.card}") for one in lines)
        return Side(
            tuple(writer.wrote),
            screen,
            stored=frozenset(stored),
            delivered=frozenset(delivered),
            hurried=frozenset(writer.hurried),
            keyless=frozenset(writer.keyless),
        )

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _sent_again(page: SeekerPage | CounsellorPage, writer: Writer) -> bool:
    """Whether a text still stood in the field, because the key came too late for a busy machine; it is pressed again, as people do."""
    text = page.field.input_value(timeout=SHORT_MS) if page.field.count() else ""
    if text == "":
        return False
    # Also what came into the field all the same, after it was given up.
    writer.pressed(text, time.monotonic())
    page.field.press("Enter", timeout=SHORT_MS)
    return True


@asynccontextmanager
async def in_chromium(line: Line) -> AsyncIterator[ChromiumPair]:
    """A pair that found each other before anybody else came, for as long as the block lasts."""
    account = line.account()
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as thread:
        playwright = await loop.run_in_executor(thread, sync_playwright().start)
        browser = await loop.run_in_executor(
            thread, lambda: playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        )
        try:
            screens = await loop.run_in_executor(
                thread, lambda: _met(browser, line, Account(account.name, account.password, account.codes))
            )
            yield ChromiumPair(screens, thread, account.name)
        finally:
            await loop.run_in_executor(thread, browser.close)
            await loop.run_in_executor(thread, playwright.stop)


def _met(browser: Browser, line: Line, account: Account) -> Screens:
    seeker, counsellor = (
        browser.new_context(
            base_url=line.origin, locale="nl-NL", user_agent=f"chaos/chromium-{who}"
        ).new_page()
        for who in ("s", "c")
    )
    screens = Screens(SeekerPage(seeker), CounsellorPage(counsellor))
    screens.counsellor.sign_in(account)
    screens.counsellor.be_ready()
    screens.seeker.begin()
    screens.counsellor.accept()
    screens.seeker.is_on("talking")
    return screens
