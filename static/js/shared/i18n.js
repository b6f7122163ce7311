/** Words by key, in the language of the page. No sentence for a person stands in code. */

/** @import { Language } from "./wire.js" */

/** @typedef {Record<string, string | { one: string, other: string }>} Messages */
/** @typedef {Record<string, string | number>} Values */
/** @typedef {(key: string, values?: Values) => string} Translate */

/**
 * `values.count` chooses between one and other; `{name}` is replaced by `values.name`. A key without words gives the key.
 * @param {Language} language @param {Messages} messages @returns {Translate}
 */
export function translator(language, messages) {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const found = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (found === undefined) return key;
    const form = plural.select(Number(values.count)) === "one" ? "one" : "other";
    const words = typeof found === "string" ? found : found[form];
    return words.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  };
}

/** @type {Language} */
let spoken = "nl";
/** @type {Translate} */
let translate = (key) => key;

/** The language of the page now. */
export const language = () => spoken;

/** The words for this key in the language of the page now. @type {Translate} */
export const t = (key, values) => translate(key, values);

/** Whether a language the page may speak. @param {unknown} value @returns {value is Language} */
export const isLanguage = (value) => value === "nl" || value === "en";

/**
 * Speak this language from now on. Rejects, and changes nothing, when its words cannot be fetched.
 * @param {Language} wanted
 */
export async function speak(wanted) {
  const answer = await fetch(`/static/locales/${wanted}.json`);
  if (!answer.ok) throw new Error("no words");
  translate = translator(wanted, await answer.json());
  spoken = wanted;
  document.documentElement.lang = wanted;
}
