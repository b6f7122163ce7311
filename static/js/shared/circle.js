/**
 * A circle of staff as this page holds it: what was said, what is still to be said, what was read. Pure, and in memory only.
 *
 * Lines are numbered through the life of a circle; those from before somebody came are nowhere on their page.
 */

import * as heldOutbox from "./outbox.js";

/** @import { Outbox } from "./outbox.js" */
/** @import { StaffLine } from "./shapes.js" */

/**
 * `held` is the number of the newest line that is known, `seen` of the newest that was in view. `problem` is the code of the last refusal. `wantsSync`: the server has to be asked.
 * @typedef {{ circle: string, lines: readonly StaffLine[], held: number, seen: number, outbox: Outbox, draft: string,
 *   problem: string | null, wantsSync: boolean }} Circle
 */
/**
 * @typedef {{ type: "said", line: StaffLine } | { type: "head", seq: number } | { type: "read", after: number, head: number, lines: StaffLine[] }
 *   | { type: "drafted", text: string } | { type: "pressed", cmid: string, body: string } | { type: "sent", cmid: string }
 *   | { type: "answered", cmid: string, seq: number } | { type: "failed", cmid: string } | { type: "refused", cmid: string, code: string, text: string }
 *   | { type: "cut_off" } | { type: "sync_wanted" } | { type: "sync_asked" } | { type: "saw" }} CircleEvent
 */

/** A circle this page hears of for the first time. @param {string} circle @param {string} [draft] @returns {Circle} */
export const begun = (circle, draft = "") => ({
  circle,
  lines: [],
  held: 0,
  seen: 0,
  outbox: heldOutbox.EMPTY,
  draft,
  problem: null,
  wantsSync: true,
});

/** @param {Circle} circle @param {CircleEvent} event @returns {Circle} */
export function apply(circle, event) {
  switch (event.type) {
    case "said":
      return said(circle, event.line);
    case "head":
      return event.seq === circle.held ? circle : { ...circle, wantsSync: true };
    case "read":
      return read(circle, event.after, event.head, event.lines);
    case "drafted":
      return { ...circle, draft: event.text };
    case "pressed":
      return { ...circle, outbox: heldOutbox.press(circle.outbox, event.cmid, event.body), draft: "", problem: null };
    case "sent":
      return { ...circle, outbox: heldOutbox.sent(circle.outbox, event.cmid) };
    case "answered":
      // The line itself comes with the others, in its place.
      return { ...without(circle, event.cmid), wantsSync: circle.wantsSync || event.seq > circle.held };
    case "failed":
      return { ...circle, outbox: heldOutbox.failed(circle.outbox, event.cmid) };
    case "refused":
      return { ...without(circle, event.cmid), draft: [event.text, circle.draft].filter((text) => text !== "").join("\n\n"), problem: event.code };
    case "cut_off":
      return { ...circle, outbox: heldOutbox.lost(circle.outbox) };
    case "sync_wanted":
      return { ...circle, wantsSync: true };
    case "sync_asked":
      return { ...circle, wantsSync: false };
    case "saw":
      return circle.seen === circle.held ? circle : { ...circle, seen: circle.held };
  }
}

/** How many lines of others were not in view yet. @param {Circle} circle @param {string | null} name who looks */
export const unread = ({ lines, seen }, name) => lines.filter((line) => line.seq > seen && line.name !== name).length;

/** @param {Circle} circle @param {StaffLine} line @returns {Circle} */
function said(circle, line) {
  if (line.seq > circle.held + 1) return { ...circle, wantsSync: true };
  if (line.seq === circle.held + 1) return { ...without(circle, line.cmid), lines: [...circle.lines, line], held: line.seq };
  const known = circle.lines.find(({ seq }) => seq === line.seq);
  // The server lost what was said, and counts anew.
  return known !== undefined && known.cmid !== line.cmid ? { ...circle, lines: [], held: 0, seen: 0, wantsSync: true } : circle;
}

/** @param {Circle} circle @param {number} after @param {number} head @param {StaffLine[]} lines @returns {Circle} */
function read(circle, after, head, lines) {
  if (head < after) return { ...circle, lines, held: head, seen: Math.min(circle.seen, head) };
  const news = lines.filter(({ seq }) => seq > circle.held);
  const stored = new Set(news.map(({ cmid }) => cmid));
  const outbox = circle.outbox.filter(({ cmid }) => !stored.has(cmid));
  return { ...circle, lines: [...circle.lines, ...news], held: Math.max(circle.held, head), outbox };
}

/** @param {Circle} circle @param {string} cmid @returns {Circle} */
const without = (circle, cmid) => ({ ...circle, outbox: circle.outbox.filter((item) => item.cmid !== cmid) });
