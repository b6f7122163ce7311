/** What is made of what a device could do before a shift. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { calledFor } from "../../static/js/counsellor/calling.js";
import { clockMinutes, clockState, lineState, measured, untried } from "../../static/js/counsellor/readiness.js";
import { START } from "../../static/js/counsellor/state.js";

/** @import { Readiness } from "../../static/js/counsellor/readiness.js" */
/** @import { Desk } from "../../static/js/counsellor/state.js" */

const SECOND = 1_000;
const NOON = 1_800_000_000_000;

/** @param {Partial<Readiness>} found @returns {Readiness} */
const knowing = (found) => ({ ...untried("default"), ...found });

test("nothing is known of a device before it was asked", () => {
  const readiness = untried("granted");
  assert.deepEqual([readiness.sound, readiness.notices, lineState(readiness), clockState(readiness)], ["untried", "granted", "asking", "asking"]);
});

test("a line is slow when an answer takes more than a second and a half", () => {
  assert.equal(lineState(knowing({ line: 1_500 })), "good");
  assert.equal(lineState(knowing({ line: 1_501 })), "slow");
  assert.equal(lineState(knowing({ line: "none" })), "none");
});

test("a clock is wrong from half a minute on, and at least one minute is told", () => {
  for (const [clock, state, minutes] of /** @type {[number, string, number][]} */ ([
    [29 * SECOND, "good", 1],
    [-29 * SECOND, "good", 1],
    [31 * SECOND, "ahead", 1],
    [-31 * SECOND, "behind", 1],
    [-3_600 * SECOND, "behind", 60],
  ])) {
    const readiness = knowing({ clock });
    assert.deepEqual([clockState(readiness), clockMinutes(readiness)], [state, minutes]);
  }
  assert.equal(clockState(knowing({ clock: "none" })), "unknown");
});

test("the server's clock is compared with the middle of the question", () => {
  const told = NOON - 500;
  assert.deepEqual(measured(NOON - 100, NOON + 100, told), { line: 200, clock: 0 });
  assert.equal(measured(NOON + 3_600 * SECOND, NOON + 3_600 * SECOND, told).clock, 3_600 * SECOND);
  assert.deepEqual(measured(NOON, NOON + 40, Number.NaN), { line: 40, clock: "none" });
});

/** @param {object} seat @param {Partial<Desk>} [more] @returns {Desk} */
const at = (seat, more) => /** @type {Desk} */ ({ ...START, screen: "desk", fresh: true, seat: { offer: null, calls: [], ...seat }, ...more });
const OFFER = { conversation: "one", version: 1 };
const CALL = { circle: "help-1", helper: null };

test("an offer calls until it is accepted or gone, and a colleague who asks for help until somebody comes", () => {
  assert.equal(calledFor(at({})), null);
  assert.equal(calledFor(at({ offer: OFFER })), "offer one");
  assert.equal(calledFor(at({ offer: OFFER }, { accepting: "one" })), null);
  assert.equal(calledFor(at({ calls: [CALL] })), "call help-1");
  assert.equal(calledFor(at({ calls: [{ ...CALL, helper: "Noor" }] })), null);
  assert.equal(calledFor(at({ offer: OFFER, calls: [CALL] })), "offer one");
});

test("what was told before the line broke calls nobody", () => {
  assert.equal(calledFor(at({ offer: OFFER }, { fresh: false })), null);
  assert.equal(calledFor(at({ offer: OFFER }, { screen: "sign_in" })), null);
});
