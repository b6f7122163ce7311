/** The fields of an account's facts, the same for somebody new and for somebody who is there. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { refusedWords } from "../staff/refused_view.js";
import { mentors } from "./person.js";

/** @import { Role } from "../staff/roles.js" */
/** @import { Facts } from "./office.js" */
/** @import { Person } from "./person.js" */
/** @import { Form, People } from "./state.js" */

/** Which field a refusal is about; the others are about the whole form. @type {Record<string, string>} */
const FIELD = {
  ...{ name_invalid: "name", name_taken: "name", role_missing: "roles", roles_apart: "roles", language_invalid: "languages" },
  ...{ capacity_invalid: "capacity", skill_invalid: "skills", mentor_invalid: "mentor", vog_invalid: "valid_until" },
};

/** What is wrong with this field of this form, in words. @param {People} people @param {Form} form @param {string | null} field null: with all of it */
export function fault({ refused, seconds, form: sent }, form, field) {
  if (refused === null || sent !== form || (FIELD[refused] ?? null) !== field) return nothing;
  return field === null
    ? html`<p class="notice danger" role="alert">${refusedWords(refused, seconds)}</p>`
    : html`<p class="fault" role="alert" id="fault-${field}">${refusedWords(refused, seconds)}</p>`;
}

/** The last words of a form: what became of it, and the button. @param {People} people @param {Form} form @param {string} words */
export function send(people, form, words) {
  const sending = people.sending && people.form === form;
  return html`${fault(people, form, null)}
    <p class="buttons"><button class="button main" type="submit" aria-disabled=${sending}>${sending ? t("people.sending") : words}</button></p>
    <p role="status">${people.done === form ? t("people.done.form") : nothing}</p>`;
}

/** @param {People} people @param {Form} form @param {readonly Role[]} given @param {readonly Role[]} held */
export function roleFields(people, form, given, held) {
  return html`<fieldset class="choices">
    <legend>${t("people.column.roles")}</legend>
    ${given.map(
      (role) => html`<label class="choice"><input type="checkbox" name="roles" value=${role} ?checked=${held.includes(role)} /> ${t(`people.role.${role}`)}</label>`,
    )}
    ${fault(people, form, "roles")}
  </fieldset>`;
}

/** @param {People} people @param {Form} form @param {Person | null} person null: somebody new */
export function factFields(people, form, person) {
  const known = person?.skills ?? [];
  const lines = [...known, ...Array.from({ length: people.rows }, () => ({ skill: "", until: null }))];
  return html`<label for="languages">${t("people.column.languages")}</label>
    <input id="languages" name="languages" value=${(person?.languages ?? ["nl"]).join(", ")} autocapitalize="none" spellcheck="false" autocomplete="off" required aria-describedby="languages-hint" />
    <p class="hint" id="languages-hint">${t("people.languages_hint")}</p>
    ${fault(people, form, "languages")}
    <label for="capacity">${t("people.capacity")}</label>
    <select id="capacity" name="capacity">
      ${[1, 2, 3].map((count) => html`<option value=${count} ?selected=${count === (person?.capacity ?? 1)}>${count}</option>`)}
    </select>
    ${fault(people, form, "capacity")}
    ${person === null || person.roles.includes("trainee") ? mentorField(people, form, person) : nothing}
    <label class="choice"><input type="checkbox" name="leads" ?checked=${person?.leads ?? false} /> ${t("people.leads")}</label>
    <fieldset class="choices skills">
      <legend>${t("people.column.skills")}</legend>
      <p class="hint">${t("people.skills_hint")}</p>
      ${lines.map(
        ({ skill, until }, index) => html`<div class="skill">
          <label for="skill-${index}">${t("people.skill", { number: index + 1 })}</label>
          <input id="skill-${index}" name="skill" value=${skill} autocapitalize="none" spellcheck="false" autocomplete="off" />
          <label for="until-${index}">${t("people.until", { number: index + 1 })}</label>
          <input id="until-${index}" name="until" type="date" value=${until ?? ""} />
        </div>`,
      )}
      ${fault(people, form, "skills")}
    </fieldset>`;
}

/** Only who still learns has a mentor. @param {People} people @param {Form} form @param {Person | null} person */
function mentorField(people, form, person) {
  return html`<label for="mentor">${t("people.mentor")}</label>
    <select id="mentor" name="mentor">
      <option value="">${t("people.no_mentor")}</option>
      ${mentors(people.people ?? [], person?.id ?? null).map((one) => html`<option value=${one.id} ?selected=${one.id === person?.mentor}>${one.name}</option>`)}
    </select>
    ${fault(people, form, "mentor")}`;
}

/** What was typed in those fields. @param {FormData} typed @returns {Facts} */
export function facts(typed) {
  const until = typed.getAll("until").map(String);
  const skills = typed.getAll("skill").map((skill, index) => ({ skill: String(skill).trim().toLowerCase(), until: until[index] || null }));
  return {
    languages: String(typed.get("languages")).toLowerCase().split(",").map((one) => one.trim()).filter((one) => one !== ""),
    capacity: Number(typed.get("capacity")),
    leads: typed.get("leads") !== null,
    skills: skills.filter(({ skill }) => skill !== ""),
    mentor: String(typed.get("mentor") ?? "") || null,
  };
}

/** The form that was sent, for *use*; nothing else happens to the page. @param {(typed: FormData) => void} use */
export const sent = (use) => (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  if (event.target instanceof HTMLFormElement) use(new FormData(event.target));
};
