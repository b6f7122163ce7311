/** The form with which a scheduler makes new shifts. */

import { t } from "../shared/i18n.js";
import { html, live } from "../shared/vendor.js";
import { PLAN, planOf, shownIn } from "./drafts.js";
import { staffing, typedIn } from "./staffing_view.js";
import { dateOf } from "./times_view.js";
import { verdict } from "./verdict_view.js";

/** @import { Roster } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** What was typed stays until they are made. @param {Planner} planner @param {Roster} roster @param {Actions} actions */
export function planForm(planner, roster, actions) {
  const typed = planner.drafts[PLAN]?.typed ?? {};
  const today = dateOf(roster.now, roster.zone);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    actions.plan(planOf(typedIn(event)));
  };
  /** @param {Event} event */
  const input = (event) => actions.typed(PLAN, null, typedIn(event));
  const field = (/** @type {string} */ name) => live(typed[name] ?? "");
  return html`<section class="plan" aria-labelledby="plan">
    <h2 id="plan" tabindex="-1">${t("roster.plan.title")}</h2>
    <form class="plan-form" @submit=${submit} @input=${input}>
      <p class="field">
        <label for="plan-first">${t("roster.plan.first")}</label>
        <input id="plan-first" name="first" type="date" min=${today} max="9999-12-31" .value=${field("first")} required />
      </p>
      <p class="field">
        <label for="plan-begins">${t("roster.plan.begins")}</label>
        <input id="plan-begins" name="begins" type="time" .value=${field("begins")} required />
      </p>
      <p class="field">
        <label for="plan-ends">${t("roster.plan.ends")}</label>
        <input id="plan-ends" name="ends" type="time" aria-describedby="plan-ends-hint" .value=${field("ends")} required />
        <span class="hint" id="plan-ends-hint">${t("roster.plan.ends_hint")}</span>
      </p>
      ${staffing("plan", shownIn(planner.drafts, PLAN))}
      <p class="field">
        <label for="plan-until">${t("roster.plan.until")}</label>
        <input id="plan-until" name="until" type="date" min=${today} max="9999-12-31" aria-describedby="plan-until-hint" .value=${field("until")} />
        <span class="hint" id="plan-until-hint">${t("roster.plan.until_hint")}</span>
      </p>
      ${verdict(planner, null, ["plan"])}
      <p><button class="button main" type="submit" aria-disabled=${planner.asked !== null}>${t("roster.plan.make")}</button></p>
    </form>
  </section>`;
}
