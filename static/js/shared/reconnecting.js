/** When to try again to connect: soon at first, then less often, at random so that not everybody comes back at once. */

const FIRST_MINUTE_MS = 60_000;
const CLOSE_TRIES_MS = 2_000;
const FAR_TRIES_MS = 15_000;
const DOUBLES_EVERY_MS = 30_000;

/** How long to wait for the next try. @param {number} lostForMs @param {number} chance from 0 up to 1 */
export function pauseBefore(lostForMs, chance) {
  if (lostForMs < FIRST_MINUTE_MS) return CLOSE_TRIES_MS * chance;
  const longest = Math.min(FAR_TRIES_MS, CLOSE_TRIES_MS * 2 ** ((lostForMs - FIRST_MINUTE_MS) / DOUBLES_EVERY_MS));
  return longest / 2 + (longest / 2) * chance;
}
