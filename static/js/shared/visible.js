/** The height that is left beside an on-screen keyboard, as --visible, for browsers that do not shrink the page by themselves. */

export function followKeyboard() {
  const seen = window.visualViewport;
  seen?.addEventListener("resize", () => {
    // Zooming in with two fingers is no keyboard.
    if (seen.scale !== 1) return;
    document.documentElement.style.setProperty("--visible", `${seen.height}px`);
  });
}
