/** Who asks for help, on the board: the only thing on it that pulses. No word of the conversation, and a whisper never stands here. */

import { unread } from "../shared/circle.js";
import { circleLines } from "../shared/circle_view.js";
import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";

/** @import { Call } from "../shared/shapes.js" */
/** @import { Board } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** Who asks. @param {Call} call */
export const callWords = ({ name }) => t("desk.call.asks", { name });

/** @param {Board} board @param {number} now @param {Actions} actions */
export function calls({ view, toldAt }, now, actions) {
  if (view === null || view.calls.length === 0) return nothing;
  return html`<ul class="calls" role="list">
    ${repeat(
      view.calls,
      ({ circle }) => circle,
      (call) => html`<li class="call ${call.helper === null ? "open" : ""}" data-call=${call.circle}>${row(call, now - toldAt, actions)}</li>`,
    )}
  </ul>`;
}

/** @param {Call} call @param {number} since when it was told, in ms @param {Actions} actions */
function row(call, since, actions) {
  const rehearsed = call.rehearsed ? html`<span class="rehearsed">${t("desk.rehearsed")}</span> ` : nothing;
  if (call.helper !== null) return html`<p>${rehearsed}${t("board.call.comes", { name: call.name, helper: call.helper })}</p>`;
  const ms = Math.max(0, call.waited_ms + since);
  const time = ms < 60_000 ? t("desk.time.seconds", { count: Math.floor(ms / 1000) }) : t("desk.time.minutes", { count: Math.floor(ms / 60_000) });
  return html`<p>${rehearsed}<strong>${callWords(call)}</strong> ${t("desk.call.since", { time })}</p>
    <button class="button main" type="button" @click=${() => actions.come(call.circle)}>${t("desk.call.come")}</button>`;
}

/** The room of the shift, folded away: a board hangs where others can read it. @param {Board} board @param {number} now @param {Actions} actions */
export function room({ circle, account }, now, actions) {
  if (circle === null) return nothing;
  const count = unread(circle, account?.name ?? null);
  const place = {
    id: "room",
    field: t("desk.room.field"),
    send: t("desk.room.send"),
    empty: t("desk.room.empty"),
    type: actions.typeAside,
    say: actions.sayAside,
  };
  return html`<details class="circle" id="shift-room" @toggle=${actions.unfolded}>
    <summary class="button"><span id="room-title">${t("desk.room.title")}</span> ${count === 0 ? nothing : html`<span class="circle-new">${t("desk.circle.new", { count })}</span>`}</summary>
    <p class="quiet">${t("desk.room.says")}</p>
    ${circleLines(circle, place, now)}
  </details>`;
}
