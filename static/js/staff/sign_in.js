/** Signing in, the same on every staff page: first the name and the password, then what only this person has. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { holdsSeat, seesBoard } from "./door.js";

/** @import { Entry, Method } from "./door.js" */
/** @import { Account } from "./session.js" */

/**
 * What can be done at the door.
 * @typedef {{
 *   signIn: (name: string, password: string) => void, choose: (method: Method | null) => void,
 *   showCode: (method: "totp" | "recovery", code: string) => void, showPasskey: () => void,
 * }} Entering
 */

/**
 * What was typed stays in the fields; a refusal does not say which of the two was wrong.
 * @param {Entry} entry @param {boolean} keeps typed text waits behind this form @param {Entering} entering
 */
export function signInForm(entry, keeps, entering) {
  const { sending, method } = entry;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target);
    entering.signIn(String(typed.get("name")), String(typed.get("password")));
  };
  // Hidden while the second step is asked for: whoever comes back finds what was typed.
  return html`<form class="sign-in" method="post" ?hidden=${method !== null} @submit=${submit}>
      <h1 class="sign-in-title">${t("desk.sign_in.title")}</h1>
      <div role="alert" class="sign-in-refused">
        ${method === null ? refusal(entry) : nothing} ${keeps ? html`<p>${t("desk.sign_in.keeps")}</p>` : nothing}
      </div>
      <label class="sign-in-label" for="sign-in-name">${t("desk.sign_in.name")}</label>
      <input id="sign-in-name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required />
      <label class="sign-in-label" for="sign-in-password">${t("desk.sign_in.password")}</label>
      <input id="sign-in-password" name="password" type="password" autocomplete="current-password" required />
      ${submitButton(sending, t("desk.sign_in.button"), "sign-in-button")}
    </form>
    ${method === null ? nothing : secondForm(entry, method, entering)}`;
}

/** @param {Entry} entry @param {Method} method @param {Entering} entering */
function secondForm(entry, method, entering) {
  const { sending, methods } = entry;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    if (method === "passkey") entering.showPasskey();
    else entering.showCode(method, String(new FormData(event.target).get("code")));
  };
  return html`<form class="sign-in" method="post" @submit=${submit}>
    <h1 class="sign-in-title">${t("desk.sign_in.second")}</h1>
    <div role="alert" class="sign-in-refused">${refusal(entry)}</div>
    <p>${t(`desk.sign_in.asks.${method}`)}</p>
    ${method === "passkey" ? submitButton(sending, t("desk.sign_in.passkey"), "second-passkey") : code(sending, method)}
    <div class="sign-in-else">
      ${methods
        .filter((other) => other !== method)
        .map((other) => html`<button class="button plain" type="button" @click=${() => entering.choose(other)}>${t(`desk.sign_in.use.${other}`)}</button>`)}
      <button class="button plain" type="button" @click=${() => entering.choose(null)}>${t("desk.sign_in.back")}</button>
    </div>
  </form>`;
}

/** One field for each kind of code, so that what was typed for the one is not sent as the other. @param {boolean} sending @param {"totp" | "recovery"} method */
function code(sending, method) {
  const field =
    method === "totp"
      ? html`<input id="second-code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required />`
      : html`<input id="second-code" name="code" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="40" required />`;
  return html`<label class="sign-in-label" for="second-code">${t(`desk.sign_in.code.${method}`)}</label>
    ${field} ${submitButton(sending, t("desk.sign_in.button"), "second-button")}`;
}

/** @param {boolean} sending @param {string} words @param {string} id */
function submitButton(sending, words, id) {
  return html`<button class="button main big" id=${id} type="submit" aria-disabled=${sending}>${sending ? t("desk.sign_in.sending") : words}</button>`;
}

/** @param {Entry} entry */
function refusal({ refused, seconds }) {
  if (refused === null) return nothing;
  const words = refused === "slow_down" ? t("desk.sign_in.slow_down", { count: seconds }) : t(`desk.sign_in.refused.${refused}`);
  return html`<p class="notice" id="sign-in-refused">${words}</p>`;
}

/** The account is for another page. @param {string} says @param {Account | null} account @param {() => void} signOut */
export function otherRole(says, account, signOut) {
  return html`<section class="sign-in">
    <h1 class="sign-in-title" tabindex="-1">${t("desk.other_role.title")}</h1>
    <p>${says}</p>
    ${holdsSeat(account) ? html`<p><a class="button main" href="/desk">${t("board.other_role.leads")}</a></p>` : nothing}
    ${seesBoard(account) ? html`<p><a class="button main" href="/board">${t("desk.other_role.leads")}</a></p>` : nothing}
    <p><a class="button" href="/people">${t("desk.account.link")}</a></p>
    <p><button class="button" type="button" @click=${signOut}>${t("desk.sign_out")}</button></p>
  </section>`;
}

/** Their role has a place at the desk, and they may not take it yet. @param {"vog_missing" | "vog_expired"} why @param {Account | null} account @param {() => void} signOut */
export function barred(why, account, signOut) {
  return html`<section class="sign-in" data-barred=${why}>
    <h1 class="sign-in-title" tabindex="-1">${t("desk.barred.title")}</h1>
    <p>${t(`desk.barred.${why}`)}</p>
    ${seesBoard(account) ? html`<p><a class="button main" href="/board">${t("desk.other_role.leads")}</a></p>` : nothing}
    <p><a class="button" href="/people">${t("desk.account.link")}</a></p>
    <p><button class="button" type="button" @click=${signOut}>${t("desk.sign_out")}</button></p>
  </section>`;
}
