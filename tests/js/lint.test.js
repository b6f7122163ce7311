/** Each ban of the linters, broken on purpose: a rule that no longer sees would look like a clean house. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";
import stylelint from "stylelint";

import { breach } from "../../scripts/walls.js";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const eslint = new ESLint({ cwd: CHECKOUT });

/** The rules that this code breaks. @param {string} code @param {string} file below static/js */
async function brokenBy(code, file = "shared/card.js") {
  const results = await eslint.lintText(code, { filePath: `static/js/${file}` });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

const SYNTAX = "no-restricted-syntax";

for (const code of [
  "part.innerHTML = text;",
  'part["innerHTML"] = text;',
  'Reflect.set(part, "outerHTML", text);',
  'part.insertAdjacentHTML("beforeend", text);',
  "part.setHTMLUnsafe(text);",
  "frame.srcdoc = text;",
  "document.write(text);",
  "html`<p .innerHTML=${text}></p>`;",
  'html`<p style="color: red">${text}</p>`;',
  "html`<p onclick=${text}></p>`;",
  "localStorage.clear();",
  "window.localStorage.clear();",
  "export const { localStorage: kept } = window;",
  'indexedDB.open("kept");',
  'document.cookie = "kept=1";',
  "cookieStore.getAll();",
  "export default 1;",
]) {
  test(`seen: ${code}`, async () => assert.ok((await brokenBy(code)).includes(SYNTAX)));
}

test("unsafe templates are seen where they come in", async () => {
  for (const name of ["unsafeHTML", "unsafeStatic", "unsafeSVG"]) {
    assert.ok((await brokenBy(`export { ${name} } from "../../vendor/lit-html/x.js";`, "shared/vendor.js")).includes(SYNTAX));
  }
});

for (const [code, rule] of [
  ['eval("1");', "no-eval"],
  ['export const f = new Function("return 1");', "no-new-func"],
  ['setTimeout("go()", 1);', "no-implied-eval"],
  ["export const same = (a, b) => a == b;", "eqeqeq"],
  ["const unused = 1;", "no-unused-vars"],
  ['import { log } from "./log.js";', "no-unused-vars"],
  ['console.log("what was said");', "no-console"],
  ["var old = 1; export { old };", "no-var"],
  ["/* eslint-disable-next-line no-console -- nothing is there */\nexport const fine = 1;", "Unused eslint-disable directive"],
]) {
  test(`seen: ${code}`, async () => assert.ok((await brokenBy(String(code))).some((broken) => broken.startsWith(String(rule)))));
}

test("a pure module has no clock, no chance and no page", async () => {
  for (const code of ["Date.now()", "Math.random()", "document.title", 'fetch("/")', "sessionStorage.length"]) {
    const broken = await brokenBy(`export const now = () => ${code};`, "seeker/state.js");
    assert.ok(broken.some((rule) => rule.startsWith("no-restricted-")), code);
  }
});

test("ESLint asks the table of the walls, whichever way a module is named", async () => {
  for (const code of [
    'import { x } from "../counsellor/state.js"; x();',
    'export { x } from "../counsellor/state.js";',
    'export * from "../counsellor/state.js";',
    'export const x = import("../counsellor/state.js");',
    'import { html } from "lit-html"; html();',
  ]) {
    assert.deepEqual(await brokenBy(code, "seeker/main.js"), ["ours/walls"], code);
  }
});

for (const [from, to] of [
  ["seeker/view.js", "counsellor/view.js"],
  ["counsellor/main.js", "supervisor/state.js"],
  ["shared/card.js", "staff/frame.js"],
  ["staff/frame.js", "counsellor/state.js"],
  ["seeker/view.js", "../vendor/lit-html/lit-html.js"],
  ["seeker/state.js", "seeker/visit.js"],
  ["counsellor/state.js", "staff/entrance.js"],
  ["shared/log.js", "shared/i18n.js"],
  ["seeker/view.js", "shared/connection.js"],
  ["counsellor/talk_view.js", "counsellor/shift.js"],
  ["seeker/visit.js", "seeker/view.js"],
  ["seeker/visit.js", "shared/vendor.js"],
  ["supervisor/watch.js", "shared/announce.js"],
]) {
  test(`a wall stands between ${from} and ${to}`, () => assert.notEqual(breach(String(from), String(to)), null));
}

test("what is meant to be seen can be seen", () => {
  for (const [from = "", to = ""] of [
    ["seeker/main.js", "seeker/visit.js"],
    ["seeker/main.js", "seeker/view.js"],
    ["seeker/state.js", "shared/log.js"],
    ["counsellor/view.js", "staff/sign_in.js"],
    ["shared/connection.js", "shared/vendor.js"],
    ["shared/vendor.js", "../vendor/lit-html/lit-html.js"],
  ]) {
    assert.equal(breach(from, to), null, `${from} ${to}`);
  }
});

for (const [css, rule] of [
  [".a { color: var(--ink) !important; }", "declaration-no-important"],
  ["#a { display: block; }", "selector-max-id"],
  [".a { colour: var(--ink); }", "property-no-unknown"],
  [".a { color: #ffffff; }", "color-no-hex"],
  [".a { color: red; }", "color-named"],
  [".a { color: rgb(0 0 0); }", "function-disallowed-list"],
  [".a { margin-left: 1rem; }", "property-disallowed-list"],
  [".a { width: 1rem; }", "property-disallowed-list"],
  [".a { inset: 0; left: 0; }", "property-disallowed-list"],
  [".a { text-align: left; }", "declaration-property-value-disallowed-list"],
  [".a { font-size: 12px; }", "declaration-property-unit-disallowed-list"],
]) {
  test(`seen: ${css}`, async () => {
    const { results } = await stylelint.lint({ code: String(css), codeFilename: `${CHECKOUT}static/css/seeker.css`, cwd: CHECKOUT });
    assert.deepEqual(results.flatMap(({ warnings }) => warnings.map((warning) => warning.rule)), [rule]);
  });
}

test("colours may stand where they get their meaning", async () => {
  const { results } = await stylelint.lint({
    code: ":root { --ink: light-dark(#2b2622, #efe8de); }",
    codeFilename: `${CHECKOUT}static/css/tokens.css`,
    cwd: CHECKOUT,
  });
  assert.deepEqual(results.flatMap(({ warnings }) => warnings), []);
});
