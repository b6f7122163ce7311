/** One shift in the list: who is on it, and what can be done with it. */

import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { lacksWords } from "./notes_view.js";
import { planningOf } from "./planning_view.js";
import { hasRoom, placeOf } from "./shapes.js";
import { askedOf } from "./state.js";
import { timesWords, whenWords } from "./times_view.js";
import { OWN, question, verdict } from "./verdict_view.js";

/** @import { Deed, Place, Post, Roster, Shift } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
export function shiftItem(planner, roster, shift, actions) {
  const mine = placeOf(shift, roster.me);
  return html`<li class="shift ${mine === null || shift.cancelled ? "" : "mine"}" id="shift-${shift.shift}" data-shift=${shift.shift}>
    <h4 class="shift-times" tabindex="-1">${timesWords(shift, roster.zone)}</h4>
    ${shift.cancelled ? cancelled(planner, shift, mine) : standing(planner, roster, shift, mine, actions)}
  </li>`;
}

/** @param {Planner} planner @param {Shift} shift @param {Place | null} mine */
function cancelled(planner, shift, mine) {
  return html`<p class="cancelled">${t(mine === null ? "roster.cancelled" : "roster.cancelled_mine")}</p>
    ${verdict(planner, shift.shift, [...OWN, "assign", "take-off", "adjust", "cancel"])}`;
}

/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Place | null} mine @param {Actions} actions */
function standing(planner, roster, shift, mine, actions) {
  const asked = mine !== null && askedOf(planner, shift.shift, "sign-off") !== null;
  return html`<p>${peopleWords(shift)}</p>
    ${shift.note === null ? nothing : html`<p>${t(`roster.note.${shift.note}`)}</p>`}
    ${shift.lacks > 0 || shift.lacks_lead ? html`<p class="lacks">${lacksWords(shift)}</p>` : nothing}
    ${mine === null ? nothing : html`<p class="on">${mine.offered ? t("roster.mine_offered") : t(mine.post === "lead" ? "roster.mine_lead" : "roster.mine")}</p>`}
    ${verdict(planner, shift.shift, OWN)}
    ${asked ? signOffAsked(planner, roster, shift, actions) : html`<p class="buttons">${buttons(planner, roster, shift, mine, actions)}</p>`}
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
    const off = () => actions.askFirst({ shift: shift.shift, deed: { act: "sign-off", body: {} } });
    return html`${mine.offered
      ? button({ act: "hold", body: {} }, t("roster.hold"))
      : button({ act: "offer", body: {} }, t("roster.offer"))}
    ${begun
      ? nothing
      : html`<button class="button" type="button" data-asks="sign-off" aria-label="${t("roster.sign_off")}, ${when}" @click=${off}>${t("roster.sign_off")}</button>`}`;
  }
  const offered = shift.places.filter((place) => place.offered && roster.posts.includes(place.post));
  return html`${repeat(
    roster.posts.filter((post) => hasRoom(shift, post)),
    (post) => post,
    (post) => button({ act: "sign-up", body: { post } }, t(`roster.sign_up.${post}`), isUrgent(shift, post) ? "main" : ""),
  )}
  ${repeat(
    offered,
    ({ volunteer }) => volunteer,
    (place) => button({ act: "take", body: { giver: place.volunteer } }, t("roster.take", { name: place.name })),
  )}`;
}

/** Stands out where it is needed soon: what stands out everywhere stands out nowhere. @param {Shift} shift @param {Post} post */
const isUrgent = ({ short, lacks }, post) => post === "counsellor" && short && lacks > 0;

/** Signing off is asked once more. @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
function signOffAsked(planner, roster, shift, actions) {
  const when = whenWords(shift, roster.zone);
  return question({
    ...{ ask: t("roster.sign_off_sure", { when }), yes: t("roster.sign_off_yes"), no: t("roster.no"), when },
    ...{ key: `sign-off-${shift.shift}`, waits: planner.asked !== null },
    does: () => actions.ask(shift.shift, { act: "sign-off", body: {} }),
    leaves: () => actions.askFirst(null),
  });
}
