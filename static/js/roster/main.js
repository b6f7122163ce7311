/** The roster's page: the only file that sees both the connection and the page. */

import { alarm, announce } from "../shared/announce.js";
import { t } from "../shared/i18n.js";
import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { entryAim } from "../staff/door.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { CALENDAR, Office } from "./office.js";
import { START, apply } from "./state.js";
import { doneWords, refusedWords } from "./verdict_view.js";
import { page } from "./view.js";

/** @import { Actions } from "./view.js" */
/** @import { Asking, Planner } from "./state.js" */

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
let drawn = START;

const store = new Store(START, apply, draw);
const office = new Office(store);

/** @type {Actions} */
const actions = {
  entering: office.entrance,
  signOut: () => office.entrance.signOut(),
  speakOther: () => void translate(),
  show: (weeks) => void office.show(weeks),
  ask: (shift, deed) => void office.ask(shift, deed),
  askFirst: (asking) => store.dispatch({ type: "asking", asking }),
  plan: (plan) => void office.plan(plan),
  typed: (form, shift, typed) => store.dispatch({ type: "typed", form, shift, typed }),
  calendarFile: CALENDAR,
  calendar: (event) => void fetchCalendar(event),
};

/** @param {Planner} planner */
function draw(planner) {
  const before = document.activeElement;
  const item = before?.closest("[data-shift]")?.id;
  render(page(planner, actions), root);
  // What was pressed may be gone: then the keyboard stays with its shift, or where it is said that the shift is no more.
  if (before?.isConnected === false) focus(askedAt(drawn.asking), item === undefined ? "" : `#${item} .shift-times`, "h1");
  if (planner.screen !== drawn.screen) focus(planner.screen === "sign_in" ? "#sign-in-name" : "h1");
  else if (planner.screen === "sign_in") focus(entryAim(drawn.entry, planner.entry) ?? "");
  if (drawn.asking !== planner.asking && planner.asking !== null) focus("[data-question]");
  if (drawn.done !== planner.done && planner.done !== null) announce(doneWords(planner.done));
  // What is read out when it appears is not when all of the page appears.
  if (drawn.screen === "sign_in" && planner.screen === "roster" && planner.refused !== null) announce(refusedWords(planner.refused));
  if (!drawn.lost && planner.lost) alarm(t("desk.no_answer"));
  if (drawn.lost && !planner.lost && planner.roster !== null) announce(t("desk.link.back"));
  drawn = planner;
}

/** The selector of what asked this question. @param {Asking | null} asking */
function askedAt(asking) {
  if (asking === null) return "";
  const { act, body } = asking.deed;
  return `#shift-${asking.shift} [data-asks="${act === "take-off" ? `${act} ${body.volunteer}` : act}"]`;
}

/** The first of these that is there. @param {string[]} selectors */
function focus(...selectors) {
  const target = selectors.map((selector) => (selector === "" ? null : root.querySelector(selector))).find((found) => found !== null);
  if (target instanceof HTMLElement) target.focus();
}

/** The browser fetches the file when there is one: a telephone then opens it by itself. @param {Event} event */
async function fetchCalendar(event) {
  event.preventDefault();
  if (!(await office.calendar())) return;
  const link = document.createElement("a");
  link.href = CALENDAR;
  link.download = "";
  link.click();
}

async function translate() {
  if (await speakOther("roster.title")) store.redraw();
  else announce(t("common.language_fails"));
}

async function begin() {
  await openFrame(root, () => store.redraw());
  await office.entrance.begin();
}

void begin();
