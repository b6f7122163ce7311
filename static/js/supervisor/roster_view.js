/** The roster on the board: who is to be there, beside who is, as numbers; and whether shifts ahead are short, which the roster tells. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { BoardView } from "../shared/shapes.js" */
/** @import { Rostered } from "./state.js" */

/** @param {Rostered | null} rostered @param {BoardView} view */
export function rostered(rostered, { seated, leading }) {
  if (rostered === null) return nothing;
  const { planned, short } = rostered;
  return html`<p class="rostered" data-rostered>
    <span>${t("board.roster.now", { planned, here: seated + leading })}</span>
    ${short === 0 ? nothing : html`<a href="/roster">${t("board.roster.short", { count: short })}</a>`}
  </p>`;
}
