/**
 * One conversation as this screen holds it: what the server said, in order, without gaps.
 *
 *   next line (seq = last + 1)        applied
 *   line held already                 ignored
 *   line further on, other epoch      needSync: ask log.sync from position(log)
 *   head of a pulse beyond the last   needSync
 *   stretch with reset                replaces everything
 *
 * Pure: hints may be lost, doubled or late, and the log still ends up as the server's.
 */

/** @import { Entry, Head, Mark, MessageEntry, Position, Pushes, Side, Stretch } from "./wire.js" */

/** @typedef {{ delivered: number, seen: number }} Marks */
/**
 * `epoch` is null until the first stretch came. `entries[n].seq` is `n + 1`.
 * @typedef {{ conversation: string | null, epoch: string | null, entries: Entry[], marks: Record<Side, Marks> }} Log
 */
/**
 * @typedef {{ kind: "appended", appended: Pushes["log.appended"] } | { kind: "stretch", stretch: Stretch }
 *   | { kind: "head", head: Head } | { kind: "mark", conversation: string, mark: Mark }} LogInput
 */
/** @typedef {{ log: Log, needSync: boolean }} Applied */

const NO_MARKS = { delivered: 0, seen: 0 };

/** @type {Log} */
export const EMPTY = {
  conversation: null,
  epoch: null,
  entries: [],
  marks: { seeker: NO_MARKS, counsellor: NO_MARKS, desk: NO_MARKS },
};

/** An empty log of this conversation. @param {string} conversation @returns {Log} */
export const emptyLog = (conversation) => ({ ...EMPTY, conversation });

/** How far the log is held; null when nothing of it is. @param {Log} log @returns {Position | null} */
export const position = (log) => (log.epoch === null ? null : { epoch: log.epoch, seq: log.entries.length });

/** Whether the log has its last line. @param {Log} log */
export const hasEnded = (log) => log.entries.at(-1)?.kind === "ended";

/** The newest message of this side, 0 when there is none: what a mark is about. @param {Log} log @param {Side} side */
export function newestMessage(log, side) {
  for (let seq = log.entries.length; seq > 0; seq -= 1) {
    const entry = log.entries[seq - 1];
    if (entry?.kind === "message" && entry.side === side) return seq;
  }
  return 0;
}

/** The messages this side wrote, by cmid. @param {Log} log @param {Side} side @returns {Map<string, MessageEntry>} */
export function messagesOf(log, side) {
  /** @type {Map<string, MessageEntry>} */
  const found = new Map();
  for (const entry of log.entries) if (entry.kind === "message" && entry.side === side) found.set(entry.cmid, entry);
  return found;
}

/** The log after what was just heard. @param {Log} log @param {LogInput} input @returns {Applied} */
export function apply(log, input) {
  switch (input.kind) {
    case "appended": {
      const { conversation, epoch, entry } = input.appended;
      if (conversation !== log.conversation) return { log, needSync: false };
      if (epoch !== log.epoch) return { log, needSync: true };
      return { log: append(log, entry), needSync: entry.seq > log.entries.length + 1 };
    }
    case "head": {
      const { conversation, epoch, seq } = input.head;
      const behind = epoch !== log.epoch || seq > log.entries.length;
      return { log, needSync: conversation === log.conversation && behind };
    }
    case "mark":
      return { log: input.conversation === log.conversation ? mark(log, input.mark) : log, needSync: false };
    case "stretch":
      return extend(log, input.stretch);
  }
}

/** @param {Log} log @param {Stretch} stretch @returns {Applied} */
function extend(log, stretch) {
  if (stretch.conversation !== log.conversation) return { log, needSync: false };
  if (stretch.reset || stretch.epoch !== log.epoch) {
    // A stretch of another epoch that does not begin at the beginning follows something we do not hold.
    if (stretch.entries.some((entry, index) => entry.seq !== index + 1)) return { log, needSync: true };
    log = { ...emptyLog(stretch.conversation), epoch: stretch.epoch };
  }
  for (const entry of stretch.entries) log = append(log, entry);
  for (const one of stretch.marks) log = mark(log, one);
  return { log, needSync: stretch.head > log.entries.length };
}

/** @param {Log} log @param {Entry} entry @returns {Log} */
function append(log, entry) {
  return entry.seq === log.entries.length + 1 ? { ...log, entries: [...log.entries, entry] } : log;
}

/** @param {Log} log @param {Mark} heard @returns {Log} */
function mark(log, heard) {
  const held = log.marks[heard.side];
  if (heard.delivered <= held.delivered && heard.seen <= held.seen) return log;
  const raised = {
    delivered: Math.max(held.delivered, heard.delivered),
    seen: Math.max(held.seen, heard.seen),
  };
  return { ...log, marks: { ...log.marks, [heard.side]: raised } };
}
