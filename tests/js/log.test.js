import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, added, apply, dropped, emptyLog, hasEnded, messagesOf, moved, needsOffer, newestMessage, offered, position } from "../../static/js/shared/log.js";
import { chances, end, message, notice, pick, presence, restored, stretch } from "./examples.js";

/** @import { Log, LogInput } from "../../static/js/shared/log.js" */
/** @import { Entry, Mark, Stretch } from "../../static/js/shared/shapes.js" */

/** @param {Entry} entry @param {string} [epoch] @param {string} [conversation] @returns {LogInput} */
const appended = (entry, epoch = "one", conversation = "talk") => ({
  kind: "appended",
  appended: { conversation, epoch, entry },
});
/** @param {Stretch} read @returns {LogInput} */
const read = (read) => ({ kind: "stretch", stretch: read });
/** @param {number} seq @param {string} [epoch] @param {Mark[]} [marks] @returns {LogInput} */
const pulse = (seq, epoch = "one", marks = []) => ({ kind: "head", head: { conversation: "talk", epoch, seq, marks } });

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

/** @param {Log} log @param {string} epoch @returns {Log} */
const awaits = (log, epoch) => ({ ...log, anew: { epoch, offered: false } });

test("whatever is of another epoch leaves the screen as it is and says that what is held must be offered first", () => {
  const after = { log: awaits(held, "two"), needSync: true };
  assert.deepEqual(apply(held, appended(three, "two")), after);
  assert.deepEqual(apply(held, pulse(0, "two")), after);
  assert.deepEqual(apply(held, read(stretch([], { epoch: "two", reset: true }))), after);
  assert.deepEqual(apply(held, read(stretch([three], { epoch: "two" }))), after);
  assert.ok(needsOffer(after.log));
});

test("of a log that is lost with its epoch kept, what is held is offered too", () => {
  assert.deepEqual(apply(held, read(stretch([], { reset: true }))), { log: awaits(held, "one"), needSync: true });
});

test("nothing held is nothing to offer: the new life is only asked for", () => {
  const empty = apply(emptyLog("talk"), read(stretch([]))).log;
  assert.deepEqual(apply(empty, pulse(2, "two")), { log: empty, needSync: true });
  assert.deepEqual(apply(empty, read(stretch([one], { epoch: "two", reset: true }))).log.entries, [one]);
});

test("what was offered gives place to the new life, all at once and marks included", () => {
  const marked = apply(held, { kind: "mark", conversation: "talk", mark: { side: "counsellor", delivered: 2, seen: 2 } }).log;
  const lost = apply(marked, pulse(1, "two")).log;
  const given = offered(lost, lost);
  assert.ok(!needsOffer(given));
  assert.deepEqual(given.entries, held.entries);
  const fresh = message(1, "counsellor", "new");
  const { log, needSync } = apply(given, read(stretch([fresh], { epoch: "two", reset: true })));
  assert.deepEqual([log.entries, log.epoch, log.anew, needSync], [[fresh], "two", null, false]);
  assert.deepEqual(log.marks.counsellor, { delivered: 0, seen: 0 });
});

test("a log that is lost again on the way is offered again", () => {
  const lost = apply(held, pulse(1, "two")).log;
  const again = apply(offered(lost, lost), read(stretch([], { epoch: "three", reset: true })));
  assert.deepEqual(again, { log: awaits(held, "three"), needSync: true });
  assert.deepEqual(offered(again.log, lost), again.log, "what was given to the life between counts for nothing");
});

test("a line that comes after the offer was made is offered too before it can go", () => {
  const lost = apply(held, pulse(1, "two")).log;
  const more = apply(lost, appended(three)).log;
  assert.equal(offered(more, lost), more);
  const late = apply(offered(lost, lost), appended(three)).log;
  assert.ok(needsOffer(late));
});

test("what the desk said is a line like any other: held, offered, and new only once", () => {
  const told = notice(3, "ten_minutes");
  const log = apply(held, appended(told)).log;
  assert.deepEqual([log.entries.at(-1), newestMessage(log, "desk"), hasEnded(log)], [told, 0, false]);
  const lost = apply(log, pulse(0, "two")).log;
  assert.deepEqual(offered(lost, lost).entries, [one, two, told]);
  const { log: after } = apply(offered(lost, lost), read(stretch([one, told, { ...two, seq: 3 }].map((entry, index) => ({ ...entry, seq: index + 1 })), { epoch: "two", reset: true })));
  assert.deepEqual(added(log, after), []);
});

test("a late word of an older epoch is nothing once the server says which log it has", () => {
  const doubted = apply(held, appended(one, "before")).log;
  assert.deepEqual(doubted, awaits(held, "before"));
  assert.deepEqual(apply(doubted, read(stretch([three]))).log, { ...held, entries: [one, two, three] });
});

test("a mark made for the new life is not taken for one of the old", () => {
  const lost = apply(held, pulse(9, "two")).log;
  const mark = { side: /** @type {const} */ ("counsellor"), delivered: 9, seen: 9 };
  assert.equal(apply(lost, { kind: "mark", conversation: "talk", mark }).log, lost);
});

/** @param {Entry[]} entries */
const next = (...entries) => apply(emptyLog("talk"), read(stretch(entries.map((entry, index) => ({ ...entry, seq: index + 1 })), { epoch: "two" }))).log;

test("only lines that were not there before are new, also in another life", () => {
  assert.deepEqual(added(held, apply(held, appended(three)).log), [three]);
  const after = next(one, three, two);
  assert.deepEqual(added(held, after).map(({ cmid }) => cmid), [three.cmid]);
  assert.deepEqual(added(after, after), []);
});

test("the new life keeps the place up to which the old one was seen", () => {
  const after = next(three, one, two);
  assert.equal(moved(held, after, 1), 2);
  assert.equal(moved(held, after, 2), 3);
  assert.equal(moved(held, after, 0), 0);
  assert.equal(moved(held, next(three), 2), 0);
});

test("what this side wrote and the new life lacks is known, a colleague's words and desk lines are not its own", () => {
  const before = apply(emptyLog("talk"), read(stretch([message(1, "counsellor"), presence(2, "left"), message(3, "seeker"), presence(4, "joined"), message(5, "counsellor")]))).log;
  assert.deepEqual(dropped(before, next(), "counsellor").map(({ seq }) => seq), [5]);
  assert.deepEqual(dropped(before, next(), "seeker").map(({ seq }) => seq), [3]);
  assert.deepEqual(dropped(before, next(message(3, "seeker")), "seeker"), []);
});

test("a mark that was not heard comes with the next pulse, of this life of the log only", () => {
  const seen = [{ side: /** @type {const} */ ("counsellor"), delivered: 2, seen: 1 }];
  assert.deepEqual(apply(held, pulse(2, "one", seen)).log.marks.counsellor, { delivered: 2, seen: 1 });
  assert.deepEqual(apply(held, pulse(2, "two", seen)).log.marks.counsellor, { delivered: 0, seen: 0 });
});

test("nothing of another conversation is heard", () => {
  const nothing = { log: held, needSync: false };
  assert.deepEqual(apply(held, appended(three, "one", "other")), nothing);
  assert.deepEqual(apply(held, read(stretch([three], { conversation: "other" }))), nothing);
  assert.deepEqual(apply(held, { kind: "head", head: { conversation: "other", epoch: "one", seq: 9, marks: [] } }), nothing);
  const mark = { side: /** @type {const} */ ("counsellor"), delivered: 1, seen: 1 };
  assert.deepEqual(apply(held, { kind: "mark", conversation: "other", mark }), nothing);
});

test("another line in the place of a held one says that the server lost that: what is held is offered before it is read", () => {
  const { log, needSync } = apply(held, appended({ ...message(2, "seeker"), cmid: "other" }));
  assert.deepEqual(log.entries, held.entries);
  assert.equal(needsOffer(log), true);
  assert.equal(needSync, true);
});

test("a pulse asks only when its head is not the line held, or of another epoch", () => {
  assert.equal(apply(held, pulse(1)).needSync, true);
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

// The server's log grows, is lost, takes back what it is offered, and every line of it is hinted at; hints are lost, doubled and
// late. Syncs and pulses read the server as it is when they are answered, which may be before or after what was hinted.
test("any interleaving of hints lost, doubled and late, of losses and offers, ends as the server's log", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  for (let run = 0; run < 400; run += 1) converges(chance, `SEED=${seed} run ${run}`);
});

/** @param {() => number} chance @param {string} told */
function converges(chance, told) {
  let epochs = 1;
  const server = { epoch: "epoch-1", entries: /** @type {Entry[]} */ ([]), marks: /** @type {Mark[]} */ ([]) };
  let written = 0;
  /** What was offered to each life of the log. @type {Map<string, Set<string>>} */
  const offers = new Map();
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
    const before = log;
    const applied = apply(log, input);
    log = applied.log;
    needSync ||= applied.needSync;
    const given = offers.get(log.epoch ?? "");
    for (const { cmid } of added(log, before)) assert.ok(given?.has(cmid), `${told}: ${cmid} left the screen and was not offered`);
  };
  /** @param {LogInput} input */
  const hint = (input) => {
    if (chance() < 0.25) return;
    hints.push(input);
    if (chance() < 0.25) hints.push(input);
  };
  const lose = () => {
    server.epoch = `epoch-${(epochs += 1)}`;
    server.entries = server.entries.slice(0, Math.floor(chance() * server.entries.length));
    server.marks = [];
  };
  const offer = () => {
    if (!needsOffer(log)) return;
    const given = log;
    const half = Math.ceil(given.entries.length / 2);
    for (const part of [given.entries.slice(0, half), given.entries.slice(Math.max(0, half - 1))]) {
      if (chance() < 0.1) lose();
      const known = offers.get(server.epoch) ?? new Set();
      offers.set(server.epoch, known);
      for (const { cmid } of part) known.add(cmid);
      // Some of it does not bear the server's mark.
      const taken = restored(server.entries, part.filter(() => chance() < 0.9));
      if (taken.isNewLife) server.epoch = `epoch-${(epochs += 1)}`;
      if (taken.isNewLife) offers.set(server.epoch, new Set(known));
      server.entries = taken.entries;
    }
    log = offered(log, given);
  };
  const sync = () => {
    needSync = false;
    hear(read(answer(position(log))));
  };
  const steps = [
    () => {
      const entry = chance() < 0.1 ? presence((written += 1), pick(["joined", "left"], chance)) : message((written += 1), pick(["seeker", "counsellor"], chance));
      const line = { ...entry, seq: server.entries.length + 1 };
      server.entries.push(line);
      hint(appended(line, server.epoch));
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
    () => needSync && sync(),
    offer,
    () => {
      if (chance() > 0.1) return;
      lose();
      // Marks of the life before do not reach the next one: the server addresses them by the log as it is.
      hints = hints.filter((input) => input.kind !== "mark");
    },
  ];
  for (let count = 0; count < 120; count += 1) pick(steps, chance)();
  for (const input of hints) hear(input);
  // What the next pulse, sync and repetition of marks do.
  hear(pulse(server.entries.length, server.epoch));
  for (let rounds = 0; needSync; rounds += 1) {
    assert.ok(rounds < 30, `${told}: still asking`);
    offer();
    sync();
  }
  assert.deepEqual(log.entries, server.entries, told);
  assert.equal(log.epoch, server.epoch, told);
  assert.equal(log.anew, null, told);
}
