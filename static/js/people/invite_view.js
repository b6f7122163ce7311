/** Inviting somebody, and the link that comes of it: shown once, handed over by a person. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { ROLES } from "../staff/roles.js";
import { factFields, facts, fault, roleFields, send, sent } from "./facts_view.js";
import { givenBy } from "./person.js";
import { moment } from "./words.js";

/** @import { People } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {People} people @param {Actions} actions */
export function invitation(people, actions) {
  const submit = sent((typed) =>
    actions.invite({ name: String(typed.get("name")), roles: typed.getAll("roles").map(String), ...facts(typed) }),
  );
  return html`<section aria-labelledby="people-title">
    <h1 id="people-title" tabindex="-1">${t("people.invite.title")}</h1>
    <p class="narrow">${t("people.invite.says")}</p>
    <form class="form" method="post" novalidate @submit=${submit}>
      <label for="name">${t("people.column.name")}</label>
      <input id="name" name="name" autocomplete="off" required aria-describedby="name-hint" />
      <p class="hint" id="name-hint">${t("people.name_hint")}</p>
      ${fault(people, "invite", "name")} ${roleFields(people, "invite", givenBy(people.account?.may ?? [], ROLES), ["counsellor"])}
      ${factFields(people, "invite", null)}
      <p><button class="button" type="button" @click=${actions.row}>${t("people.more_skills")}</button></p>
      ${send(people, "invite", t("people.invite.button"))}
    </form>
  </section>`;
}

/** @param {People} people @param {Actions} actions */
export function made({ made: one, copied }, actions) {
  if (one === null) return nothing;
  return html`<section aria-labelledby="people-title">
    <h1 id="people-title" tabindex="-1">${t("people.made.title", { name: one.name })}</h1>
    <div class="form">
      <p>${t(one.anew ? "people.made.says_anew" : "people.made.says", { time: moment(one.until) })}</p>
      <p class="secret" id="made-link">${one.link}</p>
      <p><button class="button main" type="button" @click=${() => actions.copyLink(one.link)}>${t("people.made.copy")}</button></p>
      <p role="status">${copied ? t("people.made.copied") : nothing}</p>
      <p>${t("people.made.how", { name: one.name })}</p>
      <p><button class="button" type="button" @click=${() => actions.to("list", null)}>${t("people.made.done")}</button></p>
    </div>
  </section>`;
}
