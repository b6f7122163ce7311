/** What the page says of times, offers and conversations, in its language. */

import { t } from "../shared/i18n.js";

/** @import { Offer } from "../shared/shapes.js" */
/** @import { Talk } from "./talk.js" */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Short enough for a list: "20 s", "4 min", "1 u 5 min". @param {number} lasted in ms; below 0 when the clock was set back */
export function brief(lasted) {
  const ms = Math.max(0, lasted);
  if (ms < MINUTE_MS) return t("desk.time.seconds", { count: Math.floor(ms / SECOND_MS) });
  if (ms < HOUR_MS) return t("desk.time.minutes", { count: Math.floor(ms / MINUTE_MS) });
  return t("desk.time.hours", { hours: Math.floor(ms / HOUR_MS), minutes: Math.floor((ms % HOUR_MS) / MINUTE_MS) });
}

/** Minutes that remain, begun ones counted. @param {number} ms */
export const minutesLeft = (ms) => Math.max(1, Math.ceil(ms / MINUTE_MS));

/** Seconds that remain, begun ones counted. @param {number} ms */
export const secondsLeft = (ms) => Math.max(0, Math.ceil(ms / SECOND_MS));

/** All a counsellor learns before accepting. @param {Offer} offer @param {number} since when it was told so, in ms */
export function offerWords(offer, since) {
  const count = Math.floor((offer.waited_ms + since) / MINUTE_MS);
  const values = { count, language: t(`desk.language.${offer.language}`) };
  // Whoever had or has somebody did not just come.
  if (offer.why === "handed_over" || offer.why === "passed_on") return count === 0 ? t("desk.offer.needed_now", values) : t("desk.offer.needed", values);
  return count === 0 ? t("desk.offer.waited_short", values) : t("desk.offer.waited", values);
}

/** @param {Talk} talk @param {number} now */
function onHoldWords({ awayMs, toldAt }, now) {
  return awayMs === null ? t("desk.seeker.on_hold") : t("desk.seeker.on_hold_away", { time: brief(awayMs + now - toldAt) });
}

/**
 * How it stands with the young person, in a few words.
 * @param {Talk} talk @param {number} now @param {boolean} told whether this page would have heard of a change
 */
export function stateWords(talk, now, told) {
  switch (talk.standing) {
    case "talking":
      if (!told) return t("desk.seeker.unknown");
      if (talk.onHold) return onHoldWords(talk, now);
      if (talk.awayMs === null) return t("desk.seeker.here");
      return t("desk.seeker.away", { time: brief(talk.awayMs + now - talk.toldAt) });
    case "ended":
      return t(`desk.ended.brief.${talk.reason ?? "unknown"}`);
    case "taken":
      return t("desk.taken.brief");
  }
}

/** That colleagues are asked to take a conversation over, and with which skills. @param {readonly string[]} skills */
export function passWords(skills) {
  return skills.length === 0 ? t("desk.pass.asks") : t("desk.pass.asks_for", { skills: skills.map(skillWords).join(", ") });
}

/** The one skill that Luister knows itself has words; the others are the line's own. @param {string} skill */
export const skillWords = (skill) => (skill === "friend" ? t("desk.pass.friend") : skill.replaceAll("_", " "));

/** Whether somebody is to come, as far as this page knows. @param {Talk} talk */
export const wantsHelp = (talk) => talk.wantsHelp ?? talk.help !== null;

/** What became of asking for help. @param {Talk} talk */
export function helpWords({ help, backup }) {
  // The server does not know yet.
  if (help === null) return t("desk.help.asking");
  if (help.helper !== null) return t("desk.help.comes", { name: help.helper });
  const says = t(`desk.help.reach.${help.reach}`);
  return help.reach === "nobody" && backup === null ? `${says} ${t("desk.help.no_backup")}` : says;
}
