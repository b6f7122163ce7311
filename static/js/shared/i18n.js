/** Words by key, in the language of the page. No sentence for a person stands in code. */

/** @import { Language } from "./shapes.js" */

/** @typedef {Record<string, string | { one: string, other: string }>} Messages */
/** @typedef {Record<string, string | number>} Values */
/** @typedef {(key: string, values?: Values) => string} Translate */

/**
 * `values.count` chooses between one and other; `{name}` is replaced by `values.name`. A refusal without
 * words gets those for a fault of ours, and any other key none: nobody can read a key.
 * @param {Language} language @param {Messages} messages @returns {Translate}
 */
export function translator(language, messages) {
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const known = Object.hasOwn(messages, key) || !key.startsWith("error.") ? key : "error.internal";
    const found = Object.hasOwn(messages, known) ? messages[known] : undefined;
    if (found === undefined) return "";
    const words = typeof found === "string" ? found : found[plural.select(Number(values.count)) === "one" ? "one" : "other"];
    return words.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  };
}

/** @type {Language} */
let spoken = "nl";
/** No page draws anything before it has words. @type {Translate} */
let translate = (key) => key;

/** The language of the page now. */
export const language = () => spoken;

/** The words for this key in the language of the page now. @type {Translate} */
export const t = (key, values) => translate(key, values);

/** Whether a language the page may speak. @param {unknown} value @returns {value is Language} */
export const isLanguage = (value) => value === "nl" || value === "en";

/**
 * Speak this language from now on. Rejects, and changes nothing, when its words cannot be fetched or are not those that belong to
 * this page.
 * @param {Language} wanted @param {string[]} besides folders with words that only some pages use
 */
export async function speak(wanted, ...besides) {
  const files = [wanted, ...besides.map((folder) => `${folder}/${wanted}`)];
  const read = await Promise.all(files.map(wordsIn));
  translate = translator(wanted, Object.assign({}, ...read));
  spoken = wanted;
  document.documentElement.lang = wanted;
}

/** @param {string} file below /static/locales, without its ending @returns {Promise<Messages>} */
async function wordsIn(file) {
  const integrity = document.body.getAttribute(`data-integrity-${file.replace("/", "-")}`) ?? "";
  const answer = await fetch(`/static/locales/${file}.json`, { integrity });
  if (!answer.ok) throw new Error("no words");
  return answer.json();
}
