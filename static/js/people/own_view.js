/** One's own account: what one signs in with, what was tried under one's name, and the recovery codes. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { codesList } from "../staff/codes_view.js";
import { deviceChoice, deviceForm } from "../staff/device_view.js";
import { refusedNotice } from "../staff/refused_view.js";
import { day } from "./words.js";

/** @import { Factor, Own } from "./own_state.js" */
/** @import { People } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @param {People} people @param {Actions} actions */
export function ownAccount({ own, account, copied }, actions) {
  if (own.codes.length > 0) {
    return html`<section class="narrow">
      <h1 id="codes-title" tabindex="-1">${t("codes.title")}</h1>
      ${codesList(own.codes, account?.name ?? "", copied, actions)}
    </section>`;
  }
  if (own.adding) return html`<section class="narrow">${adding(own, actions)}</section>`;
  const failed = account?.failed ?? 0;
  return html`<section class="narrow" aria-labelledby="own-title">
    <h1 id="own-title" tabindex="-1">${t("people.own.title", { name: account?.name ?? "" })}</h1>
    <p class=${failed > 0 ? "notice danger" : ""}>${failed > 0 ? t("people.own.failed", { count: failed }) : t("people.own.none_failed")}</p>
    <h2>${t("people.own.devices")}</h2>
    ${again(own, actions)} ${own.factors === null ? loading(own) : devices(own, own.factors, actions)}
    <h2>${t("people.own.codes")}</h2>
    <p>${t("people.own.codes_left", { count: own.left })}</p>
    ${own.asking === "codes"
      ? question(t("people.own.codes_says"), t("people.own.codes_yes"), actions.renewCodes, actions)
      : html`<p><button class="button" type="button" @click=${() => actions.askOwn("codes")}>${t("people.own.codes_new")}</button></p>`}
  </section>`;
}

/** @param {Own} own */
const loading = ({ refused }) => (refused === null ? html`<p class="late" role="status">${t("people.list.loading")}</p>` : nothing);

/** @param {Own} own @param {readonly Factor[]} factors @param {Actions} actions */
function devices({ asking }, factors, actions) {
  return html`${factors.length < 2 ? html`<p>${t("people.own.only_one")}</p>` : nothing}
    <ul class="rows" role="list">
      ${factors.map((factor) =>
        asking !== null && asking !== "codes" && asking.remove === factor.id
          ? html`<li>${question(t("people.own.remove_says", { device: called(factor) }), t("people.own.remove_yes"), () => actions.removeDevice(factor.id), actions)}</li>`
          : html`<li class="row">
              <span>${t("people.own.device", { device: called(factor), date: day(factor.added_on) })}</span>
              <button class="button" type="button" aria-label=${t("people.own.remove_of", { device: called(factor) })} @click=${() => actions.askOwn({ remove: factor.id })}>
                ${t("people.own.remove")}
              </button>
            </li>`,
      )}
    </ul>
    <p><button class="button main" type="button" @click=${() => actions.addDevice(true)}>${t("people.own.add")}</button></p>`;
}

/** @param {Factor} factor */
const called = ({ kind, label }) => (label === "" ? t(`people.own.kind.${kind}`) : t("people.own.labelled", { label, kind: t(`people.own.kind.${kind}`) }));

/** @param {Own} own @param {Actions} actions */
function adding({ device, refused, seconds }, actions) {
  return html`<h1 id="device-title" tabindex="-1">${t("people.own.add")}</h1>
    ${device.refused === "sign_in_again" ? signInAgain(actions) : nothing}
    ${device.app === null
      ? html`${device.refused === "sign_in_again" ? nothing : refusedNotice(device.refused ?? refused, seconds)}`
      : device.kind === null
        ? deviceChoice(device, actions)
        : deviceForm(device, device.kind, actions)}
    <p><button class="button" type="button" @click=${() => actions.addDevice(false)}>${t("people.own.back")}</button></p>`;
}

/** @param {Own} own @param {Actions} actions */
const again = ({ refused, seconds }, actions) => html`<div role="alert">${refused === "sign_in_again" ? signInAgain(actions) : refusedNotice(refused, seconds)}</div>`;

/** @param {Actions} actions */
function signInAgain(actions) {
  return html`<div class="notice">
    <p>${t("people.refused.sign_in_again")}</p>
    <button class="button" type="button" @click=${actions.again}>${t("people.own.sign_in_again")}</button>
  </div>`;
}

/** @param {string} says @param {string} yes @param {() => void} act @param {Actions} actions */
function question(says, yes, act, actions) {
  return html`<div class="notice" role="group" aria-labelledby="own-says" tabindex="-1" data-question>
    <p id="own-says">${says}</p>
    <p class="buttons">
      <button class="button main" type="button" @click=${act}>${yes}</button>
      <button class="button" type="button" @click=${() => actions.askOwn(null)}>${t("people.act_no")}</button>
    </p>
  </div>`;
}
