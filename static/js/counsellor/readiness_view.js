/** Before the first "Beschikbaar": whether this device can call, show, reach us and tell the time. Nothing here keeps anybody out. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { clockMinutes, clockState, lineState } from "./readiness.js";

/** @import { Desk } from "./state.js" */
/** @import { Readiness } from "./readiness.js" */
/** @import { Actions } from "./view.js" */

/** @param {Desk} desk @param {Actions} actions */
export function readinessPanel({ readiness }, actions) {
  if (readiness === null) return nothing;
  return html`<section class="notice readiness" id="readiness" tabindex="-1" aria-labelledby="readiness-title">
    <h2 id="readiness-title">${t("desk.readiness.title")}</h2>
    <dl class="checks">
      ${check("sound", t(`desk.readiness.sound.${readiness.sound}`), button("desk.readiness.sound.play", actions.tryChime))}
      ${check("notices", t(`desk.readiness.notices.${readiness.notices}`), readiness.notices === "default" ? button("desk.readiness.notices.allow", actions.allowNotices) : nothing)}
      ${check("line", t(`desk.readiness.line.${lineState(readiness)}`), nothing)} ${check("clock", clockWords(readiness), nothing)}
    </dl>
    <div class="buttons">
      <button class="button main" type="button" @click=${actions.beginShift}>${t("desk.readiness.begin")}</button>
      <button class="button" type="button" @click=${actions.notYet}>${t("desk.readiness.not_yet")}</button>
    </div>
  </section>`;
}

/** @param {"sound" | "notices" | "line" | "clock"} name @param {string} words @param {unknown} does */
const check = (name, words, does) => html`<div class="check" data-check=${name}><dt>${t(`desk.readiness.${name}`)}</dt><dd><span role="status">${words}</span> ${does}</dd></div>`;

/** @param {string} key @param {() => void} press */
const button = (key, press) => html`<button class="button" type="button" @click=${press}>${t(key)}</button>`;

/** @param {Readiness} readiness */
function clockWords(readiness) {
  const state = clockState(readiness);
  return state === "ahead" || state === "behind" ? t(`desk.readiness.clock_wrong.${state}`, { count: clockMinutes(readiness) }) : t(`desk.readiness.clock.${state}`);
}
