/** Both pages against a server that loses everything again and again, in any order of what can happen between them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as talks from "../../static/js/counsellor/talk.js";
import * as visits from "../../static/js/seeker/state.js";
import { textBody } from "../../static/js/shared/envelope.js";
import { needsOffer, newestMessage, position } from "../../static/js/shared/log.js";
import { parcels } from "../../static/js/shared/offering.js";
import * as box from "../../static/js/shared/outbox.js";
import { chances, pick, presence, restored, stretch, view } from "./examples.js";

/** @import { Held } from "../../static/js/shared/kept.js" */
/** @import { Log, LogInput } from "../../static/js/shared/log.js" */
/** @import { Item, Outbox } from "../../static/js/shared/outbox.js" */
/** @import { Entry, Mark, Position, Stretch } from "../../static/js/shared/shapes.js" */

/** @typedef {"seeker" | "counsellor"} Person */
/**
 * One page, as the wire sees it.
 * @typedef {{ side: Person, log: () => Log, outbox: () => Outbox, wants: () => boolean, maySend: () => boolean, leftovers: () => number,
 *   press: (cmid: string) => void, sent: (item: Item) => void, answered: (item: Item, at: Position) => void, failed: (item: Item) => void,
 *   hear: (input: LogInput) => void, asked: () => void, offered: (given: Log) => void, lost: () => void, reload: () => void, back: (log: Stretch) => void }} Screen
 */

/** @returns {Screen} */
function seeker() {
  let state = visits.apply(visits.START, { type: "began" });
  /** @type {Held | null} */
  let kept = null;
  const tell = (/** @type {import("../../static/js/seeker/state.js").Event} */ event) => (state = visits.apply(state, event));
  return {
    side: "seeker",
    log: () => state.log,
    outbox: () => state.outbox,
    wants: () => state.connected && state.needSync,
    maySend: () => state.connected && state.log.anew === null,
    leftovers: () => state.returned.length + state.draft.length,
    press: (cmid) => {
      tell({ type: "typed", text: cmid });
      tell({ type: "pressed", cmid });
    },
    sent: (item) => tell({ type: "sent", item }),
    answered: (item, at) => tell({ type: "answered", item, at, proof: "proof" }),
    failed: (item) => tell({ type: "failed", item }),
    hear: (input) => {
      if (input.kind === "appended") tell({ type: "heard", push: { event: "log.appended", payload: input.appended } });
      if (input.kind === "head") tell({ type: "heard", push: { event: "pulse", payload: { heads: [input.head] } } });
      if (input.kind === "mark") tell({ type: "heard", push: { event: "mark.changed", payload: input } });
      if (input.kind === "stretch") tell({ type: "synced", log: input.stretch });
    },
    asked: () => tell({ type: "sync_asked" }),
    offered: (given) => tell({ type: "offered", given }),
    lost: () => tell({ type: "lost" }),
    reload: () => {
      // Pressed again before the page was back, what lies on the device is still what it was.
      if (state.screen === "conversation") kept = { log: state.log, outbox: state.outbox };
      state = visits.apply(visits.START, { type: "resuming" });
    },
    back: (log) => {
      tell({ type: "arrived", view: view({ phase: "talking", name: "Sam", place: null }), log, kept });
      kept = null;
    },
  };
}

/** @returns {Screen} */
function counsellor() {
  const told = /** @type {const} */ ({ conversation: "talk", version: 1, phase: "talking", elapsed_ms: 0, seeker_away_ms: null, on_hold: false, reason: null, rehearsed: false, urgent: false, risk: null, passes_to: null, onward: false, help: null, backup: null });
  let talk = talks.begun(told, 1, 0);
  let connected = false;
  let hasRead = false;
  /** @type {Held | null} */
  let kept = null;
  const tell = (/** @type {import("../../static/js/counsellor/talk.js").TalkEvent} */ event) => (talk = talks.apply(talk, event));
  return {
    side: "counsellor",
    log: () => talk.log,
    outbox: () => talk.outbox,
    wants: () => connected && talk.wantsSync,
    maySend: () => connected && hasRead && talk.log.anew === null,
    leftovers: () => talk.draft.length,
    press: (cmid) => tell({ type: "pressed", cmid, body: textBody(cmid) }),
    sent: ({ cmid }) => tell({ type: "sent", cmid }),
    answered: ({ cmid }, at) => tell({ type: "answered", cmid, at, proof: "proof" }),
    failed: ({ cmid }) => tell({ type: "failed", cmid }),
    hear: (input) => {
      tell({ type: "heard", input, now: 0 });
      // A seat comes back without a log: the courier sends nothing before it has read one.
      hasRead ||= connected && input.kind === "stretch" && !talk.wantsSync;
    },
    asked: () => tell({ type: "sync_asked" }),
    offered: (given) => tell({ type: "offered", given }),
    lost: () => {
      talk = talks.cutOff(talk);
      connected = false;
    },
    reload: () => {
      kept ??= { log: talk.log, outbox: talk.outbox };
      talk = talks.begun(told, 1, 0);
      connected = false;
    },
    back: () => {
      connected = true;
      hasRead = false;
      talk = talks.retold(talk, told, 0);
      if (kept !== null) tell({ type: "regained", kept });
      kept = null;
      tell({ type: "sync_wanted" });
    },
  };
}

test("whatever a server loses and whenever, both screens end alike, with every text once and in its writer's order", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  const count = { losses: 0, texts: 0, reloads: 0 };
  for (let run = 0; run < 300; run += 1) live(chance, `SEED=${seed} run ${run}`, count);
  assert.ok(count.losses > 500 && count.texts > 2500 && count.reloads > 500, JSON.stringify(count));
  context.diagnostic(JSON.stringify(count));
});

/** @param {() => number} chance @param {string} told @param {{ losses: number, texts: number, reloads: number }} count */
function live(chance, told, count) {
  const screens = [seeker(), counsellor()];
  let epochs = 1;
  const server = { epoch: "epoch-1", entries: /** @type {Entry[]} */ ([presence(1, "joined")]), known: new Set() };
  /** @type {Record<Person, string[]>} */
  const written = { seeker: [], counsellor: [] };
  /** @type {{ to: Screen, input: LogInput }[]} */
  let hints = [];
  /** Those who pressed refresh and are not back. @type {Set<Screen>} */
  const blank = new Set();

  /** @param {Position | null} from @returns {Stretch} */
  const answer = (from) => {
    const fits = from !== null && from.epoch === server.epoch && from.seq <= server.entries.length;
    return stretch(fits ? server.entries.slice(from.seq) : [...server.entries], { epoch: server.epoch, head: server.entries.length, reset: from !== null && !fits });
  };
  const head = () => ({ kind: /** @type {const} */ ("head"), head: { conversation: "talk", epoch: server.epoch, seq: server.entries.length, marks: [] } });
  /** @param {LogInput} input */
  const hint = (input) => {
    for (const to of screens) for (let times = pick([0, 1, 1, 2], chance); times > 0; times -= 1) hints.push({ to, input });
  };
  const lose = () => {
    count.losses += 1;
    server.epoch = `epoch-${(epochs += 1)}`;
    server.entries = [];
    server.known.clear();
  };
  /** @param {Screen} screen */
  const introduce = (screen) => {
    server.known.add(screen);
    blank.delete(screen);
    screen.back(answer(position(screen.log())));
  };
  /** @param {Screen} screen @param {number} fails */
  const send = (screen, fails) => {
    const { side } = screen;
    if (!server.known.has(screen) || !screen.maySend()) return;
    const item = box.next(screen.outbox());
    if (item === null) return;
    screen.sent(item);
    const fate = chance();
    if (fate < fails / 2) return screen.failed(item);
    let line = server.entries.find((one) => one.side === side && one.cmid === item.cmid);
    if (line === undefined) {
      line = { seq: server.entries.length + 1, kind: "message", side, cmid: item.cmid, proof: "proof", body: item.body };
      server.entries.push(line);
      hint({ kind: "appended", appended: { conversation: "talk", epoch: server.epoch, entry: line } });
    }
    if (fate < fails) return screen.failed(item);
    screen.answered(item, { epoch: server.epoch, seq: line.seq });
  };
  /** @param {Screen} screen @param {number} breaks */
  const readOn = (screen, breaks) => {
    if (!server.known.has(screen) || !screen.wants()) return;
    const given = screen.log();
    if (needsOffer(given)) {
      for (const entries of parcels(given.entries)) {
        if (chance() < breaks) lose();
        if (!server.known.has(screen)) return;
        const taken = restored(server.entries, /** @type {Entry[]} */ (entries));
        if (taken.isNewLife) server.epoch = `epoch-${(epochs += 1)}`;
        for (const entry of taken.isNewLife ? [] : taken.entries.slice(server.entries.length)) hint({ kind: "appended", appended: { conversation: "talk", epoch: server.epoch, entry } });
        server.entries = taken.entries;
      }
      screen.offered(given);
      if (chance() < breaks) return;
    }
    screen.asked();
    screen.hear({ kind: "stretch", stretch: answer(position(screen.log())) });
  };
  /** @param {Screen} screen @returns {Mark} */
  const mark = ({ side, log }) => {
    const delivered = newestMessage(log(), side === "seeker" ? "counsellor" : "seeker");
    return { side, delivered, seen: delivered };
  };

  /** @type {((screen: Screen) => void)[]} */
  const steps = [
    (screen) => {
      // Without the server there is no key, and what is written then is not kept.
      if (blank.has(screen)) return;
      const cmid = `${screen.side}-${written[screen.side].length + 1}`;
      written[screen.side].push(cmid);
      screen.press(cmid);
    },
    (screen) => send(screen, 0.4),
    (screen) => send(screen, 0.4),
    (screen) => readOn(screen, 0.1),
    (screen) => readOn(screen, 0.1),
    () => {
      const [due] = hints.splice(Math.floor(chance() * hints.length), 1);
      due?.to.hear(due.input);
    },
    (screen) => screen.hear(head()),
    (screen) => {
      const other = screens.find((one) => one !== screen);
      const inStep = screen.log().anew === null && screen.log().epoch === server.epoch && other?.log().epoch === server.epoch;
      if (inStep && server.known.has(screen)) other?.hear({ kind: "mark", conversation: "talk", mark: mark(screen) });
    },
    (screen) => {
      server.known.delete(screen);
      screen.lost();
    },
    (screen) => {
      if (chance() < 0.5) return;
      server.known.delete(screen);
      blank.add(screen);
      screen.reload();
      count.reloads += 1;
    },
    (screen) => server.known.has(screen) || introduce(screen),
    (screen) => server.known.has(screen) || introduce(screen),
    () => chance() < 0.15 && lose(),
  ];
  for (const screen of screens) introduce(screen);
  for (let step = 0; step < 150; step += 1) pick(steps, chance)(pick(screens, chance));

  // Quiet: everybody comes back, late hints arrive, and what waits is sent, read and marked.
  for (const { to, input } of hints) to.hear(input);
  hints = [];
  for (let round = 0; round < 60; round += 1) {
    for (const screen of screens) {
      if (!server.known.has(screen)) introduce(screen);
      screen.hear(head());
      readOn(screen, 0);
      send(screen, 0);
    }
  }
  const [one, two] = /** @type {[Screen, Screen]} */ (screens);
  one.hear({ kind: "mark", conversation: "talk", mark: mark(two) });
  two.hear({ kind: "mark", conversation: "talk", mark: mark(one) });
  for (const screen of screens) {
    const { entries, epoch, anew } = screen.log();
    assert.deepEqual(entries.map(({ side, cmid }) => [side, cmid]), server.entries.map(({ side, cmid }) => [side, cmid]), told);
    assert.deepEqual([epoch, anew, screen.outbox(), screen.leftovers()], [server.epoch, null, [], 0], told);
    for (const side of /** @type {const} */ (["seeker", "counsellor"])) {
      const shown = entries.filter((entry) => entry.kind === "message" && entry.side === side).map(({ cmid }) => cmid);
      assert.deepEqual(shown, written[side], `${told}: what the ${side} wrote, on the screen of the ${screen.side}`);
    }
  }
  count.texts += written.seeker.length + written.counsellor.length;
}
