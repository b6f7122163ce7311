/** Where somebody stands among those who wait, and why that grew. Pure. */

/** @import { SeekerView } from "../shared/shapes.js" */

/** @typedef {"urgent" | "handed_over" | "earlier"} Grew who goes before them: somebody in danger, somebody who had a counsellor, or whose turn was earlier all along */
/**
 * The place as last told, also while none is known for the moment; `grew` until it falls again.
 * @typedef {{ place: number, grew: Grew | null }} Standing
 */

/**
 * Where they stand after this view; null when they do not wait, or were told no place yet.
 * @param {Standing | null} before @param {SeekerView} view @returns {Standing | null}
 */
export function stood(before, { phase, place, behind }) {
  if (phase !== "waiting") return null;
  if (place === null || place === before?.place) return before;
  if (before === null || place < before.place) return { place, grew: null };
  return { place, grew: behind === "urgent" || behind === "handed_over" ? behind : "earlier" };
}
