/** What calls the counsellor to the page, and for how long. Pure. */

/** @import { Desk } from "./state.js" */

/**
 * What waits for an answer that only this counsellor can give now; null when nothing does. As long as it is the same, it is called for again and again.
 * @param {Desk} desk @returns {string | null}
 */
export function calledFor(desk) {
  if (desk.screen !== "desk" || !desk.fresh || desk.seat === null) return null;
  const { offer, calls } = desk.seat;
  // Between the press and the conversation the card still stands.
  if (offer !== null && desk.accepting !== offer.conversation) return `offer ${offer.conversation}`;
  const asked = calls.find(({ helper }) => helper === null);
  return asked === undefined ? null : `call ${asked.circle}`;
}
