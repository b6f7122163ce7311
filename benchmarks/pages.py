"""How long a young person on a cheap phone and a slow line waits, and what one keystroke costs late in a long talk.

Run as ``python -m benchmarks.pages``. Real Chromium slowed six times (an old telephone's processor), the packed
pages, and a line of 400 kbit/s with a round trip of 400 ms. Wanted: something on the screen within 2.5 s, the field
to type in within 4 s of opening the page, and a keystroke on the screen within 50 ms while 500 messages stand there.
Exits with 1 when the median of one of these is above its bound. Other work on the machine shows in every figure.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks.keystrokes import measure_keystrokes
from benchmarks.medians import report
from benchmarks.slow_browser import SLOWER, chromium, opened, slowed
from benchmarks.slow_line import slow_line
from tests.e2e.inside import Inside, inside
from tests.e2e.traffic import Traffic
from tests.packing import pack

KILOBITS = 400.0
ROUND_TRIP = 0.4
VISITS = 5

FIRST_PAINT_MS = 2500.0
FIELD_MS = 4000.0

VISIT = """
window.reached = {};
(function look() {
  const { reached } = window;
  const now = performance.now();
  const begin = document.querySelector("#begin");
  if (!("begin" in reached) && begin && !begin.hidden) {
    reached.begin = now;
    begin.click();
  }
  if (document.querySelector("textarea")) reached.field ??= now;
  if (document.body?.dataset.screen === "waiting") reached.queue = now;
  else requestAnimationFrame(look);
})();
"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def visit(browser: Browser, node: Inside, *, emulated: bool) -> dict[str, float]:
    """One first visit, until they stand in the queue; milliseconds since the page was asked for, and bytes.

    *emulated* lets Chromium itself act as if the line were slow.
    """
    page = opened(browser, node, phone=True)
    if emulated:
        speed = {"downloadThroughput": KILOBITS * 1000 / 8, "uploadThroughput": KILOBITS * 1000 / 8}
        conditions = {"offline": False, "latency": ROUND_TRIP * 1000, **speed}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", conditions)
    page.add_init_script(VISIT)
    traffic = Traffic(page)
    with slowed(page):
        page.goto("/")
        page.wait_for_function("() => 'queue' in window.reached", timeout=60_000)
        reached: dict[str, float] = page.evaluate("() => window.reached")
        painted: float = page.evaluate(PAINTED)
    page.context.close()
    return {
        "first paint": painted,
        "button": reached["begin"],
        "field": reached["field"],
        "queue": reached["queue"],
        "bytes": traffic.bytes,
    }


def measure_visits(playwright: Playwright, node: Inside) -> bool:
    """First visits, each in a browser that was never here: over a line as Chromium emulates it, then over a real one.

    False when one of the medians is above its bound.
    """
    port = int(urlsplit(node.origin).port or 0)
    print(f"First visit, {KILOBITS:.0f} kbit/s, round trip {ROUND_TRIP * 1000:.0f} ms, {SLOWER} x slower")
    browser = chromium(playwright, node, port)
    met = report_visits([visit(browser, node, emulated=True) for _ in range(VISITS)])
    browser.close()
    print("The same over a line where handshakes and the WebSocket are as late as everything else")
    with slow_line(port, KILOBITS, ROUND_TRIP) as late:
        browser = chromium(playwright, node, late)
        met &= report_visits([visit(browser, node, emulated=False) for _ in range(VISITS)])
        browser.close()
    return met


def report_visits(visits: list[dict[str, float]]) -> bool:
    """Print how long these visits took; whether that is within bounds."""
    met = report("first paint", [one["first paint"] for one in visits], FIRST_PAINT_MS)
    met &= report("button to begin", [one["button"] for one in visits], FIELD_MS)
    met &= report("field to type in", [one["field"] for one in visits], FIELD_MS)
    report("in the queue", [one["queue"] for one in visits])
    print(f"  until then {statistics.median(one['bytes'] for one in visits):,.0f} bytes")
    return met


def main() -> int:
    """Measure visits, then keystrokes; 1 when a bound is missed."""
    met = True
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        packed = pack(folder / "packed")
        for name, measure in (("visits", measure_visits), ("talk", measure_keystrokes)):
            data = folder / name
            data.mkdir()
            with inside(data, packed) as node:
                met &= measure(playwright, node)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
