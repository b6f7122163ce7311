/** Puts the words that the server wrote into the page into another language, in place. */

import { findEntry } from "../shared/directory.js";
import { language, t } from "../shared/i18n.js";

/** @import { EntryWords } from "../shared/directory.js" */

/** @param {HTMLAnchorElement} languageLink leads to the same page in the other language */
export function translatePage(languageLink) {
  for (const element of parts("[data-words]")) element.textContent = t(element.dataset.words ?? "");
  for (const number of parts("[data-entry]")) translateNumber(number);
  const other = language() === "nl" ? "en" : "nl";
  languageLink.lang = other;
  languageLink.hreflang = other;
  languageLink.href = `?taal=${other}`;
}

/** @param {HTMLElement} number one service of the list */
function translateNumber(number) {
  const entry = findEntry(number.dataset.entry ?? "");
  if (entry === null) return;
  const words = entry.texts[language()];
  for (const element of parts("[data-field]", number)) {
    const field = /** @type {keyof EntryWords} */ (element.dataset.field);
    element.textContent = words[field] ?? "";
  }
  for (const element of parts("[data-open]", number)) {
    element.textContent = t(entry.always_open ? "card.always_open" : "card.look_at_site");
  }
}

/** @param {string} selector @param {ParentNode} [root] @returns {Iterable<HTMLElement>} */
const parts = (selector, root = document) => root.querySelectorAll(selector);
