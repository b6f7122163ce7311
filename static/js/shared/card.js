/** One service of the directory, drawn as a card. */

import { findEntry } from "./directory.js";
import { language, t } from "./i18n.js";
import { html, nothing } from "./vendor.js";

/** @import { DirectoryEntry } from "./directory.js" */

/** The service's own site, in a tab of its own. @param {DirectoryEntry} entry one that has a site */
export const siteLink = ({ site, site_name }) =>
  html`<a class="site-link" href=${site} target="_blank" rel="noopener noreferrer">${site_name}<span class="only-read"> (${t("card.new_tab")})</span></a>`;

/** The card of this directory id; an unknown or withdrawn one draws nothing. @param {string} id */
export function card(id) {
  const entry = findEntry(id);
  if (entry === null) return nothing;
  const words = entry.texts[language()];
  const phone =
    entry.phone === null ? nothing : html`<a href="tel:${entry.phone.replace(/\D/g, "")}">${entry.phone}</a>`;
  // A service that is called by its number is not named beside it.
  const isItsNumber = entry.name === entry.phone;
  return html`<article class="card" data-card=${entry.id} aria-label=${entry.name}>
    <h3 class=${isItsNumber ? "card-phone" : "card-name"}>${isItsNumber ? phone : entry.name}</h3>
    <p class="card-for">${words.for_whom}</p>
    ${words.always_say === null ? nothing : html`<p class="card-say">${words.always_say}</p>`}
    ${entry.phone === null || isItsNumber ? nothing : html`<p class="card-phone">${phone}</p>`}
    <p class="card-facts">
      <span>${t(`card.hours.${entry.hours}`)}</span>
      <span>${words.cost}</span>
    </p>
    ${entry.site === null ? nothing : html`<p>${siteLink(entry)}</p>`}
    <details class="card-more">
      <summary>${t("card.what_happens")}</summary>
      <p>${words.what_happens}</p>
      <p>${words.private}</p>
      <p>${t("card.first_sentence")}</p>
      <blockquote>${words.first_sentence}</blockquote>
    </details>
  </article>`;
}
