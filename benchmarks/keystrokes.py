"""What one keystroke costs late in a long talk, beside what it costs in a field alone.

A keystroke lasts from the time stamp of the key to the moment the frame with its letter is presented: what Chromium's
Event Timing tells of the keypress, for that is what writes the letter. It rounds to 8 ms and tells nothing under 16; such
a key counts as 16. Beside it stands how long the page was taken: until the first thing it could do after that frame, which
also waits for what the browser puts before it, and not for the frame to be presented. And beside both what a field alone
on an empty page costs, typed into in turn, for that is what the browser and the measuring take by themselves.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright

from benchmarks.medians import report
from benchmarks.slow_browser import SLOWER, chromium, opened, slowed
from chat.conversation.model import ByCounsellor, BySeeker, Draft
from chat.identifiers import Cmid
from tests.e2e.inside import Inside
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage

MESSAGES = 500
ROUNDS = 5
KEYSTROKES = 20
HELD_MS = 80.0
BETWEEN_KEYS_MS = 120.0
LEAST_MS = 16.0
TOLD_WITHIN_MS = 500.0
KEYSTROKE_MS = 50.0

ALONE = "<!doctype html><meta name=viewport content=width=device-width><textarea></textarea>"
WATCH = """
() => {
  window.shown = [];
  window.free = [];
  const told = (list) => window.shown.push(...list.getEntriesByName("keypress").map(({ duration }) => duration));
  new PerformanceObserver(told).observe({ type: "event", durationThreshold: 16 });
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    // A message sent from within the frame is read once the frame has been drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.free.push(performance.now() - timeStamp);
    port2.postMessage(null);
  }), { capture: true });
}
"""
# A key whose frame was never presented looks as quick as one under 16 ms, until a frame that is comes after it.
SEEN = """
async () => {
  const { style } = document.documentElement;
  for (const opacity of ["0.99", ""]) {
    style.opacity = opacity;
    await new Promise(requestAnimationFrame);
  }
}
"""


def fill(node: Inside) -> None:
    """Put a long conversation into the one log there is."""

    async def say() -> None:
        desk = (await node.node.store.load()).desk
        (talk,) = desk.talks.values()
        for number in range(MESSAGES):
            by = BySeeker(talk.seeker) if number % 2 else ByCounsellor(talk.counsellor, talk.version)
            body = f'{{"text": "bericht {number}, en zo lang als berichten vaak zijn"}}'
            await node.node.store.append(talk.conversation, by, Draft(Cmid(f"long-talk-{number:014}"), body))

    node.run(say())


def talking(browser: Browser, node: Inside) -> tuple[Page, Page]:
    """The young person's page and the counsellor's, late in a long conversation."""
    phone, desk = opened(browser, node, phone=True), opened(browser, node, phone=False)
    seeker, counsellor = SeekerPage(phone), CounsellorPage(desk)
    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    seeker.begin()
    counsellor.accept()
    seeker.is_on("talking")
    fill(node)
    for page, person in ((phone, seeker), (desk, counsellor)):
        page.reload()
        if page is desk:
            counsellor.rows.first.click()
        person.lines.wait_for(MESSAGES)
    # Where a pointer costs most.
    desk.locator(".talk-lines").hover()
    return phone, desk


def keystrokes(page: Page) -> tuple[list[float], list[float]]:
    """A round of keys in the page's one field.

    In milliseconds from each key: until its letter was on the screen, and until the page was free after that.
    """
    field = page.locator("textarea")
    page.bring_to_front()
    field.focus()
    with slowed(page):
        for _ in range(KEYSTROKES):
            page.keyboard.press("e", delay=HELD_MS)
            page.wait_for_timeout(BETWEEN_KEYS_MS)
        page.wait_for_function("(count) => window.free.length === count", arg=KEYSTROKES)
    # A caret that blinks takes time from the page that is next.
    field.blur()
    page.evaluate(SEEN)
    page.wait_for_timeout(TOLD_WITHIN_MS)
    shown, free = page.evaluate("() => [window.shown.splice(0), window.free.splice(0)]")
    return shown + [LEAST_MS] * (KEYSTROKES - len(shown)), free


def measure_keystrokes(playwright: Playwright, node: Inside) -> bool:
    """Keys late in a long conversation, on both sides of it, and in a field alone.

    False when one of the medians is above the bound.
    """
    met = True
    print(f"One keystroke, {MESSAGES} messages in view, {SLOWER} x slower")
    browser = chromium(playwright, node, int(urlsplit(node.origin).port or 0))
    for name, talk in zip(("young person", "counsellor"), talking(browser, node), strict=True):
        alone = opened(browser, node, phone=name == "young person")
        alone.set_content(ALONE)
        pages = {name: talk, "field alone": alone}
        shown: dict[str, list[float]] = {called: [] for called in pages}
        free: dict[str, list[float]] = {called: [] for called in pages}
        for page in pages.values():
            page.evaluate(WATCH)
        for _ in range(ROUNDS):
            for called, page in pages.items():
                for kept, more in zip((shown, free), keystrokes(page), strict=True):
                    kept[called] += more
        for called in pages:
            met &= report(called, shown[called], KEYSTROKE_MS if called == name else None)
            report(f"{called}, free", free[called])
        print(f"  load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    browser.close()
    return met
