/** The roster as the server tells it: docs of volunteers/web/roster_shape.py, in JavaScript. Moments are seconds since 1970. Pure. */

/** @typedef {"counsellor" | "lead"} Post */
/** @typedef {"briefing" | "busy" | "training"} Note */
/** @typedef {{ volunteer: string, name: string, post: Post, offered: boolean }} Place */
/** `version` is another after every change; `lacks`: how many counsellors too few; `short`: and it is soon. */
/**
 * @typedef {{
 *   shift: string, version: number, begins: number, ends: number, minimum: number, most: number, led: boolean, note: Note | null,
 *   cancelled: boolean, lacks: number, lacks_lead: boolean, short: boolean, places: Place[],
 * }} Shift
 */
/** @typedef {{ begins: number, ends: number, here: number, led: boolean, answered: boolean }} Gap */
/** Compared up to the midnight `until`; `open`: whether the line is open at all until then. */
/** @typedef {{ until: number, needed: number, open: boolean, gaps: Gap[], outside: { begins: number, ends: number }[] }} Agreement */
/** `until` is the last day on which they may be on a shift; null: never. @typedef {{ volunteer: string, name: string, posts: Post[], until: string | null }} Person */
/**
 * `me` is who asks, `posts` what they can be on a shift for; `people` is empty for who does not plan.
 * @typedef {{
 *   now: number, zone: string, me: string, posts: Post[], plans: boolean, present: Place[], shifts: Shift[],
 *   agreement: Agreement, people: Person[],
 * }} Roster
 */
/** Whom a shift needs. @typedef {{ minimum: number, most: number, led: boolean, note: string | null }} Staffing */
/** `plan` tells one from another: the same asked twice is done once. */
/** @typedef {Staffing & { plan: string, first: string, until: string | null, begins: string, ends: string }} Plan */

/** What a colleague does with one shift, and what goes along. */
/**
 * @typedef {{ act: "sign-up", body: { post: Post } } | { act: "sign-off" | "offer" | "hold" | "cancel", body: {} }
 *   | { act: "take", body: { giver: string } } | { act: "adjust", body: Staffing & { version: number } }
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

/** Whether this account may be on a shift that ends on this day. @param {Person} person @param {string} lastDay */
export const mayCome = ({ until }, lastDay) => !(until === null || until < lastDay);

/** A place, and the shift it is on. @typedef {{ shift: Shift, place: Place }} Held */

/** The places of whoever looks. @param {Roster} roster @returns {Held[]} */
export const mineOf = (roster) => held(roster, ({ volunteer }) => volunteer === roster.me);

/** The places that others offer, to whoever can take them; all of them to whoever plans. @param {Roster} roster @returns {Held[]} */
export const swapsOf = (roster) =>
  held(
    roster,
    ({ offered, post, volunteer }, shift) =>
      offered && volunteer !== roster.me && (roster.plans || (roster.posts.includes(post) && placeOf(shift, roster.me) === null)),
  );

/** @param {Roster} roster @param {(place: Place, shift: Shift) => boolean} wanted @returns {Held[]} */
function held({ shifts }, wanted) {
  return shifts
    .filter(({ cancelled }) => !cancelled)
    .flatMap((shift) => shift.places.filter((place) => wanted(place, shift)).map((place) => ({ shift, place })));
}

/** Whether what is asked once more can still be. @param {Deed} deed @param {Shift | undefined} shift @param {string} me */
export function stillAsks(deed, shift, me) {
  if (shift === undefined || shift.cancelled) return false;
  const isOn = (/** @type {string} */ who) => placeOf(shift, who) !== null;
  switch (deed.act) {
    case "sign-off":
      return isOn(me);
    case "take-off":
      return isOn(deed.body.volunteer);
    case "assign":
      return !isOn(deed.body.volunteer) && (deed.body.leaver === null || isOn(deed.body.leaver));
    default:
      return true;
  }
}
