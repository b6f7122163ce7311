"""Looking at a page as it stands: a picture, axe-core, the width it needs, where the keyboard is, and how large its targets are."""

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize, expect

from tests.architecture.walls import CHECKOUT

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LANGUAGES = ("nl", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NARROW: tuple[ViewportSize, ...] = (
    {"width": 320, "height": 640},
    {"width": 320, "height": 256},  # a desk of 1280 by 1024 at 400%
)
LEAST_TARGET = 44

# In the dark only what looks at colours: nothing else is another there (tests/e2e/test_states.py).
RUN_AXE = """
(async () => {
  const wanted = %s;
  // Asked for by its name a rule runs that axe leaves out when asked by tags: one it only tries, or has given up.
  const stands = axe.getRules(wanted).filter(({ tags }) => !tags.includes("experimental") && !tags.includes("deprecated"));
  const rules = stands.map(({ ruleId, tags }) => [ruleId, tags.includes("cat.color")]);
  const chosen = rules.filter(([, isOfColour]) => isOfColour || %s).map(([ruleId]) => ruleId);
  const { violations } = await axe.run(document, {
    runOnly: { type: "rule", values: chosen }, resultTypes: ["violations"], preload: false,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
})()
"""
SMALL_TARGETS = """
(least) => [...document.querySelectorAll("a[href], button, input, textarea, select, summary")]
  .filter((target) => target.checkVisibility({ visibilityProperty: true }))
  .filter((target) => {
    // A link within a sentence is as tall as its line.
    const inline = getComputedStyle(target).display === "inline";
    // Whatever stands in a label is pressed with it.
    const { width, height } = (target.closest("label") ?? target).getBoundingClientRect();
    return !inline && (width < least - 0.5 || height < least - 0.5) && (width > 1 || height > 1);
  })
  .map((target) => `${target.tagName} ${target.className || target.id}: ${target.textContent.trim().slice(0, 40)}`)
"""
# Against the screen's own width: a phone makes the page wider for whatever does not fit.
SIDEWAYS = "(width) => document.scrollingElement.scrollWidth - width"
# Whatever scrolls by itself: no piece of any page is meant to do so sideways.
SCROLLERS_SIDEWAYS = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.clientWidth > 1)
  .filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth)
  .map((one) => `${one.tagName} ${one.className || one.id}: ${one.scrollWidth - one.clientWidth} px`)
"""
# It stays where it is while the page scrolls behind it.
BAR = "() => document.querySelector('.bar')?.offsetHeight ?? 0"
MOST_OF_THE_SCREEN = 0.25
LENGTH = "() => document.scrollingElement.scrollHeight"
NOBODY = "() => document.activeElement === null || document.activeElement === document.body"


def turn(page: Page, language: str) -> None:
    """The same state in another language, by the page's own link, wherever that is on a screen of this size."""
    page.locator(f"a[hreflang={language}]").evaluate("(link) => link.click()")
    expect(page.locator("html")).to_have_attribute("lang", language)


@dataclass(frozen=True, slots=True)
class Shown:
    """A state that stands on a page now.

    *again* keeps it there when it would pass by itself. *turn* puts it into another language. *as_loaded*: nothing was
    pressed to come here, so the keyboard is where a browser puts it. *waived* are rules that this state breaks on purpose.
    """

    name: str
    page: Page
    again: Callable[[], object] = lambda: None
    turn: Callable[[Page, str], None] = turn
    as_loaded: bool = False
    waived: str = "nothing"


class Lens:
    """What there is to see of a page, by the browser's own tools: the page's policy, its clock and its focus stay as they are."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)

    def picture(self) -> bytes:
        """A PNG of what is on the screen."""
        taken = self._devtools.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return b64decode(taken["data"])

    def violations(self, *, colours_only: bool = False) -> list[str]:
        """What axe-core finds, a line for each element; it runs in a world of its own, made once for each load of a page."""
        frame = self._devtools.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = self._devtools.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        world = made["executionContextId"]
        if self._run(world, "typeof axe === 'undefined'"):
            self._run(world, AXE.read_text("utf-8"))
        found: list[str] = self._run(world, RUN_AXE % (json.dumps(RULES), json.dumps(not colours_only)))
        return found

    def _run(self, world: int, source: str) -> Any:
        ran = self._devtools.send(
            "Runtime.evaluate",
            {"expression": source, "contextId": world, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in ran, ran["exceptionDetails"]
        return ran["result"].get("value")


class Look:
    """Looks at states, and keeps the pictures in a folder: ``<page>.<state>.<language>.<scheme>.<device>.png``."""

    def __init__(self, folder: Path, page: str, device: str, *, whole: bool) -> None:
        """*whole*: the pictures show all of a page, not only what fits on the screen, which takes longer."""
        self.pictures: list[Path] = []
        self.findings: list[str] = []
        self.axe_runs = 0
        self._folder = folder
        self._page = page
        self._device = device
        self._whole = whole
        self._lenses: dict[Page, Lens] = {}

    def at(self, shown: Shown) -> None:
        """One state in both languages, light and dark, as it is and on narrow screens."""
        page = shown.page
        shown.again()
        if not shown.as_loaded and page.evaluate(NOBODY):
            self._found(shown, "the keyboard is nowhere")
        for language in LANGUAGES:
            if language != LANGUAGES[0]:
                shown.turn(page, language)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                shown.again()
                self._photograph(shown, f"{language}.{scheme}")
                for violation in self._lens(page).violations(colours_only=scheme == "dark"):
                    if not violation.startswith(shown.waived):
                        self._found(shown, f"{language} {scheme}: {violation}")
                self.axe_runs += 1
            page.emulate_media(color_scheme="light")
            self._narrow(shown, language)
        shown.turn(page, LANGUAGES[0])

    def _narrow(self, shown: Shown, language: str) -> None:
        page, usual = shown.page, _size(shown.page)
        for size in (usual, *NARROW):
            if size != usual:
                page.set_viewport_size(size)
            where = f"{language} {size['width']}x{size['height']}"
            if (beyond := page.evaluate(SIDEWAYS, size["width"])) > 0:
                self._found(shown, f"{where}: {beyond} px too wide")
            for scroller in page.evaluate(SCROLLERS_SIDEWAYS):
                self._found(shown, f"{where}: scrolls sideways by itself: {scroller}")
            if (bar := page.evaluate(BAR)) > MOST_OF_THE_SCREEN * size["height"]:
                self._found(shown, f"{where}: the bar covers {bar} px")
            for target in page.evaluate(SMALL_TARGETS, LEAST_TARGET):
                self._found(shown, f"{where}: too small to press: {target}")
        page.set_viewport_size(usual)

    def _photograph(self, shown: Shown, variant: str) -> None:
        path = self._folder / f"{self._page}.{shown.name}.{variant}.{self._device}.png"
        page = shown.page
        usual = _size(page)
        if self._whole:
            # A picture beyond the screen would show a phone as if it had a mouse; so the screen is as long as the page.
            page.set_viewport_size({**usual, "height": max(usual["height"], page.evaluate(LENGTH))})
        path.write_bytes(self._lens(page).picture())
        if self._whole:
            page.set_viewport_size(usual)
        self.pictures.append(path)

    def _lens(self, page: Page) -> Lens:
        if page not in self._lenses:
            self._lenses[page] = Lens(page)
        return self._lenses[page]

    def _found(self, shown: Shown, what: str) -> None:
        self.findings.append(f"{shown.name}: {what}")


def _size(page: Page) -> ViewportSize:
    size = page.viewport_size
    assert size is not None
    return size


def variants(state: str, device: str) -> list[str]:
    """The names of the pictures there have to be of one state on one device."""
    return [f"{state}.{language}.{scheme}.{device}.png" for language, scheme in product(LANGUAGES, SCHEMES)]
