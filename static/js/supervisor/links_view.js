/** Return words on the board: how many lead to whom, as a number, and taking them back. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { Link } from "../shared/shapes.js" */
/** @import { Board } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** Nothing while no words lead to anybody. @param {Board} board @param {Actions} actions */
export function links({ links, revoking }, actions) {
  if (links.length === 0 && revoking === null) return nothing;
  const count = links.reduce((total, { live }) => total + live, 0);
  return html`<details class="links" @toggle=${actions.countLinks}>
    <summary class="button">${t("board.links.title", { count })}</summary>
    ${revoking === null
      ? html`<ul class="links-list" role="list">
            ${links.map((link) => row(link, actions))}
          </ul>
          <p><button class="button" type="button" @click=${() => actions.askRevoke({ counsellor: null })}>${t("board.links.all")}</button></p>`
      : html`<div class="notice" role="group" aria-labelledby="revoke-ask" tabindex="-1" data-question>
          <p id="revoke-ask">${t("board.links.sure", { count: countOf(links, revoking.counsellor) })}</p>
          <p class="buttons">
            <button class="button" type="button" @click=${() => actions.revoke(revoking.counsellor)}>${t("board.links.yes")}</button>
            <button class="button" type="button" @click=${() => actions.askRevoke(null)}>${t("board.links.no")}</button>
          </p>
        </div>`}
  </details>`;
}

/** @param {Link} link @param {Actions} actions */
function row({ counsellor, name, live }, actions) {
  const who = name ?? t("board.links.nobody");
  return html`<li class="links-row">
    <span>${who}: ${live}</span>
    <button class="button" type="button" aria-label=${t("board.links.revoke_of", { name: who })} @click=${() => actions.askRevoke({ counsellor })}>
      ${t("board.links.revoke")}
    </button>
  </li>`;
}

/** How many lead to this counsellor, or to anybody. @param {Link[]} links @param {string | null} counsellor */
function countOf(links, counsellor) {
  return links.reduce((total, link) => total + (counsellor === null || link.counsellor === counsellor ? link.live : 0), 0);
}
