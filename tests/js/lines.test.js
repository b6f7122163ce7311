import assert from "node:assert/strict";
import { test } from "node:test";

import { lines } from "../../static/js/shared/lines.js";
import { apply, emptyLog } from "../../static/js/shared/log.js";
import * as box from "../../static/js/shared/outbox.js";
import { end, message, notice, presence, stretch } from "./examples.js";

/** @import { Line } from "../../static/js/shared/lines.js" */
/** @import { Entry, Mark } from "../../static/js/shared/shapes.js" */

/** @param {Entry[]} entries @param {Mark[]} [marks] */
const logOf = (entries, marks = []) => apply(emptyLog("talk"), { kind: "stretch", stretch: stretch(entries, { marks }) }).log;

/** @param {ReturnType<typeof logOf>} log @param {box.Outbox} [outbox] */
const drawn = (log, outbox = box.EMPTY, connected = true) => lines(log, outbox, { own: "seeker", other: "counsellor", connected });

/** @param {Line[]} all */
const progress = (all) => all.map((line) => (line.kind === "message" ? line.progress : line.kind));

test("lines stand in the order of the log, pending ones below", () => {
  const log = logOf([message(1, "seeker"), presence(2, "joined"), message(3, "counsellor")]);
  const outbox = box.press(box.EMPTY, "new", JSON.stringify({ text: "new" }));
  assert.deepEqual(drawn(log, outbox).map((line) => [line.kind, line.seq]), [
    ["message", 1],
    ["joined", 2],
    ["message", 3],
    ["message", null],
  ]);
});

test("an own message rises from stored to seen by the other side's marks", () => {
  const entries = [message(1, "seeker"), message(2, "seeker"), message(3, "seeker"), message(4, "counsellor")];
  const marks = [{ side: /** @type {const} */ ("counsellor"), delivered: 2, seen: 1 }];
  assert.deepEqual(progress(drawn(logOf(entries, marks))), ["seen", "delivered", "stored", null]);
});

test("own marks say nothing about own messages", () => {
  const marks = [{ side: /** @type {const} */ ("seeker"), delivered: 1, seen: 1 }];
  assert.deepEqual(progress(drawn(logOf([message(1, "seeker")], marks))), ["stored"]);
});

test("what is on its way says so, and waits without a connection", () => {
  const outbox = box.press(box.EMPTY, "new", JSON.stringify({ text: "new" }));
  assert.deepEqual(progress(drawn(logOf([]), outbox)), ["sending"]);
  assert.deepEqual(progress(drawn(logOf([]), outbox, false)), ["waiting"]);
  const stored = box.answered(outbox, "new", { epoch: "one", seq: 1 });
  assert.deepEqual(progress(drawn(logOf([]), stored, false)), ["stored"]);
});

test("a message that is in the outbox and in the log stands once, under the same key", () => {
  const entry = message(1, "seeker");
  const outbox = box.press(box.EMPTY, entry.cmid, entry.body);
  const [before] = drawn(logOf([]), outbox);
  const after = drawn(logOf([entry]), outbox);
  assert.equal(after.length, 1);
  assert.equal(after[0]?.key, before?.key);
});

test("both sides may use the same cmid and still have lines of their own", () => {
  const mine = { ...message(1, "seeker"), cmid: "same" };
  const theirs = { ...message(2, "counsellor"), cmid: "same" };
  const keys = drawn(logOf([mine, theirs])).map((line) => line.key);
  assert.equal(new Set(keys).size, 2);
});

test("a body that is no envelope, and a line of an unknown kind, draw nothing", () => {
  const odd = { ...message(1, "counsellor"), body: "<b>hello</b>" };
  assert.deepEqual(progress(drawn(logOf([odd, { seq: 2, kind: "other", side: "desk", cmid: "w", proof: "p", whole: {} }, end(3)]))), ["ended"]);
});

test("what the desk says by itself stands in the middle, with whoever was there", () => {
  const log = logOf([notice(1, "frame"), presence(2, "joined", "Sam"), notice(3, "silence"), presence(4, "left", "Sam"), presence(5, "joined", "Noor"), notice(6, "ten_minutes")]);
  assert.deepEqual(
    drawn(log).filter((line) => line.kind === "notice"),
    [
      { key: "desk:notice-1", seq: 1, kind: "notice", notice: "frame", name: null },
      { key: "desk:notice-3", seq: 3, kind: "notice", notice: "silence", name: "Sam" },
      { key: "desk:notice-6", seq: 6, kind: "notice", notice: "ten_minutes", name: "Noor" },
    ],
  );
});
