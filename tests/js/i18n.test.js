import assert from "node:assert/strict";
import { test } from "node:test";

import { translator } from "../../static/js/shared/i18n.js";

const words = {
  hello: "Dag {name}",
  twice: "{name} en {name}",
  left: { one: "Nog {count} teken", other: "Nog {count} tekens" },
};
const t = translator("nl", words);

test("a value takes the place of its name, everywhere", () => {
  assert.equal(t("hello", { name: "Sam" }), "Dag Sam");
  assert.equal(t("twice", { name: "Sam" }), "Sam en Sam");
});

test("a value is never read as a pattern", () => {
  assert.equal(t("hello", { name: "$& {name} <b>" }), "Dag $& {name} <b>");
});

test("a place without a value stays visible", () => {
  assert.equal(t("hello"), "Dag {name}");
  assert.equal(t("hello", { toString: "no" }), "Dag {name}");
});

test("the count chooses the form of the language", () => {
  assert.equal(t("left", { count: 1 }), "Nog 1 teken");
  assert.equal(t("left", { count: 0 }), "Nog 0 tekens");
  assert.equal(t("left", { count: 12 }), "Nog 12 tekens");
});

test("a key without words gives none, whatever its name: nobody can read a key", () => {
  assert.equal(t("no.such.key"), "");
  assert.equal(t("constructor"), "");
});

test("a refusal without words is told as a fault of ours", () => {
  const known = translator("nl", { "error.internal": "Er ging bij ons iets mis.", "error.gone": "Weg." });
  assert.equal(known("error.storm"), "Er ging bij ons iets mis.");
  assert.equal(known("error.gone"), "Weg.");
});

test("the forms of the locale files are those that each language has", () => {
  for (const language of ["nl", "en"]) {
    assert.deepEqual(new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort(), ["one", "other"]);
  }
});
