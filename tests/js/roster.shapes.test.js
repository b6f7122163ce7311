/** What the roster's page makes of what the server says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hasRoom, mayCome, mineOf, placeOf, rosterOf, stillAsks, swapsOf } from "../../static/js/roster/shapes.js";
import { endsOn, lastDayOf } from "../../static/js/roster/times_view.js";
import { MO, ROSTER, SAM, SHIFT, with_ } from "./rosters.js";

const ZONE = "Europe/Amsterdam";

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

test("somebody may come up to the last day of their account, as the clocks of the line show it", () => {
  // From nine until half past midnight; in UTC the day before.
  const shift = { ...SHIFT, begins: Date.parse("2026-12-02T21:00:00+01:00") / 1000, ends: Date.parse("2026-12-03T00:30:00+01:00") / 1000 };
  const person = { volunteer: "kim", name: "Kim", posts: /** @type {["counsellor"]} */ (["counsellor"]) };
  assert.equal(mayCome({ ...person, until: "2026-12-02" }, lastDayOf(shift, ZONE)), false);
  assert.equal(mayCome({ ...person, until: "2026-12-03" }, lastDayOf(shift, ZONE)), true);
  assert.equal(mayCome({ ...person, until: null }, lastDayOf(shift, ZONE)), false);
  // What ends at midnight ends on its own day.
  const atMidnight = { ...shift, ends: Date.parse("2026-12-03T00:00:00+01:00") / 1000 };
  assert.equal(mayCome({ ...person, until: "2026-12-02" }, lastDayOf(atMidnight, ZONE)), true);
});

test("what is mine and what others offer is found, but for what is cancelled", () => {
  const offering = { ...SHIFT, shift: "s2", places: [{ ...MO, offered: true }] };
  const mine = { ...SHIFT, shift: "s3", places: [{ ...SAM, offered: true }] };
  const led = { ...SHIFT, shift: "s4", places: [{ ...MO, post: /** @type {const} */ ("lead"), offered: true }] };
  const roster = with_(SHIFT, offering, mine, led, { ...SHIFT, shift: "s5", cancelled: true });
  assert.deepEqual(mineOf(roster), [
    { shift: SHIFT, place: SAM },
    { shift: mine, place: { ...SAM, offered: true } },
  ]);
  // Sam cannot lead, and does not take a place on a shift they are on.
  assert.deepEqual(swapsOf(roster), [{ shift: offering, place: { ...MO, offered: true } }]);
  assert.deepEqual(
    swapsOf({ ...roster, plans: true }).map(({ shift }) => shift.shift),
    ["s2", "s4"],
  );
});

test("a question can be asked while what it asks can be", () => {
  const off = /** @type {const} */ ({ act: "take-off", body: { volunteer: "sam" } });
  const instead = /** @type {const} */ ({ act: "assign", body: { volunteer: "mo", post: "counsellor", leaver: "sam" } });
  for (const deed of [off, instead]) {
    assert.equal(stillAsks(deed, SHIFT, "noor"), true);
    assert.equal(stillAsks(deed, { ...SHIFT, places: [] }, "noor"), false);
    assert.equal(stillAsks(deed, undefined, "noor"), false);
  }
  assert.equal(stillAsks(instead, { ...SHIFT, places: [SAM, MO] }, "noor"), false);
});

test("an end on the next day has its weekday, and a later one its date", () => {
  const at = (/** @type {string} */ iso) => Date.parse(iso) / 1000;
  const ends = (/** @type {string} */ iso) => endsOn({ begins: at("2026-11-28T16:02:00+01:00"), ends: at(iso) }, ZONE);
  assert.equal(ends("2026-11-28T18:00:00+01:00"), "same");
  assert.equal(ends("2026-11-29T00:00:00+01:00"), "same");
  assert.equal(ends("2026-11-29T01:00:00+01:00"), "next");
  assert.equal(ends("2026-11-30T00:00:00+01:00"), "next");
  assert.equal(ends("2026-11-30T00:01:00+01:00"), "later");
  assert.equal(ends("2026-12-12T16:02:00+01:00"), "later");
  // The night in which the clocks go forward is an hour short.
  assert.equal(endsOn({ begins: at("2027-03-27T23:30:00+01:00"), ends: at("2027-03-28T23:30:00+02:00") }, ZONE), "next");
});
