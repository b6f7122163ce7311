/** How it stands with the counsellor: what they can choose, the minutes after a conversation, and that they cannot go on. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { listens, running } from "./state.js";
import { minutesLeft } from "./words.js";

/** @import { Chosen } from "../shared/shapes.js" */
/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */

/** What each choice is the choice of. @type {Record<string, Chosen>} */
const SHOWN_AS = { missed: "away", relieved: "break" };

/** @param {Desk} desk @param {Actions} actions */
export function statuses(desk, actions) {
  if (!listens(desk)) return html`<p class="statuses">${t("desk.helps.here")}</p>`;
  const status = desk.seat?.status ?? "";
  /** @param {Chosen} one */
  const choice = (one) =>
    html`<button
      class="button status"
      type="button"
      aria-pressed=${(SHOWN_AS[status] ?? status) === one}
      @click=${() => actions.choose(one)}
    >
      ${t(`desk.status.${one}`)}
    </button>`;
  const mayStop = running(desk) > 0 || status === "stopping";
  return html`<div class="statuses" role="group" aria-label=${t("desk.status.label")}>
    ${status === "wrap_up" ? html`<strong class="status-now">${t("desk.status.wrap_up")}</strong>` : nothing} ${choice("ready")} ${choice("away")}
    ${choice("break")} ${mayStop ? choice("stopping") : nothing}
  </div>`;
}

/** Always there, also for who is here to help and has taken somebody. @param {Desk} desk @param {Actions} actions */
export const reliefButton = (desk, actions) =>
  listens(desk) || running(desk) > 0
    ? html`<button class="button plain" id="relief" type="button" @click=${() => actions.askRelief(true)}>${t("desk.relief.button")}</button>`
    : nothing;

/** What follows from it, above everything else. @param {Desk} desk @param {number} now @param {Actions} actions */
export function statusStrips(desk, now, actions) {
  return html`${desk.asksRelief ? question(desk, actions) : nothing} ${consequence(desk, now, actions)}`;
}

/** @param {Desk} desk @param {Actions} actions */
function question(desk, actions) {
  const talks = running(desk);
  return html`<div class="notice strip" id="asks-relief" tabindex="-1">
    <p>${talks === 0 ? t("desk.relief.ask_none") : t("desk.relief.ask", { count: talks })}</p>
    <button class="button main" type="button" @click=${actions.relieve}>${t("desk.relief.yes")}</button>
    <button class="button" type="button" @click=${() => actions.askRelief(false)}>${t("desk.relief.no")}</button>
  </div>`;
}

/** @param {Desk} desk @param {number} now @param {Actions} actions */
function consequence({ seat, toldAt }, now, actions) {
  /** @param {string} words */
  const isBack = (words) => html`<button class="button" type="button" @click=${() => actions.choose("ready")}>${words}</button>`;
  switch (seat?.status) {
    case "missed":
      return html`<div class="notice strip"><p>${t("desk.status.missed")}</p>${isBack(t("desk.status.back"))}</div>`;
    case "relieved":
      return html`<div class="notice strip"><p>${t("desk.relief.says")}</p>${isBack(t("desk.status.back"))}</div>`;
    case "stopping":
      return html`<p class="quiet">${t("desk.stopping.says")}</p>`;
    case "wrap_up": {
      const { left_ms: left, heavy } = seat.wrap_up ?? { left_ms: 0, heavy: false };
      return html`<div class="notice strip" id="wrap-up">
        <p>${t("desk.wrap_up.says", { count: minutesLeft(left - (now - toldAt)) })} ${heavy ? t("desk.wrap_up.heavy") : nothing}</p>
        ${isBack(t("desk.wrap_up.done"))}
        ${heavy ? html`<button class="button" type="button" @click=${() => actions.choose("break")}>${t("desk.wrap_up.break")}</button>` : nothing}
      </div>`;
    }
    default:
      return nothing;
  }
}
