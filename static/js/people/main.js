/** The page of people: the only module that sees both the server and the document. */

import { Store } from "../shared/store.js";
import { render } from "../shared/vendor.js";
import { deviceAim } from "../staff/device.js";
import { entryAim } from "../staff/door.js";
import { openFrame, speakOther } from "../staff/frame.js";
import { Office } from "./office.js";
import { ownAim } from "./own_state.js";
import { START, apply } from "./state.js";
import { page } from "./view.js";

/** @import { People } from "./state.js" */
/** @import { Actions } from "./view.js" */

const root = /** @type {HTMLElement} */ (document.querySelector("#app"));
let drawn = START;

const store = new Store(START, apply, draw);
const office = new Office(store);

/** @type {Actions} */
const actions = {
  entering: office.entrance,
  signOut: () => office.entrance.signOut(),
  speakOther: () => void translate(),
  again: () => store.dispatch({ type: "again" }),
  look: () => void office.look(),
  to: (place, person) => store.dispatch({ type: "to", place, person }),
  row: () => store.dispatch({ type: "row" }),
  ask: (act) => store.dispatch({ type: "asking", act }),
  act: (person, act) => void office.act(person, act),
  invite: (facts) => void office.invite(facts),
  change: (person, form, body) => void office.change(person, form, body),
  copyLink: (link) => void copy(link),
  addDevice: (adding) => (adding ? void office.own.begin() : store.dispatch({ type: "own", event: { type: "adding", adding: false } })),
  askOwn: (asking) => store.dispatch({ type: "own", event: { type: "asking", asking } }),
  removeDevice: (id) => void office.own.remove(id),
  renewCodes: () => void office.own.renewCodes(),
  kind: (kind) => store.dispatch({ type: "own", event: { type: "device", event: { type: "kind", kind } } }),
  prove: (kind, label, code) => void office.own.add(kind, label, code),
  print: () => print(),
  copy: () => void copy(store.state.own.codes.join("\n")),
  kept: () => store.dispatch({ type: "own", event: { type: "codes", codes: [] } }),
};

/** @param {People} people */
function draw(people) {
  const had = document.activeElement;
  render(page(people, actions), root);
  const target = aim(drawn, people);
  if (target !== null) focus(target);
  else if (had instanceof HTMLElement && had !== document.body && !had.isConnected) focus("h1");
  drawn = people;
}

/** What has the keyboard after this change; null to leave it where it is. @param {People} before @param {People} after */
function aim(before, after) {
  if (after.screen !== before.screen) return after.screen === "sign_in" ? "#sign-in-name" : ".people h1";
  if (after.screen === "sign_in") return entryAim(before.entry, after.entry);
  if (after.place !== before.place) return "h1";
  if (before.asking !== after.asking) return after.asking === null ? `[data-act="${before.asking}"]` : "[data-question]";
  if (before.sending && !after.sending && after.refused !== null) return "[role=alert]:not(:empty)";
  return deviceAim(before.own.device, after.own.device) ?? ownAim(before.own, after.own);
}

/** @param {string} selector */
function focus(selector) {
  const target = root.querySelector(selector) ?? root.querySelector("h1");
  if (target instanceof HTMLElement) target.focus();
}

/** @param {string} text */
async function copy(text) {
  const copied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  store.dispatch({ type: "copied", copied });
}

async function translate() {
  if (await speakOther("people.title")) store.redraw();
  else store.dispatch({ type: "failed" });
}

async function begin() {
  // New codes are shown only once.
  addEventListener("beforeunload", (event) => store.state.own.codes.length > 0 && event.preventDefault());
  await openFrame(root, () => store.redraw());
  await office.entrance.begin();
}

void begin();
