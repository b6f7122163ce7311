/** Two short lists that lead to shifts: where whoever looks is on, and which places others offer. */

import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { mineOf, swapsOf } from "./shapes.js";
import { whenWords } from "./times_view.js";
import { verdict } from "./verdict_view.js";

/** @import { Held, Place, Roster } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** So many lines; who wants all of them finds them below. */
const MOST = 5;

/** The shifts of whoever looks, and the way to their calendar; nothing for who is never on one. @param {Planner} planner @param {Roster} roster @param {Actions} actions */
export function mine(planner, roster, actions) {
  const held = mineOf(roster);
  if (roster.posts.length === 0 && held.length === 0) return nothing;
  return html`<section class="mine-list" aria-labelledby="mine" data-mine>
    <h2 id="mine">${t("roster.mine_title")}</h2>
    ${held.length === 0 ? html`<p>${t("roster.mine_none")}</p>` : lines(held, roster.zone, mineWords)}
    <p><a class="button" href=${actions.calendarFile} download @click=${actions.calendar}>${t("roster.calendar")}</a></p>
    ${verdict(planner, null, ["calendar"])}
  </section>`;
}

/** The places that others offer. @param {Roster} roster */
export function swaps(roster) {
  const offered = swapsOf(roster);
  if (offered.length === 0) return nothing;
  return html`<section class="swaps" aria-labelledby="swaps" data-swaps>
    <h2 id="swaps">${t("roster.swaps")}</h2>
    ${lines(offered, roster.zone, ({ name, post }) => (post === "lead" ? t("roster.name_leads", { name }) : name))}
  </section>`;
}

/** @param {Place} place */
function mineWords({ post, offered }) {
  const words = [...(post === "lead" ? [t("roster.mine_leads")] : []), ...(offered ? [t("roster.mine_swaps")] : [])];
  return words.join(", ");
}

/** @param {Held[]} held @param {string} zone @param {(place: Place) => string} says */
function lines(held, zone, says) {
  const rest = held.length - MOST;
  return html`<ul class="lines" role="list">
      ${repeat(
        held.slice(0, MOST),
        ({ shift, place }) => `${shift.shift} ${place.volunteer}`,
        ({ shift, place }) => html`<li><a href="#shift-${shift.shift}">${whenWords(shift, zone)}</a>${says(place) === "" ? nothing : html`: ${says(place)}`}</li>`,
      )}
    </ul>
    ${rest > 0 ? html`<p>${t("roster.and_more", { count: rest })}</p>` : nothing}`;
}
