import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, apply, emptyLog, hasEnded, messagesOf, newestMessage, position } from "../../static/js/shared/log.js";
import { chances, end, message, pick, presence, stretch } from "./examples.js";

/** @import { LogInput } from "../../static/js/shared/log.js" */
/** @import { Entry, Mark, Stretch } from "../../static/js/shared/wire.js" */

/** @param {Entry} entry @param {string} [epoch] @param {string} [conversation] @returns {LogInput} */
const appended = (entry, epoch = "one", conversation = "talk") => ({
  kind: "appended",
  appended: { conversation, epoch, entry },
});
/** @param {Stretch} read @returns {LogInput} */
const read = (read) => ({ kind: "stretch", stretch: read });
/** @param {number} seq @param {string} [epoch] @returns {LogInput} */
const pulse = (seq, epoch = "one") => ({ kind: "head", head: { conversation: "talk", epoch, seq } });

const one = message(1, "seeker");
const two = presence(2, "joined");
const three = message(3, "counsellor");
const held = apply(emptyLog("talk"), read(stretch([one, two]))).log;

test("the next line is applied", () => {
  const { log, needSync } = apply(held, appended(three));
  assert.deepEqual(log.entries, [one, two, three]);
  assert.equal(needSync, false);
});

test("a line that is held already is ignored", () => {
  assert.deepEqual(apply(held, appended(one)), { log: held, needSync: false });
  assert.deepEqual(apply(held, appended(two)), { log: held, needSync: false });
});

test("a line further on is not applied and asks for what lies between", () => {
  assert.deepEqual(apply(held, appended(message(4, "seeker"))), { log: held, needSync: true });
});

test("a line of another epoch asks for the whole log", () => {
  assert.deepEqual(apply(held, appended(three, "two")), { log: held, needSync: true });
});

test("nothing of another conversation is heard", () => {
  const nothing = { log: held, needSync: false };
  assert.deepEqual(apply(held, appended(three, "one", "other")), nothing);
  assert.deepEqual(apply(held, read(stretch([three], { conversation: "other" }))), nothing);
  assert.deepEqual(apply(held, { kind: "head", head: { conversation: "other", epoch: "one", seq: 9 } }), nothing);
  const mark = { side: /** @type {const} */ ("counsellor"), delivered: 1, seen: 1 };
  assert.deepEqual(apply(held, { kind: "mark", conversation: "other", mark }), nothing);
});

test("a pulse asks only when its head is beyond the line held, or of another epoch", () => {
  assert.equal(apply(held, pulse(1)).needSync, false);
  assert.equal(apply(held, pulse(2)).needSync, false);
  assert.equal(apply(held, pulse(3)).needSync, true);
  assert.equal(apply(held, pulse(0, "two")).needSync, true);
});

test("a stretch drops its overlap by seq", () => {
  const { log, needSync } = apply(held, read(stretch([two, three])));
  assert.deepEqual(log.entries, [one, two, three]);
  assert.equal(needSync, false);
});

test("a stretch that ends before its head asks on", () => {
  assert.equal(apply(held, read(stretch([three], { head: 4 }))).needSync, true);
});

test("a reset replaces what is held, marks included", () => {
  const marked = apply(held, { kind: "mark", conversation: "talk", mark: { side: "counsellor", delivered: 2, seen: 2 } }).log;
  const fresh = message(1, "counsellor", "new");
  const { log } = apply(marked, read(stretch([fresh], { epoch: "two", reset: true })));
  assert.deepEqual(log.entries, [fresh]);
  assert.equal(log.epoch, "two");
  assert.deepEqual(log.marks.counsellor, { delivered: 0, seen: 0 });
});

test("a stretch of another epoch that is not from the beginning changes nothing and asks for the whole", () => {
  assert.deepEqual(apply(held, read(stretch([three], { epoch: "two" }))), { log: held, needSync: true });
});

test("an empty stretch of a log nobody wrote in makes its epoch known", () => {
  const { log, needSync } = apply(emptyLog("talk"), read(stretch([])));
  assert.deepEqual(position(log), { epoch: "one", seq: 0 });
  assert.equal(needSync, false);
});

test("marks only ever rise", () => {
  /** @param {Mark} mark @returns {LogInput} */
  const mark = (mark) => ({ kind: "mark", conversation: "talk", mark });
  const high = apply(held, mark({ side: "counsellor", delivered: 2, seen: 1 })).log;
  assert.deepEqual(high.marks.counsellor, { delivered: 2, seen: 1 });
  assert.equal(apply(high, mark({ side: "counsellor", delivered: 1, seen: 0 })).log, high);
  assert.deepEqual(apply(high, mark({ side: "counsellor", delivered: 1, seen: 2 })).log.marks.counsellor, { delivered: 2, seen: 2 });
});

test("the position is null while nothing is known, then epoch and last line", () => {
  assert.equal(position(EMPTY), null);
  assert.deepEqual(position(held), { epoch: "one", seq: 2 });
});

test("a log has ended when its last line says so", () => {
  assert.equal(hasEnded(held), false);
  assert.equal(hasEnded(apply(held, appended(end(3))).log), true);
});

test("the newest message of a side is found behind other lines", () => {
  const log = apply(apply(held, appended(three)).log, appended(presence(4, "left"))).log;
  assert.equal(newestMessage(log, "counsellor"), 3);
  assert.equal(newestMessage(log, "seeker"), 1);
  assert.equal(newestMessage(EMPTY, "seeker"), 0);
});

test("messages are found by side and cmid", () => {
  const log = apply(held, appended(three)).log;
  assert.deepEqual([...messagesOf(log, "seeker").keys()], [one.cmid]);
  assert.equal(messagesOf(log, "counsellor").get(three.cmid)?.seq, 3);
});

// The server's log grows, is sometimes made anew, and every line of it is hinted at; hints are lost, doubled and late. Syncs and
// pulses read the server as it is when they are answered, which may be before or after what was hinted.
test("any interleaving of hints lost, doubled and late, with syncs, ends as the server's log", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  for (let run = 0; run < 400; run += 1) converges(chance, `SEED=${seed} run ${run}`);
});

/** @param {() => number} chance @param {string} told */
function converges(chance, told) {
  let epochs = 1;
  const server = { epoch: "epoch-1", entries: /** @type {Entry[]} */ ([]), marks: /** @type {Mark[]} */ ([]) };
  /** @type {LogInput[]} */
  let hints = [];
  let log = emptyLog("talk");
  let needSync = true;

  /** @param {ReturnType<typeof position>} from @returns {Stretch} */
  const answer = (from) => {
    const fits = from !== null && from.epoch === server.epoch && from.seq <= server.entries.length;
    const entries = fits ? server.entries.slice(from.seq) : [...server.entries];
    const { epoch, marks } = server;
    const all = { conversation: "talk", epoch, head: server.entries.length, entries, marks: [...marks] };
    return { ...all, reset: from !== null && !fits };
  };
  /** @param {LogInput} input */
  const hear = (input) => {
    const applied = apply(log, input);
    log = applied.log;
    needSync ||= applied.needSync;
  };
  /** @param {LogInput} input */
  const hint = (input) => {
    if (chance() < 0.25) return;
    hints.push(input);
    if (chance() < 0.25) hints.push(input);
  };
  const steps = [
    () => {
      const seq = server.entries.length + 1;
      const entry = chance() < 0.1 ? presence(seq, pick(["joined", "left"], chance)) : message(seq, pick(["seeker", "counsellor"], chance));
      server.entries.push(entry);
      hint(appended(entry, server.epoch));
    },
    () => {
      const mark = { side: pick(/** @type {const} */ (["seeker", "counsellor"]).slice(), chance), delivered: server.entries.length, seen: Math.floor(chance() * (server.entries.length + 1)) };
      server.marks = [...server.marks.filter((one) => one.side !== mark.side), mark];
      hint({ kind: "mark", conversation: "talk", mark });
    },
    () => {
      const index = Math.floor(chance() * hints.length);
      const [input] = hints.splice(index, 1);
      if (input) hear(input);
    },
    () => hint(pulse(server.entries.length, server.epoch)),
    () => {
      if (!needSync) return;
      needSync = false;
      hear(read(answer(position(log))));
    },
    () => {
      if (chance() > 0.05) return;
      server.epoch = `epoch-${(epochs += 1)}`;
      server.entries = server.entries.slice(0, Math.floor(chance() * server.entries.length)).map((entry, index) => ({ ...entry, seq: index + 1 }));
      server.marks = [];
      // Marks of the life before do not reach the next one: the server addresses them by the log as it is.
      hints = hints.filter((input) => input.kind !== "mark");
    },
  ];
  for (let count = 0; count < 120; count += 1) pick(steps, chance)();
  for (const input of hints) hear(input);
  // What the next pulse, sync and repetition of marks do.
  hear(pulse(server.entries.length, server.epoch));
  for (let rounds = 0; needSync; rounds += 1) {
    assert.ok(rounds < 3, `${told}: still asking`);
    needSync = false;
    hear(read(answer(position(log))));
  }
  assert.deepEqual(log.entries, server.entries, told);
  assert.equal(log.epoch, server.epoch, told);
}
