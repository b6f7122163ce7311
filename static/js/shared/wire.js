/**
 * Every event between this browser and Luister: names, what each carries, and what to make of an answer.
 *
 * Mirrors chat/transport/wire.py; docs/reference/wire.md explains it. Whatever comes from outside passes a reader
 * here first: it returns the typed value, or null for what does not fit.
 */

import { count, flag, isRecord, listOf, orNull, reading, shape, text } from "./guards.js";
import { boardView, circleHead, given, head, link, mark, readEntry, readLog, seatView, seekerView, staffLine } from "./shapes.js";

/** @import { Guard, Reader } from "./guards.js" */
/** @import { BoardView, CircleHead, DoorReason, Doorway, Entry, Given, Head, Language, Link, Mark, Position, Safety, SeatView, SeekerView, StaffLine, Stretch } from "./shapes.js" */

/** @typedef {{ cmid: string, body: string }} Handed */
/** @typedef {Record<string, never>} Nothing */
/** @typedef {{ ok: true }} Done */

/**
 * Every event to the server: what it carries and what the answer holds.
 * @typedef {{
 *   "seeker.arrive": { payload: { start_id: string, instance: string, language: Language, doorway?: Doorway,
 *       rehearsed?: boolean },
 *     answer: { ticket: string, device_key: string, view: SeekerView, log: Stretch } },
 *   "safety.answer": { payload: { safety: Safety }, answer: Done },
 *   "seeker.resume": { payload: { ticket: string, instance: string, take_over: boolean, tab: string, load: number,
 *       position: Position | null },
 *     answer: { ticket: string, device_key: string, view: SeekerView, log: Stretch } },
 *   "seeker.leave": { payload: Nothing, answer: Done },
 *   "outbox.hand_in": { payload: { ticket: string, messages: Handed[] }, answer: { stored: string[], device_key: string } },
 *   "seat.take": { payload: { ticket: string | null }, answer: { ticket: string, device_key: string, view: SeatView, skills: string[] } },
 *   "status.choose": { payload: { status: "ready" | "away" }, answer: Done },
 *   "offer.accept": { payload: { conversation: string, version: number }, answer: Done },
 *   "offer.decline": { payload: { conversation: string, version: number }, answer: Done },
 *   "hold.set": { payload: { conversation: string, on_hold: boolean }, answer: Done },
 *   "risk.set": { payload: { conversation: string, risk: number }, answer: Done },
 *   "help.ask": { payload: { conversation: string }, answer: Done },
 *   "help.call_off": { payload: { conversation: string }, answer: Done },
 *   "help.come": { payload: { circle: string }, answer: Done },
 *   "help.give_back": { payload: { circle: string }, answer: Done },
 *   "whisper.send": { payload: { circle: string, cmid: string, body: string }, answer: { cmid: string, seq: number } },
 *   "room.send": { payload: { circle: string, cmid: string, body: string }, answer: { cmid: string, seq: number } },
 *   "circle.sync": { payload: { circle: string, after: number }, answer: { head: number, lines: StaffLine[] } },
 *   "message.send": { payload: { conversation: string, cmid: string, body: string, version?: number },
 *     answer: { cmid: string, epoch: string, seq: number, proof: string } },
 *   "log.sync": { payload: { conversation: string, position: Position | null }, answer: { log: Stretch } },
 *   "log.offer": { payload: { conversation: string, epoch: string, entries: object[] }, answer: Done },
 *   "mark.set": { payload: { conversation: string, epoch: string, delivered: number, seen: number }, answer: Done },
 *   "typing.set": { payload: { conversation: string, typing: boolean }, answer: Done },
 *   "conversation.pass_on": { payload: { conversation: string, skills: readonly string[] | null }, answer: Done },
 *   "conversation.end": { payload: { conversation: string }, answer: Done },
 *   "end.confirm": { payload: { conversation: string }, answer: Done },
 *   "words.ask": { payload: { ticket: string, language: Language }, answer: Given },
 *   "words.use": { payload: { words: string }, answer: { found: boolean } },
 *   "board.watch": { payload: Nothing, answer: { view: BoardView } },
 *   "door.order": { payload: { closed: boolean, cap: number | null, reason: DoorReason | null }, answer: { view: BoardView } },
 *   "links.count": { payload: Nothing, answer: { links: Link[] } },
 *   "links.revoke": { payload: { counsellor: string | null }, answer: Done },
 * }} Requests
 */

/**
 * Every event from the server. All are hints: any may be lost, doubled or late.
 * @typedef {{
 *   "seeker.changed": { view: SeekerView | null, ticket: string | null },
 *   "seat.changed": { view: SeatView | null, ticket: string | null },
 *   "board.changed": { view: BoardView },
 *   "log.appended": { conversation: string, epoch: string, entry: Entry },
 *   "mark.changed": { conversation: string, mark: Mark },
 *   "typing.changed": { conversation: string, typing: boolean },
 *   "pulse": { heads: Head[] },
 *   "circle.said": { circle: string, line: StaffLine },
 *   "circle.heads": { heads: CircleHead[] },
 *   "page.superseded": Nothing,
 *   "ticket.ask": Nothing,
 *   "storage.changed": { away: boolean },
 *   "server.draining": { after_ms: number },
 * }} Pushes
 */

/** @typedef {{ [E in keyof Pushes]: { event: E, payload: Pushes[E] } }[keyof Pushes]} Push */
/** @typedef {{ code: string, field?: string, retry_ms?: number }} WireError */

/** The one version of the wire this page speaks. */
export const VERSION = 1;
/** The most messages a superseded page may hand in. */
export const HAND_IN_MOST = 64;
/** The most lines one offer may hold. */
export const OFFER_MOST = 64;

/** @type {Reader<Pushes["log.appended"]>} */
function readAppended(value) {
  if (!isRecord(value) || !text(value.conversation) || !text(value.epoch)) return null;
  const entry = readEntry(value.entry);
  return entry && { conversation: value.conversation, epoch: value.epoch, entry };
}

/** @type {Guard<Nothing>} */
const nothing = /** @type {Guard<Nothing>} */ (isRecord);

/** What each event from the server must look like. @type {{ [E in keyof Pushes]: Reader<Pushes[E]> }} */
export const PUSHES = {
  "seeker.changed": reading(shape({ view: orNull(seekerView), ticket: orNull(text) })),
  "seat.changed": reading(shape({ view: orNull(seatView), ticket: orNull(text) })),
  "board.changed": reading(shape({ view: boardView })),
  "log.appended": readAppended,
  "mark.changed": reading(shape({ conversation: text, mark })),
  "typing.changed": reading(shape({ conversation: text, typing: flag })),
  pulse: reading(shape({ heads: listOf(head) })),
  "circle.said": reading(shape({ circle: text, line: staffLine })),
  "circle.heads": reading(shape({ heads: listOf(circleHead) })),
  "page.superseded": reading(nothing),
  "ticket.ask": reading(nothing),
  "storage.changed": reading(shape({ away: flag })),
  "server.draining": reading(shape({ after_ms: count })),
};

/**
 * The answer's fields, with its `log` read.
 * @template T @param {Guard<T>} guard @returns {Reader<T & { log: Stretch }>}
 */
const withLog = (guard) => (value) => {
  const log = isRecord(value) ? readLog(value.log) : null;
  return log && guard(value) ? { ...value, log } : null;
};

/** @type {Guard<{ ticket: string, device_key: string, view: SeekerView }>} */
const arrived = shape({ ticket: text, device_key: text, view: seekerView });
/** @type {Reader<Done>} */
const done = reading(shape({ ok: /** @type {Guard<true>} */ ((value) => value === true) }));

const told = reading(shape({ cmid: text, seq: count }));

/** What each answer must look like. @type {{ [E in keyof Requests]: Reader<Requests[E]["answer"]> }} */
export const ANSWERS = {
  "seeker.arrive": withLog(arrived),
  "safety.answer": done,
  "seeker.resume": withLog(arrived),
  "seeker.leave": done,
  "outbox.hand_in": reading(shape({ stored: listOf(text), device_key: text })),
  "seat.take": reading(shape({ ticket: text, device_key: text, view: seatView, skills: listOf(text) })),
  "status.choose": done,
  "offer.accept": done,
  "offer.decline": done,
  "hold.set": done,
  "risk.set": done,
  "help.ask": done,
  "help.call_off": done,
  "help.come": done,
  "help.give_back": done,
  "whisper.send": told,
  "room.send": told,
  "circle.sync": reading(shape({ head: count, lines: listOf(staffLine) })),
  "message.send": reading(shape({ cmid: text, epoch: text, seq: count, proof: text })),
  "log.sync": withLog(/** @type {Guard<{}>} */ (isRecord)),
  "log.offer": done,
  "mark.set": done,
  "typing.set": done,
  "conversation.pass_on": done,
  "conversation.end": done,
  "end.confirm": done,
  "words.ask": reading(given),
  "words.use": reading(shape({ found: flag })),
  "board.watch": reading(shape({ view: boardView })),
  "door.order": reading(shape({ view: boardView })),
  "links.count": reading(shape({ links: listOf(link) })),
  "links.revoke": done,
};

/** Why the server refused, or null when the answer says it did not. @param {unknown} answer @returns {WireError | null} */
export function readRefusal(answer) {
  if (!isRecord(answer)) return { code: "internal" };
  if (answer.ok === true) return null;
  const error = answer.error;
  if (!isRecord(error) || !text(error.code)) return { code: "internal" };
  return {
    code: error.code,
    ...(text(error.field) && { field: error.field }),
    ...(count(error.retry_ms) && { retry_ms: error.retry_ms }),
  };
}
