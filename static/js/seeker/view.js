/** The young person's screens, one template for each; the start screen stands in the page itself. */

import { card } from "../shared/card.js";
import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { messages } from "./messages.js";
import { returned, talk } from "./talk.js";
import { suicideWords } from "./urgent.js";
import { offer } from "./words_view.js";

/** @import { Safety } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */

/**
 * What a person can do here.
 * @typedef {{ begin: (doorway: "young" | "friend") => void, resume: () => void, leave: () => void, ask: (asking: import("./state.js").Asking | null) => void, avoid: (name: string) => void, stop: () => void,
 *   finish: () => void, restart: () => void, reload: () => void, type: (text: string) => void, press: () => void,
 *   putBack: (key: string) => void, toNewest: () => void, answer: (safety: Safety | "skipped") => void,
 *   keepAwake: () => void, welcome: (afresh: boolean) => void, askWords: () => void, useWords: (typed: string) => void }} Actions
 */

/**
 * The screen of this state; nothing on the start screen.
 * @param {State} state
 * @param {Actions} actions
 * @param {Element} numbers the list of services, which stands on every screen without a conversation
 */
export function screen(state, actions, numbers) {
  switch (state.screen) {
    case "start":
      return nothing;
    case "neutral":
      return html`<div class="neutral">
        <button class="button main big" type="button" data-focus @click=${actions.resume}>${t("seeker.neutral.on")}</button>
      </div>`;
    case "arriving":
    case "conversation":
      return talk(state, actions, numbers);
    case "ended":
      return ended(state, actions, numbers);
    case "farewell":
      return farewell(state, actions, numbers);
    case "left":
    case "gone":
    case "not_reached":
      return over(state.screen, state, actions, numbers);
    case "turned_away":
      // The code says which door it was.
      return over(state.fault ?? "door_closed", state, actions, numbers);
    case "superseded":
      return html`<h1 tabindex="-1" data-focus>${t("seeker.superseded.title")}</h1>
        ${state.outbox.length > 0 || state.returned.some((back) => back.code === "superseded")
          ? nothing
          : html`<p>${t("seeker.superseded.text")}</p>`}
        ${returned(state)}
        <p><button class="button" type="button" @click=${actions.resume}>${t("seeker.superseded.back")}</button></p>
        ${numbers}`;
    case "old_page":
      return html`<h1 tabindex="-1" data-focus>${t("seeker.old_page.title")}</h1>
        ${returned(state)}
        <p><button class="button main" type="button" @click=${actions.reload}>${t("seeker.old_page.reload")}</button></p>
        ${numbers}`;
  }
}

/** Nothing goes on here: why, and what came back. @param {string} why @param {State} state @param {Actions} actions @param {Element} numbers */
function over(why, state, actions, numbers) {
  return html`<h1 tabindex="-1" data-focus>${t(`seeker.${why}.title`)}</h1>
    <p>${t(`seeker.${why}.text`)}</p>
    ${state.fault === "unopened" ? html`<p>${t("seeker.gone.unopened")}</p>` : nothing} ${returned(state)}
    <p><button class="button" type="button" @click=${actions.restart}>${t("seeker.again")}</button></p>
    ${numbers}`;
}

/** @param {State} state @param {Actions} actions @param {Element} numbers */
function ended(state, actions, numbers) {
  return html`<h1 tabindex="-1" data-focus>${t("seeker.ended.title")}</h1>
    ${state.reason === null ? nothing : html`<p>${t(`seeker.ended.${state.reason}`)}</p>`}
    ${state.reason === "silence" ? html`<p>${suicideWords()}</p>` : nothing}
    <p>${t("seeker.ended.read")}</p>
    ${returned(state)} ${offer(state, actions)}
    <p><button class="button main" type="button" @click=${actions.finish}>${t("seeker.ended.finish")}</button></p>
    <h2 class="only-read">${t("seeker.talk.lines")}</h2>
    ${messages(state)} ${numbers}`;
}

/** @param {State} state @param {Actions} actions @param {Element} numbers */
function farewell(state, actions, numbers) {
  return html`<h1 tabindex="-1" data-focus>${t("seeker.farewell.title")}</h1>
    <p>${t("seeker.farewell.wiped")}</p>
    <p>${t("seeker.farewell.traces")}</p>
    ${state.cards.length === 0
      ? nothing
      : html`<section class="given">
          <h2>${t("seeker.farewell.cards")}</h2>
          ${state.cards.map(card)}
        </section>`}
    <p><button class="button" type="button" @click=${actions.restart}>${t("seeker.again")}</button></p>
    ${numbers}`;
}
