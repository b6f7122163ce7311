/** What changed between two values of one kind. Pure. */

/** Whether anything differs beside this one part. @template {object} T @param {T} before @param {T} after @param {keyof T} part */
export function differBeside(before, after, part) {
  const parts = /** @type {(keyof T)[]} */ (Object.keys(after));
  return parts.some((one) => one !== part && before[one] !== after[one]);
}
