/** One person with an account: what is known of them, and what can be changed. */

import { t } from "../shared/i18n.js";
import { html, keyed, nothing } from "../shared/vendor.js";
import { ROLES } from "../staff/roles.js";
import { factFields, facts, fault, roleFields, send, sent } from "./facts_view.js";
import { actsOn } from "./person.js";
import { current } from "./state.js";
import { mentor, roles, skills, standing, vog, whoSaw } from "./words.js";

/** @import { Act, Person } from "./person.js" */
/** @import { People } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {People} people @param {Actions} actions */
export function personPage(people, actions) {
  const person = current(people);
  const { opened, account } = people;
  if (person === null || opened === null || account === null) return nothing;
  const self = person.id === account.id;
  return html`<section aria-labelledby="people-title">
    <h1 id="people-title" tabindex="-1">${person.name}</h1>
    <dl class="facts">
      ${fact("roles", roles(person))} ${fact("languages", person.languages.join(", "))} ${fact("skills", skills(person))} ${fact("vog", vog(person))}
      ${fact("capacity", String(person.capacity))} ${fact("mentor", mentor(person, people.people ?? []))} ${fact("factors", String(person.factors))}
      ${fact("state", standing(person))}
    </dl>
    ${access(people, person, actsOn(person, account), actions)}
    ${keyed(
      opened.id,
      html`<h2>${t("people.facts.title")}</h2>
        <form class="form" method="post" novalidate @submit=${sent((typed) => actions.change(person, "facts", facts(typed)))}>
          ${factFields(people, "facts", opened)}
          <p><button class="button" type="button" @click=${actions.row}>${t("people.more_skills")}</button></p>
          ${send(people, "facts", t("people.save"))}
        </form>
        ${self ? nothing : certificate(people, person, opened, actions)}
        ${account.may.includes("change_roles") ? roleForm(people, person, opened, actions) : nothing}`,
    )}
  </section>`;
}

/** @param {"roles" | "languages" | "skills" | "vog" | "capacity" | "mentor" | "factors" | "state"} column @param {string} value */
const fact = (column, value) => html`<dt>${t(`people.column.${column}`)}</dt><dd>${value}</dd>`;

/** @param {People} people @param {Person} person @param {Person} opened @param {Actions} actions */
function certificate(people, person, { vog: seen }, actions) {
  const submit = sent((typed) => actions.change(person, "vog", { seen_on: String(typed.get("seen_on")), valid_until: String(typed.get("valid_until")) }));
  return html`<h2>${t("people.vog.title")}</h2>
    <p class="narrow">${t("people.vog.says")}</p>
    ${seen === null ? nothing : html`<p>${whoSaw(seen)}</p>`}
    <form class="form" method="post" novalidate @submit=${submit}>
      <label for="seen_on">${t("people.vog.seen_on")}</label>
      <input id="seen_on" name="seen_on" type="date" value=${seen?.seen_on ?? ""} required />
      <label for="valid_until">${t("people.vog.valid_until")}</label>
      <input id="valid_until" name="valid_until" type="date" value=${seen?.valid_until ?? ""} required />
      ${fault(people, "vog", "valid_until")} ${send(people, "vog", t("people.vog.button"))}
    </form>`;
}

/** @param {People} people @param {Person} person @param {Person} opened @param {Actions} actions */
function roleForm(people, person, opened, actions) {
  return html`<h2>${t("people.roles.title")}</h2>
    <p class="narrow">${t("people.roles.says", { name: person.name })}</p>
    <form class="form" method="post" @submit=${sent((typed) => actions.change(person, "roles", { roles: typed.getAll("roles").map(String) }))}>
      ${roleFields(people, "roles", ROLES, opened.roles)} ${send(people, "roles", t("people.save"))}
    </form>`;
}

/** What can be done about the account: each says what will happen, and asks once. @param {People} people @param {Person} person @param {Act[]} acts @param {Actions} actions */
function access(people, person, acts, actions) {
  const { name } = person;
  const { asking } = people;
  return html`<div class="access">
    ${person.reset_asked_by !== null ? html`<p class="notice">${t("people.reset.waits", { name, by: person.reset_asked_by })}</p>` : nothing}
    ${asking === null
      ? html`<p class="buttons">
          ${acts.map((act) => html`<button class="button" type="button" data-act=${act} @click=${() => actions.ask(act)}>${t(`people.act.${act}`)}</button>`)}
        </p>`
      : html`<div class="notice" role="group" aria-labelledby="act-says" tabindex="-1" data-question>
          <p id="act-says">${t(`people.act_says.${asking}`, { name })}</p>
          <p class="buttons">
            <button class="button main" type="button" @click=${() => actions.act(person, asking)}>${people.sending ? t("people.sending") : t(`people.act_yes.${asking}`)}</button>
            <button class="button" type="button" @click=${() => actions.ask(null)}>${t("people.act_no")}</button>
          </p>
        </div>`}
    ${fault(people, "act", null)}
    <p role="status">${people.done === "act" ? t("people.done.act") : nothing}</p>
  </div>`;
}
