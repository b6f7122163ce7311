/** The list of keys, behind `?`. */

import { t } from "../shared/i18n.js";
import { html } from "../shared/vendor.js";
import { LETTERS } from "./shortcuts.js";

/** What opens the list. @param {() => void} open */
export const shortcutsButton = (open) =>
  html`<button class="button plain shortcuts-button" type="button" aria-haspopup="dialog" @click=${open}>${t("desk.shortcuts.open")}</button>`;

/** Shown by main.js; the browser itself closes it with Escape and gives the focus back. */
export function shortcutsList() {
  return html`<dialog class="shortcuts" id="shortcuts" aria-labelledby="shortcuts-title">
    <h2 class="pane-title" id="shortcuts-title">${t("desk.shortcuts.title")}</h2>
    <dl class="shortcuts-keys">
      ${one(html`<kbd>${t("desk.shortcuts.alt")}</kbd> + <kbd>1</kbd> … <kbd>9</kbd>`, "talk")}
      ${LETTERS.map(([letter, place]) => one(html`<kbd>${t("desk.shortcuts.alt")}</kbd> + <kbd>${letter}</kbd>`, place))}
      ${one(html`<kbd>?</kbd>`, "help")}
    </dl>
    <p class="quiet">${t("desk.shortcuts.field_keys")}</p>
    <form method="dialog"><button class="button main" type="submit">${t("desk.shortcuts.close")}</button></form>
  </dialog>`;
}

/** @param {unknown} keys @param {string} place */
const one = (keys, place) =>
  html`<div class="shortcuts-key"><dt>${keys}</dt><dd>${t(`desk.shortcuts.${place}`)}</dd></div>`;
