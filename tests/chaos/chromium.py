"""One pair in real Chromium beside the mass: the same oracle reads their screens from the document.

Playwright's synchronous pages live in a thread of their own, so that the page objects of the stories serve here too.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import Browser, Error, sync_playwright

from tests.chaos.line import Line
from tests.chaos.oracle import Shown, Side
from tests.chaos.people import ALL, STRANGER, Writer, next_text
from tests.e2e.chromium import ARGUMENTS, CHROMIUM
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage
from tests.staff import Account

T = TypeVar("T")

SHORT_MS = 500
"""How long a field may take to be there; whoever has none writes nothing now."""

# Whether nothing on either screen is under way: every own line has a place in the log and two ticks.
UNDER_WAY = """
(lines) => lines.filter((line) => line.classList.contains("mine")
  && (line.dataset.seq === undefined || line.querySelector(".ticks.delivered, .ticks.seen") === null)).length
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

    async def say(self, writer: Writer, chance: random.Random, most: int = ALL) -> None:
        text = next_text(writer, chance)
        page = self._screens.seeker if writer is self.seeker else self._screens.counsellor

        def say() -> None:
            if _sent_again(page, writer) or int(page.lines.messages.evaluate_all(UNDER_WAY)) >= most:
                return
            page.field.fill(text, timeout=SHORT_MS)
            writer.pressed(text)
            page.field.press("Enter", timeout=SHORT_MS)

        try:
            await self._do(say)
        except Error:
            return

    async def goes_on(self) -> str | None:
        return await self._do(self._parted)

    async def open_texts(self) -> int:
        return await self._do(self._under_way)

    async def sides(self) -> tuple[Side, Side]:
        return await self._do(self._sides)

    def _parted(self) -> str | None:
        here, there = self._screens.seeker, self._screens.counsellor
        if here.page.locator("body").get_attribute("data-screen") != "talking":
            return "the young person is on another screen"
        if here.heading.inner_text() != here.words("seeker.talk.with", name=self._name):
            return STRANGER
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
        seeker, counsellor = self._screens.seeker, self._screens.counsellor
        return _side(self.seeker, seeker), _side(self.counsellor, counsellor)

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _sent_again(page: SeekerPage | CounsellorPage, writer: Writer) -> bool:
    """Whether a text still stood in the field, because the key came too late for a busy machine; it is pressed again, as people do."""
    text = page.field.input_value(timeout=SHORT_MS) if page.field.count() else ""
    if text == "":
        return False
    if text not in writer.wrote:
        # It came into the field all the same, after it was given up.
        writer.pressed(text)
    page.field.press("Enter", timeout=SHORT_MS)
    return True


def _side(writer: Writer, page: SeekerPage | CounsellorPage) -> Side:
    screen = tuple(Shown(one.mine, one.text or f"card {one.card}") for one in page.lines.read())
    return Side(tuple(writer.wrote), screen)


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
