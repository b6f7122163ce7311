/** The page of people as a function of its state. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { keepsPeople } from "../staff/door.js";
import { languageLink } from "../staff/frame.js";
import { staffLinks } from "../staff/links_view.js";
import { signInForm } from "../staff/sign_in.js";
import { invitation, made } from "./invite_view.js";
import { list } from "./list_view.js";
import { ownAccount } from "./own_view.js";
import { personPage } from "./person_view.js";

/** @import { Entering } from "../staff/sign_in.js" */
/** @import { CodesActions } from "../staff/codes_view.js" */
/** @import { DeviceActions } from "../staff/device_view.js" */
/** @import { Facts } from "./office.js" */
/** @import { Act, Person } from "./person.js" */
/** @import { Own } from "./own_state.js" */
/** @import { People, Place } from "./state.js" */

/**
 * @typedef {DeviceActions & CodesActions & {
 *   entering: Entering, signOut: () => void, speakOther: () => void, again: () => void, look: () => void,
 *   to: (place: Place, person: Person | null) => void, row: () => void, ask: (act: Act | null) => void, act: (person: Person, act: Act) => void,
 *   invite: (facts: Facts & { name: string, roles: string[] }) => void, change: (person: Person, form: "facts" | "vog" | "roles", body: object) => void,
 *   copyLink: (link: string) => void, addDevice: (adding: boolean) => void, askOwn: (asking: Own["asking"]) => void, removeDevice: (id: string) => void, renewCodes: () => void,
 * }} Actions
 */

/** @param {People} people @param {Actions} actions */
export function page(people, actions) {
  const { screen, account } = people;
  if (screen === "starting") {
    return html`<main class="aside-page">
      <h1 class="only-read" tabindex="-1">${t("people.heading")}</h1>
      <p class="late" role="status">${people.entry.refused === null ? t("desk.starting") : t("desk.no_answer")}</p>
    </main>`;
  }
  const away = screen === "sign_in";
  // Once the session is over the forms stay where they are, hidden, so that what was typed is there again.
  return html`<header class="desk-bar">
      ${away || account === null
        ? nothing
        : html`<span class="desk-name">${account.name}</span> ${staffLinks(account, "/people")}`}
      ${languageLink(actions.speakOther)}
      ${away ? nothing : html`<button class="button plain" type="button" @click=${actions.signOut}>${t("desk.sign_out")}</button>`}
    </header>
    ${away ? html`<main class="aside-page">${signInForm(people.entry, account !== null, actions.entering)}</main>` : nothing}
    ${account === null ? nothing : html`<main class="people" ?hidden=${away}>${place(people, actions)}</main>`}`;
}

/** @param {People} people @param {Actions} actions */
function place(people, actions) {
  return html`${places(people, actions)} ${people.failed ? html`<p class="notice">${t("common.language_fails")}</p>` : nothing}
  ${open(people, actions)}`;
}

/** @param {People} people @param {Actions} actions */
function open(people, actions) {
  switch (people.place) {
    case "list":
      return list(people, actions);
    case "person":
      return personPage(people, actions);
    case "invite":
      return invitation(people, actions);
    case "made":
      return made(people, actions);
    case "own":
      return ownAccount(people, actions);
  }
}

/** @param {People} people @param {Actions} actions */
function places({ place: here, account }, actions) {
  if (!keepsPeople(account)) return nothing;
  /** @param {Place} place @param {string} words */
  const button = (place, words) =>
    html`<button class="button" type="button" aria-current=${here === place ? "page" : "false"} @click=${() => actions.to(place, null)}>${words}</button>`;
  return html`<nav class="buttons no-print" aria-label=${t("people.places")}>
    ${button("list", t("people.list.title"))} ${account?.may.includes("invite") ? button("invite", t("people.invite.title")) : nothing}
    ${button("own", t("desk.account.link"))}
  </nav>`;
}
