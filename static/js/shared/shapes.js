/**
 * The values on the wire: what stands inside events, and the answers to them.
 *
 * Mirrors chat/transport/shapes.py; docs/reference/wire.md explains it. Whatever comes from outside passes a guard or a reader
 * here first: it gives the typed value, or null for what does not fit.
 */

import { count, flag, listOf, oneOf, orNull, shape, text } from "./guards.js";

/** @import { Guard, Reader } from "./guards.js" */

/** @typedef {"seeker" | "counsellor" | "desk"} Side */
/** @typedef {"counsellor_ended" | "seeker_stopped" | "seeker_left" | "seeker_lost"} EndReason */
/** @typedef {"waiting" | "talking" | "ended"} Phase */
/** @typedef {"ready" | "away" | "missed"} Status */
/** @typedef {"nl" | "en"} Language */

/** @typedef {{ epoch: string, seq: number }} Position how far a log is held; seq 0 is the empty log */
/**
 * What every line has: `side` and `cmid` together name it through every life of the log, `proof` is the server's mark on it.
 * @typedef {{ seq: number, side: Side, cmid: string, proof: string }} Named
 */
/** @typedef {Named & { kind: "message", body: string }} MessageEntry */
/** @typedef {Named & { kind: "joined" | "left", name: string }} PresenceEntry */
/** @typedef {Named & { kind: "ended", reason: EndReason }} EndedEntry */
/** @typedef {Named & { kind: "other", whole: object }} OtherEntry a kind this page is too old for: it keeps its place, and draws nothing */
/** @typedef {MessageEntry | PresenceEntry | EndedEntry | OtherEntry} Entry */
/** @typedef {{ side: Side, delivered: number, seen: number }} Mark */
/**
 * A stretch of a log, in order; with `reset` it is the whole log and replaces what is held.
 * @typedef {{ conversation: string, epoch: string, head: number, reset: boolean, entries: Entry[], marks: Mark[] }} Stretch
 */
/** @typedef {{ conversation: string, epoch: string, seq: number, marks: Mark[] }} Head */

/**
 * @typedef {{ version: number, conversation: string, phase: Phase, place: number | null, handed_over: boolean,
 *   name: string | null, counsellor_here: boolean, on_hold: boolean, reason: EndReason | null }} SeekerView
 */
/** @typedef {{ conversation: string, version: number, language: Language, waited_ms: number, left_ms: number,
 *   rehearsed: boolean }} Offer */
/**
 * @typedef {{ conversation: string, version: number, phase: Phase, elapsed_ms: number | null, seeker_away_ms: number | null,
 *   on_hold: boolean, reason: EndReason | null, rehearsed: boolean }} Talk
 */
/**
 * @typedef {{ version: number, name: string, status: Status, capacity: number, offer: Offer | null, talks: Talk[] }} SeatView
 */
/**
 * @typedef {{ version: number, waiting: number, longest_wait_ms: number | null, talking: number, seated: number,
 *   free: number }} BoardView
 */

const side = oneOf("seeker", "counsellor", "desk");
const reason = oneOf("counsellor_ended", "seeker_stopped", "seeker_left", "seeker_lost");
const phase = oneOf("waiting", "talking", "ended");
/** @type {Guard<Mark>} */
export const mark = shape({ side, delivered: count, seen: count });
/** @type {Guard<Head>} */
export const head = shape({ conversation: text, epoch: text, seq: count, marks: listOf(mark) });
/** @type {Guard<SeekerView>} */
export const seekerView = shape({
  version: count,
  conversation: text,
  phase,
  place: orNull(count),
  handed_over: flag,
  name: orNull(text),
  counsellor_here: flag,
  on_hold: flag,
  reason: orNull(reason),
});
/** @type {Guard<Offer>} */
const offer = shape({
  conversation: text,
  version: count,
  language: oneOf("nl", "en"),
  waited_ms: count,
  left_ms: count,
  rehearsed: flag,
});
/** @type {Guard<Talk>} */
const talk = shape({
  conversation: text,
  version: count,
  phase,
  elapsed_ms: orNull(count),
  seeker_away_ms: orNull(count),
  on_hold: flag,
  reason: orNull(reason),
  rehearsed: flag,
});
/** @type {Guard<SeatView>} */
export const seatView = shape({
  version: count,
  name: text,
  status: oneOf("ready", "away", "missed"),
  capacity: count,
  offer: orNull(offer),
  talks: listOf(talk),
});
/** @type {Guard<BoardView>} */
export const boardView = shape({
  version: count,
  waiting: count,
  longest_wait_ms: orNull(count),
  talking: count,
  seated: count,
  free: count,
});

const named = { seq: count, side, cmid: text, proof: text };
/** @type {Guard<Named & { kind: string }>} */
const isNamed = shape({ ...named, kind: text });
/** @type {Record<string, Guard<Entry>>} */
const KINDS = {
  message: shape({ ...named, kind: oneOf("message"), body: text }),
  joined: shape({ ...named, kind: oneOf("joined", "left"), name: text }),
  left: shape({ ...named, kind: oneOf("joined", "left"), name: text }),
  ended: shape({ ...named, kind: oneOf("ended"), reason }),
};

/** @type {Reader<Entry>} */
export function readEntry(value) {
  if (!isNamed(value) || value.seq === 0) return null;
  const known = Object.hasOwn(KINDS, value.kind) ? KINDS[value.kind] : undefined;
  if (known !== undefined) return known(value) ? value : null;
  const { seq, side, cmid, proof } = value;
  return { seq, kind: "other", side, cmid, proof, whole: value };
}

/** @type {Guard<Omit<Stretch, "entries"> & { entries: unknown[] }>} */
const stretch = shape({
  conversation: text,
  epoch: text,
  head: count,
  reset: flag,
  entries: /** @type {Guard<unknown[]>} */ (Array.isArray),
  marks: listOf(mark),
});

/** @type {Reader<Stretch>} */
export function readLog(value) {
  if (!stretch(value)) return null;
  const entries = value.entries.map(readEntry);
  return entries.every((entry) => entry !== null) ? { ...value, entries } : null;
}
