/** Everybody with an account, in a plain table. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { refusedWords } from "../staff/refused_view.js";
import { mentor, roles, skills, standing, vog } from "./words.js";

/** @import { Person } from "./person.js" */
/** @import { People } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {People} people @param {Actions} actions */
export function list(people, actions) {
  return html`<section aria-labelledby="people-title">
    <h1 id="people-title" tabindex="-1">${t("people.list.title")}</h1>
    <p role="status">${people.done === "act" ? t("people.done.act") : nothing}</p>
    ${people.forbidden ? html`<p class="notice">${t("people.refused.forbidden")}</p>` : nothing}
    ${people.stale && !people.forbidden
      ? html`<div class="notice danger">
          <p>${people.people === null ? refusedWords("no_answer", 0) : t("people.list.stale")}</p>
          <button class="button" type="button" @click=${actions.look}>${t("people.list.again")}</button>
        </div>`
      : nothing}
    ${people.people === null ? (people.stale ? nothing : html`<p class="late" role="status">${t("people.list.loading")}</p>`) : table(people, people.people, actions)}
  </section>`;
}

/** @param {People} people @param {readonly Person[]} known @param {Actions} actions */
function table({ account }, known, actions) {
  const alone = known.length === 1 && known[0]?.id === account?.id;
  // A browser that lays the rows out as blocks would forget that they are a table.
  return html`${alone || known.length === 0 ? html`<p>${t("people.list.empty")}</p>` : nothing}
    <table class="table" role="table" aria-labelledby="people-title">
      <thead role="rowgroup">
        <tr role="row">
          ${heads().map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${known.map((person) => row(person, known, actions))}
      </tbody>
    </table>`;
}

const heads = () => [
  t("people.column.name"),
  t("people.column.roles"),
  t("people.column.languages"),
  t("people.column.skills"),
  t("people.column.vog"),
  t("people.column.capacity"),
  t("people.column.mentor"),
  t("people.column.factors"),
  t("people.column.state"),
];

/** @param {Person} person @param {readonly Person[]} known @param {Actions} actions */
function row(person, known, actions) {
  const cells = [
    roles(person),
    person.languages.join(", "),
    skills(person),
    vog(person),
    String(person.capacity),
    mentor(person, known),
    person.factors === 0 ? t("people.none") : String(person.factors),
    standing(person),
  ];
  const labels = heads().slice(1);
  return html`<tr role="row" class=${person.state === "disabled" ? "gone" : ""} data-person=${person.name}>
    <th role="rowheader" scope="row">
      <button class="button" type="button" @click=${() => actions.to("person", person)}>${person.name}</button>
    </th>
    ${cells.map((cell, index) => html`<td role="cell" data-label=${labels[index] ?? ""}>${cell}</td>`)}
  </tr>`;
}
