/** Adding a second factor, the same for whoever comes with an invitation and for whoever adds a device. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { inGroups } from "./device.js";
import { refusedNotice } from "./refused_view.js";

/** @import { Device, DeviceKind } from "./device.js" */

/** @typedef {{ kind: (kind: DeviceKind | null) => void, prove: (kind: DeviceKind, label: string, code: string) => void }} DeviceActions */

/** Which of the two it shall be. @param {Device} device @param {DeviceActions} actions */
export function deviceChoice({ passkeys }, actions) {
  return html`<div class="form">
    ${passkeys
      ? html`<p>${t("device.passkey_is")}</p>
          <p><button class="button main" type="button" @click=${() => actions.kind("passkey")}>${t("device.passkey")}</button></p>`
      : html`<p class="notice">${t("device.no_passkeys")}</p>`}
    <p>${t("device.app_is")}</p>
    <p><button class="button ${passkeys ? "" : "main"}" type="button" @click=${() => actions.kind("totp")}>${t("device.app")}</button></p>
  </div>`;
}

/** @param {Device} device @param {DeviceKind} kind @param {DeviceActions} actions */
export function deviceForm(device, kind, actions) {
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || device.sending) return;
    const typed = new FormData(event.target);
    actions.prove(kind, String(typed.get("label")).trim(), String(typed.get("code") ?? ""));
  };
  return html`<form class="form" method="post" @submit=${submit}>
    ${kind === "passkey" ? html`<p>${t("device.passkey_how")}</p>` : app(device)}
    <div role="alert">${refusedNotice(device.refused, device.seconds)}</div>
    ${kind === "totp"
      ? html`<label for="device-code">${t("device.code")}</label>
          <input id="device-code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required />`
      : nothing}
    <label for="device-label">${t("device.label")}</label>
    <input id="device-label" name="label" maxlength="40" autocomplete="off" aria-describedby="device-label-hint" />
    <p class="hint" id="device-label-hint">${t("device.label_hint")}</p>
    <p class="buttons">
      <button class="button main" type="submit" aria-disabled=${device.sending}>
        ${device.sending ? t("device.proving") : t(kind === "passkey" ? "device.make" : "device.check")}
      </button>
      <button class="button" type="button" @click=${() => actions.kind(null)}>${t("device.other")}</button>
    </p>
  </form>`;
}

/** @param {Device} device */
function app({ app: found, renewed }) {
  if (found === null) return nothing;
  return html`${renewed ? html`<p class="notice" role="status">${t("device.renewed")}</p>` : nothing}
    <p>${t("device.app_how")}</p>
    <p class="secret" id="device-secret">${inGroups(found.secret)}</p>
    <p><a class="button" href=${found.uri}>${t("device.open_app")}</a></p>
    <p>${t("device.app_then")}</p>`;
}
