/** The supervisor's page as a function of its state: five numbers to be read from three metres. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { languageLink } from "../staff/frame.js";
import { staffLinks } from "../staff/links_view.js";
import { otherRole, signInForm } from "../staff/sign_in.js";
import { calls, room } from "./calls_view.js";
import { alarms, door, orders } from "./door_view.js";
import { links } from "./links_view.js";
import { rostered } from "./roster_view.js";
import { longestMinutes } from "./state.js";

/** @import { Requests } from "../shared/wire.js" */
/** @typedef {Requests["door.order"]["payload"]} DoorOrder */
/** @import { BoardView } from "../shared/shapes.js" */
/** @import { Entering } from "../staff/sign_in.js" */
/** @import { Board, Revoking } from "./state.js" */

/**
 * @typedef {{ entering: Entering, signOut: () => void, speakOther: () => void,
 *   reload: () => void, order: (order: DoorOrder) => void,
 *   countLinks: () => void, askRevoke: (revoking: Revoking | null) => void, revoke: (counsellor: string | null) => void,
 *   come: (circle: string) => void, unfolded: () => void, typeAside: (circle: string, text: string) => void, sayAside: (circle: string, text: string) => void }} Actions
 */

/** @param {Board} board @param {number} now @param {Actions} actions */
export function page(board, now, actions) {
  switch (board.screen) {
    case "starting":
      return html`<main class="aside-page">
        <h1 class="only-read" tabindex="-1">${t("board.heading")}</h1>
        <p class="late" role="status">${board.entry.refused === null ? t("desk.starting") : t("desk.no_answer")}</p>
      </main>`;
    case "sign_in":
      return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
        <main class="aside-page">${signInForm(board.entry, false, actions.entering)}</main>`;
    case "other_role":
      return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
        <main class="aside-page">${otherRole(t("board.other_role.says"), board.account, actions.signOut)}</main>`;
    case "board":
      return html`<header class="desk-bar">
          <h1 class="board-title" tabindex="-1">${t("board.heading")}</h1>
          ${staffLinks(board.account, "/board")} ${languageLink(actions.speakOther)}
          <button class="button plain" type="button" @click=${actions.signOut}>${t("desk.sign_out")}</button>
        </header>
        <main class="board">
          ${link(board, actions)} ${board.failed ? html`<p class="notice">${t("desk.failed")}</p>` : nothing}
          ${board.view === null
            ? nothing
            : html`${calls(board, now, actions)} ${door(board.view, now)} ${rostered(board.rostered, board.view)} ${alarms(board, board.view, now)} ${numbers(board, board.view, now)} ${orders(board.view, actions)}
              ${room(board, now, actions)} ${links(board, actions)}`}
        </main>`;
  }
}

/** @param {Board} board @param {BoardView} view @param {number} now */
function numbers(board, view, now) {
  const longest = longestMinutes(board, now);
  return html`<dl class="figures ${board.link?.state === "open" ? "" : "old"}">
    ${figure("waiting", t("board.waiting"), view.waiting, "waits")}
    ${figure("longest", t("board.longest"), longest === null ? t("board.nobody") : t("board.minutes", { count: longest }), "waits")}
    ${figure("talking", t("board.talking"), view.talking)} ${figure("seated", t("board.seated"), view.seated)}
    ${figure("free", t("board.free"), view.free)} ${figure("urgent", t("board.urgent"), view.urgent, "small")}
    ${figure("missed", t("board.missed"), view.missed, "small")} ${figure("declined", t("board.declined"), view.declined, "small")}
  </dl>`;
}

/** @param {string} id @param {string} label @param {string | number} value @param {"waits" | "small" | ""} [kind] */
function figure(id, label, value, kind = "") {
  return html`<div class="figure ${kind}" data-figure=${id}>
    <dt class="figure-label">${label}</dt>
    <dd class="figure-value">${value}</dd>
  </div>`;
}

/** @param {Board} board @param {Actions} actions */
function link(board, actions) {
  if (board.link?.code === "version") {
    return html`<div class="notice danger">
      <p>${t("desk.link.old")}</p>
      <button class="button" type="button" @click=${actions.reload}>${t("desk.link.reload")}</button>
    </div>`;
  }
  if (board.link?.state === "lost") return html`<p class="notice danger">${t("board.lost")}</p>`;
  return board.view === null ? html`<p class="late">${t("desk.link.connecting")}</p>` : nothing;
}
