/** One shift in the list: who is on it, and what can be done with it. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { lacksWords, refusedWords } from "./notes_view.js";
import { planningOf } from "./plan_view.js";
import { hasRoom, placeOf } from "./shapes.js";
import { isAsked } from "./state.js";
import { timesWords, whenWords } from "./times_view.js";

/** @import { Deed, Place, Post, Roster, Shift } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
export function shiftItem(planner, roster, shift, actions) {
  const mine = placeOf(shift, roster.me);
  return html`<li class="shift ${mine === null || shift.cancelled ? "" : "mine"}" id="shift-${shift.shift}" data-shift=${shift.shift}>
    <h4 class="shift-times" tabindex="-1">${timesWords(shift, roster.zone)}</h4>
    ${shift.cancelled ? html`<p class="cancelled">${t(mine === null ? "roster.cancelled" : "roster.cancelled_mine")}</p>` : standing(planner, roster, shift, mine, actions)}
  </li>`;
}

/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Place | null} mine @param {Actions} actions */
function standing(planner, roster, shift, mine, actions) {
  const refused = planner.refused?.shift === shift.shift ? planner.refused.code : null;
  return html`<p>${peopleWords(shift)}</p>
    ${shift.note === null ? nothing : html`<p>${t(`roster.note.${shift.note}`)}</p>`}
    ${shift.lacks > 0 || shift.lacks_lead ? html`<p class="lacks">${lacksWords(shift)}</p>` : nothing}
    ${mine === null ? nothing : html`<p class="on">${mine.offered ? t("roster.mine_offered") : t(mine.post === "lead" ? "roster.mine_lead" : "roster.mine")}</p>`}
    ${refused === null ? nothing : html`<p class="notice danger" role="alert">${refusedWords(refused)}</p>`}
    ${isAsked(planner, shift.shift, "sign-off") ? signOffAsked(roster, shift, actions) : html`<p class="buttons">${buttons(planner, roster, shift, mine, actions)}</p>`}
    ${roster.plans ? planningOf(planner, roster, shift, actions) : nothing}`;
}

/** Who is on it, and how many there is room for. @param {Shift} shift */
function peopleWords({ places, most, led }) {
  const named = (/** @type {Place} */ { name, offered }) => (offered ? t("roster.name_offers", { name }) : name);
  const of = (/** @type {Post} */ post) => places.filter((place) => place.post === post).map(named);
  const [people, leads] = [of("counsellor"), of("lead")];
  const counted = t("roster.places", { count: people.length, most });
  const names = people.length === 0 ? t("roster.people_none", { counted }) : t("roster.people", { counted, names: people.join(", ") });
  if (!led) return names;
  return leads.length === 0 ? t("roster.people_unled", { names }) : t("roster.people_led", { names, lead: leads.join(", ") });
}

/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Place | null} mine @param {Actions} actions */
function buttons(planner, roster, shift, mine, actions) {
  const when = whenWords(shift, roster.zone);
  /** @param {Deed} deed @param {string} words @param {string} kind */
  const button = (deed, words, kind = "") =>
    html`<button
      class="button ${kind}"
      type="button"
      aria-disabled=${planner.asked !== null}
      aria-label="${words}, ${when}"
      @click=${() => actions.ask(shift.shift, deed)}
    >
      ${words}
    </button>`;
  if (mine !== null) {
    const begun = shift.begins <= roster.now;
    const off = () => actions.askFirst({ shift: shift.shift, act: "sign-off" });
    return html`${mine.offered
      ? button({ act: "hold", body: {} }, t("roster.hold"))
      : button({ act: "offer", body: {} }, t("roster.offer"))}
    ${begun ? nothing : html`<button class="button" type="button" aria-label="${t("roster.sign_off")}, ${when}" @click=${off}>${t("roster.sign_off")}</button>`}`;
  }
  const offered = shift.places.filter((place) => place.offered && roster.posts.includes(place.post));
  return html`${roster.posts
    .filter((post) => hasRoom(shift, post))
    .map((post) => button({ act: "sign-up", body: { post } }, t(`roster.sign_up.${post}`), "main"))}
  ${offered.map((place) => button({ act: "take", body: { giver: place.volunteer } }, t("roster.take", { name: place.name })))}`;
}

/** Signing off is asked once more. @param {Roster} roster @param {Shift} shift @param {Actions} actions */
function signOffAsked(roster, shift, actions) {
  const id = `sign-off-${shift.shift}`;
  return html`<div class="notice" role="group" aria-labelledby=${id} tabindex="-1" data-question>
    <p id=${id}>${t("roster.sign_off_sure", { when: whenWords(shift, roster.zone) })}</p>
    <p class="buttons">
      <button class="button" type="button" @click=${() => actions.ask(shift.shift, { act: "sign-off", body: {} })}>${t("roster.sign_off_yes")}</button>
      <button class="button" type="button" @click=${() => actions.askFirst(null)}>${t("roster.no")}</button>
    </p>
  </div>`;
}
