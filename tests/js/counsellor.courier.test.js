import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Courier } from "../../static/js/counsellor/courier.js";
import { START, apply, find } from "../../static/js/counsellor/state.js";
import { textBody } from "../../static/js/shared/envelope.js";
import { Kept } from "../../static/js/shared/kept.js";
import { Refused } from "../../static/js/shared/refusal.js";
import { Store } from "../../static/js/shared/store.js";
import { Device } from "./device.js";
import { accountOf, message, stretch } from "./examples.js";

/** @import { Ask } from "../../static/js/counsellor/courier.js" */
/** @import { Desk, DeskEvent } from "../../static/js/counsellor/state.js" */
/** @import { Talk as Told, SeatView } from "../../static/js/shared/shapes.js" */

const KEY = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";

let device = new Device();
/** @type {Courier[]} */
const couriers = [];
afterEach(() => couriers.splice(0).forEach((courier) => courier.stop()));
beforeEach(() => {
  device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
});

/** @type {Told} */
const talk = {
  conversation: "talk", version: 1, phase: "talking", elapsed_ms: 0, seeker_away_ms: null, on_hold: false, reason: null, rehearsed: false,
  urgent: false, risk: null, passes_to: null, onward: false, help: null, backup: null,
};

/** @param {number} version @param {Told[]} talks @returns {DeskEvent} */
const seat = (version, talks) => {
  /** @type {SeatView} */
  const view = { version, name: "Noor", status: "ready", capacity: 3, offer: null, talks, backup: null, calls: [], room: null };
  return { type: "seat", now: version * 1_000, view };
};

/** A page as it is loaded now, whose server has one line and takes nothing more. */
function page() {
  /** @type {Ask} */
  const ask = (event) =>
    event === "log.sync"
      ? Promise.resolve(/** @type {any} */ ({ log: stretch([message(1, "seeker")]) }))
      : Promise.reject(new Refused({ code: "storage" }));
  /** @type {Store<Desk, DeskEvent>} */
  const store = new Store(START, apply, () => {
    const found = find(store.state, "talk");
    if (found !== null) courier.tend(found);
  });
  const courier = new Courier("talk", store, ask);
  couriers.push(courier);
  store.dispatch({ type: "account", account: accountOf("Noor", "counsellor") });
  store.dispatch({ type: "link", link: { state: "open", since: 0, code: null } });
  store.dispatch(seat(1, [talk]));
  return { store, courier, waits: () => find(store.state, "talk")?.outbox.length ?? 0, lines: () => find(store.state, "talk")?.log.entries.length ?? 0 };
}

/** How much of what was said lies there; not the box for letters, which is there once a key was. */
const lying = () => [...device.held.keys()].filter((name) => !/\.(box|slot)$/.test(name)).length;

/** Until this is so. @param {() => boolean} stands @param {string} what */
async function until(stands, what) {
  for (let turn = 0; turn < 2_000 && !stands(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(stands(), what);
}

/** Write something that does not go out, and wait until it lies on the device. @param {ReturnType<typeof page>} one */
async function written({ courier }) {
  courier.press(textBody("dit mag niet weg"));
  let lies = 0;
  for (let turn = 0; turn < 1_000 && lies !== 1; turn += 1) {
    const next = new Kept("talk.talk");
    await next.open(KEY);
    lies = next.take()?.outbox.length ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.equal(lies, 1);
}

test("what an earlier load kept is there when the page is stopped and begins again while it is opened", async () => {
  const first = page();
  first.courier.start(KEY);
  await until(() => first.lines() === 1, "it was read");
  await written(first);
  first.courier.rest();
  const second = page();
  second.courier.start(KEY);
  // The server asks for the ticket once more, before anything was opened, and long after.
  second.courier.rest();
  await until(() => device.getItem("talk.talk.now") !== null, "it lies there still");
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  assert.equal(second.waits(), 0);
  second.courier.start(KEY);
  await until(() => second.waits() === 1 && second.lines() === 1, "it is there");
});

test("a conversation that comes back to the same counsellor is kept on the device again", async () => {
  const first = page();
  first.courier.start(KEY);
  await until(() => first.lines() === 1, "it was read");
  await until(() => lying() === 2, "it lies there");
  first.store.dispatch(seat(2, []));
  await until(() => device.length === 0, "it is somebody else's");
  first.store.dispatch(seat(3, [{ ...talk, version: 3 }]));
  await until(() => first.lines() === 1 && lying() === 2, "it lies there again");
  await written(first);
  first.courier.rest();
  const second = page();
  second.courier.start(KEY);
  await until(() => second.waits() === 1, "it is there after a refresh");
});
