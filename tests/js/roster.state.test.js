/** What the roster's page knows, and what it makes of what the server says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hasRoom, placeOf, rosterOf } from "../../static/js/roster/shapes.js";
import { START, apply, isAsked } from "../../static/js/roster/state.js";

/** @import { Place, Roster, Shift } from "../../static/js/roster/shapes.js" */
/** @import { PlannerEvent } from "../../static/js/roster/state.js" */

/** @type {Place} */
const SAM = { volunteer: "sam", name: "Sam", post: "counsellor", offered: false };
/** @type {Shift} */
const SHIFT = {
  ...{ shift: "s1", begins: 0, ends: 3600, minimum: 1, most: 2, led: true, note: null },
  ...{ cancelled: false, lacks: 0, lacks_lead: true, short: false, places: [SAM] },
};
/** @type {Roster} */
const ROSTER = {
  ...{ now: 0, zone: "UTC", me: "sam", posts: ["counsellor"], plans: false, present: [], shifts: [SHIFT], people: [] },
  agreement: { until: 1, needed: 2, gaps: [], outside: [] },
};
const ASKED = /** @type {const} */ ({ shift: "s1", act: "sign-up" });

/** @param {PlannerEvent[]} events */
const after = (...events) => events.reduce(apply, { ...START, screen: /** @type {const} */ ("roster") });

test("a roster is read, and what is none is none", () => {
  assert.equal(rosterOf(ROSTER), ROSTER);
  for (const read of [null, "roster", 7, {}, { ...ROSTER, shifts: null }, { ...ROSTER, agreement: {} }, { ...ROSTER, zone: 1 }]) {
    assert.equal(rosterOf(read), null);
  }
});

test("a place is free while fewer are on it than there may be", () => {
  assert.equal(placeOf(SHIFT, "sam"), SAM);
  assert.equal(placeOf(SHIFT, "kim"), null);
  assert.equal(hasRoom(SHIFT, "counsellor"), true);
  assert.equal(hasRoom({ ...SHIFT, most: 1 }, "counsellor"), false);
  assert.equal(hasRoom(SHIFT, "lead"), true);
  assert.equal(hasRoom({ ...SHIFT, led: false }, "lead"), false);
});

test("a refusal stands at what was asked until something else is asked", () => {
  const refused = after({ type: "asked", asked: ASKED }, { type: "refused", code: "shift_full" });
  assert.deepEqual([refused.asked, refused.refused], [null, { ...ASKED, code: "shift_full" }]);
  assert.equal(apply(refused, { type: "asked", asked: ASKED }).refused, null);
  assert.equal(apply(refused, { type: "asking", asking: { shift: "s1", act: "cancel" } }).refused, null);
});

test("what is done is said once, and an answer to nothing changes nothing", () => {
  const done = after({ type: "asked", asked: ASKED }, { type: "done", made: 0 });
  assert.deepEqual([done.asked, done.done], [null, { ...ASKED, made: 0 }]);
  assert.equal(apply(done, { type: "done", made: 3 }), done);
  assert.equal(apply(done, { type: "refused", code: "storage" }), done);
});

test("what is asked once more is one thing at one shift, and goes when it is asked", () => {
  const asking = after({ type: "asking", asking: { shift: "s1", act: "sign-off" } });
  assert.equal(isAsked(asking, "s1", "sign-off"), true);
  assert.equal(isAsked(asking, "s1", "cancel"), false);
  assert.equal(isAsked(asking, "s2", "sign-off"), false);
  assert.equal(apply(asking, { type: "asked", asked: ASKED }).asking, null);
});

test("a roster that is lost stays on the screen, and says from when it is", () => {
  const lost = after({ type: "roster", roster: ROSTER, now: 5 }, { type: "lost" });
  assert.deepEqual([lost.roster, lost.toldAt, lost.lost], [ROSTER, 5, true]);
  assert.equal(apply(lost, { type: "roster", roster: ROSTER, now: 6 }).lost, false);
});

test("whoever may not see it, or is signed out, keeps nothing of it", () => {
  const shown = after({ type: "roster", roster: ROSTER, now: 5 });
  for (const event of /** @type {PlannerEvent[]} */ ([{ type: "forbidden" }, { type: "account", account: null }, { type: "signed_out", told: true }])) {
    assert.equal(apply(shown, event).roster, null);
  }
  assert.equal(apply(shown, { type: "forbidden" }).screen, "other_role");
});

test("when the session is over, all is kept for the same account and for no other", () => {
  const sam = { id: "sam", name: "Sam", roles: [], may: ["hold_seat"], failed: 0 };
  const shown = after({ type: "account", account: sam }, { type: "roster", roster: ROSTER, now: 5 }, { type: "expired" });
  assert.deepEqual([shown.screen, shown.roster], ["sign_in", ROSTER]);
  assert.equal(apply(shown, { type: "account", account: sam }).roster, ROSTER);
  assert.equal(apply(shown, { type: "account", account: { ...sam, name: "Kim" } }).roster, null);
  assert.equal(apply(shown, { type: "account", account: { ...sam, may: ["see_statistics"] } }).screen, "other_role");
});
