/**
 * Leaving at once: destroy first, tell the server, then navigate. One tap on the link, or Shift three times.
 *
 * Order (DESIGN.md 5, On the device): ticket and outbox; the DOM; no more reconnecting; leave and the beacon; another site.
 * No step may keep the next from happening.
 */

const SHIFTS = 3;
const SHIFTS_WITHIN_MS = 5_000;

/**
 * @typedef {{
 *   forget: () => string | null,
 *   leave: () => void,
 * }} Leaving `forget` drops everything the page holds and gives the ticket it held; `leave` tells the server over the open
 *   connection and stops reconnecting
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
 * @param {Leaving} leaving
 */
export function openExit(link, site, leaving) {
  const exit = () => {
    /** @type {string | null} */
    let ticket = null;
    for (const step of [
      () => (ticket = leaving.forget()),
      wipe,
      () => leaving.leave(),
      () => ticket === null || navigator.sendBeacon("/weg", ticket),
    ]) {
      try {
        step();
      } catch (error) {
        // Whatever is wrong with this page, the person has to be able to leave it.
        reportError(error);
      }
    }
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
