/** Days and times of the roster, as the clocks of the line show them, wherever somebody looks. */

import { language, t } from "../shared/i18n.js";

/** @typedef {{ begins: number, ends: number }} When */

const MIDDAY = "T12:00:00Z";

/** @param {number} at seconds @param {string} zone @param {Intl.DateTimeFormatOptions} options @param {string} [locale] */
const shown = (at, zone, options, locale = language() === "nl" ? "nl-NL" : "en-GB") =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(new Date(at * 1000));

/** The date as 2026-11-30: what a form holds, and what tells one day from another. @param {number} at @param {string} zone */
export const dateOf = (at, zone) => shown(at, zone, { year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA");

/** The day on which it ends; what ends at midnight ends on its own. @param {When} when @param {string} zone */
export const lastDayOf = ({ ends }, zone) => dateOf(ends - 1, zone);

/** @param {number} at @param {string} zone */
export const dayWords = (at, zone) => shown(at, zone, { weekday: "long", day: "numeric", month: "long" });

/** The same of a date as 2026-11-30. @param {string} date */
export const dateWords = (date) => dayWords(Date.parse(date + MIDDAY) / 1000, "UTC");

/** @param {number} at @param {string} zone */
export const clock = (at, zone) => shown(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Whether it ends on the day on which it begins, on the next, or later. @param {When} when @param {string} zone @returns {"same" | "next" | "later"} */
export function endsOn(when, zone) {
  const begins = Date.parse(dateOf(when.begins, zone) + MIDDAY);
  const days = Math.round((Date.parse(lastDayOf(when, zone) + MIDDAY) - begins) / 86_400_000);
  if (days === 0) return "same";
  return days === 1 ? "next" : "later";
}

/** From when until when; with the day of its end where that is another. @param {When} when @param {string} zone */
export function timesWords(when, zone) {
  const from = clock(when.begins, zone);
  const until = clock(when.ends, zone);
  switch (endsOn(when, zone)) {
    case "same":
      return t("roster.times", { from, until });
    case "next":
      return t("roster.times_past_midnight", { from, until, day: shown(when.ends, zone, { weekday: "long" }) });
    case "later":
      return t("roster.times_later", { from, until, day: dayWords(when.ends, zone) });
  }
}

/** The same with the day. @param {When} when @param {string} zone */
export const whenWords = (when, zone) => t("roster.when", { day: dayWords(when.begins, zone), times: timesWords(when, zone) });
