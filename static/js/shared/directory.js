/** The services a young person may be pointed to, as this page loaded them: a card on the wire is only an id from here. */

/** @import { Language } from "./shapes.js" */

/**
 * @typedef {{ for_whom: string, what_happens: string, cost: string, private: string, first_sentence: string,
 *   always_say: string | null }} EntryWords
 */
/** @typedef {"NL" | "BE"} Country */
/**
 * `phone` and `site` are null where there is none; `hours` is as far as we know.
 * @typedef {{ id: string, name: string, country: Country, phone: string | null, site: string | null, site_name: string | null,
 *   hours: "always" | "by_phone" | "look_at_site", texts: Record<Language, EntryWords> }} DirectoryEntry
 */

/** @type {readonly Country[]} */
export const COUNTRIES = ["NL", "BE"];

const AGAIN_MS = 5_000;

/** @type {Map<string, DirectoryEntry>} */
let entries = new Map();

/** Fetch the directory. Rejects, and changes nothing, when that fails. */
export async function loadDirectory() {
  const answer = await fetch("/directory.json");
  if (!answer.ok) throw new Error("no directory");
  const list = /** @type {DirectoryEntry[]} */ (await answer.json());
  entries = new Map(list.map((entry) => [entry.id, entry]));
}

/** Fetch the directory, and again until it is there. @param {() => void} loaded */
export function keepLoading(loaded) {
  loadDirectory().then(loaded, () => setTimeout(() => keepLoading(loaded), AGAIN_MS));
}

/** What the directory is now: another value once it was fetched anew, and what was drawn from it before is out of date. */
export const edition = () => entries;

/** The entry of this id; null for one unknown or withdrawn, which draws nothing. @param {string} id */
export const findEntry = (id) => entries.get(id) ?? null;

/** The entries of this country, in the order in which they are shown. @param {Country} country */
export const entriesOf = (country) => [...entries.values()].filter((entry) => entry.country === country);

/** Whether a country that has services. @param {unknown} value @returns {value is Country} */
export const isCountry = (value) => COUNTRIES.some((country) => country === value);
