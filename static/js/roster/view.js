/** The roster's page as a function of its state: what needs somebody first, then the days. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { languageLink } from "../staff/frame.js";
import { staffLinks } from "../staff/links_view.js";
import { otherRole, signInForm } from "../staff/sign_in.js";
import { agreement, present, warnings } from "./notes_view.js";
import { planForm } from "./plan_view.js";
import { shiftItem } from "./shift_view.js";
import { MOST_WEEKS } from "./state.js";
import { clock, dateOf, dayWords } from "./times_view.js";

/** @import { Entering } from "../staff/sign_in.js" */
/** @import { Deed, Plan, Roster, Shift } from "./shapes.js" */
/** @import { Asked, Planner } from "./state.js" */

/**
 * @typedef {{ entering: Entering, signOut: () => void, speakOther: () => void,
 *   show: (weeks: number) => void, ask: (shift: string, deed: Deed) => void, askFirst: (asking: Asked | null) => void,
 *   plan: (form: HTMLFormElement, plan: Plan) => void }} Actions
 */

/** @param {Planner} planner @param {Actions} actions */
export function page(planner, actions) {
  switch (planner.screen) {
    case "starting":
      return html`<main class="aside-page">
        <h1 class="only-read" tabindex="-1">${t("roster.heading")}</h1>
        <p class="late" role="status">${planner.entry.refused === null ? t("desk.starting") : t("desk.no_answer")}</p>
      </main>`;
    case "other_role":
      return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
        <main class="aside-page">${otherRole(t("roster.other_role"), planner.account, actions.signOut)}</main>`;
    case "sign_in":
    case "roster":
      return inside(planner, actions);
  }
}

/** Signing in stands before the roster: what was typed is there again afterwards. @param {Planner} planner @param {Actions} actions */
function inside(planner, actions) {
  const { account, roster, lost } = planner;
  const away = planner.screen === "sign_in";
  return html`<header class="desk-bar">
      ${away ? nothing : html`<h1 class="roster-title" tabindex="-1">${t("roster.heading")}</h1> ${staffLinks(account, "/roster")}`} ${languageLink(actions.speakOther)}
      ${away ? nothing : html`<button class="button plain" type="button" @click=${actions.signOut}>${t("desk.sign_out")}</button>`}
    </header>
    ${away ? html`<main class="aside-page">${signInForm(planner.entry, roster !== null, actions.entering)}</main>` : nothing}
    <main class="roster" ?hidden=${away}>
      ${lost ? html`<p class="notice danger">${lostWords(planner)}</p>` : nothing}
      ${roster === null ? html`<p class="late" role="status">${lost ? nothing : t("desk.starting")}</p>` : body(planner, roster, actions)}
    </main>`;
}

/** What is on the screen is of then. @param {Planner} planner */
function lostWords({ roster, toldAt }) {
  if (roster === null) return t("desk.no_answer");
  return t("roster.lost", { time: clock(toldAt / 1000, roster.zone) });
}

/** @param {Planner} planner @param {Roster} roster @param {Actions} actions */
function body(planner, roster, actions) {
  return html`${warnings(roster)} ${present(roster)} ${agreement(roster)}
    <p><a class="button" href="/roster/mine.ics" download>${t("roster.calendar")}</a></p>
    <section class="days" aria-labelledby="days">
      <h2 id="days">${t("roster.days")}</h2>
      ${roster.shifts.length === 0 ? html`<p>${t("roster.empty", { count: planner.weeks })}</p>` : nothing}
      ${byDay(roster).map(
        (shifts) =>
          html`<h3 class="day">${dayWords(/** @type {Shift} */ (shifts[0]).begins, roster.zone)}</h3>
            <ul class="shifts" role="list">
              ${shifts.map((shift) => shiftItem(planner, roster, shift, actions))}
            </ul>`,
      )}
      ${planner.weeks < MOST_WEEKS
        ? html`<p><button class="button" type="button" @click=${() => actions.show(Math.min(MOST_WEEKS, planner.weeks * 2))}>${t("roster.more")}</button></p>`
        : nothing}
    </section>
    ${roster.plans ? planForm(planner, roster, actions) : nothing}`;
}

/** The shifts by the day on which they begin. @param {Roster} roster */
function byDay({ shifts, zone }) {
  /** @type {Map<string, Shift[]>} */
  const days = new Map();
  for (const shift of shifts) {
    const day = dateOf(shift.begins, zone);
    days.set(day, [...(days.get(day) ?? []), shift]);
  }
  return [...days.values()];
}
