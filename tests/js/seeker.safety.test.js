import assert from "node:assert/strict";
import { test } from "node:test";

import { isUnsafe, untold } from "../../static/js/seeker/safety.js";
import { START, apply } from "../../static/js/seeker/state.js";
import { stretch, view } from "./examples.js";

/** @import { Event, State } from "../../static/js/seeker/state.js" */
/** @import { Safety, SeekerView } from "../../static/js/shared/shapes.js" */

/** @param {State} state @param {...Event} events */
const after = (state, ...events) => events.reduce(apply, state);
/** @param {Partial<SeekerView>} [seen] @returns {Event} */
const arrived = (seen = {}) => ({ type: "arrived", view: view(seen), log: stretch([]), kept: null });
/** @param {Safety | "skipped"} safety @returns {Event} */
const answer = (safety) => ({ type: "safety", safety });

const waiting = after(START, { type: "began" }, arrived());

test("an answer counts on the page before the server has heard it, also without a connection", () => {
  for (const safety of /** @type {Safety[]} */ (["no", "unsure"])) {
    const state = after(waiting, { type: "lost" }, answer(safety));
    assert.equal(isUnsafe(state), true, safety);
    assert.equal(untold(state), safety);
    assert.equal(untold(after(state, arrived())), safety, "the next connection is told");
    assert.equal(untold(after(state, arrived({ urgent: true, version: 9 }))), null, "and that is enough");
  }
});

test("whoever is safe, or passes the question over, is as the server says", () => {
  assert.equal(isUnsafe(after(waiting, answer("yes"))), false);
  assert.equal(untold(after(waiting, answer("yes"))), null);
  const urgent = after(waiting, arrived({ urgent: true, version: 9 }));
  assert.equal(isUnsafe(urgent), true);
  assert.equal(isUnsafe(after(urgent, answer("skipped"))), true);
  assert.equal(untold(after(urgent, answer("skipped"))), null);
});

test("that they are safe after all is told too", () => {
  const safe = after(waiting, answer("no"), arrived({ urgent: true, version: 9 }), answer("yes"));
  assert.equal(isUnsafe(safe), false);
  assert.equal(untold(safe), "yes");
});

test("whoever has a counsellor has told them", () => {
  assert.equal(untold(after(waiting, answer("no"), arrived({ phase: "talking", place: null, name: "Sam", version: 9 }))), null);
});
