/** What the roster's page knows, and what becomes of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { START, apply, askedOf, verdictOf } from "../../static/js/roster/state.js";
import { ROSTER, SHIFT, with_ } from "./rosters.js";

/** @import { Planner, PlannerEvent } from "../../static/js/roster/state.js" */

const SIGN_UP = /** @type {const} */ ({ shift: "s1", act: "sign-up" });
const SIGN_OFF = /** @type {const} */ ({ shift: "s1", deed: { act: "sign-off", body: {} } });

/** @type {Planner} */
const SHOWN = apply({ ...START, screen: "roster" }, { type: "roster", roster: ROSTER });

/** @param {PlannerEvent[]} events */
const after = (...events) => events.reduce(apply, SHOWN);

test("a refusal stands at what was asked until something else is asked", () => {
  const refused = after({ type: "asked", asked: SIGN_UP }, { type: "refused", code: "shift_full" });
  assert.deepEqual([refused.asked, refused.refused], [null, { ...SIGN_UP, code: "shift_full" }]);
  assert.deepEqual(verdictOf(refused, "s1", ["sign-up"]), { refused: { ...SIGN_UP, code: "shift_full" } });
  assert.equal(verdictOf(refused, "s1", ["cancel"]), null);
  assert.equal(verdictOf(refused, "s2", ["sign-up"]), null);
  assert.equal(apply(refused, { type: "asked", asked: SIGN_UP }).refused, null);
  assert.equal(apply(refused, { type: "asking", asking: SIGN_OFF }).refused, null);
});

test("what is done is said where it was pressed, until something else is asked", () => {
  const done = after({ type: "asked", asked: SIGN_UP }, { type: "done", made: 0, leftOut: [] });
  const said = { ...SIGN_UP, made: 0, leftOut: [] };
  assert.deepEqual([done.asked, done.done], [null, said]);
  assert.deepEqual(verdictOf(done, "s1", ["sign-up"]), { done: said });
  assert.equal(apply(done, { type: "asking", asking: SIGN_OFF }).done, null);
});

test("an answer to nothing changes nothing", () => {
  assert.equal(apply(SHOWN, { type: "done", made: 3, leftOut: [] }), SHOWN);
  assert.equal(apply(SHOWN, { type: "refused", code: "storage" }), SHOWN);
});

test("what is said of a shift goes when that shift is another, and only then", () => {
  const refused = after({ type: "asked", asked: SIGN_UP }, { type: "refused", code: "shift_full" });
  const done = after({ type: "asked", asked: SIGN_UP }, { type: "done", made: 0, leftOut: [] });
  const freed = with_({ ...SHIFT, places: [] });
  const elsewhere = { ...ROSTER, shifts: [SHIFT, { ...SHIFT, shift: "s0" }] };
  assert.equal(apply(refused, { type: "roster", roster: freed }).refused, null);
  assert.equal(apply(done, { type: "roster", roster: freed }).done, null);
  assert.equal(apply(refused, { type: "roster", roster: elsewhere }).refused, refused.refused);
  assert.equal(apply(done, { type: "roster", roster: elsewhere }).done, done.done);
});

test("what nobody heard stands, whatever becomes of the shift", () => {
  const unheard = after({ type: "asked", asked: SIGN_UP }, { type: "refused", code: "no_answer" });
  assert.equal(apply(unheard, { type: "roster", roster: with_({ ...SHIFT, places: [] }) }).refused, unheard.refused);
});

test("what is said of a shift that is no more is said of none", () => {
  const gone = apply(after({ type: "asked", asked: SIGN_UP }), { type: "roster", roster: { ...ROSTER, shifts: [] } });
  const refused = apply(gone, { type: "refused", code: "shift_unknown" });
  assert.deepEqual(verdictOf(refused, null, []), { refused: { ...SIGN_UP, code: "shift_unknown" } });
  assert.equal(verdictOf(after({ type: "asked", asked: SIGN_UP }, { type: "refused", code: "shift_full" }), null, []), null);
});

test("what is asked once more is one thing at one shift, and goes when it is asked", () => {
  const asking = after({ type: "asking", asking: SIGN_OFF });
  assert.deepEqual(askedOf(asking, "s1", "sign-off"), SIGN_OFF.deed);
  assert.equal(askedOf(asking, "s1", "cancel"), null);
  assert.equal(askedOf(asking, "s2", "sign-off"), null);
  assert.equal(apply(asking, { type: "asked", asked: SIGN_UP }).asking, null);
});

test("a question goes when what it asks can no longer be", () => {
  const asking = after({ type: "asking", asking: SIGN_OFF });
  assert.equal(apply(asking, { type: "roster", roster: ROSTER }).asking, SIGN_OFF);
  for (const roster of [with_({ ...SHIFT, places: [] }), with_({ ...SHIFT, cancelled: true }), { ...ROSTER, shifts: [] }]) {
    assert.equal(apply(asking, { type: "roster", roster }).asking, null);
  }
});

test("what was typed stays until it is done, also when it is refused", () => {
  const typed = { first: "2027-01-01" };
  const asked = /** @type {const} */ ({ shift: null, act: "plan" });
  const typing = after({ type: "typed", form: "plan", shift: null, typed }, { type: "asked", asked });
  assert.deepEqual(apply(typing, { type: "refused", code: "shift_twice" }).drafts.plan?.typed, typed);
  assert.deepEqual(apply(typing, { type: "done", made: 1, leftOut: [] }).drafts, {});
});

test("a press that the end of the session swallowed is told when the same account is back", () => {
  const sam = { id: "sam", name: "Sam", roles: [], may: ["hold_seat"], failed: 0 };
  const away = after({ type: "account", account: sam }, { type: "roster", roster: ROSTER }, { type: "asked", asked: SIGN_UP }, { type: "expired" });
  const back = apply(away, { type: "account", account: sam });
  assert.deepEqual([back.asked, back.refused], [null, { ...SIGN_UP, code: "not_signed_in" }]);
  assert.equal(apply(back, { type: "roster", roster: with_({ ...SHIFT, places: [] }) }).refused, back.refused);
  assert.equal(after({ type: "expired" }).refused, null);
});

test("a roster that is lost stays on the screen", () => {
  const lost = after({ type: "lost" });
  assert.deepEqual([lost.roster, lost.lost], [ROSTER, true]);
  assert.equal(apply(lost, { type: "roster", roster: ROSTER }).lost, false);
});

test("whoever may not see it, or is signed out, keeps nothing of it", () => {
  const typing = after({ type: "typed", form: "plan", shift: null, typed: { first: "2027-01-01" } });
  for (const event of /** @type {PlannerEvent[]} */ ([{ type: "forbidden" }, { type: "account", account: null }, { type: "signed_out", told: true }])) {
    assert.deepEqual([apply(typing, event).roster, apply(typing, event).drafts], [null, {}]);
  }
  assert.equal(apply(typing, { type: "forbidden" }).screen, "other_role");
});

test("when the session is over, all is kept for the same account and for no other", () => {
  const sam = { id: "sam", name: "Sam", roles: [], may: ["hold_seat"], failed: 0 };
  const shown = after({ type: "account", account: sam }, { type: "roster", roster: ROSTER }, { type: "expired" });
  assert.deepEqual([shown.screen, shown.roster], ["sign_in", ROSTER]);
  assert.equal(apply(shown, { type: "account", account: sam }).roster, ROSTER);
  assert.equal(apply(shown, { type: "account", account: { ...sam, name: "Kim" } }).roster, null);
  assert.equal(apply(shown, { type: "account", account: { ...sam, may: ["see_statistics"] } }).screen, "other_role");
});
