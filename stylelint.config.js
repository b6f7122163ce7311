/** What may not stand in a style sheet. */

const PHYSICAL = "(left|right|top|bottom)";

/** @type {import("stylelint").Config} */
export default {
  extends: ["stylelint-config-recommended"],
  ignoreFiles: ["static/vendor/**", ".cache/**", "dist/**", ".venv/**"],
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    "declaration-no-important": true,
    "selector-max-id": 0,
    // Colours have a meaning, and it stands in tokens.css.
    "color-no-hex": true,
    "color-named": ["never", { ignore: ["inside-function"] }],
    "function-disallowed-list": ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "light-dark"],
    // A page reads from right to left as well.
    "property-disallowed-list": [
      `/^${PHYSICAL}$/`,
      `/^(margin|padding|border|scroll-margin|scroll-padding)-${PHYSICAL}/`,
      "/^border-(top|bottom)-(left|right)-radius$/",
      "/^((min|max)-)?(width|height)$/",
      "float",
    ],
    "declaration-property-value-disallowed-list": { "text-align": ["left", "right"] },
    // Text grows with the reader's choice.
    "declaration-property-unit-disallowed-list": { "/^font/": ["px", "pt"] },
  },
  overrides: [{ files: ["static/css/tokens.css"], rules: { "color-no-hex": null, "function-disallowed-list": null } }],
};
