/** What a message body holds: an envelope of text or of a card. The server never opens it. */

/** @typedef {{ text: string } | { card: string }} Envelope */

/** The most a message may hold: characters as people count them, bytes of text, bytes of the whole body. */
export const MOST = { graphemes: 1000, bytes: 6000, body: 8192 };

const encoder = new TextEncoder();
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;

/** From this length on it is told how much room is left. */
export const TELLS_ROOM_FROM = MOST.graphemes - 100;

/** @param {string} text */
export const textBody = (text) => JSON.stringify({ text });

/** @param {string} id a directory id */
export const cardBody = (id) => JSON.stringify({ card: id });

/**
 * The envelope in a body; null for a body that is none, which draws nothing.
 * @param {string} body
 * @returns {Envelope | null}
 */
export function open(body) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  if (typeof value.text === "string") return { text: value.text };
  if (typeof value.card === "string") return { card: value.card };
  return null;
}

/**
 * How many characters as people count them: a family of emoji is one. A browser that cannot tell counts code points, which
 * are never fewer.
 * @param {string} text
 */
export function graphemes(text) {
  let count = 0;
  for (const _ of segmenter?.segment(text) ?? text) count += 1;
  return count;
}

/** How many bytes of UTF-8. @param {string} text */
export const bytes = (text) => encoder.encode(text).length;

/** Whether this text may be sent as one message. @param {string} text */
export function fits(text) {
  // A grapheme is at least one code unit, so short text needs no counting.
  const few = text.length <= MOST.graphemes || graphemes(text) <= MOST.graphemes;
  return few && bytes(text) <= MOST.bytes && bytes(textBody(text)) <= MOST.body;
}
