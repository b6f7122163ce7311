/** Who is in a conversation beside its counsellor, and the conversations of colleagues one may come to. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { brief } from "./words.js";

/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */

/** Who is there, and what whoever looks can do about it. @param {Talk} talk @param {Actions} actions */
export function room(talk, actions) {
  const { conversation, company, beside } = talk;
  const present = company?.present ?? [];
  const follows = beside === null && present.some(({ part }) => part === "colleague");
  if (present.length === 0 && !company?.coming && beside === null) return nothing;
  /** @param {"conversation.leave" | "conversation.take_over" | "conversation.hand_over"} event @param {string} id @param {string} words */
  const button = (event, id, words) =>
    html`<button class="button" id=${id} type="button" @click=${() => actions.company(event, conversation)}>${words}</button>`;
  return html`<div class="talk-room">
    ${beside === null ? nothing : html`<p class="notice">${t("desk.company.of", { name: beside.holder })}</p>`}
    ${present.length === 0 ? nothing : html`<p>${t("desk.company.here", { names: present.map(({ name }) => name).join(", ") })}</p>`}
    ${company?.coming ? html`<p class="notice">${t("desk.company.coming", { name: company.coming })}</p>` : nothing}
    ${follows ? button("conversation.hand_over", "go", t("desk.company.go")) : nothing}
    ${beside === null
      ? nothing
      : html`${beside.part === "mentor" ? nothing : button("conversation.take_over", "take-over", t("desk.company.take"))}
        ${button("conversation.leave", "leave", t("desk.company.leave"))}`}
  </div>`;
}

/** Below the own conversations: which there are besides, by who holds them; not a word of what they are about. @param {Desk} desk @param {number} now @param {Actions} actions */
export function colleagues(desk, now, actions) {
  const others = desk.seat?.colleagues ?? [];
  const comesTo = desk.seat?.comes_to;
  return html`${comesTo
      ? html`<div class="notice" id="comes-to">
          <p>${t("desk.company.comes_to", { name: comesTo.holder })}</p>
          <button class="button" type="button" @click=${() => actions.company("conversation.leave", comesTo.conversation)}>
            ${t("desk.company.not")}
          </button>
        </div>`
      : nothing}
    ${others.length === 0
      ? nothing
      : html`<h3 class="pane-title" id="colleagues-title">${t("desk.company.title")}</h3>
          <ul class="talks" role="list" aria-labelledby="colleagues-title">
            ${others.map(
              (other) => html`<li class="colleague">
                <span>${other.holder}</span>
                <span class="quiet">${brief(other.elapsed_ms + now - desk.toldAt)}</span>
                <button class="button" type="button" @click=${() => actions.company("conversation.join", other.conversation)}>
                  ${t("desk.company.join", { name: other.holder })}
                </button>
              </li>`,
            )}
          </ul>`}`;
}
