/** The fields for whom a shift needs, in a form for new shifts and in that of one. */

import { t } from "../shared/i18n.js";
import { html, live } from "../shared/vendor.js";

/** @import { Fields } from "./drafts.js" */
/** @import { Note } from "./shapes.js" */

/** @type {Note[]} */
const NOTES = ["briefing", "busy", "training"];
const MOST = 20;

/** What stands in the fields is what the page knows, also after somebody else changed it. @param {string} id of the form @param {Fields} shown */
export function staffing(id, { minimum, most, led, note }) {
  return html`<p class="field">
      <label for="minimum-${id}">${t("roster.plan.minimum")}</label>
      <input id="minimum-${id}" name="minimum" type="number" inputmode="numeric" min="1" max=${MOST} .value=${live(minimum)} required />
    </p>
    <p class="field">
      <label for="most-${id}">${t("roster.plan.most")}</label>
      <input id="most-${id}" name="most" type="number" inputmode="numeric" min="1" max=${MOST} .value=${live(most)} required />
    </p>
    <p class="field">
      <label class="choice"><input name="led" type="checkbox" .checked=${live(led)} /> ${t("roster.plan.led")}</label>
    </p>
    <p class="field">
      <label for="note-${id}">${t("roster.plan.note")}</label>
      <select id="note-${id}" name="note">
        <option value="" .selected=${live(note === "")}>${t("roster.plan.no_note")}</option>
        ${NOTES.map((one) => html`<option value=${one} .selected=${live(note === one)}>${t(`roster.note.${one}`)}</option>`)}
      </select>
    </p>`;
}

/** What stands in a form now. @param {Event} event of it, or of a field in it @returns {Record<string, string>} */
export function typedIn({ currentTarget }) {
  if (!(currentTarget instanceof HTMLFormElement)) return {};
  return Object.fromEntries([...new FormData(currentTarget)].map(([name, text]) => [name, String(text)]));
}
