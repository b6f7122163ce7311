/** What a scheduler does: make shifts, change and cancel them, and put people on them. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { refusedWords } from "./notes_view.js";
import { hasRoom } from "./shapes.js";
import { isAsked } from "./state.js";
import { dateOf, whenWords } from "./times_view.js";

/** @import { Note, Person, Place, Post, Roster, Shift, Staffing } from "./shapes.js" */
/** @import { Planner } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @type {Note[]} */
const NOTES = ["briefing", "busy", "training"];
/** @type {Post[]} */
const POSTS = ["counsellor", "lead"];
const MOST = 20;

/** The form for new shifts; what was typed stays until they are made. @param {Planner} planner @param {Roster} roster @param {Actions} actions */
export function planForm(planner, roster, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target);
    const text = (/** @type {string} */ name) => String(typed.get(name) ?? "");
    actions.plan(event.target, {
      first: text("first"),
      until: text("until") || null,
      begins: text("begins"),
      ends: text("ends"),
      ...staffingOf(typed),
    });
  };
  const refused = planner.refused?.act === "plan" ? planner.refused.code : null;
  return html`<section class="plan" aria-labelledby="plan">
    <h2 id="plan" tabindex="-1">${t("roster.plan.title")}</h2>
    <form class="plan-form" @submit=${submit}>
      <p class="field">
        <label for="plan-first">${t("roster.plan.first")}</label>
        <input id="plan-first" name="first" type="date" min=${dateOf(roster.now, roster.zone)} required />
      </p>
      <p class="field">
        <label for="plan-begins">${t("roster.plan.begins")}</label>
        <input id="plan-begins" name="begins" type="time" required />
      </p>
      <p class="field">
        <label for="plan-ends">${t("roster.plan.ends")}</label>
        <input id="plan-ends" name="ends" type="time" aria-describedby="plan-ends-hint" required />
        <span class="hint" id="plan-ends-hint">${t("roster.plan.ends_hint")}</span>
      </p>
      ${staffing("plan", null)}
      <p class="field">
        <label for="plan-until">${t("roster.plan.until")}</label>
        <input id="plan-until" name="until" type="date" aria-describedby="plan-until-hint" />
        <span class="hint" id="plan-until-hint">${t("roster.plan.until_hint")}</span>
      </p>
      ${refused === null ? nothing : html`<p class="notice danger" role="alert">${refusedWords(refused)}</p>`}
      <p><button class="button main" type="submit" aria-disabled=${planner.asked !== null}>${t("roster.plan.make")}</button></p>
    </form>
  </section>`;
}

/** What a scheduler can do with one shift, behind a button of its own. @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
export function planningOf(planner, roster, shift, actions) {
  const when = whenWords(shift, roster.zone);
  return html`<details class="planning">
    <summary class="button" aria-label="${t("roster.change")}, ${when}">${t("roster.change")}</summary>
    ${assigning(planner, roster, shift, actions)} ${adjusting(planner, shift, actions)}
    ${isAsked(planner, shift.shift, "cancel")
      ? html`<div class="notice" role="group" aria-labelledby="cancel-${shift.shift}" tabindex="-1" data-question>
          <p id="cancel-${shift.shift}">${t("roster.cancel_sure", { when, count: shift.places.length })}</p>
          <p class="buttons">
            <button class="button" type="button" @click=${() => actions.ask(shift.shift, { act: "cancel", body: {} })}>${t("roster.cancel_yes")}</button>
            <button class="button" type="button" @click=${() => actions.askFirst(null)}>${t("roster.no")}</button>
          </p>
        </div>`
      : html`<p>
          <button class="button" type="button" @click=${() => actions.askFirst({ shift: shift.shift, act: "cancel" })}>${t("roster.cancel")}</button>
        </p>`}
  </details>`;
}

/** Whom it needs. @param {Planner} planner @param {Shift} shift @param {Actions} actions */
function adjusting(planner, shift, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    actions.ask(shift.shift, { act: "adjust", body: staffingOf(new FormData(event.target)) });
  };
  return html`<form class="plan-form" @submit=${submit}>
    ${staffing(shift.shift, shift)}
    <p><button class="button" type="submit" aria-disabled=${planner.asked !== null}>${t("roster.adjust")}</button></p>
  </form>`;
}

/** Who is on it: put somebody on it, in a free place or in that of somebody else, or take somebody off. */
/** @param {Planner} planner @param {Roster} roster @param {Shift} shift @param {Actions} actions */
function assigning(planner, roster, shift, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target);
    const [post = "", leaver = ""] = String(typed.get("place")).split(" ");
    actions.ask(shift.shift, {
      act: "assign",
      body: { volunteer: String(typed.get("volunteer")), post: /** @type {Post} */ (post), leaver: leaver || null },
    });
  };
  const free = POSTS.filter((post) => hasRoom(shift, post));
  const others = roster.people.filter(({ volunteer }) => shift.places.every((place) => place.volunteer !== volunteer));
  return html`${shift.places.map((place) => taking(planner, shift, place, actions))}
    <form class="plan-form" @submit=${submit}>
      <p class="field">
        <label for="who-${shift.shift}">${t("roster.assign.who")}</label>
        <select id="who-${shift.shift}" name="volunteer" required>
          <option value="" selected>${t("roster.assign.choose")}</option>
          ${others.map((person) => html`<option value=${person.volunteer}>${personWords(person)}</option>`)}
        </select>
      </p>
      <p class="field">
        <label for="place-${shift.shift}">${t("roster.assign.place")}</label>
        <select id="place-${shift.shift}" name="place" required>
          ${free.map((post) => html`<option value=${post}>${t(`roster.assign.free.${post}`)}</option>`)}
          ${shift.places.map((place) => html`<option value="${place.post} ${place.volunteer}">${t("roster.assign.instead", { name: place.name })}</option>`)}
        </select>
      </p>
      <p><button class="button" type="submit" aria-disabled=${planner.asked !== null}>${t("roster.assign.do")}</button></p>
    </form>`;
}

/** @param {Person} person */
const personWords = ({ name, posts }) => (posts.includes("counsellor") ? name : t("roster.name_leads", { name }));

/** @param {Planner} planner @param {Shift} shift @param {Place} place @param {Actions} actions */
function taking(planner, shift, { name, volunteer }, actions) {
  return html`<p>
    <button
      class="button"
      type="button"
      aria-disabled=${planner.asked !== null}
      @click=${() => actions.ask(shift.shift, { act: "take-off", body: { volunteer } })}
    >
      ${t("roster.take_off", { name })}
    </button>
  </p>`;
}

/** The fields for whom a shift needs. @param {string} id @param {Staffing | null} now null: a new one */
function staffing(id, now) {
  return html`<p class="field">
      <label for="minimum-${id}">${t("roster.plan.minimum")}</label>
      <input id="minimum-${id}" name="minimum" type="number" inputmode="numeric" min="1" max=${MOST} value=${now?.minimum ?? 2} required />
    </p>
    <p class="field">
      <label for="most-${id}">${t("roster.plan.most")}</label>
      <input id="most-${id}" name="most" type="number" inputmode="numeric" min="1" max=${MOST} value=${now?.most ?? 4} required />
    </p>
    <p class="field">
      <label class="choice"><input name="led" type="checkbox" ?checked=${now?.led ?? true} /> ${t("roster.plan.led")}</label>
    </p>
    <p class="field">
      <label for="note-${id}">${t("roster.plan.note")}</label>
      <select id="note-${id}" name="note">
        <option value="" ?selected=${(now?.note ?? null) === null}>${t("roster.plan.no_note")}</option>
        ${NOTES.map((note) => html`<option value=${note} ?selected=${now?.note === note}>${t(`roster.note.${note}`)}</option>`)}
      </select>
    </p>`;
}

/** @param {FormData} typed @returns {Staffing} */
function staffingOf(typed) {
  return {
    minimum: Number(typed.get("minimum")),
    most: Number(typed.get("most")),
    led: typed.get("led") !== null,
    note: String(typed.get("note") ?? "") || null,
  };
}
