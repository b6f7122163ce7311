/** The left column: the conversations on this screen, each in a few words, whoever waits longest for an answer first. */

import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { colleagues } from "./company_view.js";
import { mark } from "./mark_view.js";
import { inOrder } from "./order.js";
import { asks } from "./risk_view.js";
import { chosen, connected, listens } from "./state.js";
import { awaitsAnswer, unread } from "./talk.js";
import { brief, stateWords } from "./words.js";

/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */

/** @param {Desk} desk @param {number} now @param {Actions} actions */
export function talkList(desk, now, actions) {
  return html`<nav class="pane list-pane" aria-labelledby="list-title">
    <h2 class="pane-title" id="list-title" tabindex="-1">${t("desk.list.title")}</h2>
    ${desk.talks.length === 0 && !desk.seat?.offer ? html`<p class="quiet">${emptyWords(desk)}</p>` : nothing}
    <ul class="talks" role="list">
      ${repeat(
        inOrder(desk.talks),
        (talk) => talk.conversation,
        (talk) => html`<li>${row(desk, talk, now, actions)}</li>`,
      )}
    </ul>
    ${colleagues(desk, now, actions)}
  </nav>`;
}

/** @param {Desk} desk @param {Talk} talk @param {number} now @param {Actions} actions */
function row(desk, talk, now, actions) {
  const open = talk === chosen(desk);
  const count = unread(talk);
  const calls = count > 0 || awaitsAnswer(talk);
  return html`<button
    class="talk-row ${calls ? "calls" : ""}"
    type="button"
    aria-current=${open ? "true" : "false"}
    @click=${() => actions.select(talk.conversation)}
  >
    <span class="talk-number">${mark(talk.rehearsed)}${t("desk.talk.number", { number: talk.number })}</span>
    <span class="talk-time">${talk.standing === "talking" ? brief(talk.elapsedMs + now - talk.toldAt) : nothing}</span>
    <span class="talk-state">${stateWords(talk, now, connected(desk))}</span>
    ${talk.beside === null || talk.standing !== "talking" ? nothing : html`<span class="talk-beside">${t("desk.company.beside", { name: talk.beside.holder })}</span>`}
    ${danger(talk)}
    ${count > 0 ? html`<span class="talk-unread">${t("desk.list.unread", { count })}</span>` : nothing}
    ${awaitsAnswer(talk) ? html`<span class="talk-awaits">${t("desk.list.awaits")}</span>` : nothing}
  </button>`;
}

/** What the counsellor saw; until they said so, what the young person said. @param {Talk} talk */
function danger(talk) {
  if (talk.standing !== "talking") return nothing;
  if (asks(talk)) return html`<span class="talk-danger">${t("desk.list.urgent")}</span>`;
  return (talk.risk ?? 0) > 0 ? html`<span class="talk-danger">${t("desk.list.danger", { level: talk.risk ?? 0 })}</span>` : nothing;
}

/** @param {Desk} desk */
function emptyWords(desk) {
  if (desk.seat === null) return t("desk.list.loading");
  if (!listens(desk)) return t("desk.list.empty_helps");
  if (desk.seat.status === "wrap_up") return t("desk.list.empty_wrap_up");
  return desk.seat.status === "ready" ? t("desk.list.empty_ready") : t("desk.list.empty_away");
}
