/**
 * One conversation as this screen holds it: what the server said, in order, without gaps.
 *
 *   next line (seq = last + 1)        applied
 *   line held already                 ignored
 *   line further on                   needSync: ask log.sync from position(log)
 *   another line in a held one's place  the server lost that: as with another epoch
 *   head of a pulse that is not the last  needSync; its marks count like any other
 *   anything of another epoch         needSync; `anew` when lines are held here
 *   stretch with reset                replaces everything
 *
 * A server that lost the log begins a new life of it, with another epoch. What is held here may be all there is of the old one, so
 * it stays on the screen and is offered to the new life first; only then does that take its place, all at once. If the log is lost
 * again on the way, it is offered again.
 *
 *   in step -- other epoch --> anew -- offered --> anew, offered -- its stretch --> in step
 *                               ^------- yet another epoch ---------'
 *
 * Pure: hints may be lost, doubled or late, and the log still ends up as the server's.
 */

/** @import { Entry, Head, Mark, MessageEntry, Position, Side, Stretch } from "./shapes.js" */
/** @import { Pushes } from "./wire.js" */

/** @typedef {{ delivered: number, seen: number }} Marks */
/**
 * `epoch` is null until the first stretch came. `entries[n].seq` is `n + 1`. `anew`: the server's log has this epoch now, and
 * whether all that is held here was offered to it; null while the log held here is the one the server has.
 * @typedef {{ conversation: string | null, epoch: string | null, entries: Entry[], marks: Record<Side, Marks>,
 *   anew: { epoch: string, offered: boolean } | null }} Log
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
  anew: null,
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

/** Whether the server lost what is held here, and was not offered it yet. @param {Log} log */
export const needsOffer = (log) => log.anew !== null && !log.anew.offered;

/** The log after all that `given` held was offered; it may have changed meanwhile. @param {Log} log @param {Log} given @returns {Log} */
export function offered(log, given) {
  const { anew } = log;
  if (anew === null || anew.epoch !== given.anew?.epoch || log.entries !== given.entries) return log;
  return { ...log, anew: { epoch: anew.epoch, offered: true } };
}

/** The lines of a log that an earlier state of it, or an earlier life, did not have. @param {Log} before @param {Log} after @returns {Entry[]} */
export function added(before, after) {
  const { length } = before.entries;
  if (after.epoch === before.epoch && after.entries.length >= length) return after.entries.slice(length);
  const held = new Set(before.entries.map(nameOf));
  return after.entries.filter((entry) => !held.has(nameOf(entry)));
}

/**
 * What whoever sits here wrote and the log's next life does not have. Earlier messages of the counsellor's side may be a
 * colleague's, and are not theirs to send again; nor is what stands under another name.
 * @param {Log} before @param {Log} after @param {Side} own @param {string | null} [writer] the name under which they write, null when it is their own conversation @returns {MessageEntry[]}
 */
export function dropped(before, after, own, writer = null) {
  let from = 0;
  if (own === "counsellor") for (const { kind, seq } of before.entries) if (kind === "joined") from = seq;
  return added(after, before).flatMap((entry) => (entry.kind === "message" && entry.side === own && entry.seq > from && (entry.name ?? null) === writer ? [entry] : []));
}

/** Where the screen is in the log's next life that was at this line of the one before. @param {Log} before @param {Log} after @param {number} seq */
export function moved(before, after, seq) {
  if (after.epoch === before.epoch) return seq;
  const passed = new Set(before.entries.slice(0, seq).map(nameOf));
  return after.entries.reduce((newest, entry) => (passed.has(nameOf(entry)) ? entry.seq : newest), 0);
}

/** The log after what was just heard. @param {Log} log @param {LogInput} input @returns {Applied} */
export function apply(log, input) {
  switch (input.kind) {
    case "appended": {
      const { conversation, epoch, entry } = input.appended;
      if (conversation !== log.conversation) return { log, needSync: false };
      if (epoch !== log.epoch) return begunAnew(log, epoch);
      const held = log.entries[entry.seq - 1];
      if (held !== undefined && nameOf(held) !== nameOf(entry)) return { log: { ...log, anew: { epoch, offered: false } }, needSync: true };
      return { log: append(log, entry), needSync: entry.seq > log.entries.length + 1 };
    }
    case "head": {
      const { conversation, epoch, seq, marks } = input.head;
      if (conversation !== log.conversation) return { log, needSync: false };
      if (epoch !== log.epoch) return begunAnew(log, epoch);
      // A mark that was not heard is told nowhere else.
      return { log: log.anew === null ? marks.reduce(mark, log) : log, needSync: seq !== log.entries.length };
    }
    case "mark":
      // A mark counts the lines of the life it was made in, and comes again with that life.
      return { log: input.conversation === log.conversation && log.anew === null ? mark(log, input.mark) : log, needSync: false };
    case "stretch":
      return extend(log, input.stretch);
  }
}

/** The server's log has another epoch. Nothing held is nothing to offer. @param {Log} log @param {string} epoch @returns {Applied} */
function begunAnew(log, epoch) {
  const known = log.entries.length === 0 || log.anew?.epoch === epoch;
  return { log: known ? log : { ...log, anew: { epoch, offered: false } }, needSync: true };
}

/** @param {Log} log @param {Stretch} stretch @returns {Applied} */
function extend(log, stretch) {
  const { conversation, epoch, entries } = stretch;
  if (conversation !== log.conversation) return { log, needSync: false };
  if (stretch.reset || epoch !== log.epoch) {
    // A stretch of another epoch that does not begin at the beginning follows something we do not hold.
    const isWhole = entries.every((entry, index) => entry.seq === index + 1);
    const isOffered = log.entries.length === 0 || (log.anew?.epoch === epoch && log.anew.offered);
    if (!isWhole || !isOffered) return begunAnew(log, epoch);
    log = { ...emptyLog(conversation), epoch };
  } else if (log.anew !== null) log = { ...log, anew: null };
  for (const entry of entries) log = append(log, entry);
  for (const one of stretch.marks) log = mark(log, one);
  return { log, needSync: stretch.head > log.entries.length };
}

/** @param {Log} log @param {Entry} entry @returns {Log} */
function append(log, entry) {
  if (entry.seq !== log.entries.length + 1) return log;
  const anew = log.anew && { ...log.anew, offered: false };
  return { ...log, entries: [...log.entries, entry], anew };
}

/** A line has one name through every life of its log. @param {Entry} entry */
const nameOf = ({ side, cmid }) => `${side}:${cmid}`;

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
