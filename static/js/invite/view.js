/** The page of an invitation as a function of its state: one step at a time. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { codesList } from "../staff/codes_view.js";
import { deviceChoice, deviceForm } from "../staff/device_view.js";
import { holdsSeat, seesBoard } from "../staff/door.js";
import { languageLink } from "../staff/frame.js";
import { refusedNotice, refusedWords } from "../staff/refused_view.js";
import { stepOf } from "./state.js";

/** @import { CodesActions } from "../staff/codes_view.js" */
/** @import { DeviceActions } from "../staff/device_view.js" */
/** @import { Invite } from "./state.js" */

/**
 * @typedef {DeviceActions & CodesActions & {
 *   speakOther: () => void, begin: () => void, choose: (password: string) => void, later: () => void,
 * }} Actions
 */

/** How long a password is. */
const LEAST = 15;
const MOST = 128;

/** @param {Invite} invite @param {boolean} copied @param {Actions} actions */
export function page(invite, copied, actions) {
  const at = stepOf(invite);
  return html`<header class="desk-bar">${languageLink(actions.speakOther)}</header>
    <main class="steps">
      ${at === null ? nothing : html`<p class="step-of">${t("invite.step", { step: at.step, steps: at.steps })}</p>`} ${step(invite, copied, actions)}
    </main>`;
}

/** @param {Invite} invite @param {boolean} copied @param {Actions} actions */
function step(invite, copied, actions) {
  switch (invite.screen) {
    case "starting":
      return html`<h1 class="only-read" tabindex="-1">${t("invite.heading")}</h1>
        <p class="late" role="status">${invite.refused === null ? t("desk.starting") : refusedWords(invite.refused, invite.seconds)}</p>`;
    case "missing":
    case "gone":
      return html`${title(t(`invite.${invite.screen}.title`))}
        <p>${t(`invite.${invite.screen}.says`)}</p>`;
    case "welcome":
      return welcome(invite, actions);
    case "password":
      return password(invite, actions);
    case "device":
      return html`${title(t(`invite.device.title.${invite.device.kind ?? "none"}`), "device-title")}
      ${invite.device.kind === null ? html`<p>${t("invite.device.says")}</p>` : nothing}
      ${device(invite, actions)}`;
    case "codes":
      return html`${title(t("codes.title"))} ${codesList(invite.recovery, invite.name, copied, actions)}`;
    case "second":
      return html`${title(t("invite.second.title"), "device-title")}
        <p>${t("invite.second.says")}</p>
        ${invite.device.app === null ? refusedNotice(invite.device.refused, invite.device.seconds) : device(invite, actions)}
        <p><button class="button plain" type="button" @click=${actions.later}>${t("invite.second.later")}</button></p>
        <p class="hint">${t("invite.second.why")}</p>`;
    case "done":
      return done(invite);
  }
}

/** @param {string} words @param {string} [id] */
const title = (words, id = "step-title") => html`<h1 id=${id} tabindex="-1">${words}</h1>`;

/** @param {Invite} invite @param {Actions} actions */
function welcome({ name, anew }, actions) {
  return html`${title(t(anew ? "invite.welcome.title_anew" : "invite.welcome.title", { name }))}
    <p>${t(anew ? "invite.welcome.says_anew" : "invite.welcome.says")}</p>
    <ol class="steps-list">
      <li>${t("invite.welcome.password")}</li>
      <li>${t("invite.welcome.device")}</li>
      <li>${t("invite.welcome.codes")}</li>
    </ol>
    <p>${t("invite.welcome.not_you", { name })}</p>
    <p><button class="button main big" type="button" @click=${actions.begin}>${t("invite.welcome.begin")}</button></p>`;
}

/** @param {Invite} invite @param {Actions} actions */
function password({ name, refused, seconds, sending }, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || sending) return;
    actions.choose(String(new FormData(event.target).get("password")));
  };
  /** @param {Event} event */
  const show = ({ target }) => {
    const field = document.querySelector("#password");
    if (field instanceof HTMLInputElement && target instanceof HTMLInputElement) field.type = target.checked ? "text" : "password";
  };
  return html`${title(t("invite.password.title"))}
    <form class="form" method="post" @submit=${submit}>
      <input hidden name="name" autocomplete="username" .value=${name} readonly />
      <p id="password-rules">${t("invite.password.rules", { least: LEAST, most: MOST })}</p>
      <label for="password">${t("invite.password.label")}</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        aria-describedby="password-rules password-refused"
        aria-invalid=${refused !== null}
        required
      />
      <p role="alert" class="fault" id="password-refused">${refused === null ? nothing : refusedWords(refused, seconds)}</p>
      <label class="choice"><input type="checkbox" @change=${show} /> ${t("invite.password.show")}</label>
      <p class="buttons"><button class="button main" type="submit" aria-disabled=${sending}>${sending ? t("invite.checking") : t("invite.next")}</button></p>
    </form>`;
}

/** @param {Invite} invite @param {Actions} actions */
function device({ device: one }, actions) {
  return one.kind === null ? deviceChoice(one, actions) : deviceForm(one, one.kind, actions);
}

/** @param {Invite} invite */
function done({ account, added }) {
  return html`${title(t("invite.done.title", { name: account?.name ?? "" }))}
    <p>${t(added ? "invite.done.says_added" : "invite.done.says")}</p>
    ${holdsSeat(account) ? html`<p><a class="button main" href="/desk">${t("board.other_role.leads")}</a></p>` : nothing}
    ${seesBoard(account) ? html`<p><a class="button main" href="/board">${t("desk.other_role.leads")}</a></p>` : nothing}
    <p><a class="button" href="/people">${t("desk.account.link")}</a></p>`;
}
