/** How much danger a counsellor sees, by one choice, and what follows from it for their other conversations. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { Actions } from "./view.js" */
/** @import { Talk } from "./talk.js" */

const LEVELS = [0, 1, 2, 3];

/** Whether the young person said not to be safe, or not to know, and the counsellor has not said yet what they see. @param {Talk} talk */
export const asks = (talk) => talk.urgent && talk.risk === null;

/** @param {Talk} talk @param {Actions} actions */
export function risk(talk, actions) {
  /** @param {Event} event */
  const chose = (event) => {
    if (event.target instanceof HTMLSelectElement) actions.assess(talk.conversation, Number(event.target.value));
  };
  return html`<p class="talk-risk">
    <label for="risk">${t("desk.risk.label")}</label>
    <select id="risk" @change=${chose}>
      ${talk.risk === null ? html`<option value="" selected>${t("desk.risk.unsaid")}</option>` : nothing}
      ${LEVELS.map((level) => html`<option value=${String(level)} ?selected=${talk.risk === level}>${t(`desk.risk.level.${level}`)}</option>`)}
    </select>
    ${asks(talk) ? html`<span class="talk-urgent">${t("desk.risk.urgent")}</span>` : nothing}
  </p>`;
}

/** Said while colleagues are asked to take this one over only because another needs its counsellor alone. @param {Talk} talk */
export function onward(talk) {
  return talk.onward && talk.passesTo === null ? html`<p class="notice talk-onward">${t("desk.risk.onward")}</p>` : nothing;
}
