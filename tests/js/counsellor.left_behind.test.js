import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { clearOut, forgetAll } from "../../static/js/counsellor/left_behind.js";
import { START, apply, find } from "../../static/js/counsellor/state.js";
import { cardBody, textBody } from "../../static/js/shared/envelope.js";
import { Kept } from "../../static/js/shared/kept.js";
import { apply as heard, emptyLog } from "../../static/js/shared/log.js";
import { press } from "../../static/js/shared/outbox.js";
import { Store } from "../../static/js/shared/store.js";
import { Device } from "./device.js";
import { accountOf, message, stretch } from "./examples.js";

/** @import { Desk, DeskEvent } from "../../static/js/counsellor/state.js" */
/** @import { Talk as Told } from "../../static/js/shared/shapes.js" */

const KEY = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";
const OTHER_KEY = "A1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1q";

let device = new Device();
beforeEach(() => {
  device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
});

/** Another load of the page had this conversation, and wrote these in it. @param {string} conversation @param {...string} bodies */
async function kept(conversation, ...bodies) {
  const one = new Kept(`talk.${conversation}`);
  await one.open(KEY);
  const { log } = heard(emptyLog(conversation), { kind: "stretch", stretch: stretch([message(1, "seeker", "geheim")], { conversation }) });
  const outbox = bodies.reduce((box, body, index) => press(box, `mine-${index}`, body), press([], "stored", textBody("kwam aan")));
  one.keep({ log, outbox: outbox.map((item) => (item.cmid === "stored" ? { ...item, state: "stored", at: { epoch: "one", seq: 2 } } : item)) });
  for (let turn = 0; turn < 2_000 && !(lies(conversation) && device.held.has(`talk.${conversation}.one.1`)); turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(lies(conversation));
}

/** Whether something lies on the device of it. @param {string} conversation */
const lies = (conversation) => [...device.held.keys()].some((key) => key === `talk.${conversation}.now`);

function page() {
  /** @type {Store<Desk, DeskEvent>} */
  const store = new Store(START, apply, () => undefined);
  store.dispatch({ type: "account", account: accountOf("Noor", "counsellor") });
  return store;
}

test("what was not sent in a conversation that is a colleague's by now is shown once, and goes from the device", async () => {
  await kept("gone", textBody("een"), cardBody("nl-113"), textBody("twee"));
  await kept("theirs", textBody("drie"));
  const store = page();
  await clearOut(store, ["theirs"], KEY, () => true);
  assert.deepEqual(store.state.talks.map((talk) => [talk.conversation, talk.standing, talk.draft, talk.number]), [["gone", "taken", "een\n\ntwee", 1]]);
  assert.equal(store.state.selected, "gone");
  assert.equal(JSON.stringify(store.state).includes("geheim"), false);
  assert.equal(JSON.stringify(store.state).includes("kwam aan"), false);
  assert.deepEqual([lies("gone"), lies("theirs")], [false, true]);
  const again = page();
  await clearOut(again, ["theirs"], KEY, () => true);
  assert.deepEqual(again.state.talks, []);
});

test("of a conversation in which all was sent nothing is said", async () => {
  await kept("gone", cardBody("nl-113"));
  const store = page();
  await clearOut(store, [], KEY, () => true);
  assert.deepEqual([store.state.talks, lies("gone")], [[], false]);
});

test("what somebody else wrote on this device cannot be read, and goes", async () => {
  await kept("gone", textBody("een"));
  const store = page();
  await clearOut(store, [], OTHER_KEY, () => true);
  assert.deepEqual([store.state.talks, lies("gone")], [[], false]);
});

test("what this page knows itself was not taken back twice", async () => {
  await kept("talk", textBody("een"));
  const store = page();
  /** @type {Told} */
  const told = {
    conversation: "talk", version: 1, phase: "talking", elapsed_ms: 0, seeker_away_ms: null, on_hold: false, reason: null, rehearsed: false,
    urgent: false, risk: null, passes_to: null, onward: false, help: null, backup: null,
  };
  store.dispatch({ type: "seat", now: 1, view: { version: 1, name: "Noor", status: "ready", capacity: 3, offer: null, talks: [told], backup: null, calls: [], room: null } });
  store.dispatch({ type: "talk", conversation: "talk", event: { type: "pressed", cmid: "mine-0", body: textBody("een") } });
  await clearOut(store, [], KEY, () => true);
  assert.deepEqual([store.state.talks.length, lies("talk")], [1, false]);
});

test("what was found when the line broke again is found by the next", async () => {
  await kept("gone", textBody("een"));
  const store = page();
  await clearOut(store, [], KEY, () => false);
  assert.deepEqual([store.state.talks, lies("gone")], [[], true]);
  await clearOut(store, [], KEY, () => true);
  assert.equal(find(store.state, "gone")?.draft, "een");
});

test("what lies there without saying how far it goes, goes as well", async () => {
  for (const name of ["talk.gone.box", "talk.gone.slot", "talk.gone.letter.0000", "talk.gone.one.7", "talk.theirs.box", "seat"]) device.setItem(name, "sealed");
  await clearOut(page(), ["theirs"], KEY, () => true);
  assert.deepEqual([...device.held.keys()].sort(), ["seat", "talk.theirs.box"]);
});

test("whoever signs out leaves nothing of any conversation on the device, also of one that this page never knew", async () => {
  await kept("known", textBody("een"));
  device.setItem("talk.unknown.letter.0000", "sealed");
  forgetAll();
  assert.deepEqual([...device.held.keys()].filter((name) => name.startsWith("talk.")), []);
});
