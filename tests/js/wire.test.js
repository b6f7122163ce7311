import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ANSWERS, PUSHES, readEntry, readLog, readRefusal } from "../../static/js/shared/wire.js";
import { end, message, presence, stretch, view } from "./examples.js";

test("every event of the table in wire.md has its row here", () => {
  const text = readFileSync(new URL("../../docs/reference/wire.md", import.meta.url), "utf8");
  /** @param {string} from @param {string} to */
  const rows = (from, to) => [...text.slice(text.indexOf(from), text.indexOf(to)).matchAll(/^\| `([a-z_]+(?:\.[a-z_]+)?)` \|/gm)].map((match) => match[1] ?? "");
  assert.deepEqual(Object.keys(ANSWERS).sort(), rows("## To the server", "## From the server").sort());
  assert.deepEqual(Object.keys(PUSHES).sort(), rows("## From the server", "## Values").sort());
});

test("a log is read whole or not at all", () => {
  const whole = stretch([message(1, "seeker"), presence(2, "joined"), end(3)]);
  assert.deepEqual(readLog(whole), whole);
  assert.equal(readLog({ ...whole, entries: [{ seq: 1, kind: "message", side: "seeker", cmid: "a" }] }), null);
  assert.equal(readLog({ ...whole, head: -1 }), null);
  assert.equal(readLog({ ...whole, marks: [{ side: "nobody", delivered: 0, seen: 0 }] }), null);
  assert.equal(readLog(null), null);
});

test("a kind of line this page does not know keeps its place", () => {
  assert.deepEqual(readEntry({ seq: 4, kind: "weather", side: "desk", text: "rain" }), { seq: 4, kind: "other" });
  assert.deepEqual(readEntry({ seq: 4, kind: "toString" }), { seq: 4, kind: "other" });
});

test("a line without a number of its own is dropped", () => {
  for (const seq of [0, -1, 1.5, "1", null, undefined]) assert.equal(readEntry({ ...message(1, "seeker"), seq }), null);
});

test("a push that does not fit is dropped, one with more than we know is not", () => {
  assert.equal(PUSHES["seeker.changed"]({ view: { ...view(), phase: "dreaming" } }), null);
  assert.equal(PUSHES["seeker.changed"]({}), null);
  assert.deepEqual(PUSHES["seeker.changed"]({ view: null }), { view: null });
  assert.deepEqual(PUSHES["seeker.changed"]({ view: view({ place: null }), weather: "rain" })?.view, view({ place: null }));
  assert.equal(PUSHES["log.appended"]({ conversation: "talk", epoch: "one", entry: {} }), null);
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
