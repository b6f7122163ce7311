/** Why something did not work, in words. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { wordsOf } from "./refusals.js";

/** @param {string} code @param {number} seconds how long nothing is tried */
export const refusedWords = (code, seconds) => (code === "slow_down" ? t("desk.sign_in.slow_down", { count: seconds }) : t(`people.refused.${wordsOf(code)}`));

/** @param {string | null} code null: nothing is wrong @param {number} seconds */
export const refusedNotice = (code, seconds) => (code === null ? nothing : html`<p class="notice danger">${refusedWords(code, seconds)}</p>`);
