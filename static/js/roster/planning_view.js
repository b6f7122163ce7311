/** What a scheduler does with one shift: put people on it and take them off, change whom it needs, and cancel it. */

import { t } from "../shared/i18n.js";
import { html, live, nothing, repeat } from "../shared/vendor.js";
import { adjustmentOf, assignmentOf, formOf, shownIn } from "./drafts.js";
import { hasRoom, mayCome } from "./shapes.js";
import { askedOf } from "./state.js";
import { staffing, typedIn } from "./staffing_view.js";
import { lastDayOf, whenWords } from "./times_view.js";
import { question, verdict } from "./verdict_view.js";

/** @import { Deed, Person, Place, Post, Roster, Shift } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** What somebody who plans looks at. @typedef {{ planner: Planner, roster: Roster, shift: Shift, actions: Actions, when: string }} Looking */

/** @type {Post[]} */
const POSTS = ["counsellor", "lead"];

/** All of it behind one button. @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
export function planningOf(planner, roster, shift, actions) {
  const when = whenWords(shift, roster.zone);
  const looking = { planner, roster, shift, actions, when };
  return html`<details class="planning">
    <summary class="button" aria-label="${t("roster.change")}, ${when}">${t("roster.change")}</summary>
    <div class="pieces">${people(looking)} ${needs(looking)} ${cancelling(looking)}</div>
  </details>`;
}

/** Who is on it: put somebody on it, in a free place or in that of somebody else, or take somebody off. @param {Looking} looking */
function people({ planner, roster, shift, actions, when }) {
  const form = formOf("assign", shift.shift);
  const typed = planner.drafts[form]?.typed ?? {};
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const deed = /** @type {const} */ ({ act: "assign", body: assignmentOf(typedIn(event)) });
    // Somebody loses a place only when that is meant.
    if (deed.body.leaver === null) actions.ask(shift.shift, deed);
    else actions.askFirst({ shift: shift.shift, deed });
  };
  const others = roster.people.filter(({ volunteer }) => shift.places.every((place) => place.volunteer !== volunteer));
  const barred = others.some((person) => !mayCome(person, lastDayOf(shift, roster.zone)));
  const place = typed["place"] ?? (hasRoom(shift, "counsellor") ? "counsellor" : "");
  return html`<section class="piece">
    <h5>${t("roster.assign.title")}</h5>
    ${repeat(
      shift.places,
      ({ volunteer }) => volunteer,
      (one) => taking({ planner, roster, shift, actions, when }, one),
    )}
    <form class="plan-form" @submit=${submit} @input=${(/** @type {Event} */ event) => actions.typed(form, shift.shift, typedIn(event))}>
      <p class="field">
        <label for="who-${shift.shift}">${t("roster.assign.who")}</label>
        <select id="who-${shift.shift}" name="volunteer" aria-describedby=${barred ? `who-hint-${shift.shift}` : nothing} required>
          <option value="" .selected=${live(!typed["volunteer"])}>${t("roster.assign.choose")}</option>
          ${repeat(
            others,
            ({ volunteer }) => volunteer,
            (person) => option(person, shift, roster.zone, typed["volunteer"] === person.volunteer),
          )}
        </select>
        ${barred ? html`<span class="hint" id="who-hint-${shift.shift}">${t("roster.assign.cannot_hint")}</span>` : nothing}
      </p>
      <p class="field">
        <label for="place-${shift.shift}">${t("roster.assign.place")}</label>
        <select id="place-${shift.shift}" name="place" required>
          <option value="" .selected=${live(place === "")}>${t("roster.assign.choose_place")}</option>
          ${repeat(
            [...POSTS.filter((post) => hasRoom(shift, post)), ...shift.places],
            (one) => (typeof one === "string" ? one : one.volunteer),
            (one) =>
              typeof one === "string"
                ? html`<option value=${one} .selected=${live(place === one)}>${t(`roster.assign.free.${one}`)}</option>`
                : html`<option value="${one.post} ${one.volunteer}" .selected=${live(place === `${one.post} ${one.volunteer}`)}>
                    ${t("roster.assign.instead", { name: one.name })}
                  </option>`,
          )}
        </select>
      </p>
      <p><button class="button" type="submit" data-asks="assign" aria-label="${t("roster.assign.do")}, ${when}" aria-disabled=${planner.asked !== null}>${t("roster.assign.do")}</button></p>
    </form>
    ${replacing({ planner, roster, shift, actions, when })} ${verdict(planner, shift.shift, ["assign", "take-off"])}
  </section>`;
}

/** Who cannot come then is there, so that nobody looks for them in vain. @param {Person} person @param {Shift} shift @param {string} zone @param {boolean} chosen */
function option(person, shift, zone, chosen) {
  const { volunteer, name, posts } = person;
  const may = mayCome(person, lastDayOf(shift, zone));
  const words = posts.includes("counsellor") ? name : t("roster.name_leads", { name });
  return html`<option value=${volunteer} ?disabled=${!may} .selected=${live(chosen)}>${may ? words : t("roster.assign.cannot", { name: words })}</option>`;
}

/** Asked once more before somebody loses their place to somebody else. @param {Looking} looking */
function replacing(looking) {
  const { planner, roster, shift, when } = looking;
  const deed = askedOf(planner, shift.shift, "assign");
  if (deed === null) return nothing;
  const name = roster.people.find(({ volunteer }) => volunteer === deed.body.volunteer)?.name ?? "";
  const leaver = shift.places.find(({ volunteer }) => volunteer === deed.body.leaver)?.name ?? "";
  return sure(looking, deed, t("roster.assign.sure", { name, leaver, when }), t("roster.assign.yes", { name }));
}

/** @param {Looking} looking @param {Place} place */
function taking(looking, { name, volunteer }) {
  const { planner, shift, actions, when } = looking;
  const deed = /** @type {const} */ ({ act: "take-off", body: { volunteer } });
  if (askedOf(planner, shift.shift, "take-off")?.body.volunteer === volunteer) {
    return sure(looking, deed, t("roster.take_off_sure", { name, when }), t("roster.take_off_yes", { name }));
  }
  const words = t("roster.take_off", { name });
  return html`<p>
    <button
      class="button"
      type="button"
      data-asks="take-off ${volunteer}"
      aria-label="${words}, ${when}"
      @click=${() => actions.askFirst({ shift: shift.shift, deed })}
    >
      ${words}
    </button>
  </p>`;
}

/** Whom it needs. @param {Looking} looking */
function needs({ planner, shift, actions, when }) {
  const form = formOf("adjust", shift.shift);
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    actions.ask(shift.shift, { act: "adjust", body: adjustmentOf(planner.drafts, shift) });
  };
  const { refused } = planner;
  const other = refused?.shift === shift.shift && refused.code === "shift_changed";
  return html`<section class="piece">
    <h5>${t("roster.adjust_title")}</h5>
    <form class="plan-form" @submit=${submit} @input=${(/** @type {Event} */ event) => actions.typed(form, shift.shift, typedIn(event))}>
      ${staffing(shift.shift, shownIn(planner.drafts, form, shift))} ${verdict(planner, shift.shift, ["adjust"])}
      ${other ? html`<p>${t("roster.adjust_now", { minimum: shift.minimum, most: shift.most })}</p>` : nothing}
      <p><button class="button" type="submit" aria-label="${t("roster.adjust")}, ${when}" aria-disabled=${planner.asked !== null}>${t("roster.adjust")}</button></p>
    </form>
  </section>`;
}

/** @param {Looking} looking */
function cancelling(looking) {
  const { planner, shift, actions, when } = looking;
  const deed = /** @type {const} */ ({ act: "cancel", body: {} });
  const asked = askedOf(planner, shift.shift, "cancel") !== null;
  return html`<section class="piece">
    <h5>${t("roster.cancel_title")}</h5>
    ${asked
      ? sure(looking, deed, t("roster.cancel_sure", { when, count: shift.places.length }), t("roster.cancel_yes"))
      : html`<p>
          <button
            class="button"
            type="button"
            data-asks="cancel"
            aria-label="${t("roster.cancel")}, ${when}"
            @click=${() => actions.askFirst({ shift: shift.shift, deed })}
          >
            ${t("roster.cancel")}
          </button>
        </p>`}
    ${verdict(planner, shift.shift, ["cancel"])}
  </section>`;
}

/** @param {Looking} looking @param {Deed} deed @param {string} ask @param {string} yes */
function sure({ planner, shift, actions, when }, deed, ask, yes) {
  return question({
    ...{ ask, yes, no: t("roster.no"), when, key: `${deed.act}-${shift.shift}`, waits: planner.asked !== null },
    does: () => actions.ask(shift.shift, deed),
    leaves: () => actions.askFirst(null),
  });
}
