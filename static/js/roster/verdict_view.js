/** What came of what was pressed, in words, at the place where it was pressed. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { verdictOf } from "./state.js";
import { dateWords } from "./times_view.js";

/** @import { Act, Done, Planner, Refusal } from "./state.js" */

/** What somebody does with a place of their own; whoever plans does the rest, with that of others. @type {Act[]} */
export const OWN = ["sign-up", "sign-off", "offer", "hold", "take"];

/** Of a shift, or of none; of these only. @param {Planner} planner @param {string | null} shift @param {readonly Act[]} acts */
export function verdict(planner, shift, acts) {
  const found = verdictOf(planner, shift, acts);
  if (found === null) return nothing;
  if ("refused" in found) return html`<p class="notice danger" role="alert">${refusedWords(found.refused)}</p>`;
  // Read out already, in a place that is there before there is anything to say (main.js).
  return html`<p class="notice done" data-done>${doneWords(found.done)}</p>`;
}

/** Why something could not be; what this page has no words for, gets those for a fault of ours. @param {Refusal} refusal */
export function refusedWords({ act, code }) {
  const own = OWN.includes(act) ? t(`roster.refused_own.${code}`) : "";
  return own || t(`roster.refused.${code}`) || t("roster.refused.internal");
}

/** @param {Done} done */
export function doneWords({ act, made, leftOut }) {
  if (act !== "plan") return t(`roster.done.${act}`);
  const words = t("roster.done.plan", { count: made });
  return leftOut.length === 0 ? words : `${words} ${t("roster.left_out", { days: leftOut.map(dateWords).join(", ") })}`;
}

/** @typedef {{ ask: string, yes: string, no: string, when: string, key: string, does: () => void, leaves: () => void, waits: boolean }} Question */

/** Something is asked once more before it is done. @param {Question} question */
export function question({ ask, yes, no, when, key, does, leaves, waits }) {
  return html`<div class="notice" role="group" aria-labelledby=${key} tabindex="-1" data-question>
    <p id=${key}>${ask}</p>
    <p class="buttons">
      <button class="button" type="button" aria-disabled=${waits} aria-label="${yes}, ${when}" @click=${does}>${yes}</button>
      <button class="button" type="button" aria-label="${no}, ${when}" @click=${leaves}>${no}</button>
    </p>
  </div>`;
}
