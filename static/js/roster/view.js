/** The roster's page as a function of its state: what needs somebody first, then what is one's own, then the days. */

import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { languageLink } from "../staff/frame.js";
import { staffLinks } from "../staff/links_view.js";
import { otherRole, signInForm } from "../staff/sign_in.js";
import { mine, swaps } from "./mine_view.js";
import { agreement, present, warnings } from "./notes_view.js";
import { planForm } from "./plan_view.js";
import { shiftItem } from "./shift_view.js";
import { MOST_WEEKS } from "./state.js";
import { clock, dateOf, dayWords } from "./times_view.js";
import { verdict } from "./verdict_view.js";

/** @import { Entering } from "../staff/sign_in.js" */
/** @import { Typed } from "./drafts.js" */
/** @import { Deed, Plan, Roster, Shift } from "./shapes.js" */
/** @import { Asking, Planner } from "./state.js" */

/**
 * `typed`: what stands now in the form of this name, about this shift or none.
 * @typedef {{ entering: Entering, signOut: () => void, speakOther: () => void,
 *   show: (weeks: number) => void, ask: (shift: string, deed: Deed) => void, askFirst: (asking: Asking | null) => void,
 *   plan: (plan: Omit<Plan, "plan">) => void, typed: (form: string, shift: string | null, typed: Typed) => void,
 *   calendarFile: string, calendar: (event: Event) => void }} Actions
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
function lostWords({ roster }) {
  if (roster === null) return t("desk.no_answer");
  return t("roster.lost", { time: clock(roster.now, roster.zone) });
}

/** @param {Planner} planner @param {Roster} roster @param {Actions} actions */
function body(planner, roster, actions) {
  return html`${verdict(planner, null, [])} ${warnings(roster)} ${present(roster)}
    <div class="overview">${mine(planner, roster, actions)} ${swaps(roster)} ${agreement(roster)}</div>
    <div class="planned ${roster.plans ? "beside" : ""}">
      ${days(planner, roster, actions)} ${roster.plans ? planForm(planner, roster, actions) : nothing}
    </div>`;
}

/** Every shift is its own piece of the page, wherever others come or go: a press never lands on another. @param {Planner} planner @param {Roster} roster @param {Actions} actions */
function days(planner, roster, actions) {
  return html`<section class="days" aria-labelledby="days">
    <h2 id="days">${t("roster.days")}</h2>
    ${roster.shifts.length === 0 ? html`<p>${t("roster.empty", { count: planner.weeks })}</p>` : nothing}
    ${repeat(
      byDay(roster),
      ([day]) => day,
      ([, shifts]) =>
        html`<h3 class="day">${dayWords(/** @type {Shift} */ (shifts[0]).begins, roster.zone)}</h3>
          <ul class="shifts" role="list">
            ${repeat(
              shifts,
              ({ shift }) => shift,
              (shift) => shiftItem(planner, roster, shift, actions),
            )}
          </ul>`,
    )}
    ${planner.weeks < MOST_WEEKS
      ? html`<p><button class="button" type="button" @click=${() => actions.show(Math.min(MOST_WEEKS, planner.weeks * 2))}>${t("roster.more")}</button></p>`
      : nothing}
  </section>`;
}

/** The shifts by the day on which they begin. @param {Roster} roster */
function byDay({ shifts, zone }) {
  /** @type {Map<string, Shift[]>} */
  const days = new Map();
  for (const shift of shifts) {
    const day = dateOf(shift.begins, zone);
    days.set(day, [...(days.get(day) ?? []), shift]);
  }
  return [...days];
}
