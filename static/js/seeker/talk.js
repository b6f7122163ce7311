/** Arriving, waiting and talking: one template for all, so that the field and what stands in it stay the same. */

import { MOST, TELLS_ROOM_FROM, graphemes } from "../shared/envelope.js";
import { grow, isSend, staysInField } from "../shared/field.js";
import { t } from "../shared/i18n.js";
import { unsent } from "../shared/outbox.js";
import { html, live, nothing } from "../shared/vendor.js";
import { company } from "./company_view.js";
import { messages } from "./messages.js";
import { urgent } from "./urgent.js";
import { pastime, waiting } from "./waiting_view.js";

/** @import { SeekerView } from "../shared/shapes.js" */
/** @import { Log } from "../shared/log.js" */
/** @import { State } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {State} state @param {Actions} actions @param {Element} numbers */
export function talk(state, actions, numbers) {
  const { view } = state;
  const isWaiting = view?.phase !== "talking";
  return html`<div class="talk" data-phase=${isWaiting ? "waiting" : "talking"}>
    <div class="talk-head">${head(state, actions, numbers)}</div>
    <div class="talk-body" role="region" tabindex=${isWaiting ? "-1" : "0"} aria-label=${t("seeker.talk.lines")}>
      <h2 class="only-read">${t("seeker.talk.lines")}</h2>
      ${messages(state)}
      <p class="typing" aria-hidden="true">${state.typing && view?.name ? t("seeker.talk.typing", { name: view.name }) : nothing}</p>
    </div>
    <p class="newest" hidden><button class="button" type="button" @click=${actions.toNewest}>${t("seeker.talk.newest")}</button></p>
    ${composer(state, actions)}
    ${isWaiting
      ? html`<div class="talk-foot">${view === null ? nothing : pastime(state, actions)} ${numbers}</div>`
      : nothing}
  </div>`;
}

/** @param {State} state @param {Actions} actions @param {Element} numbers */
function head(state, actions, numbers) {
  const { view } = state;
  if (view === null) return arriving(state, numbers);
  const isWaiting = view.phase === "waiting";
  return html`${isWaiting ? queue(state, view, actions, numbers) : counsellor(state, view, actions)}
  ${trouble(state) === null ? nothing : lost(state, numbers, isWaiting)}`;
}

/** The server does not know this page yet, for the first time or again. @param {State} state @param {Element} numbers */
function arriving(state, numbers) {
  return html`<h1 tabindex="-1" data-focus>${t("seeker.arriving.title")}</h1>
    ${state.long ? urgent(numbers) : nothing}
    <p>${arrivingWords(state)}</p>
    <p>${t("seeker.arriving.write")}</p>
    ${unsent(state.outbox).length > 0 ? html`<p>${waitsWords(state)}</p>` : nothing}`;
}

/** What of it is true here: on the first page of a conversation a refresh loses what waits. @param {State} state */
export const waitsWords = ({ returns }) => t(returns ? "seeker.lost.waits" : "seeker.arriving.waits");

/** Why they have to be patient. @param {State} state */
export function arrivingWords({ storageAway, long }) {
  if (storageAway) return t("seeker.arriving.storage");
  return t(long ? "seeker.arriving.long" : "seeker.arriving.text");
}

/** @param {State} state @param {SeekerView} view @param {Actions} actions @param {Element} numbers */
function queue(state, view, actions, numbers) {
  const why = overtaken(state);
  return html`<h1 tabindex="-1" data-focus>${title(view)}</h1>
    ${why === null ? nothing : html`<p>${why}</p>`}
    ${view.handed_over ? html`<p class="notice">${handedOver(state.log, view)}</p>` : nothing}
    ${view.attended ? nothing : html`<p>${t("seeker.waiting.unattended")}</p>`} ${waiting(state, view, actions, numbers)}`;
}

/** What the heading says. @param {SeekerView} view */
export function title(view) {
  return view.phase === "talking" ? t("seeker.talk.with", { name: view.name ?? "" }) : place(view);
}

/** Where they stand, in words. @param {SeekerView} view */
export function place(view) {
  return view.place === null ? t("seeker.waiting.title") : t("seeker.waiting.place", { place: view.place });
}

/** Why they stand further back than they did; null when they do not. @param {State} state */
export function overtaken({ standing, view }) {
  const grew = view?.place === null ? null : (standing?.grew ?? null);
  return grew === null ? null : t(`seeker.waiting.grew.${grew}`);
}

/** Why they wait again. @param {Log} log @param {SeekerView} view */
export function handedOver(log, view) {
  let name = "";
  let relieved = false;
  for (const entry of log.entries) {
    if (entry.kind === "left") name = entry.name;
    if (entry.kind === "joined") relieved = false;
    if (entry.kind === "notice" && entry.notice === "relieved") relieved = true;
  }
  if (view.asked_another) return anotherWords(name, view);
  if (relieved) return t(view.place === 1 ? "seeker.waiting.relieved_first" : "seeker.waiting.relieved", { name });
  if (view.unanswered) return t(view.place === 1 ? "seeker.waiting.unanswered_first" : "seeker.waiting.unanswered", { name });
  return t(view.place === 1 ? "seeker.waiting.handed_over_first" : "seeker.waiting.handed_over", { name });
}

/** Whether they want to go on with somebody else; nobody asks why. @param {string} name @param {Actions} actions */
const anotherAsked = (name, actions) => html`<div class="notice" role="group" aria-labelledby="another-ask" tabindex="-1" data-question>
  <p id="another-ask">${t("seeker.another.ask")} ${t("seeker.another.says", { name })}</p>
  <p class="buttons">
    <button class="button" type="button" @click=${() => actions.avoid(name)}>${t("seeker.another.yes")}</button>
    <button class="button" type="button" @click=${() => actions.ask(null)}>${t("seeker.another.no")}</button>
  </p>
</div>`;

/** They wait for somebody else; where nobody else is there, they read that, and to whom they can tell it. @param {string} name @param {SeekerView} view */
function anotherWords(name, { attended, place }) {
  if (attended) return t(place === 1 ? "seeker.another.comes_first" : "seeker.another.comes", { name });
  const { complaints = "" } = document.body.dataset;
  const alone = t("seeker.another.nobody", { name });
  return complaints === "" ? alone : `${alone} ${t("seeker.another.complaints", { contact: complaints })}`;
}

/** @param {State} state @param {SeekerView} view @param {Actions} actions */
function counsellor(state, view, actions) {
  const name = view.name ?? "";
  return html`<div class="talk-title">
      <h1 tabindex="-1" data-focus>${title(view)}</h1>
      ${state.asking !== null || state.stopping
        ? nothing
        : html`<details class="menu">
            <summary class="button" data-asks>${t("seeker.talk.menu")}</summary>
            <div class="menu-items">
              <button class="button" type="button" @click=${() => actions.ask("another")}>${t("seeker.another.button")}</button>
              <button class="button" type="button" @click=${() => actions.ask("stop")}>${t("seeker.talk.stop")}</button>
            </div>
          </details>`}
    </div>
    ${state.asking === "another" ? anotherAsked(name, actions) : nothing}
    ${state.avoiding && !state.connected ? html`<p class="notice">${t("seeker.another.telling", { name })}</p>` : nothing}
    ${state.asking === "stop"
      ? html`<div class="notice" role="group" aria-labelledby="stop-ask" tabindex="-1" data-question>
          <p id="stop-ask">${t("seeker.talk.stop_ask")}</p>
          <p class="buttons">
            <button class="button" type="button" @click=${actions.stop}>${t("seeker.talk.stop_yes")}</button>
            <button class="button" type="button" @click=${() => actions.ask(null)}>${t("seeker.talk.stop_no")}</button>
          </p>
        </div>`
      : nothing}
    ${state.stopping && !state.connected ? html`<p class="notice">${t("seeker.talk.stopping")}</p>` : nothing}
    ${company(view, actions)} ${view.on_hold ? html`<p class="notice">${t("seeker.talk.on_hold")}</p>` : nothing}
    ${state.away ? html`<p class="notice">${t("seeker.talk.away", { name })}</p>` : nothing}`;
}

/** Why nothing arrives now, in words; null while it does. @param {State} state */
export function trouble({ connected, storageAway }) {
  if (storageAway) return t("seeker.storage.text");
  return connected ? null : t("seeker.lost.text");
}

/** The numbers for now come first and never scroll away. @param {State} state @param {Element} numbers @param {boolean} waiting */
function lost(state, numbers, waiting) {
  return html`<div class="notice lost">
    ${state.long ? urgent(numbers) : nothing}
    <div class="lost-words">
      <p>${trouble(state)}</p>
      ${unsent(state.outbox).length > 0 ? html`<p>${t("seeker.lost.waits")}</p>` : nothing}
      ${state.long ? html`<p>${t("seeker.lost.call")}</p>` : nothing} ${state.long && !waiting ? numbers : nothing}
    </div>
  </div>`;
}

/** @param {State} state @param {Actions} actions */
function composer(state, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    actions.press();
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!isSend(event)) return;
    event.preventDefault();
    actions.press();
  };
  /** @param {InputEvent & { target: HTMLTextAreaElement }} event */
  const input = ({ target }) => {
    grow(target);
    actions.type(target.value);
  };
  return html`<form class="composer" @submit=${submit}>
    ${returned(state, actions)}
    <textarea
      class="composer-field"
      rows="1"
      dir="auto"
      autocomplete="off"
      autocapitalize="off"
      autocorrect="off"
      spellcheck="false"
      translate="no"
      writingsuggestions="false"
      data-gramm="false"
      aria-label=${t("seeker.talk.field")}
      aria-describedby="field-note"
      placeholder=${t("seeker.talk.field")}
      .value=${live(state.draft)}
      @input=${input}
      @keydown=${key}
    ></textarea>
    <button class="button main" type="submit" @mousedown=${staysInField}>${t("seeker.talk.send")}</button>
    <p class="composer-note ${state.fault === null ? "" : "fault"}" id="field-note">${note(state)}</p>
  </form>`;
}

/** @param {State} state */
function note(state) {
  if (state.fault !== null) return t(`error.${state.fault}`);
  if (state.draft.length < TELLS_ROOM_FROM) return nothing;
  const left = MOST.graphemes - graphemes(state.draft);
  if (left < 0) return t("error.too_long");
  return left > MOST.graphemes - TELLS_ROOM_FROM ? nothing : t("seeker.talk.room", { count: left });
}

/** Text that came back. With a field it can be put back there. @param {State} state @param {Actions} [actions] */
export function returned(state, actions) {
  return state.returned.map(
    (back) => html`<div class="returned notice">
      <p>${t(`error.${back.code}`)}</p>
      <p class="written" dir="auto" tabindex="0">${back.text}</p>
      ${actions
        ? html`<p><button class="button" type="button" @click=${() => actions.putBack(back.key)}>${t("seeker.talk.put_back")}</button></p>`
        : nothing}
    </div>`,
  );
}
