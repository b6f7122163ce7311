/** The numbers for now: 112, and the line for who thinks about suicide, as one row of links. */

import { html } from "../shared/vendor.js";

const URGENT = ["nl-112", "nl-113", "be-112", "be-1813"];

/**
 * Those of the country that is shown. Read from the list itself, which is there when nothing else comes.
 * @param {Element} numbers the list of services
 */
export function urgent(numbers) {
  const services = URGENT.map((id) => numbers.querySelector(`[data-entry="${id}"]:not([hidden])`));
  return html`<p class="urgent">${services.map((service) => (service === null ? "" : link(service)))}</p>`;
}

/** @param {Element} service */
function link(service) {
  const name = service.querySelector(".number-name")?.textContent ?? "";
  const number = service.querySelector(".number-phone")?.textContent ?? "";
  return html`<a class="button" href="tel:${number}">${name.includes(number) ? name : `${name} ${number}`}</a>`;
}
