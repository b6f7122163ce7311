import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

/** @typedef {Record<string, string | { one: string, other: string }>} Words */

const root = new URL("../../", import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), "utf8");
/** @param {string} language @returns {Words} */
const words = (language) => JSON.parse(read(`static/locales/${language}.json`));

const dutch = words("nl");
const english = words("en");
const sources = readdirSync(new URL("static/js/", root), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".js"))
  .map((name) => read(`static/js/${name}`));
const pages = readdirSync(new URL("static/", root))
  .filter((name) => name.endsWith(".html"))
  .map((name) => read(`static/${name}`));

/** @param {Words[string]} text */
const forms = (text) => (typeof text === "string" ? [text] : [text.one, text.other]);
/** @param {string} text */
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test("both languages have the same keys, in order", () => {
  assert.deepEqual(Object.keys(english), Object.keys(dutch));
  assert.deepEqual(Object.keys(dutch), [...Object.keys(dutch)].sort());
});

test("both languages have words for everything, with the same places for values", () => {
  for (const [key, text] of Object.entries(dutch)) {
    const other = english[key] ?? "";
    assert.equal(typeof other, typeof text, key);
    for (const form of [...forms(text), ...forms(other)]) assert.ok(form.trim().length > 0, key);
    const wanted = new Set(forms(text).flatMap(places));
    assert.deepEqual(new Set(forms(other).flatMap(places)), wanted, key);
  }
});

test("every key a page or a module names has words", () => {
  const named = [
    ...sources.flatMap((text) => [...text.matchAll(/\bt\(\s*"([a-z_.]+)"/g)].map((match) => match[1])),
    ...pages.flatMap((text) => [...text.matchAll(/(?:data-words="|\{\{)((?:common|start|seeker|desk|board|hulp|card)\.[a-z_.]+)/g)].map((match) => match[1])),
  ];
  assert.ok(named.length > 60);
  assert.deepEqual(named.filter((key) => !Object.hasOwn(dutch, key ?? "")), []);
});

test("every refusal of the server has words", () => {
  const codes = [...read("chat/errors.py").matchAll(/^ {4}code = "([a-z_]+)"$/gm)].map((match) => match[1] ?? "");
  assert.ok(codes.includes("cmid_conflict"));
  const shown = codes.filter((code) => code !== "settings");
  assert.deepEqual(shown.filter((code) => !Object.hasOwn(dutch, `error.${code}`)), []);
});

test("what may not be promised is nowhere promised", () => {
  for (const text of [...Object.values(dutch), ...Object.values(english)].flatMap(forms)) {
    assert.doesNotMatch(text, /100 ?%|volledig (veilig|anoniem)|helemaal anoniem|completely (safe|anonymous)|wist je geschiedenis/i);
  }
});
