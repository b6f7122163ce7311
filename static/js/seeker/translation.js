/** Puts what the server wrote into the page into another language, or for another country, in place. */

import { findEntry, isCountry } from "../shared/directory.js";
import { language, t } from "../shared/i18n.js";

/** @import { Country, EntryWords } from "../shared/directory.js" */
/** @import { Language } from "../shared/shapes.js" */

/**
 * Show the page in the language that is spoken now, with the services of this country.
 * @param {HTMLElement} numbers the services of every country; on some screens it is not in the document
 * @param {HTMLAnchorElement} languageLink leads to the same page in the other language
 * @param {HTMLAnchorElement} countryLink leads to the same page for the other country
 * @param {Country} country
 */
export function turnPage(numbers, languageLink, countryLink, country) {
  for (const element of [...parts("[data-words]"), ...parts("[data-words]", numbers)]) {
    element.textContent = t(element.dataset.words ?? "");
  }
  for (const number of parts("[data-entry]", numbers)) {
    translateNumber(number);
    number.hidden = number.dataset.country !== country;
  }
  document.body.dataset.country = country;
  const otherLanguage = language() === "nl" ? "en" : "nl";
  languageLink.lang = otherLanguage;
  languageLink.hreflang = otherLanguage;
  languageLink.href = address(otherLanguage, country);
  const otherCountry = country === "NL" ? "BE" : "NL";
  countryLink.textContent = t(`country.name.${otherCountry}`);
  countryLink.ariaLabel = t(`country.help.${otherCountry}`);
  countryLink.href = address(language(), otherCountry);
}

/** The country whose services the page shows. @returns {Country} */
export function countryShown() {
  const { country } = document.body.dataset;
  return isCountry(country) ? country : "NL";
}

/** @param {Language} spoken @param {Country} country */
const address = (spoken, country) => `?taal=${spoken}&land=${country.toLowerCase()}`;

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
    element.textContent = t(`card.hours.${entry.hours}`);
  }
}

/** @param {string} selector @param {ParentNode} [root] @returns {NodeListOf<HTMLElement>} */
const parts = (selector, root = document) => root.querySelectorAll(selector);
