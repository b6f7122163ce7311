/**
 * What this person wrote and the other side's screen has not confirmed.
 *
 *   press -> queued -> sent -> stored -> (delivered: out)
 *              ^        |
 *              +--------+  no answer, busy, connection lost: the same cmid and body again
 *
 * One message is on its way at a time, in the order of writing. A refusal that stays takes the message out and hands its body
 * back. What a log's next life does not have comes in again, unchanged. Pure, and in memory only: nothing readable is ever put in a browser's storage.
 */

import { dropped, messagesOf } from "./log.js";

/** @import { Log } from "./log.js" */
/** @import { Position, Side } from "./shapes.js" */

/** @typedef {{ cmid: string, body: string, state: "queued" | "sent" | "stored", at: Position | null }} Item */
/** @typedef {Item[]} Outbox in the order of writing; stored items first, then at most one sent, then queued ones */

/** Codes after which the same message is sent again; every other refusal stays. */
const PASSING = new Set(["no_answer", "offline", "rate_limited", "busy", "wait", "storage", "internal", "draining", "not_arrived", "superseded"]);

/** @type {Outbox} */
export const EMPTY = [];

/** Whether the same message may be sent again after this code. @param {string} code */
export const passes = (code) => PASSING.has(code);

/** Send was pressed. @param {Outbox} outbox @param {string} cmid @param {string} body @returns {Outbox} */
export const press = (outbox, cmid, body) => [...outbox, { cmid, body, state: "queued", at: null }];

/** What the log does not have, as far as this page knows. @param {Outbox} outbox */
export const unsent = (outbox) => outbox.filter((item) => item.state !== "stored");

/** What to send now; null while something is on its way or nothing waits. @param {Outbox} outbox @returns {Item | null} */
export function next(outbox) {
  if (outbox.some((item) => item.state === "sent")) return null;
  return outbox.find((item) => item.state === "queued") ?? null;
}

/** It went out. @param {Outbox} outbox @param {string} cmid @returns {Outbox} */
export const sent = (outbox, cmid) => change(outbox, cmid, (item) => (item.state === "queued" ? { ...item, state: "sent" } : item));

/** The log has it at this position. @param {Outbox} outbox @param {string} cmid @param {Position} at @returns {Outbox} */
export const answered = (outbox, cmid, at) => change(outbox, cmid, (item) => ({ ...item, state: "stored", at }));

/** It may not have arrived: back to where it stood. @param {Outbox} outbox @param {string} cmid @returns {Outbox} */
export const failed = (outbox, cmid) => change(outbox, cmid, (item) => (item.state === "sent" ? { ...item, state: "queued" } : item));

/** The connection was lost: what was on its way has to go again. @param {Outbox} outbox @returns {Outbox} */
export const lost = (outbox) => outbox.map((item) => (item.state === "sent" ? { ...item, state: "queued" } : item));

/** It will never be stored: out, and its body back. @param {Outbox} outbox @param {string} cmid */
export function refused(outbox, cmid) {
  const item = outbox.find((one) => one.cmid === cmid && one.state !== "stored");
  return { outbox: item ? outbox.filter((one) => one !== item) : outbox, body: item?.body ?? null };
}

/** Nothing more can be stored: everything that is not, out, in order. @param {Outbox} outbox */
export function closed(outbox) {
  return {
    outbox: outbox.filter((item) => item.state === "stored"),
    returned: unsent(outbox),
  };
}

/**
 * The outbox against the log: own messages found there are stored; what the log's epoch does not have goes again; what the
 * log here and the other side's screen have is out.
 * @param {Outbox} outbox @param {Log} log @param {Side} own @param {Side} other @returns {Outbox}
 */
export function reconcile(outbox, log, own, other) {
  if (outbox.length === 0 || log.epoch === null) return outbox;
  const { epoch, anew } = log;
  const held = messagesOf(log, own);
  const delivered = log.marks[other].delivered;
  return outbox.flatMap((item) => {
    // Where the next life of the log has it is known when that is read.
    if (anew !== null && item.at?.epoch === anew.epoch) return [item];
    const seq = held.get(item.cmid)?.seq ?? (item.at?.epoch === epoch ? item.at.seq : undefined);
    if (seq === undefined) return item.state === "stored" ? [{ ...item, state: "queued", at: null }] : [item];
    // What stands behind a gap in the log stands nowhere else on this screen yet.
    return seq <= delivered && held.has(item.cmid) ? [] : [{ ...item, state: "stored", at: { epoch, seq } }];
  });
}

/**
 * The outbox when a log gave place to its next life: what this person wrote and that does not have is sent again, first.
 * @param {Outbox} outbox @param {Log} before @param {Log} after @param {Side} own @param {string | null} [writer] the name under which they write beside a counsellor @returns {Outbox}
 */
export function regained(outbox, before, after, own, writer = null) {
  const here = new Set(outbox.map((item) => item.cmid));
  const lacking = dropped(before, after, own, writer).filter(({ cmid }) => !here.has(cmid));
  if (lacking.length === 0) return outbox;
  return [...lacking.map(({ cmid, body }) => ({ cmid, body, state: /** @type {const} */ ("queued"), at: null })), ...outbox];
}

/** @param {Outbox} outbox @param {string} cmid @param {(item: Item) => Item} to @returns {Outbox} */
function change(outbox, cmid, to) {
  return outbox.map((item) => (item.cmid === cmid ? to(item) : item));
}
