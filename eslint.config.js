/** What may not stand in the browser's code: ways past the text binding, what stays in a browser, and holes in the walls. */

import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import { breach } from "./scripts/walls.js";

/** @import { Rule } from "eslint" */

const SCRIPTS = fileURLToPath(new URL("static/js", import.meta.url));

/** Ways to make a page of text or to run text, and whatever stays in a browser: also destructured, computed or by another name. */
const FORBIDDEN = [
  ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "parseHTMLUnsafe", "createContextualFragment", "srcdoc"],
  ...["unsafeHTML", "unsafeSVG", "unsafeMathML", "unsafeStatic", "eval"],
  ...["localStorage", "indexedDB", "cookie", "cookieStore"],
].join("|");

const NEVER = [
  [`Identifier[name=/^(${FORBIDDEN})$/]`, "Text becomes a page only by lit-html's text binding, and nothing stays in a browser."],
  [`Literal[value=/^(${FORBIDDEN})$/]`, "The same by another road."],
  [`TemplateElement[value.raw=/[.](${FORBIDDEN})\\s*=/]`, "Text becomes a page only by lit-html's text binding."],
  ["TemplateElement[value.raw=/\\s(style|on[a-z]+)\\s*=/]", "The policy of our pages forbids this; set properties, and listen with @."],
  ["MemberExpression[object.name='document'][property.name=/^write(ln)?$/]", "Text becomes a page only by lit-html's text binding."],
  ["ExportDefaultDeclaration", "A thing has one name everywhere: export it by that."],
].map(([selector, message]) => ({ selector, message }));

/** Who may import whom; the table stands in scripts/walls.js. @type {Rule.RuleModule} */
const walls = {
  create(context) {
    const name = (/** @type {string} */ file) => relative(SCRIPTS, file).replaceAll("\\", "/");
    /** @param {Rule.Node} node */
    const look = (node) => {
      const source = "source" in node ? node.source : null;
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const isOurs = source.value.startsWith(".");
      const to = isOurs ? name(resolve(dirname(context.filename), source.value)) : `../${source.value}`;
      const why = breach(name(context.filename), to);
      if (why !== null) context.report({ node, message: why });
    };
    return { ImportDeclaration: look, ImportExpression: look, ExportNamedDeclaration: look, ExportAllDeclaration: look };
  },
};

export default [
  { name: "not ours", ignores: ["static/vendor/**", ".venv/**", ".cache/**", "dist/**"] },
  {
    name: "all scripts",
    files: ["**/*.js"],
    // Those that a rule looks for; tsc knows the others.
    languageOptions: { globals: Object.fromEntries(["window", "setTimeout", "setInterval"].map((name) => [name, "readonly"])) },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_$" }],
      "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "array-callback-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-alert": "error",
      "no-console": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-lonely-if": "error",
      "no-new-func": "error",
      "no-return-assign": ["error", "except-parens"],
      "no-script-url": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unneeded-ternary": "error",
      "no-unreachable-loop": "error",
      "no-useless-rename": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "prefer-object-has-own": "error",
      "require-await": "error",
    },
  },
  {
    name: "what runs in a browser",
    files: ["static/js/**/*.js"],
    plugins: { ours: { rules: { walls } } },
    rules: { "no-restricted-syntax": ["error", ...NEVER], "ours/walls": "error" },
  },
  { name: "planted breaches", files: ["tests/js/lint.test.js"], rules: { "no-template-curly-in-string": "off" } },
  {
    name: "pure",
    files: ["static/js/*/state.js", "static/js/seeker/{returned,words}.js", "static/js/counsellor/{focus,seat,talk}.js", "static/js/shared/{difference,envelope,guards,lines,log,offering,outbox,wire}.js"],
    rules: {
      "no-restricted-globals": ["error", ...["window", "document", "navigator", "location", "sessionStorage", "fetch", "performance"]],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Time comes in with the event." },
        { object: "Math", property: "random", message: "Chance comes in with the event." },
      ],
    },
  },
];
