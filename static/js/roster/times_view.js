/** Days and times of the roster, as the clocks of the line show them, wherever somebody looks. */

import { language, t } from "../shared/i18n.js";

/** @param {number} at seconds @param {string} zone @param {Intl.DateTimeFormatOptions} options @param {string} [locale] */
const shown = (at, zone, options, locale = language() === "nl" ? "nl-NL" : "en-GB") =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(at * 1000));

/** The date as 2026-11-30: what a form holds, and what tells one day from another. @param {number} at @param {string} zone */
export const dateOf = (at, zone) => shown(at, zone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");

/** @param {number} at @param {string} zone */
export const dayWords = (at, zone) => shown(at, zone, { weekday: "long", day: "numeric", month: "long" });

/** @param {number} at @param {string} zone */
export const clock = (at, zone) => shown(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** From when until when; with the day of its end where that is another. @param {{ begins: number, ends: number }} when @param {string} zone */
export function timesWords({ begins, ends }, zone) {
  const from = clock(begins, zone);
  const until = clock(ends, zone);
  // What ends at midnight ends on its own day.
  if (dateOf(begins, zone) === dateOf(ends - 1, zone)) return t("roster.times", { from, until });
  return t("roster.times_past_midnight", { from, until, day: shown(ends, zone, { weekday: "long" }) });
}

/** The same with the day. @param {{ begins: number, ends: number }} when @param {string} zone */
export const whenWords = (when, zone) => t("roster.when", { day: dayWords(when.begins, zone), times: timesWords(when, zone) });
