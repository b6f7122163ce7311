"""What one keystroke costs late in a long talk."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, Playwright

from benchmarks.medians import report
from benchmarks.slow_browser import SLOWER, chromium, slow_down
from chat.conversation.model import ByCounsellor, BySeeker, Draft
from chat.identifiers import Cmid
from tests.e2e.inside import Inside
from tests.e2e.pages.counsellor import CounsellorPage
from tests.e2e.pages.seeker import SeekerPage

MESSAGES = 500
KEYSTROKES = 60
BETWEEN_KEYS_MS = 200.0
KEYSTROKE_MS = 50.0

KEYSTROKE = """
() => {
  window.keystrokes = [];
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    // A message sent from within the frame is read once the frame has been drawn.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.keystrokes.push(performance.now() - timeStamp);
    port2.postMessage(null);
  }), { capture: true });
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


def keystrokes(page: Page, field: str) -> list[float]:
    """What so many keystrokes took from the key to the drawn frame, in milliseconds."""
    page.locator(field).focus()
    page.evaluate(KEYSTROKE)
    page.keyboard.type("e" * KEYSTROKES, delay=BETWEEN_KEYS_MS)
    page.wait_for_function("(count) => window.keystrokes.length === count", arg=KEYSTROKES)
    taken: list[float] = page.evaluate("() => window.keystrokes")
    return taken


def measure_keystrokes(playwright: Playwright, node: Inside) -> bool:
    """One keystroke after another, late in a long conversation, on both sides of it.

    False when one of the medians is above the bound.
    """
    met = True
    print(f"One keystroke, {MESSAGES} messages in view, {SLOWER} x slower")
    browser = chromium(playwright, node, int(urlsplit(node.origin).port or 0))
    phone, desk = (
        browser.new_context(base_url=node.origin, viewport={"width": width, "height": 844}).new_page()
        for width in (390, 1280)
    )
    seeker, counsellor = SeekerPage(phone), CounsellorPage(desk)
    counsellor.sign_in(node.counsellor)
    counsellor.be_ready()
    seeker.begin()
    counsellor.accept()
    seeker.is_on("talking")
    fill(node)
    for page, person, field in ((phone, seeker, "textarea"), (desk, counsellor, "#field")):
        page.reload()
        if page is desk:
            counsellor.rows.first.click()
        person.lines.wait_for(MESSAGES)
        slow_down(page)
        met &= report(
            "young person" if page is phone else "counsellor", keystrokes(page, field), KEYSTROKE_MS
        )
    browser.close()
    return met
