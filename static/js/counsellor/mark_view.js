/** The word that tells practice from the real thing. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @param {boolean} rehearsed whether `luister rehearse` plays the young person */
export const mark = (rehearsed) => (rehearsed ? html`<span class="rehearsed">${t("desk.rehearsed")}</span> ` : nothing);
