import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, emptyLog, offered } from "../../static/js/shared/log.js";
import { Reader } from "../../static/js/shared/reader.js";
import { Refused } from "../../static/js/shared/refusal.js";
import { Turns } from "../../static/js/shared/turns.js";
import { end, message, restored, stretch } from "./examples.js";

/** @import { Log, LogInput } from "../../static/js/shared/log.js" */
/** @import { Entry } from "../../static/js/shared/shapes.js" */
/** @import { Requests } from "../../static/js/shared/wire.js" */

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A log held here, a server that has another, and what went over the wire; `refuse` is what the next question is answered with. */
function page() {
  const server = { epoch: "two", entries: /** @type {Entry[]} */ ([]) };
  const held = { log: apply(emptyLog("talk"), { kind: "stretch", stretch: stretch([message(1, "seeker"), message(2, "counsellor")]) }).log, wants: false, unreadable: false };
  /** @type {string[]} */
  const asked = [];
  /** @type {(string | (() => void))[]} */
  const next = [];
  /** @type {string[]} */
  const refused = [];
  const turns = new Turns((code) => refused.push(code));
  /** @param {LogInput} input */
  const hear = (input) => {
    const { log, needSync } = apply(held.log, input);
    held.log = log;
    held.wants ||= needSync;
  };
  /** @param {"log.sync" | "log.offer"} event @param {any} payload @returns {Promise<any>} */
  const ask = async (event, payload) => {
    asked.push(event);
    const fate = next.shift();
    if (typeof fate === "string") throw new Refused({ code: fate });
    fate?.();
    await Promise.resolve();
    if (event === "log.offer") {
      server.entries = restored(server.entries, payload.entries).entries;
      return { ok: true };
    }
    const fits = payload.position?.epoch === server.epoch;
    const entries = fits ? server.entries.slice(payload.position.seq) : server.entries;
    return { log: stretch(entries, { epoch: server.epoch, head: server.entries.length, reset: !fits }) };
  };
  const reader = new Reader({
    log: () => held.log,
    wants: () => held.wants,
    turns,
    ask: /** @type {<E extends "log.sync" | "log.offer">(event: E, payload: Requests[E]["payload"]) => Promise<Requests[E]["answer"]>} */ (ask),
    asked: () => (held.wants = false),
    wanted: () => (held.wants = true),
    refused: () => {
      held.wants = false;
      held.unreadable = true;
    },
    offered: (/** @type {Log} */ given) => (held.log = offered(held.log, given)),
    read: (log) => hear({ kind: "stretch", stretch: log }),
  });
  const lost = () => hear({ kind: "head", head: { conversation: "talk", epoch: server.epoch, seq: server.entries.length, marks: [] } });
  return { server, held, asked, next, refused, turns, reader, hear, lost };
}

/** @param {Log} log */
const texts = (log) => log.entries.map(({ cmid }) => cmid);

test("a lost log is given back whole before its next life is read", async () => {
  const { server, held, asked, reader, lost } = page();
  lost();
  await reader.kick();
  assert.deepEqual(asked, ["log.offer", "log.sync"]);
  assert.deepEqual(server.entries.length, 2);
  assert.deepEqual([held.log.epoch, texts(held.log), held.log.anew], ["two", ["seeker-1", "counsellor-2"], null]);
});

test("what only has a gap is read on, and nothing is offered", async () => {
  const { server, held, asked, reader, hear } = page();
  server.epoch = "one";
  server.entries = [message(1, "seeker"), message(2, "counsellor"), message(3, "seeker")];
  hear({ kind: "head", head: { conversation: "talk", epoch: "one", seq: 3, marks: [] } });
  await reader.kick();
  assert.deepEqual(asked, ["log.sync"]);
  assert.equal(held.log.entries.length, 3);
});

test("a log that is lost a second time on the way is given back a second time", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { server, held, asked, next, reader, lost } = page();
  next.push(() => undefined, () => {
    server.epoch = "three";
    server.entries = [];
  });
  lost();
  const done = reader.kick();
  for (let round = 0; round < 10; round += 1) {
    await settled();
    context.mock.timers.tick(500);
  }
  await done;
  assert.deepEqual(asked, ["log.offer", "log.sync", "log.offer", "log.sync"]);
  assert.deepEqual([held.log.epoch, texts(held.log)], ["three", ["seeker-1", "counsellor-2"]]);
});

test("an offer that is refused for now is made again, and nothing is read before it is taken", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, held, next, reader, lost } = page();
  next.push("wait", "storage", "busy");
  lost();
  const done = reader.kick();
  for (let round = 0; round < 10; round += 1) {
    await settled();
    context.mock.timers.tick(15_000);
  }
  await done;
  assert.deepEqual(asked, ["log.offer", "log.offer", "log.offer", "log.offer", "log.sync"]);
  assert.equal(held.log.epoch, "two");
});

test("whoever this conversation does not belong to any more offers no more, and the screen stays until it is told", async () => {
  for (const code of ["not_assigned", "gone"]) {
    const { asked, held, next, refused, reader, lost } = page();
    next.push(code);
    lost();
    await reader.kick();
    assert.deepEqual([asked, refused, held.wants, held.unreadable], [["log.offer"], [code], false, true]);
    assert.deepEqual([held.log.epoch, held.log.entries.length], ["one", 2]);
  }
});

test("lines the server will not have keep nobody from reading on", async () => {
  const { server, asked, held, next, reader, lost } = page();
  server.entries = [message(1, "seeker"), end(2)];
  next.push("closed");
  lost();
  await reader.kick();
  assert.deepEqual(asked, ["log.offer", "log.sync"]);
  assert.deepEqual(texts(held.log), ["seeker-1", "ended"]);
});

test("a connection that is lost meanwhile leaves it wanted, and the next one does it all", async () => {
  const { asked, held, next, turns, reader, lost } = page();
  next.push("offline");
  lost();
  const first = reader.kick();
  turns.next();
  held.wants = false;
  await first;
  assert.equal(held.log.epoch, "one");
  held.wants = true;
  await reader.kick();
  assert.deepEqual([asked.slice(1), held.log.epoch], [["log.offer", "log.sync"], "two"]);
});

test("a fault on the way is said, and what is missing is asked for again the next time", async () => {
  const { asked, held, next, reader, lost } = page();
  next.push(() => undefined, () => {
    throw new TypeError("no such thing");
  });
  lost();
  await assert.rejects(reader.kick(), TypeError);
  held.wants = true;
  await reader.kick();
  assert.deepEqual([asked.slice(2), held.log.epoch], [["log.sync"], "two"]);
});

test("one question is asked at a time, however often something is missing", async () => {
  const { asked, reader, lost } = page();
  lost();
  await Promise.all([reader.kick(), reader.kick(), reader.kick()]);
  assert.deepEqual(asked, ["log.offer", "log.sync"]);
});
