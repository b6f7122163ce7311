import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Kept } from "../../static/js/shared/kept.js";
import { apply, emptyLog } from "../../static/js/shared/log.js";
import { press } from "../../static/js/shared/outbox.js";
import { Device } from "./device.js";
import { message, stretch } from "./examples.js";

/** @import { Log } from "../../static/js/shared/log.js" */

const KEY = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";
const OTHER = "A1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";

let device = new Device();
beforeEach(() => {
  device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
});

/** @param {number} lines @param {string} [epoch] @returns {Log} */
const log = (lines, epoch = "one") =>
  apply(emptyLog("talk"), { kind: "stretch", stretch: stretch(Array.from({ length: lines }, (_, index) => message(index + 1, "seeker")), { epoch }) }).log;
const outbox = press([], "cmid-1", "body of the outbox");

/** What lies there of what was said: not the box for letters, which is there once a key was. @param {Device} of */
const lying = (of) => [...of.held.keys()].filter((name) => !/\.(box|slot)$/.test(name));

/** Until what was begun is written. @param {() => boolean | Promise<boolean>} stands */
async function until(stands) {
  for (let turn = 0; turn < 1_000 && !(await stands()); turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(await stands());
}

/** What a page finds that is loaded now. @param {string} [key] @param {string} [name] */
async function found(key = KEY, name = "talk") {
  const one = new Kept(name);
  await one.open(key);
  return one.take();
}

/** A page that kept this. @param {Log} kept @param {string} [key] */
async function page(kept, key = KEY) {
  const one = new Kept("talk");
  await one.open(key);
  one.keep({ log: kept, outbox });
  await until(async () => lying(device).length === kept.entries.length + 1 && (await found(key))?.log.entries.length === kept.entries.length);
  return one;
}

test("the next load of the page has the log and the outbox again, under the same key only", async () => {
  await page(log(3));
  assert.equal(await found(OTHER), null);
  assert.equal(await found(KEY, "elsewhere"), null);
  assert.deepEqual(await found(), { log: log(3), outbox });
});

test("what was written while a new life of the log is sealed is there for a refresh at once", async () => {
  const one = await page(log(3));
  const more = press(outbox, "cmid-2", "written since");
  /** @type {Map<string, string>[]} */
  const stood = [];
  const keep = device.setItem.bind(device);
  device.setItem = (name, value) => {
    keep(name, value);
    if (!/box|slot/.test(name)) stood.push(new Map(device.held));
  };
  one.keep({ log: log(40, "two"), outbox: more });
  await until(() => stood.length === 42);
  for (const held of stood) {
    device = new Device();
    for (const [name, value] of held) device.setItem(name, value);
    Object.assign(globalThis, { sessionStorage: device });
    const then = await found();
    assert.deepEqual(then?.outbox, more);
    assert.ok([3, 40].includes(then?.log.entries.length ?? 0));
  }
});

test("what is written while a long log is put away for the first time does not wait for that", async () => {
  const one = new Kept("talk");
  await one.open(KEY);
  /** @type {Map<string, string>[]} */
  const stood = [];
  const keep = device.setItem.bind(device);
  device.setItem = (name, value) => {
    keep(name, value);
    stood.push(new Map(device.held));
    // Send is pressed after the third line was put away.
    if (stood.length === 3) one.keep({ log: log(40), outbox });
  };
  one.keep({ log: log(40), outbox: [] });
  await until(() => stood.length >= 42);
  for (const held of stood.slice(5)) {
    device = new Device();
    for (const [name, value] of held) device.setItem(name, value);
    Object.assign(globalThis, { sessionStorage: device });
    assert.deepEqual((await found())?.outbox, outbox);
  }
});

test("what was found waits for whoever has use for it, and nothing takes its place before that", async () => {
  await page(log(2));
  const lies = new Map(device.held);
  const next = new Kept("talk");
  // The line breaks while it is opened, and is there again.
  const given = [next.open(KEY), next.open(KEY)];
  next.keep({ log: emptyLog("talk"), outbox: [] });
  await Promise.all(given);
  next.keep({ log: emptyLog("talk"), outbox: [] });
  await next.open(KEY);
  assert.deepEqual(next.take(), { log: log(2), outbox });
  assert.equal(next.take(), null);
  assert.deepEqual(device.held, lies);
  next.keep({ log: log(1, "two"), outbox: [] });
  await until(() => lying(device).length === 2);
});

test("what was found and not taken is there under another key too, and not once all is dropped", async () => {
  await page(log(2));
  const next = new Kept("talk");
  await next.open(KEY);
  await next.open(OTHER);
  const held = next.take();
  assert.deepEqual(held, { log: log(2), outbox });
  if (held !== null) next.keep(held);
  // The outbox is written last.
  for (let turn = 0; turn < 1_000 && (await found(OTHER))?.outbox.length !== 1; turn += 1);
  assert.deepEqual(await found(OTHER), held);
  const last = new Kept("talk");
  await last.open(OTHER);
  last.drop();
  assert.equal(last.take(), null);
});

test("nothing of what was said can be read on the device", async () => {
  const kept = log(3);
  await page(kept);
  const lies = [...device.held].flat().join("\n");
  for (const word of ["text 2", "body of the outbox", "cmid-1", "seeker", "proof"]) assert.ok(!lies.includes(word), word);
  // What is looked for is there: the words stand in what was kept.
  for (const word of ["text 2", "seeker", "proof"]) assert.ok(JSON.stringify(kept).includes(word), word);
});

test("a line more is one line more to write, and a new life of the log replaces the old one", async () => {
  const one = await page(log(2));
  const before = new Map(device.held);
  one.keep({ log: { ...log(3), entries: [...log(2).entries, message(3, "seeker")] }, outbox });
  await until(() => lying(device).length === 4);
  assert.equal(device.held.get("talk.one.1"), before.get("talk.one.1"));
  one.keep({ log: log(1, "two"), outbox: [] });
  await until(() => lying(device).length === 2);
  assert.deepEqual(await found(), { log: log(1, "two"), outbox: [] });
});

test("what was changed or taken away on the device is not believed, nor what follows it", async () => {
  await page(log(3));
  device.held.set("talk.one.2", device.held.get("talk.one.3") ?? "");
  assert.deepEqual((await found())?.log, log(1));
  device.held.delete("talk.one.1");
  assert.deepEqual(await found(), { log: emptyLog("talk"), outbox });
  device.held.set("talk.now", "%");
  assert.equal(await found(), null);
});

test("what is dropped stays gone, also what was being written", async () => {
  const one = await page(log(2));
  device.held.set("ticket", "of the page");
  one.keep({ log: log(4), outbox });
  one.drop();
  assert.deepEqual([...device.held.keys()], ["ticket"]);
  await one.open(KEY);
  assert.equal(one.take(), null);
  one.keep({ log: log(1), outbox });
  await until(() => lying(device).length === 3);
  assert.deepEqual(lying(device), ["ticket", "talk.one.1", "talk.now"]);
  one.drop();
  assert.deepEqual([...device.held.keys()], ["ticket"]);
});

test("after another sign-in all of it is sealed under the new key", async () => {
  const one = await page(log(2));
  const before = device.held.get("talk.one.1");
  await one.open(OTHER);
  assert.equal(one.take(), null);
  await until(() => device.held.get("talk.one.1") !== before);
  let held = null;
  // The outbox is written last.
  for (let turn = 0; turn < 1_000 && held?.log.epoch !== "one"; turn += 1) held = await found(OTHER);
  assert.deepEqual(held, { log: log(2), outbox });
});

test("what was being written when somebody signed in again is sealed under the new key too", async () => {
  for (let turns = 0; turns < 60; turns += 1) {
    device = new Device();
    Object.assign(globalThis, { sessionStorage: device });
    const one = await page(log(1));
    // Both go on for some turns of the loop; which of them comes first differs from time to time.
    one.keep({ log: { ...log(4), entries: [...log(1).entries, ...log(4).entries.slice(1)] }, outbox });
    for (let turn = 0; turn < turns; turn += 1) await null;
    await one.open(OTHER);
    let held = null;
    for (let turn = 0; turn < 200 && held?.log.entries.length !== 4; turn += 1) held = await found(OTHER);
    assert.deepEqual([held?.log.entries.length, held?.outbox], [4, outbox], `after ${turns} turns`);
  }
});

test("what there was no room for is written as soon as there is", async () => {
  const one = await page(log(1));
  const { setItem } = device;
  device.setItem = () => {
    throw new Error("full");
  };
  one.keep({ log: log(1), outbox: [] });
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual((await found())?.outbox, outbox);
  device.setItem = setItem;
  one.keep({ log: log(1), outbox: [] });
  let held = await found();
  for (let turn = 0; turn < 1_000 && held?.outbox.length !== 0; turn += 1) held = await found();
  assert.deepEqual(held, { log: log(1), outbox: [] });
});

test("a browser without sealing, or that lets pages keep nothing, keeps nothing and goes on", async () => {
  Object.assign(globalThis, { sessionStorage: undefined });
  const one = new Kept("talk");
  await one.open(KEY);
  assert.equal(one.take(), null);
  one.keep({ log: log(1), outbox });
  one.drop();
});
