import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Kept } from "../../static/js/shared/kept.js";
import { EMPTY as NO_LOG, apply, emptyLog } from "../../static/js/shared/log.js";
import { press } from "../../static/js/shared/outbox.js";
import { Device } from "./device.js";
import { message, stretch } from "./examples.js";

const KEY = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";
const OTHER = "A1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j7K8l9Z0x1A";
const { log } = apply(emptyLog("talk"), { kind: "stretch", stretch: stretch([message(1, "seeker")], { epoch: "one" }) });

let device = new Device();
beforeEach(() => {
  device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
});

const names = () => [...device.held.keys()].sort();
const letters = () => names().filter((name) => name.startsWith("talk.letter."));

/** @param {() => boolean | Promise<boolean>} stands */
async function until(stands) {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (await stands()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.fail();
}

/** A page that the server knew, and that wrote this. @param {string} body */
async function known(body) {
  const page = new Kept("talk");
  await page.open(KEY);
  page.keep({ log, outbox: press([], "cmid-1", body) });
  await until(() => device.held.has("talk.now"));
  return page;
}

/** A page that the server does not know yet, with what is written on it. @param {string[]} bodies */
async function loaded(...bodies) {
  const page = new Kept("talk");
  /** @type {import("../../static/js/shared/outbox.js").Outbox} */
  let outbox = [];
  for (const body of bodies) {
    outbox = press(outbox, `cmid of ${body}`, body);
    page.keep({ log: NO_LOG, outbox });
  }
  await until(async () => (await found()).held?.outbox.at(-1)?.body === bodies.at(-1));
  return { page, outbox };
}

/** @param {string} [key] */
async function found(key = KEY) {
  const page = new Kept("talk");
  await page.open(key);
  return { page, held: page.take() };
}

test("what is written before the server knows the page is there after every refresh, in order", async () => {
  await known("one");
  await loaded("two", "three");
  await loaded("four");
  const { page, held } = await found();
  assert.deepEqual(held?.outbox.map(({ body }) => body), ["one", "two", "three", "four"]);
  assert.deepEqual(held?.log, log);
  if (held !== null) page.keep(held);
  // It lies with the rest now.
  await until(() => letters().length === 0);
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["one", "two", "three", "four"]);
});

test("nothing of it can be read without the key", async () => {
  await known("one");
  await loaded("een geheim");
  const lies = [...device.held].flat().join("\n");
  assert.doesNotMatch(lies, /geheim|cmid/);
  for (const value of device.held.values()) assert.match(value, /^[A-Za-z0-9+/]{38,}={0,2}$/);
  assert.equal((await found(OTHER)).held, null);
});

test("of one that was changed, or put in the place of another, nothing is believed", async () => {
  await known("one");
  await loaded("two");
  await loaded("three");
  const [first = "", second = ""] = letters();
  device.held.set(second, device.held.get(first) ?? "");
  device.held.set(first, (device.held.get(first) ?? "").slice(0, 90));
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["one"]);
});

test("a page whose own words are on it still does not find them a second time", async () => {
  await known("one");
  const { page } = await loaded("two");
  await page.open(KEY);
  assert.deepEqual(page.take()?.outbox.map(({ body }) => body), ["one"]);
  page.keep({ log, outbox: press(press([], "cmid-1", "one"), "cmid of two", "two") });
  await until(() => letters().length === 0);
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["one", "two"]);
});

test("what is written while the line breaks again as the page is known is kept too", async () => {
  await known("one");
  const { page, outbox } = await loaded("two");
  // It has the key now, and nobody has taken what was kept.
  await page.open(KEY);
  page.keep({ log: NO_LOG, outbox: press(outbox, "cmid of three", "three") });
  await until(async () => (await found()).held?.outbox.length === 3);
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["one", "two", "three"]);
});

test("before any page of the tab was known, and once all is dropped, nothing is kept", async () => {
  const page = new Kept("talk");
  page.keep({ log: NO_LOG, outbox: press([], "cmid-1", "one") });
  await known("one");
  assert.deepEqual(letters(), []);
  const next = new Kept("talk");
  next.keep({ log: NO_LOG, outbox: press([], "cmid-2", "two") });
  next.drop();
  assert.deepEqual(names(), []);
  await known("three");
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["three"]);
  assert.deepEqual(letters(), []);
});

test("letters are read where nothing else was put away yet", async () => {
  const first = new Kept("talk");
  await first.open(KEY);
  await loaded("one");
  await loaded("two");
  const { page, held } = await found();
  assert.deepEqual(held?.outbox.map(({ body }) => body), ["one", "two"]);
  assert.equal(held?.log.conversation, null);
  page.keep({ log, outbox: held?.outbox ?? [] });
  await until(() => letters().length === 0);
  assert.deepEqual((await found()).held?.outbox.map(({ body }) => body), ["one", "two"]);
});
