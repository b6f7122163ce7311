import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { bundles, handIn, stepAside } from "../../static/js/seeker/handing_in.js";
import { Refused } from "../../static/js/shared/refusal.js";
import { Kept } from "../../static/js/shared/kept.js";
import { emptyLog } from "../../static/js/shared/log.js";
import { press } from "../../static/js/shared/outbox.js";
import { Device } from "./device.js";

/** @import { Handed } from "../../static/js/seeker/handing_in.js" */

const FRAME_BYTES = 32 * 1024;
const KEY = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";

/** @param {number} count @param {number} bytes */
const items = (count, bytes) => {
  let outbox = press([], "c0", "x".repeat(bytes));
  for (let number = 1; number < count; number += 1) outbox = press(outbox, `c${number}`, "x".repeat(bytes));
  return outbox;
};

/** @param {Handed[]} messages */
const names = (messages) => messages.map(({ cmid }) => cmid);

test("long texts go in several parcels, each of which fits into a frame, in the order of writing", () => {
  const long = items(12, 6_000);
  const packed = bundles(long);
  assert.deepEqual(packed.flatMap(names), names(long));
  assert.ok(packed.length > 1);
  for (const parcel of packed) assert.ok(JSON.stringify(["outbox.hand_in", { ticket: "t".repeat(2_000), messages: parcel }]).length < FRAME_BYTES);
});

test("no parcel has more than the server takes at once, and nothing waits is nothing to give", () => {
  assert.deepEqual(bundles(items(130, 10)).map(({ length }) => length), [64, 64, 2]);
  assert.deepEqual(bundles([]), []);
});

/** Gives, with each of these as what becomes of one try. @param {import("../../static/js/shared/outbox.js").Outbox} outbox @param {(string | null)[]} tries null: it arrived; "half": only the first of it */
async function given(outbox, tries) {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[][]} */
  const asked = [];
  const handing = handIn(outbox, (messages) => {
    asked.push(names(messages));
    const code = tries.shift() ?? null;
    if (code === "half") return Promise.resolve({ stored: names(messages).slice(0, 1), device_key: KEY });
    return code === null ? Promise.resolve({ stored: names(messages), device_key: KEY }) : Promise.reject(new Refused({ code }));
  });
  let over = false;
  void handing.then(() => (over = true));
  for (let turn = 0; turn < 200 && !over; turn += 1) {
    mock.timers.tick(20_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  mock.timers.reset();
  return { asked, stored: await handing };
}

test("what may not have arrived is given again, unchanged", async () => {
  const { asked, stored } = await given(items(2, 10), ["no_answer", null]);
  assert.deepEqual(asked, [["c0", "c1"], ["c0", "c1"]]);
  assert.deepEqual(stored, ["c0", "c1"]);
});

test("nothing goes before what did not arrive", async () => {
  const long = items(6, 6_000);
  const first = bundles(long)[0] ?? [];
  for (const code of ["gone", "offline"]) {
    const { asked, stored } = await given(long, [null, code]);
    assert.equal(asked.length, 2, code);
    assert.deepEqual(stored, names(first), code);
  }
  const half = await given(long, ["half"]);
  assert.deepEqual([half.asked.length, half.stored], [1, ["c0"]]);
  const { asked, stored } = await given(long, ["storage", "storage"]);
  assert.deepEqual([asked.length, stored], [2, []]);
});

const TALK = { ...emptyLog("talk"), epoch: "one" };

/** A page that was loaded anew and never known, on a device on which an earlier load of it wrote this. @param {import("../../static/js/shared/outbox.js").Outbox} outbox */
async function loadedAnew(outbox) {
  const device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
  const before = new Kept("talk");
  await before.open(KEY);
  before.keep({ log: TALK, outbox });
  while (!device.held.has("talk.now")) await new Promise((resolve) => setImmediate(resolve));
  return { device, kept: new Kept("talk") };
}

/** A connection on which what is handed in is answered so; what was handed in. @param {(messages: Handed[]) => object | Promise<never>} answer */
function answering(answer) {
  /** @type {string[]} */
  const given = [];
  const connection = {
    /** @param {string} _ @param {{ messages: Handed[] }} payload */
    send: (_, { messages }) => {
      given.push(...names(messages));
      return Promise.resolve(answer(messages));
    },
    close: () => given.push("closed"),
  };
  return { given, connection: /** @type {any} */ (connection) };
}

test("a page that was never known opens what an earlier load of it wrote, and gives that before its own", async () => {
  const { device, kept } = await loadedAnew(items(2, 10));
  const { given, connection } = answering((messages) => ({ stored: names(messages), device_key: KEY }));
  const own = press([], "own", "written since");
  const gave = await stepAside(own, { connection, ticket: "ticket", kept, isOut: () => true });
  assert.deepEqual(given, ["c0", "c1", "own", "closed"]);
  assert.deepEqual([gave?.left.map(({ cmid }) => cmid), gave?.stored], [["c0", "c1"], ["c0", "c1", "own"]]);
  assert.equal(device.held.size, 0);
});

test("what nobody gives a key for stays where it lies, for when the page is asked for again", async () => {
  const { device, kept } = await loadedAnew(items(2, 10));
  const before = new Map(device.held);
  const { connection } = answering(() => Promise.reject(new Refused({ code: "gone" })));
  const gave = await stepAside([], { connection, ticket: "ticket", kept, isOut: () => true });
  assert.deepEqual(gave, { left: [], stored: [] });
  assert.deepEqual(device.held, before);
});

test("whoever asks for the page again meanwhile has it all there", async () => {
  const { device, kept } = await loadedAnew(items(2, 10));
  const { given, connection } = answering((messages) => ({ stored: names(messages), device_key: KEY }));
  assert.equal(await stepAside([], { connection, ticket: "ticket", kept, isOut: () => false }), null);
  assert.deepEqual(given, ["closed"]);
  assert.ok(device.held.has("talk.now"));
  assert.deepEqual(kept.take()?.outbox.map(({ cmid }) => cmid), ["c0", "c1"]);
});
