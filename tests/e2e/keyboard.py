"""Going through a page with the Tab key, as somebody without a mouse does."""

from playwright.sync_api import Page

STEPS_MOST = 40
FOCUSED = """
() => {
  const { activeElement: focused } = document;
  if (focused === null || focused === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const { width, height } = focused.getBoundingClientRect();
  return {
    name: (focused.textContent.trim() || focused.getAttribute("aria-label") || focused.id).slice(0, 60),
    visible: width > 0 && height > 0 && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}
"""


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what *wanted* selects has the focus; each step on the way can be seen."""
    for _ in range(STEPS_MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused is None or focused["visible"], f"no focus to be seen on {focused['name']!r}"
        if page.locator(wanted).evaluate_all("(found) => found.includes(document.activeElement)"):
            return
    raise AssertionError(f"no way to {wanted} with Tab")


def keeps_focus(page: Page) -> None:
    """The keyboard is somewhere, not nowhere."""
    page.wait_for_function("() => document.activeElement !== document.body")
