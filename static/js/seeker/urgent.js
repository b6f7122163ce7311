/** The numbers for now: 112, and the line for who thinks about suicide, as one row of links. */

import { siteLink } from "../shared/card.js";
import { findEntry } from "../shared/directory.js";
import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { countryShown } from "./translation.js";

const URGENT = ["nl-112", "nl-113", "be-112", "be-1813"];
const SUICIDE = { NL: "nl-113", BE: "be-1813" };

/**
 * Those of the country that is shown. Read from the list itself, which is there when nothing else comes.
 * @param {Element} numbers the list of services
 */
export function urgent(numbers) {
  const services = URGENT.map((id) => numbers.querySelector(`[data-entry="${id}"]:not([hidden])`));
  return html`<p class="urgent">${services.map((service) => (service === null ? "" : link(service)))}</p>`;
}

/** Who is there for somebody who thinks about suicide, in one sentence; empty while the directory is not here. */
export function suicideWords() {
  const country = countryShown();
  const service = findEntry(SUICIDE[country]);
  return service === null ? "" : t(`country.suicide.${country}`, { number: service.phone ?? "", site: service.site_name ?? "" });
}

/** Whom to call now, in words. */
export const helpWords = () => `${t("seeker.safety.danger")} ${suicideWords()}`;

/**
 * Whom to call now, in words and as links.
 * @param {Element} numbers the list of services
 */
export const helpNow = (numbers) => html`<p id="help-now">${helpWords()}</p>
  ${urgent(numbers)} ${suicideSite()}`;

/** That service's site, for whoever cannot speak aloud; nothing while the directory is not here. */
function suicideSite() {
  const service = findEntry(SUICIDE[countryShown()]);
  return service === null ? nothing : html`<p>${siteLink(service)}</p>`;
}

/** @param {Element} service */
function link(service) {
  const name = service.querySelector(".number-name")?.textContent ?? "";
  const number = service.querySelector(".number-phone")?.textContent ?? "";
  return html`<a class="button" href="tel:${number}">${name.includes(number) ? name : `${name} ${number}`}</a>`;
}
