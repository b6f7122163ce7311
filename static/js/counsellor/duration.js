/** How long something lasts, in words of the page's language. */

import { t } from "../shared/i18n.js";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Short enough for a list: "20 s", "4 min", "1 u 5 min". @param {number} ms */
export function brief(ms) {
  if (ms < MINUTE_MS) return t("desk.time.seconds", { count: Math.floor(ms / SECOND_MS) });
  if (ms < HOUR_MS) return t("desk.time.minutes", { count: Math.floor(ms / MINUTE_MS) });
  return t("desk.time.hours", { hours: Math.floor(ms / HOUR_MS), minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS) });
}

/** Whole minutes. @param {number} ms */
export const minutes = (ms) => Math.floor(ms / MINUTE_MS);

/** Seconds that remain, begun ones counted. @param {number} ms */
export const secondsLeft = (ms) => Math.max(0, Math.ceil(ms / SECOND_MS));
