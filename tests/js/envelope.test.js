import assert from "node:assert/strict";
import { test } from "node:test";

import { bytes, cardBody, fits, graphemes, open, textBody } from "../../static/js/shared/envelope.js";

const FAMILY = "👨‍👩‍👧‍👦";

test("text comes out as it went in", () => {
  for (const text of ["I <3 you & <b>", FAMILY, "مرحبا بك", "🇳🇱", 'quote " and \\ and \n', "\u2028", ""]) {
    assert.deepEqual(open(textBody(text)), { text });
  }
});

test("a card is a directory id", () => {
  assert.deepEqual(open(cardBody("nl-112")), { card: "nl-112" });
});

test("a body that is no envelope opens to nothing", () => {
  for (const body of ["", "hello", "null", "[]", "1", "{}", '{"text":1}', '{"card":{}}', '{"html":"<b>"}']) {
    assert.equal(open(body), null, body);
  }
});

test("characters are counted as people count them", () => {
  assert.equal(graphemes(FAMILY), 1);
  assert.equal(graphemes("🇳🇱é"), 2);
  assert.equal(bytes(FAMILY), 25);
});

test("a thousand characters fit, one more does not", () => {
  assert.ok(fits("a".repeat(1000)));
  assert.ok(!fits("a".repeat(1001)));
  assert.ok(fits("é".normalize("NFD").repeat(1000)));
});

test("six thousand bytes fit, more do not, however few characters they are", () => {
  assert.ok(fits(FAMILY.repeat(240)));
  assert.ok(!fits(`${FAMILY.repeat(240)}a`));
});

test("text whose envelope would be too large for the wire does not fit", () => {
  const text = `${"\u0001".repeat(700)}${FAMILY.repeat(200)}`;
  assert.ok(graphemes(text) <= 1000 && bytes(text) <= 6000);
  assert.ok(!fits(text));
});
