/** The middle column: the open conversation, its field, and how it ends. */

import { MOST, TELLS_ROOM_FROM, fits, graphemes } from "../shared/envelope.js";
import { grow, isSend, staysInField } from "../shared/field.js";
import { t } from "../shared/i18n.js";
import { html, keyed, live, nothing, ref } from "../shared/vendor.js";
import { mayBeSent } from "./handed_back.js";
import { helpButton, helpState } from "./help_view.js";
import { bubbles } from "./lines_view.js";
import { room } from "./company_view.js";
import { mark } from "./mark_view.js";
import { passing } from "./pass_view.js";
import { onward, risk } from "./risk_view.js";
import { chosen, connected } from "./state.js";
import { unread } from "./talk.js";
import { brief, stateWords } from "./words.js";

/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */

/** @param {Desk} desk @param {number} now @param {Actions} actions */
export function openTalk(desk, now, actions) {
  const talk = chosen(desk);
  if (talk === null) {
    return html`<section class="pane talk-pane" aria-labelledby="talk-title">
      <h2 class="pane-title" id="talk-title" tabindex="-1">
        ${desk.accepting === null ? t("desk.talk.none") : t("desk.talk.opening")}
      </h2>
      ${desk.accepting === null ? html`<p class="quiet">${t("desk.talk.none_how")}</p>` : nothing}
    </section>`;
  }
  return keyed(
    talk.conversation,
    html`<section class="pane talk-pane" aria-labelledby="talk-title" data-conversation=${talk.conversation}>
      ${heading(desk, talk, now, actions)}
      <div class="talk-lines" tabindex="0" role="group" aria-label=${t("desk.talk.lines")} ${ref(actions.linesAppeared)}>
        ${talk.wiped ? html`<p class="quiet">${t("desk.talk.wiped")}</p>` : bubbles(talk, desk.seat?.name ?? null, connected(desk))}
        <p class="typing">${talk.typing ? t("desk.talk.typing") : nothing}</p>
      </div>
      ${unread(talk) > 0
        ? html`<p class="newest"><button class="button" type="button" @click=${actions.toNewest}>${t("desk.talk.newest")}</button></p>`
        : nothing}
      ${talk.standing === "talking" ? composer(talk, actions) : afterwards(talk, actions)}
    </section>`,
  );
}

/** @param {Desk} desk @param {Talk} talk @param {number} now @param {Actions} actions */
function heading(desk, talk, now, actions) {
  const told = connected(desk);
  const goesOn = talk.standing === "talking";
  return html`<header class="talk-head">
    <h2 class="pane-title" id="talk-title" tabindex="-1">${mark(talk.rehearsed)}${t("desk.talk.number", { number: talk.number })}</h2>
    <p class="talk-facts">
      ${goesOn ? html`<span>${t("desk.talk.since", { time: brief(talk.elapsedMs + now - talk.toldAt) })}</span>` : nothing}
      <span class="talk-here ${talk.awayMs === null || !told ? "" : "away"}">${stateWords(talk, now, told)}</span>
    </p>
    ${goesOn ? room(talk, actions) : nothing}
    ${goesOn && !talk.asksEnd && talk.beside === null
      ? html`<button
            class="button toggle"
            id="hold"
            type="button"
            aria-pressed=${talk.onHold}
            @click=${() => actions.hold(talk.conversation, !talk.onHold)}
          >
            ${t("desk.talk.hold")}
          </button>
          <button class="button" id="end" type="button" @click=${() => actions.askEnd(talk.conversation, true)}>
            ${t("desk.talk.end")}
          </button>`
      : nothing}
    ${goesOn && talk.beside === null ? html`${helpButton(talk, actions)} ${passing(talk, desk.skills, actions)} ${risk(talk, actions)} ${onward(talk)} ${helpState(talk, actions)}` : nothing}
    ${talk.onHold ? html`<p class="quiet talk-hold">${t("desk.talk.hold_says")}</p>` : nothing}
    ${talk.asksEnd
      ? html`<div class="notice talk-asks" id="asks-end" role="group" aria-labelledby="asks-end-words" tabindex="-1">
          <p id="asks-end-words">${t("desk.talk.end_sure")}</p>
          <div class="buttons">
            <button class="button main" type="button" @click=${() => actions.end(talk.conversation)}>${t("desk.talk.end_yes")}</button>
            <button class="button" type="button" @click=${() => actions.askEnd(talk.conversation, false)}>
              ${t("desk.talk.end_no")}
            </button>
          </div>
        </div>`
      : nothing}
  </header>`;
}

/** @param {Talk} talk @param {Actions} actions */
function composer(talk, actions) {
  const count = talk.draft.length < TELLS_ROOM_FROM ? 0 : graphemes(talk.draft);
  const fit = fits(talk.draft);
  const send = () => actions.press(talk.conversation);
  /** @param {Event} event */
  const typed = (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    grow(event.target);
    actions.type(talk.conversation, event.target.value);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!isSend(event)) return;
    event.preventDefault();
    send();
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  return html`<form class="composer" @submit=${submit}>
    <div class="composer-note ${fit ? "" : "fault"}" id="field-note">
      ${talk.problem === null ? nothing : html`<p class="notice">${t(`error.${talk.problem}`)}</p>`}
      ${talk.returned ? html`<p>${t("desk.talk.returned")}</p>` : nothing}
      ${fit ? nothing : html`<p>${t("error.too_long")}</p>`}
      ${fit && count >= TELLS_ROOM_FROM ? html`<p>${t("desk.talk.room", { count: MOST.graphemes - count })}</p>` : nothing}
    </div>
    <label class="only-read" for="field">${t("desk.talk.field")}</label>
    <textarea
      class="composer-field"
      id="field"
      rows="1"
      dir="auto"
      autocomplete="off"
      autocapitalize="sentences"
      autocorrect="off"
      spellcheck="false"
      translate="no"
      writingsuggestions="false"
      data-gramm="false"
      aria-describedby="field-note"
      .value=${live(talk.draft)}
      @input=${typed}
      @keydown=${key}
    ></textarea>
    <button class="button main" type="submit" aria-disabled=${talk.draft.trim() === "" || !fit} @mousedown=${staysInField}>
      ${t("desk.talk.send")}
    </button>
  </form>`;
}

/** What stands where the field was. @param {Talk} talk @param {Actions} actions */
function afterwards(talk, actions) {
  const says = talk.standing === "taken" ? t(talk.beside === null ? "desk.taken.says" : "desk.company.over") : t(`desk.ended.says.${talk.reason ?? "unknown"}`);
  const keeps = talk.standing === "ended" && !talk.wiped;
  return html`<div class="notice talk-after" id="talk-after" tabindex="-1">
    <p>${says}</p>
    ${keeps ? html`<p>${t("desk.ended.keeps")}</p>` : nothing}
    ${talk.draft === ""
      ? nothing
      : html`<div class="returned">
          <p>${t(mayBeSent(talk) ? "desk.ended.unsure" : "desk.ended.unsent")}</p>
          <p class="written" dir="auto">${talk.draft}</p>
        </div>`}
    <p><button class="button" type="button" @click=${() => actions.close(talk.conversation)}>${t("desk.ended.close")}</button></p>
  </div>`;
}
