/** The roster as the server tells it: docs of volunteers/roster_shape.py, in JavaScript. Moments are seconds since 1970. Pure. */

/** @typedef {"counsellor" | "lead"} Post */
/** @typedef {"briefing" | "busy" | "training"} Note */
/** @typedef {{ volunteer: string, name: string, post: Post, offered: boolean }} Place */
/** `lacks`: how many counsellors too few; `short`: and it is soon. */
/**
 * @typedef {{
 *   shift: string, begins: number, ends: number, minimum: number, most: number, led: boolean, note: Note | null,
 *   cancelled: boolean, lacks: number, lacks_lead: boolean, short: boolean, places: Place[],
 * }} Shift
 */
/** @typedef {{ begins: number, ends: number, here: number, led: boolean, answered: boolean }} Gap */
/** @typedef {{ until: number, needed: number, gaps: Gap[], outside: { begins: number, ends: number }[] }} Agreement */
/** @typedef {{ volunteer: string, name: string, posts: Post[] }} Person */
/**
 * `me` is who asks, `posts` what they can be on a shift for; `people` is empty for who does not plan.
 * @typedef {{
 *   now: number, zone: string, me: string, posts: Post[], plans: boolean, present: Place[], shifts: Shift[],
 *   agreement: Agreement, people: Person[],
 * }} Roster
 */
/** Whom a shift needs. @typedef {{ minimum: number, most: number, led: boolean, note: string | null }} Staffing */
/** @typedef {Staffing & { first: string, until: string | null, begins: string, ends: string }} Plan */

/** What a colleague does with one shift, and what goes along. */
/**
 * @typedef {{ act: "sign-up", body: { post: Post } } | { act: "sign-off" | "offer" | "hold" | "cancel", body: {} }
 *   | { act: "take", body: { giver: string } } | { act: "adjust", body: Staffing }
 *   | { act: "assign", body: { volunteer: string, post: Post, leaver: string | null } } | { act: "take-off", body: { volunteer: string } }} Deed
 */

/** The roster in an answer; null when it is none. @param {unknown} read @returns {Roster | null} */
export function rosterOf(read) {
  if (typeof read !== "object" || read === null) return null;
  const found = /** @type {Partial<Roster>} */ (read);
  const lists = [found.posts, found.present, found.shifts, found.people, found.agreement?.gaps, found.agreement?.outside];
  const whole = typeof found.now === "number" && typeof found.zone === "string" && lists.every((list) => Array.isArray(list));
  return whole ? /** @type {Roster} */ (found) : null;
}

/** The place of this person on a shift. @param {Shift} shift @param {string} volunteer */
export const placeOf = (shift, volunteer) => shift.places.find((place) => place.volunteer === volunteer) ?? null;

/** Whether a place of this kind is free. @param {Shift} shift @param {Post} post */
export function hasRoom(shift, post) {
  const taken = shift.places.filter((place) => place.post === post).length;
  return taken < (post === "lead" ? Number(shift.led) : shift.most);
}
