/** What was typed into the roster's forms, and what is sent of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { adjustmentOf, planOf, samePlan, shownIn } from "../../static/js/roster/drafts.js";
import { START, apply } from "../../static/js/roster/state.js";
import { ROSTER, SHIFT, with_ } from "./rosters.js";

/** @import { Shift } from "../../static/js/roster/shapes.js" */

const SHOWN = apply({ ...START, screen: "roster" }, { type: "roster", roster: ROSTER });
const TYPED = { minimum: "2", most: "5", note: "busy" };
const TYPING = apply(SHOWN, { type: "typed", form: "adjust s1", shift: "s1", typed: TYPED });

/** @param {Shift} shift */
const told = (shift) => apply(TYPING, { type: "roster", roster: with_(shift) });

test("a form shows the shift as it is, until something is typed", () => {
  assert.deepEqual(shownIn(SHOWN.drafts, "adjust s1", SHIFT), { minimum: "1", most: "2", led: true, note: "" });
  assert.deepEqual(shownIn(TYPING.drafts, "adjust s1", SHIFT), { minimum: "2", most: "5", led: false, note: "busy" });
  const saved = apply(apply(TYPING, { type: "asked", asked: { shift: "s1", act: "adjust" } }), { type: "done", made: 0, leftOut: [] });
  assert.deepEqual(shownIn(saved.drafts, "adjust s1", { ...SHIFT, most: 9 }).most, "9");
});

test("what is sent says which shift it was typed for, so that nobody overwrites a colleague", () => {
  assert.deepEqual(adjustmentOf(TYPING.drafts, SHIFT), { minimum: 2, most: 5, led: false, note: "busy", version: 3 });
  const other = { ...SHIFT, most: 9, version: 4 };
  assert.equal(adjustmentOf(told(other).drafts, other).version, 3);
  // That people came or went changes nothing of what was typed.
  const filled = { ...SHIFT, places: [], version: 4 };
  assert.equal(adjustmentOf(told(filled).drafts, filled).version, 4);
});

test("after it was told that the shift is another, what was typed can be sent once more", () => {
  const other = { ...SHIFT, most: 9, version: 4 };
  const asked = apply(told(other), { type: "asked", asked: { shift: "s1", act: "adjust" } });
  const refused = apply(asked, { type: "refused", code: "shift_changed" });
  assert.deepEqual(adjustmentOf(refused.drafts, other), { minimum: 2, most: 5, led: false, note: "busy", version: 4 });
});

test("a plan asked again is the same plan, and another is another", () => {
  let made = 0;
  const fresh = () => `id${(made += 1)}`;
  const typed = { first: "2027-01-01", begins: "20:00", ends: "22:00", until: "", minimum: "1", most: "2", led: "on", note: "" };
  const first = samePlan(null, planOf(typed), fresh);
  assert.equal(first.plan, "id1");
  assert.deepEqual([first.until, first.led, first.note], [null, true, null]);
  assert.equal(samePlan(first, planOf(typed), fresh), first);
  assert.equal(samePlan(first, planOf({ ...typed, ends: "23:00" }), fresh).plan, "id2");
});
