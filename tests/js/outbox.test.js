import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, emptyLog } from "../../static/js/shared/log.js";
import * as box from "../../static/js/shared/outbox.js";
import { chances, message, pick, stretch } from "./examples.js";

/** @import { Outbox } from "../../static/js/shared/outbox.js" */
/** @import { Entry, Mark } from "../../static/js/shared/shapes.js" */

/** @param {Entry[]} entries @param {{ epoch?: string, marks?: Mark[] }} [more] */
const logOf = (entries, more = {}) => apply(emptyLog("talk"), { kind: "stretch", stretch: stretch(entries, more) }).log;

/** @param {...string} cmids @returns {Outbox} */
const pressed = (...cmids) => cmids.reduce((outbox, cmid) => box.press(outbox, cmid, `body of ${cmid}`), box.EMPTY);

/** @param {Outbox} outbox */
const states = (outbox) => outbox.map(({ cmid, state }) => `${cmid} ${state}`);

const at = (/** @type {number} */ seq) => ({ epoch: "one", seq });

test("one message is on its way at a time, in the order of writing", () => {
  let outbox = pressed("a", "b");
  assert.equal(box.next(outbox)?.cmid, "a");
  outbox = box.sent(outbox, "a");
  assert.equal(box.next(outbox), null);
  outbox = box.answered(outbox, "a", at(1));
  assert.equal(box.next(outbox)?.cmid, "b");
  assert.deepEqual(states(outbox), ["a stored", "b queued"]);
});

test("what got no answer goes again before what was written later, unchanged", () => {
  const outbox = box.failed(box.sent(pressed("a", "b"), "a"), "a");
  assert.deepEqual(box.next(outbox), { cmid: "a", body: "body of a", state: "queued", at: null });
});

test("a lost connection puts what was on its way back", () => {
  assert.deepEqual(states(box.lost(box.sent(pressed("a", "b"), "a"))), ["a queued", "b queued"]);
});

test("a late failure does not undo an answer", () => {
  assert.deepEqual(states(box.failed(box.answered(pressed("a"), "a", at(1)), "a")), ["a stored"]);
});

test("a refusal that stays hands the body back, once", () => {
  const { outbox, body } = box.refused(box.sent(pressed("a", "b"), "a"), "a");
  assert.equal(body, "body of a");
  assert.deepEqual(states(outbox), ["b queued"]);
  assert.equal(box.refused(outbox, "a").body, null);
});

test("what is stored is never handed back", () => {
  const outbox = box.answered(pressed("a"), "a", at(1));
  assert.deepEqual(box.refused(outbox, "a"), { outbox, body: null });
});

test("a message leaves when the other side's screen has it, not before", () => {
  const outbox = box.answered(pressed("a", "b"), "a", at(1));
  const mine = { ...message(1, "seeker"), cmid: "a" };
  assert.deepEqual(states(box.reconcile(outbox, logOf([mine]), "seeker", "counsellor")), ["a stored", "b queued"]);
  const marks = [{ side: /** @type {const} */ ("counsellor"), delivered: 1, seen: 0 }];
  assert.deepEqual(states(box.reconcile(outbox, logOf([mine], { marks }), "seeker", "counsellor")), ["b queued"]);
});

test("an echo that comes before the answer counts as stored", () => {
  const outbox = box.reconcile(box.sent(pressed("a"), "a"), logOf([{ ...message(1, "seeker"), cmid: "a" }]), "seeker", "counsellor");
  assert.deepEqual(outbox, [{ cmid: "a", body: "body of a", state: "stored", at: at(1) }]);
});

test("the other side's message with the same cmid is not taken for one's own", () => {
  const log = logOf([{ ...message(1, "counsellor"), cmid: "a" }]);
  assert.deepEqual(states(box.reconcile(pressed("a"), log, "seeker", "counsellor")), ["a queued"]);
});

test("an answer ahead of the log held is believed", () => {
  const outbox = box.answered(pressed("a"), "a", at(5));
  assert.deepEqual(states(box.reconcile(outbox, logOf([]), "seeker", "counsellor")), ["a stored"]);
});

test("a message that is delivered but stands behind a gap in the log stays on its writer's screen", () => {
  const marks = [{ side: /** @type {const} */ ("counsellor"), delivered: 5, seen: 5 }];
  const outbox = box.answered(pressed("a"), "a", at(5));
  assert.deepEqual(states(box.reconcile(outbox, logOf([message(1, "counsellor")], { marks }), "seeker", "counsellor")), ["a stored"]);
});

test("a log made anew without the message sends it again", () => {
  const outbox = box.answered(pressed("a"), "a", at(1));
  assert.deepEqual(states(box.reconcile(outbox, logOf([], { epoch: "two" }), "seeker", "counsellor")), ["a queued"]);
});

test("what the log's next life lacks is sent again, unchanged and before what was written later", () => {
  const before = logOf([message(1, "seeker"), message(2, "counsellor"), message(3, "seeker"), message(4, "seeker")]);
  const after = logOf([message(1, "seeker")], { epoch: "two" });
  const outbox = box.press(box.answered(box.press(box.EMPTY, "seeker-4", "body"), "seeker-4", at(4)), "new", "body");
  const again = box.reconcile(box.regained(outbox, before, after, "seeker"), after, "seeker", "counsellor");
  assert.deepEqual(states(again), ["seeker-3 queued", "seeker-4 queued", "new queued"]);
  assert.equal(again[0]?.body, message(3, "seeker").body);
});

test("a log that only grew gives nothing back", () => {
  const outbox = pressed("new");
  assert.equal(box.regained(outbox, logOf([message(1, "seeker")]), logOf([message(1, "seeker"), message(2, "seeker")]), "seeker"), outbox);
});

test("what the next life of the log has taken is not sent again before that is read", () => {
  const lost = apply(logOf([message(1, "seeker")]), { kind: "head", head: { conversation: "talk", epoch: "two", seq: 1, marks: [] } }).log;
  const outbox = box.answered(pressed("a", "b"), "a", { epoch: "two", seq: 1 });
  assert.deepEqual(states(box.reconcile(outbox, lost, "seeker", "counsellor")), ["a stored", "b queued"]);
});

test("when nothing more can be stored, what is not comes back in order", () => {
  const { outbox, returned } = box.closed(box.answered(pressed("a", "b", "c"), "a", at(1)));
  assert.deepEqual(states(outbox), ["a stored"]);
  assert.deepEqual(returned.map((item) => item.body), ["body of b", "body of c"]);
});

test("only what may succeed later is sent again", () => {
  for (const code of ["no_answer", "offline", "rate_limited", "busy", "wait", "storage", "internal", "draining"]) assert.ok(box.passes(code), code);
  for (const code of ["closed", "too_long", "cmid_conflict", "not_assigned", "gone", "bad_payload"]) assert.ok(!box.passes(code), code);
});

// A server that stores once per cmid; sends, answers and connections get lost at every point.
test("whatever is lost, everything arrives once and in the order of writing", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  for (let run = 0; run < 300; run += 1) {
    const told = `SEED=${seed} run ${run}`;
    /** @type {string[]} */
    const stored = [];
    /** @type {Outbox} */
    let outbox = box.EMPTY;
    let written = 0;
    /** @param {string} cmid */
    const store = (cmid) => {
      if (!stored.includes(cmid)) stored.push(cmid);
      return at(stored.indexOf(cmid) + 1);
    };
    const log = () => logOf(stored.map((cmid, index) => ({ ...message(index + 1, "seeker"), cmid })));
    const steps = [
      () => (outbox = box.press(outbox, `m${(written += 1)}`, "body")),
      () => {
        const item = box.next(outbox);
        if (item === null) return;
        outbox = box.sent(outbox, item.cmid);
        const fate = chance();
        if (fate < 0.3) return;
        const position = store(item.cmid);
        if (fate > 0.6) outbox = box.answered(outbox, item.cmid, position);
      },
      () => (outbox = box.lost(outbox)),
      () => {
        const item = outbox.find((one) => one.state === "sent");
        if (item) outbox = box.failed(outbox, item.cmid);
      },
      () => (outbox = box.reconcile(outbox, log(), "seeker", "counsellor")),
    ];
    for (let count = 0; count < 80; count += 1) pick(steps, chance)();
    outbox = box.lost(outbox);
    for (let item = box.next(outbox); item !== null; item = box.next(outbox)) {
      outbox = box.answered(box.sent(outbox, item.cmid), item.cmid, store(item.cmid));
    }
    assert.deepEqual(stored, Array.from({ length: written }, (_, index) => `m${index + 1}`), told);
    const marks = [{ side: /** @type {const} */ ("counsellor"), delivered: stored.length, seen: 0 }];
    const all = stored.map((cmid, index) => ({ ...message(index + 1, "seeker"), cmid }));
    assert.deepEqual(box.reconcile(outbox, logOf(all, { marks }), "seeker", "counsellor"), [], told);
  }
});
