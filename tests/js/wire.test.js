import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { readEntry, readLog } from "../../static/js/shared/shapes.js";
import { ANSWERS, PUSHES, readRefusal } from "../../static/js/shared/wire.js";
import { end, message, presence, stretch, view } from "./examples.js";

test("every event of the table in wire.md has its row here", () => {
  const text = readFileSync(new URL("../../docs/reference/wire.md", import.meta.url), "utf8");
  /** @param {string} from @param {string} to */
  const rows = (from, to) => [...text.slice(text.indexOf(from), text.indexOf(to)).matchAll(/^\| `([a-z_]+(?:\.[a-z_]+)?)` \|/gm)].map((match) => match[1] ?? "");
  assert.deepEqual(Object.keys(ANSWERS).sort(), rows("## To the server", "## From the server").sort());
  assert.deepEqual(Object.keys(PUSHES).sort(), rows("## From the server", "## Values").sort());
});

test("every golden file that the server sends is read, and as it stands there", () => {
  const folder = new URL("../wire/", import.meta.url);
  /** @type {Set<string>} */
  const read = new Set();
  for (const name of readdirSync(folder)) {
    const { event, direction, payload, valid } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    if (!valid || direction === "to_server") continue;
    read.add(`${direction} ${event}`);
    if (direction === "from_server") assert.deepEqual(PUSHES[/** @type {keyof typeof PUSHES} */ (event)](payload), payload, name);
    else if (payload.ok) assert.deepEqual(ANSWERS[/** @type {keyof typeof ANSWERS} */ (event)](payload), payload, name);
    else assert.deepEqual(readRefusal(payload), payload.error, name);
  }
  assert.equal(read.size, Object.keys(PUSHES).length + Object.keys(ANSWERS).length);
});

test("a log is read whole or not at all", () => {
  const whole = stretch([message(1, "seeker"), presence(2, "joined"), end(3)]);
  assert.deepEqual(readLog(whole), whole);
  assert.equal(readLog({ ...whole, entries: [{ seq: 1, kind: "message", side: "seeker", cmid: "a" }] }), null);
  assert.equal(readLog({ ...whole, entries: [{ ...message(1, "seeker"), proof: undefined }] }), null);
  assert.equal(readLog({ ...whole, head: -1 }), null);
  assert.equal(readLog({ ...whole, marks: [{ side: "nobody", delivered: 0, seen: 0 }] }), null);
  assert.equal(readLog(null), null);
});

test("a kind of line this page does not know keeps its place", () => {
  for (const kind of ["weather", "toString"]) {
    const whole = { seq: 4, kind, side: "desk", cmid: "w", proof: "p", text: "rain" };
    assert.deepEqual(readEntry(whole), { seq: 4, kind: "other", side: "desk", cmid: "w", proof: "p", whole });
  }
});

test("a line of the desk is one this page knows, or no line", () => {
  const line = { seq: 4, kind: "notice", side: "desk", cmid: "notice-1", proof: "p", notice: "ten_minutes" };
  assert.deepEqual(readEntry(line), line);
  assert.equal(readEntry({ ...line, notice: "rain" }), null);
  assert.equal(readEntry({ ...line, notice: undefined }), null);
});

test("a line without a number of its own is dropped", () => {
  for (const seq of [0, -1, 1.5, "1", null, undefined]) assert.equal(readEntry({ ...message(1, "seeker"), seq }), null);
});

test("a push that does not fit is dropped, one with more than we know is not", () => {
  assert.equal(PUSHES["seeker.changed"]({ view: { ...view(), phase: "dreaming" }, ticket: null }), null);
  assert.equal(PUSHES["seeker.changed"]({}), null);
  assert.equal(PUSHES["seeker.changed"]({ view: null }), null);
  assert.deepEqual(PUSHES["seeker.changed"]({ view: null, ticket: null }), { view: null, ticket: null });
  assert.deepEqual(PUSHES["seeker.changed"]({ view: view({ place: null }), ticket: "t", weather: "rain" })?.view, view({ place: null }));
  assert.equal(PUSHES["log.appended"]({ conversation: "talk", epoch: "one", entry: {} }), null);
  assert.equal(PUSHES["storage.changed"]({ away: "yes" }), null);
  assert.equal(PUSHES["typing.changed"]({ conversation: "talk", typing: "yes" }), null);
  assert.equal(PUSHES.pulse({ heads: [{ conversation: "talk", epoch: "one" }] }), null);
});

test("an answer that does not fit is no answer", () => {
  assert.equal(ANSWERS["message.send"]({ ok: true, cmid: "a", epoch: "one", seq: "1" }), null);
  assert.equal(ANSWERS["seeker.resume"]({ ok: true, view: view() }), null);
  assert.deepEqual(ANSWERS["log.sync"]({ ok: true, log: stretch([]) })?.log, stretch([]));
});

test("a refusal is told from a yes", () => {
  assert.equal(readRefusal({ ok: true }), null);
  assert.deepEqual(readRefusal({ ok: false, error: { code: "rate_limited", field: null, retry_ms: 500 } }), { code: "rate_limited", retry_ms: 500 });
  assert.deepEqual(readRefusal({ ok: false, error: { code: "bad_payload", field: "body" } }), { code: "bad_payload", field: "body" });
});

test("what is neither is a fault of the server, to be tried again", () => {
  for (const answer of [undefined, null, "ok", {}, { ok: 1 }, { ok: false }, { ok: false, error: {} }]) {
    assert.deepEqual(readRefusal(answer), { code: "internal" });
  }
});
