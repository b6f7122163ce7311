/** Help with a conversation: the button, who is asked and who comes; and who among colleagues asks for it. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { mark } from "./mark_view.js";
import { brief, helpWords, wantsHelp } from "./words.js";

/** @import { Call } from "../shared/shapes.js" */
/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */
/** @import { Actions } from "./view.js" */

/** In the head of a conversation, always. Whoever presses again, because nobody is there yet, calls nothing off. @param {Talk} talk @param {Actions} actions */
export function helpButton(talk, actions) {
  const asked = wantsHelp(talk);
  const press = () => {
    if (!asked) actions.wantHelp(talk.conversation, true);
  };
  return html`<button class="button ${asked ? "asked" : ""}" id="help" type="button" aria-disabled=${asked} @click=${press}>${asked ? t("desk.help.asked") : t("desk.help.ask")}</button>`;
}

/** What became of it, and the number where it has to be seen. @param {Talk} talk @param {Actions} actions */
export function helpState(talk, actions) {
  const { backup, conversation } = talk;
  const asked = wantsHelp(talk);
  if (!asked && backup === null) return nothing;
  const helper = talk.help?.helper ?? null;
  return html`<div class="notice talk-help ${helper === null ? "" : "helped"}" id="help-state">
    <p>
      ${asked ? html`<span>${helpWords(talk)}</span>` : nothing}
      ${backup === null ? nothing : html`<span>${t("desk.help.backup")} <a href="tel:${backup.replace(/[^+\d]/g, "")}">${backup}</a></span>`}
    </p>
    ${helper === null ? nothing : html`<button class="button" type="button" @click=${() => actions.show("team")}>${t("desk.whisper.with", { name: helper })}</button>`}
    ${asked ? html`<button class="button plain" type="button" @click=${() => actions.wantHelp(conversation, false)}>${t("desk.help.call_off")}</button>` : nothing}
  </div>`;
}

/** Who asks for help, above everything else on the left. @param {Desk} desk @param {number} now @param {Actions} actions */
export function callCards(desk, now, actions) {
  const calls = desk.seat?.calls ?? [];
  return calls.map((call) => (call.mine ? helped(call, actions) : asked(desk, call, now, actions)));
}

/** @param {Desk} desk @param {Call} call @param {number} now @param {Actions} actions */
function asked(desk, call, now, actions) {
  const time = brief(call.waited_ms + now - desk.toldAt);
  return html`<section class="call" data-call=${call.circle}>
    <p>${mark(call.rehearsed)}<strong>${t("desk.call.asks", { name: call.name })}</strong> ${t("desk.call.since", { time })}</p>
    <button class="button main" type="button" @click=${() => actions.come(call.circle)}>${t("desk.call.come")}</button>
  </section>`;
}

/** @param {Call} call @param {Actions} actions */
function helped(call, actions) {
  return html`<section class="call mine" data-call=${call.circle}>
    <p>${mark(call.rehearsed)}<strong>${t("desk.call.helps", { name: call.name })}</strong></p>
    <div class="buttons">
      <button class="button" type="button" @click=${() => actions.show("team")}>${t("desk.whisper.with", { name: call.name })}</button>
      <button class="button plain" type="button" @click=${() => actions.giveBack(call.circle)}>${t("desk.call.give_back")}</button>
    </div>
  </section>`;
}
