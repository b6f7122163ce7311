import assert from "node:assert/strict";
import { test } from "node:test";

import { START, apply } from "../../static/js/seeker/state.js";
import { NO_WORDS } from "../../static/js/seeker/words.js";
import { end, stretch, view } from "./examples.js";

/** @import { Event, State } from "../../static/js/seeker/state.js" */
/** @import { Given } from "../../static/js/shared/shapes.js" */

/** @type {Given} */
const FOUR = { words: ["aardbei", "bamboe", "circus", "dolfijn"], language: "nl", until: "2026-12-20" };

/** @param {State} state @param {...Event} events */
const after = (state, ...events) => events.reduce(apply, state);

const waiting = after(START, { type: "began" }, { type: "arrived", view: view({ reunites: true }), log: stretch([]), kept: null });
const ended = after(waiting, { type: "arrived", view: view({ phase: "ended", reunites: true }), log: stretch([end(1)]), kept: null });

test("words that were given stand on the last screen of a conversation and nowhere after it", () => {
  const given = after(ended, { type: "words_given", given: FOUR });
  assert.equal(given.screen, "ended");
  assert.deepEqual(given.words.given, FOUR);
  for (const leaving of /** @type {Event[]} */ ([{ type: "finished" }, { type: "expired" }, { type: "restarted" }, { type: "found" }])) {
    assert.deepEqual(after(given, leaving).words, NO_WORDS, leaving.type);
  }
});

test("a language that is changed, a lost connection or another view take nothing of them away", () => {
  const given = after(ended, { type: "words_given", given: FOUR }, { type: "lost" }, { type: "long" });
  assert.deepEqual(given.words.given, FOUR);
});

test("words that led to nobody, and a refusal, are said until the next try", () => {
  const missed = after(waiting, { type: "words_tried", found: false });
  assert.deepEqual(missed.words, { given: null, answer: "missed", fault: null });
  const spent = after(missed, { type: "words_refused", code: "tries_spent" });
  assert.deepEqual(spent.words, { given: null, answer: null, fault: "tries_spent" });
  assert.deepEqual(after(spent, { type: "words_tried", found: true }).words, { given: null, answer: "found", fault: null });
});

test("what was tried while waiting says nothing at the end", () => {
  const found = after(waiting, { type: "words_tried", found: true });
  const over = after(found, { type: "arrived", view: view({ phase: "ended", reunites: true }), log: stretch([end(1)]), kept: null });
  assert.deepEqual(over.words, NO_WORDS);
});
