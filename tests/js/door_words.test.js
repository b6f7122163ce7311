import assert from "node:assert/strict";
import { test } from "node:test";

import { timeWords } from "../../static/js/shared/door_words.js";

const ZONE = "Europe/Amsterdam";
/** A Thursday, nine in the evening. */
const NOW = Date.parse("2026-11-26T21:00:00+01:00");

/** @param {string} iso */
const words = (iso) => timeWords({ at: Date.parse(iso) / 1000, zone: ZONE }, NOW);

test("today, and in the night that follows, the time says enough", () => {
  assert.equal(words("2026-11-26T22:00:00+01:00"), "22:00");
  assert.equal(words("2026-11-27T00:00:00+01:00"), "00:00");
  assert.equal(words("2026-11-27T06:00:00+01:00"), "06:00");
});

test("later this week the day is said too", () => {
  assert.equal(words("2026-11-27T16:00:00+01:00"), "vrijdag 16:00");
  assert.equal(words("2026-12-02T16:00:00+01:00"), "woensdag 16:00");
});

test("a week from now nobody reads today", () => {
  const said = words("2026-12-03T16:00:00+01:00");
  for (const part of ["donderdag", "3 december", "16:00"]) assert.ok(said.includes(part), said);
});
