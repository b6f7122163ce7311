/**
 * Leaving at once: destroy first, tell the server, then navigate. One tap on the link, or Shift three times.
 *
 * Order (DESIGN.md 5, On the device): ticket and outbox; the DOM; no more reconnecting; leave and the beacon; the other tabs;
 * another site.
 * No step may keep the next from happening.
 */

const SHIFTS = 3;
const SHIFTS_WITHIN_MS = 5_000;

/**
 * Drops everything the page holds; gives the ticket it held, and how to tell the server over the connection that still stands,
 * and this browser's other tabs.
 * @typedef {() => { ticket: string | null, leave: () => void, tell: () => void }} Escape
 */

/** Empty the page, fields included. */
export function wipe() {
  for (const field of document.querySelectorAll("textarea, input")) {
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) field.value = "";
  }
  document.body.replaceChildren();
}

/**
 * Make the link and the keyboard leave the page. Without this the link still works: it leads to /weg.
 * @param {HTMLAnchorElement} link
 * @param {string} site where to go
 * @param {Escape} escape
 * @returns {() => void} leaves in the same way
 */
export function openExit(link, site, escape) {
  const exit = () => {
    /** @type {ReturnType<Escape>} */
    let held = { ticket: null, leave: () => undefined, tell: () => undefined };
    attempt(() => (held = escape()));
    attempt(wipe);
    attempt(() => held.leave());
    attempt(() => held.ticket !== null && navigator.sendBeacon("/weg", held.ticket));
    attempt(() => held.tell());
    location.replace(site);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    exit();
  });
  onThreeShifts(exit);
  addEventListener("pagehide", (event) => event.persisted && wipe());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    wipe();
    location.replace(location.pathname + location.search);
  });
  return exit;
}

/** Whatever is wrong with this page, the person has to be able to leave it. @param {() => unknown} step */
function attempt(step) {
  try {
    step();
  } catch (error) {
    reportError(error);
  }
}

/** Shift three times, each alone: one that made a capital letter does not count. @param {() => void} then */
function onThreeShifts(then) {
  let alone = false;
  /** @type {number[]} */
  let pressed = [];
  const other = () => {
    alone = false;
    pressed = [];
  };
  addEventListener("pointerdown", other, { capture: true });
  addEventListener("keydown", (event) => (event.key === "Shift" ? (alone = true) : other()), { capture: true });
  addEventListener(
    "keyup",
    (event) => {
      if (event.key !== "Shift" || !alone) return;
      pressed = [...pressed.filter((at) => event.timeStamp - at < SHIFTS_WITHIN_MS), event.timeStamp];
      if (pressed.length >= SHIFTS) then();
    },
    { capture: true },
  );
}
