/** What somebody new finds at the door, and how it is said. Pure. */

/** @import { Band, Door, Language, Time } from "./shapes.js" */

/**
 * What the page says of the door: the key of a sentence and its values, in order; and whether one can begin.
 * @typedef {{ key: string, values: Record<string, string> }} Sentence
 * @typedef {{ sentences: Sentence[], canBegin: boolean }} Notice
 */

/** @param {Door} door @param {Language} language @param {number} now in milliseconds @returns {Notice} */
export function notice(door, language, now) {
  const sentences = [sentence(door, language, now)];
  const canBegin = door.state === "open" || door.state === "queue";
  if (canBegin && !door.languages.includes(language) && door.languages.length > 0) {
    return { sentences: [say("door.other_language")], canBegin };
  }
  return { sentences, canBegin };
}

/**
 * When it opens, in words: the time alone on the same day, with the day before it on another.
 * @param {Time} time @param {Language} language @param {number} now
 */
export function timeOfDay({ at, zone }, language, now) {
  const moment = new Date(at * 1000);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const isToday = day.format(moment) === day.format(new Date(now));
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const words = new Intl.DateTimeFormat(language === "nl" ? "nl-NL" : "en-GB", isToday ? clock : { weekday: "long", ...clock });
  return words.format(moment);
}

/** @param {Door} door @param {Language} language @param {number} now @returns {Sentence} */
function sentence(door, language, now) {
  if (door.state === "queue" && door.band !== null) return lasting(door.band, "door.queue_band", "door.queue_short", "door.queue_long");
  if (door.state !== "closed") return say(`door.${door.state}`);
  if (door.because !== "hours") return say(`door.closed.${door.because}`);
  return door.opens === null ? say("door.closed.hours") : say("door.closed.until", { time: timeOfDay(door.opens, language, now) });
}

/**
 * How long most waits are: between two figures, less than one, or more than one.
 * @param {Band} band @param {string} between @param {string} less @param {string} more @returns {Sentence}
 */
export function lasting({ low, high }, between, less, more) {
  if (high === null) return say(more, { low: String(low) });
  return low === 0 ? say(less, { high: String(high) }) : say(between, { low: String(low), high: String(high) });
}

/** @param {string} key @param {Record<string, string>} [values] @returns {Sentence} */
const say = (key, values = {}) => ({ key, values });
