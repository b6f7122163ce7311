/** The menu of the conversation closes by itself: nobody has to know that "Meer" closes it too. */

/** The one that is open. @returns {HTMLDetailsElement | null} */
const opened = () => document.querySelector("details.menu[open]");

/** Close it; whoever was in it is at what opens it. */
export function closeMenu() {
  const menu = opened();
  if (menu === null) return;
  if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  menu.open = false;
}

/** Close it on a press outside, when the focus leaves it, and on Escape. */
export function watchMenu() {
  for (const leaving of ["pointerdown", "focusin"]) {
    addEventListener(leaving, ({ target }) => {
      const menu = opened();
      if (menu !== null && target instanceof Node && !menu.contains(target)) menu.open = false;
    });
  }
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") closeMenu();
  });
}
