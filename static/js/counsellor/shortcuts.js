/** The keys of the counsellor's page. Each goes with Alt, so that none stands in the way of typing. Pure. */

/** @typedef {"waits" | "offer" | "field" | "risk" | "cards" | "list" | "status" | "ask_help" | "call" | "team" | "relief"} Place where a key leads */
/** @typedef {{ to: Place } | { to: "talk", number: number } | { to: "help" }} Shortcut */
/**
 * What of a keydown counts. `code` is where the key lies, not what it writes: with Alt some keyboards write other letters.
 * @typedef {{ key: string, code: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean, repeat: boolean }} Pressed
 */

/** The letter for each place; the list behind `?` shows them in this order. @type {readonly (readonly [string, Place])[]} */
export const LETTERS = [
  ["W", "waits"],
  ["O", "offer"],
  ["B", "field"],
  ["G", "risk"],
  ["K", "cards"],
  ["L", "list"],
  ["S", "status"],
  ["H", "ask_help"],
  ["C", "call"],
  ["T", "team"],
  ["N", "relief"],
];

/**
 * Where this key leads; null for any other.
 * @param {Pressed} pressed @param {boolean} writing whether it would be written into a field
 * @returns {Shortcut | null}
 */
export function shortcut({ key, code, altKey, ctrlKey, metaKey, repeat }, writing) {
  // With Ctrl beside it, Alt is how Windows tells of AltGr, which writes letters.
  if (ctrlKey || metaKey || repeat) return null;
  if (!altKey) return key === "?" && !writing ? { to: "help" } : null;
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (number !== undefined) return { to: "talk", number: Number(number) };
  const found = LETTERS.find(([letter]) => code === `Key${letter}`);
  return found === undefined ? null : { to: found[1] };
}
