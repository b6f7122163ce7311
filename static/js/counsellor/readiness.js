/** What a counsellor's device has to be able to do before a shift, and what is known of each. Pure. */

/**
 * `sound`: a tone was played, or the browser plays none. `notices`: whether notifications are allowed; `missing` where the browser has none.
 * `line` is how long the server took to answer, in milliseconds; `clock` by how much this device's clock is ahead of the server's, in
 * milliseconds, negative when it is behind. Both are null while that is being asked, and "none" when nobody answered.
 * @typedef {{
 *   sound: "untried" | "played" | "silent", notices: "default" | "granted" | "denied" | "missing",
 *   line: number | "none" | null, clock: number | "none" | null,
 * }} Readiness
 */

/** A line slower than this lets words come late. */
const SLOW_MS = 1_500;
/** A code to sign in with is good for half a minute, and a little beside it. */
const WRONG_MS = 30_000;
const MINUTE_MS = 60_000;

/** Nothing has been tried. @param {Readiness["notices"]} notices @returns {Readiness} */
export const untried = (notices) => ({ sound: "untried", notices, line: null, clock: null });

/** How the line is, in a word. @param {Readiness} readiness @returns {"asking" | "none" | "slow" | "good"} */
export function lineState({ line }) {
  if (line === null) return "asking";
  if (line === "none") return "none";
  return line > SLOW_MS ? "slow" : "good";
}

/** How the clock is, in a word. @param {Readiness} readiness @returns {"asking" | "unknown" | "ahead" | "behind" | "good"} */
export function clockState({ clock }) {
  if (clock === null) return "asking";
  if (clock === "none") return "unknown";
  if (Math.abs(clock) < WRONG_MS) return "good";
  return clock > 0 ? "ahead" : "behind";
}

/** By how many minutes the clock is wrong, at least one. @param {Readiness} readiness */
export const clockMinutes = ({ clock }) => (typeof clock === "number" ? Math.max(1, Math.round(Math.abs(clock) / MINUTE_MS)) : 0);

/**
 * What an answer of the server says of the line and of the clock.
 * @param {number} asked when it was asked, and @param {number} answered when it came, by this device's clock
 * @param {number} told what the server's clock said, to the second; NaN where it said nothing that can be read
 * @returns {Pick<Readiness, "line" | "clock">}
 */
export function measured(asked, answered, told) {
  const line = answered - asked;
  // It said so somewhere between, of a second that was cut off.
  return { line, clock: Number.isNaN(told) ? "none" : asked + line / 2 - (told + 500) };
}
