/** The waiting room: where somebody stands and why, one question that may be passed over, and something quiet. */

import { bandWords, timeWords } from "../shared/door_words.js";
import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { isUnsafe } from "./safety.js";
import { helpNow } from "./urgent.js";
import { reunion } from "./words_view.js";

/** @import { Safety, SeekerView, Time } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @type {Safety[]} */
const ANSWERS = ["yes", "no", "unsure"];

/**
 * What stands above the field while nobody is there. Whoever had a counsellor is told no band: they wait for whoever is free first.
 * @param {State} state @param {SeekerView} view @param {Actions} actions @param {Element} numbers
 */
export function waiting(state, view, actions, numbers) {
  return html`${view.closes === null
      ? nothing
      : html`<p class="notice">${closing(view.closes)}</p>`}
    ${view.band === null || view.handed_over ? nothing : html`<p>${bandWords(view.band)}</p>`}
    ${isUnsafe(state) ? danger(view, actions, numbers) : question(state, actions)}
    <p>${t(view.handed_over ? "seeker.waiting.readable" : "seeker.waiting.write")}</p>`;
}

/** That it may not come to a conversation before the line closes. @param {Time} closes */
export const closing = (closes) => t("seeker.waiting.closing", { time: timeWords(closes, Date.now()) });

/** What stands below the field: the screen that stays on, something quiet, and the way out. @param {State} state @param {Actions} actions */
export function pastime(state, actions) {
  return html`<div class="pastime">
    <p>${t(state.view?.on_hold ? "seeker.talk.on_hold" : "seeker.waiting.screen")}</p>
    ${state.awake === null
      ? nothing
      : html`<p>
          <label class="switch">
            <input type="checkbox" role="switch" .checked=${state.awake} @change=${actions.keepAwake} />
            <span>${t("seeker.waiting.awake")}</span>
          </label>
        </p>`}
    ${reunion(state, actions)}
    <details class="quiet">
      <summary class="button">${t("seeker.waiting.breathe")}</summary>
      <p>${t("seeker.waiting.breathe_text")}</p>
      <div class="breath" aria-hidden="true"></div>
    </details>
    <details class="quiet">
      <summary class="button">${t("seeker.waiting.read")}</summary>
      <p>${t("seeker.waiting.read_begin")}</p>
      <p>${t("seeker.waiting.read_pace")}</p>
      <p>${t("seeker.waiting.read_yours")}</p>
    </details>
    <p><button class="button" type="button" @click=${actions.leave}>${t("seeker.waiting.leave")}</button></p>
  </div>`;
}

/** Asked once, and never read out of what they write. @param {State} state @param {Actions} actions */
function question(state, actions) {
  if (state.safety !== null) return nothing;
  return html`<div class="notice" role="group" aria-labelledby="safety">
    <p id="safety">${t("seeker.safety.ask")}</p>
    <p class="buttons">
      ${ANSWERS.map(
        (answer) => html`<button class="button" type="button" @click=${() => actions.answer(answer)}>${t(`seeker.safety.${answer}`)}</button>`,
      )}
      <button class="button plain" type="button" @click=${() => actions.answer("skipped")}>${t("seeker.safety.skipped")}</button>
    </p>
  </div>`;
}

/** The numbers come first: they are what helps now, also while nobody can be told. @param {SeekerView} view @param {Actions} actions @param {Element} numbers */
function danger(view, actions, numbers) {
  return html`<div class="notice danger" role="group" aria-labelledby="help-now" tabindex="-1" data-danger>
    ${helpNow(numbers)}
    ${view.urgent ? html`<p>${t("seeker.safety.sooner")}</p>` : nothing}
    <p><button class="button plain" type="button" @click=${() => actions.answer("yes")}>${t("seeker.safety.safe_now")}</button></p>
  </div>`;
}
