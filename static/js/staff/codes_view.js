/** Ten recovery codes, the only time that they are shown. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @typedef {{ print: () => void, copy: () => void, kept: () => void }} CodesActions */

/** @param {readonly string[]} codes @param {string} name of whose they are: on paper nothing else says it @param {boolean} copied @param {CodesActions} actions */
export function codesList(codes, name, copied, actions) {
  return html`<p>${t("codes.says")}</p>
    <p>${t("codes.once")}</p>
    <ol class="codes" aria-label=${t("codes.of", { name })}>
      ${codes.map((code) => html`<li>${code}</li>`)}
    </ol>
    <p class="buttons no-print">
      <button class="button" type="button" @click=${actions.print}>${t("codes.print")}</button>
      <button class="button" type="button" @click=${actions.copy}>${t("codes.copy")}</button>
    </p>
    <p role="status">${copied ? t("codes.copied") : nothing}</p>
    <p class="no-print"><button class="button main big" type="button" @click=${actions.kept}>${t("codes.kept")}</button></p>`;
}
