/** The form with which staff sign in, the same on both pages. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { Entry } from "./door.js" */

/**
 * What was typed stays in the fields; a refusal does not say which of the two was wrong.
 * @param {Entry} entry @param {boolean} keeps typed text waits behind this form
 * @param {(name: string, password: string) => void} signIn
 */
export function signInForm({ sending, refused }, keeps, signIn) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target);
    signIn(String(typed.get("name")), String(typed.get("password")));
  };
  return html`<form class="sign-in" method="post" @submit=${submit}>
    <h1 class="sign-in-title">${t("desk.sign_in.title")}</h1>
    <div role="alert" class="sign-in-refused">
      ${refused === null ? nothing : html`<p class="notice" id="sign-in-refused">${t(`desk.sign_in.refused.${refused}`)}</p>`}
      ${keeps ? html`<p>${t("desk.sign_in.keeps")}</p>` : nothing}
    </div>
    <label class="sign-in-label" for="sign-in-name">${t("desk.sign_in.name")}</label>
    <input id="sign-in-name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required />
    <label class="sign-in-label" for="sign-in-password">${t("desk.sign_in.password")}</label>
    <input id="sign-in-password" name="password" type="password" autocomplete="current-password" required />
    <button class="button main big" type="submit" aria-disabled=${sending}>
      ${sending ? t("desk.sign_in.sending") : t("desk.sign_in.button")}
    </button>
  </form>`;
}

/** The account is for the other page. @param {{ says: string, href: string | null, leads: string }} words @param {() => void} signOut */
export function otherRole({ says, href, leads }, signOut) {
  return html`<section class="sign-in">
    <h1 class="sign-in-title" tabindex="-1">${t("desk.other_role.title")}</h1>
    <p>${says}</p>
    ${href === null ? nothing : html`<p><a class="button main" href=${href}>${leads}</a></p>`}
    <p><button class="button" type="button" @click=${signOut}>${t("desk.sign_out")}</button></p>
  </section>`;
}
