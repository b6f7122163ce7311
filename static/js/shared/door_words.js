/** What somebody new finds at the door, how long a wait is and when something is, in words. */

import { language, t } from "./i18n.js";

/** @import { Band, Door, Time } from "./shapes.js" */

/** Within this long the time alone says which day: at night "06:00" is the next morning. */
const SOON_HOURS = 12;
/** From here on the name of the day could be read as one that comes sooner. */
const WEEK_HOURS = 6 * 24;

/** Whether somebody new is let in. @param {Door} door */
export const canBegin = ({ state }) => state === "open" || state === "queue";

/** @param {Door} door @param {number} now in milliseconds */
export function doorWords(door, now) {
  if (canBegin(door) && !door.languages.includes(language()) && door.languages.length > 0) return t("door.other_language");
  if (door.state === "queue" && door.band !== null) return queueWords(door.band);
  if (door.because === "closing" && door.closes !== null) return t("door.closed.closing", { time: timeWords(door.closes, now) });
  if (door.state !== "closed") return t(`door.${door.state}`);
  if (door.because === "hours" && door.opens !== null) return t("door.closed.until", { time: timeWords(door.opens, now) });
  return t(`door.closed.${door.because ?? "order"}`);
}

/** A time of day in the line's own zone; with the day unless it is soon or today, and the date where that day comes twice before it. @param {Time} time @param {number} now */
export function timeWords({ at, zone }, now) {
  const moment = new Date(at * 1000);
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const isToday = date.format(moment) === date.format(new Date(now));
  const hours = (moment.getTime() - now) / 3_600_000;
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  /** @type {Intl.DateTimeFormatOptions} */
  const day = hours < WEEK_HOURS ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" };
  const locale = language() === "nl" ? "nl-NL" : "en-GB";
  return new Intl.DateTimeFormat(locale, isToday || hours < SOON_HOURS ? clock : { ...day, ...clock }).format(moment);
}

/** How long most waits are, for somebody who waits. @param {Band} band */
export function bandWords({ low, high }) {
  if (high === null) return t("seeker.waiting.band_long", { low });
  return low === 0 ? t("seeker.waiting.band_short", { high }) : t("seeker.waiting.band", { low, high });
}

/** The same for somebody who has not begun. @param {Band} band */
function queueWords({ low, high }) {
  if (high === null) return t("door.queue_long", { low });
  return low === 0 ? t("door.queue_short", { high }) : t("door.queue_band", { low, high });
}
