/**
 * One of a counsellor's conversations as this page holds it: its log, its outbox, its draft. Pure.
 *
 *   talking   this counsellor's; the field works, with or without a connection
 *   ended     over: to be read until it is closed, and not for long
 *   taken     no longer this counsellor's, and not ended: its text is wiped at once
 */

import { differBeside } from "../shared/difference.js";
import * as heldLog from "../shared/log.js";
import * as heldOutbox from "../shared/outbox.js";
import { TELLS_ROOM_FROM, open } from "../shared/envelope.js";
import { handedBack, takenBack, withText } from "./handed_back.js";

/** @import { Log, LogInput } from "../shared/log.js" */
/** @import { Outbox } from "../shared/outbox.js" */
/** @import { Held } from "../shared/kept.js" */
/** @import { Beside, Company, EndReason, Help, MessageEntry, Position, Talk as Told } from "../shared/shapes.js" */

/** @typedef {"talking" | "ended" | "taken"} Standing */
/**
 * `number` is what it is called on this screen. `elapsedMs` and `awayMs` were so at `toldAt`; `awayMs` is null while the young
 * person is here. `onHold`: they call somebody else meanwhile. `urgent`: they said while waiting that they are not safe, or do not know. `risk` is the level that was chosen, null while none was; `passesTo` are the skills of
 * the colleague whom the counsellor wishes to take it over, null without such a wish, `wishes` those chosen here for it; `onward`: colleagues are asked to. `seen` is the newest line that was in view, `problem` the code of the last refusal, `returned` whether text came
 * back to the field, `handed` what of it the log may turn out to hold. `help` is what became of asking for it, `wantsHelp` what was pressed and the server does not know yet, `backup` the number of who backs them up, where it has to be seen. `awaitsSince`: when the young person's turn to wait for an answer began, null while it is theirs. `wantsSync`: the log has to be asked for, `unreadable`: nobody will tell the rest of it. `endedAt` is when this page heard of the end, `shown` whether the
 * server knows that it stood on the screen.
 * @typedef {{
 *   conversation: string, number: number, version: number, standing: Standing, reason: EndReason | null,
 *   elapsedMs: number, awayMs: number | null, onHold: boolean, urgent: boolean, risk: number | null, passesTo: readonly string[] | null, wishes: readonly string[], onward: boolean, help: Help | null, wantsHelp: boolean | null, backup: string | null, company: Company | null, beside: Beside | null, writer: string | null, toldAt: number, rehearsed: boolean,
 *   log: Log, outbox: Outbox, draft: string, returned: boolean, handed: Outbox, problem: string | null,
 *   typing: boolean, seen: number, awaitsSince: number | null, wantsSync: boolean, unreadable: boolean, asksEnd: boolean,
 *   endedAt: number | null, shown: boolean, wiped: boolean,
 * }} Talk
 */
/**
 * @typedef {{ type: "heard", input: LogInput, now: number } | { type: "typing", typing: boolean } | { type: "saw", seq: number }
 *   | { type: "drafted", text: string } | { type: "pressed", cmid: string, body: string }
 *   | { type: "sent", cmid: string } | { type: "answered", cmid: string, at: Position, proof: string } | { type: "failed", cmid: string }
 *   | { type: "refused", cmid: string, code: string } | { type: "sync_wanted" } | { type: "sync_asked" } | { type: "sync_refused" } | { type: "regained", kept: Held }
 *   | { type: "offered", given: Log } | { type: "asks_end", asks: boolean } | { type: "wishes", skills: readonly string[] } | { type: "wants_help", wants: boolean | null } | { type: "shown" } | { type: "wiped" }} TalkEvent
 */

/**
 * Text of an ended conversation is gone from this page after this. The promise is 10 minutes; a tab in the background wakes only
 * once a minute.
 */
export const KEEPS_MS = 9 * 60_000;

/** Help is for who talks. */
const UNHELPED = { help: null, wantsHelp: null, backup: null };

/** After these codes nothing of the outbox will be stored. */
const NO_LONGER_OURS = new Set(["closed", "not_assigned", "gone"]);

/** A conversation this page hears of for the first time. @param {Told} told @param {number} number @param {number} now @param {string | null} [writer] the name of whoever looks @returns {Talk} */
export function begun(told, number, now, writer = null) {
  return retold({ ...unknown(told.conversation, number, now), version: told.version, rehearsed: told.rehearsed }, told, now, writer);
}

/** One that was this counsellor's on an earlier load of the page, with what was written there. @param {string} conversation @param {number} number @param {Outbox} outbox @param {number} now @returns {Talk} */
export const left = (conversation, number, outbox, now) => unlisted({ ...unknown(conversation, number, now), outbox: heldOutbox.lost(outbox) });

/** Before anything was told of it. @param {string} conversation @param {number} number @param {number} now @returns {Talk} */
function unknown(conversation, number, now) {
  return {
    conversation,
    number,
    version: 0,
    standing: "talking",
    reason: null,
    elapsedMs: 0,
    awayMs: null,
    onHold: false,
    urgent: false,
    risk: null,
    passesTo: null,
    wishes: [],
    onward: false,
    help: null,
    wantsHelp: null,
    backup: null,
    company: null,
    beside: null,
    writer: null,
    toldAt: now,
    rehearsed: false,
    log: heldLog.emptyLog(conversation),
    outbox: heldOutbox.EMPTY,
    draft: "",
    returned: false,
    problem: null,
    typing: false,
    seen: 0,
    awaitsSince: null,
    wantsSync: true,
    unreadable: false,
    asksEnd: false,
    handed: [],
    endedAt: null,
    shown: false,
    wiped: false,
  };
}

/** What the counsellor's view says of it now. @param {Talk} talk @param {Told} told @param {number} now @param {string | null} [writer] the name of whoever looks @returns {Talk} */
export function retold(talk, told, now, writer = null) {
  if (told.phase === "ended") {
    const ended = over(talk, told.reason, now);
    return { ...ended, wantsSync: ended.wantsSync || (!ended.wiped && !heldLog.hasEnded(ended.log)) };
  }
  // An end is in the log and stays; a view that says otherwise was made before it.
  if (talk.standing === "ended") return talk;
  const again = talk.standing === "taken" || talk.version !== told.version;
  const ours = again ? { ...handedBack(talk), standing: /** @type {const} */ ("talking"), wiped: false, wantsSync: true } : talk;
  return { ...ours, version: told.version, elapsedMs: told.elapsed_ms ?? 0, awayMs: told.seeker_away_ms, onHold: told.on_hold, urgent: told.urgent, risk: told.risk, passesTo: told.passes_to, onward: told.onward, help: told.help, wantsHelp: ours.wantsHelp === (told.help !== null) ? null : ours.wantsHelp, backup: told.backup, ...besideOf(told, writer), toldAt: now };
}

/** Who is there beside its counsellor; who looks may be one of them, and writes under their name. @param {Told} told @param {string | null} name */
const besideOf = ({ company, beside }, name) => ({ company: company ?? null, beside: beside ?? null, writer: beside === undefined ? null : name });

/** The counsellor's view does not list it any more. @param {Talk} talk @returns {Talk} */
export function unlisted(talk) {
  if (talk.standing !== "talking") return talk;
  const kept = wipe(handedBack(talk));
  // How it stands there now is for whoever has it.
  return { ...kept, standing: "taken", awayMs: null, onHold: false, urgent: false, risk: null, passesTo: null, wishes: [], onward: false, company: null, ...UNHELPED };
}

/** The connection was lost. @param {Talk} talk @returns {Talk} */
export const cutOff = (talk) => ({ ...talk, outbox: heldOutbox.lost(talk.outbox), typing: false });

/** @param {Talk} talk @param {TalkEvent} event @returns {Talk} */
export function apply(talk, event) {
  switch (event.type) {
    case "heard":
      return heard(talk, event.input, event.now);
    case "typing":
      return talk.standing === "talking" ? { ...talk, typing: event.typing } : talk;
    case "saw":
      return event.seq > talk.seen ? { ...talk, seen: event.seq } : talk;
    case "drafted":
      return { ...talk, draft: event.text, returned: talk.returned && event.text !== "" };
    case "pressed":
      return pressed(talk, event.cmid, event.body);
    case "sent":
      return { ...talk, outbox: heldOutbox.sent(talk.outbox, event.cmid) };
    case "answered":
      return answered(talk, event.cmid, event.at, event.proof);
    case "failed":
      return { ...talk, outbox: heldOutbox.failed(talk.outbox, event.cmid) };
    case "refused":
      return refused(talk, event.cmid, event.code);
    case "sync_wanted":
      return talk.wiped ? talk : { ...talk, wantsSync: true };
    case "sync_asked":
      return { ...talk, wantsSync: false, unreadable: false };
    case "sync_refused":
      return { ...talk, wantsSync: false, unreadable: true };
    case "regained":
      return regained(talk, event.kept);
    case "offered":
      return { ...talk, log: heldLog.offered(talk.log, event.given) };
    case "asks_end":
      return { ...talk, asksEnd: event.asks && talk.standing === "talking" };
    case "wishes":
      return { ...talk, wishes: event.skills };
    case "wants_help":
      return { ...talk, wantsHelp: event.wants };
    case "shown":
      return { ...talk, shown: true };
    case "wiped":
      return wipe({ ...talk, draft: "", returned: false, handed: [] });
  }
}

/**
 * Whether the page has to be drawn again: what was typed stands in the field already, and changes nothing else while there is
 * text and room for more.
 * @param {Talk} before @param {Talk} after
 */
export function shows(before, after) {
  if (differBeside(before, after, "draft") || (before.draft.trim() === "") !== (after.draft.trim() === "")) return true;
  return Math.max(before.draft.length, after.draft.length) >= TELLS_ROOM_FROM;
}

/** The messages of the young person that were not in view yet. @param {Talk} talk */
export function unread(talk) {
  const seen = Math.max(talk.seen, talk.log.marks.counsellor.seen);
  return talk.log.entries.filter((entry) => entry.kind === "message" && entry.side === "seeker" && entry.seq > seen).length;
}

/** Whether the young person waits for an answer: the last who said something was not this side. @param {Talk} talk */
export function awaitsAnswer(talk) {
  if (talk.standing !== "talking" || talk.log.epoch === null || talk.outbox.length > 0) return false;
  return heldLog.newestMessage(talk.log, "counsellor") <= heldLog.newestMessage(talk.log, "seeker");
}

/** Whether its text has been here long enough. @param {Talk} talk @param {number} now */
export const hasRunOut = (talk, now) => talk.endedAt !== null && !talk.wiped && now - talk.endedAt >= KEEPS_MS;

/** Whether all there is to show of the end is here, and not only asked for: once both sides say so the server forgets every line. @param {Talk} talk */
export const endIsHere = (talk) => talk.standing === "ended" && !talk.wantsSync && (talk.wiped || talk.unreadable || heldLog.hasEnded(talk.log));

/** With what an earlier load of this page kept; it was written before anything on this one. Of what ended meanwhile the log says what comes back into the field. @param {Talk} talk @param {Held} kept @returns {Talk} */
function regained(talk, kept) {
  if (talk.standing === "taken") return wipe(handedBack({ ...talk, outbox: heldOutbox.lost(kept.outbox) }));
  if (talk.wiped || talk.log.epoch !== null) return talk;
  return matched({ ...talk, log: kept.log.conversation === null ? talk.log : kept.log, outbox: [...heldOutbox.lost(kept.outbox), ...talk.outbox] });
}

/** @param {Talk} talk @param {LogInput} input @param {number} now @returns {Talk} */
function heard(talk, input, now) {
  // A late answer must not bring back what was wiped.
  if (talk.wiped) return talk;
  const { log, needSync } = heldLog.apply(talk.log, input);
  const outbox = heldOutbox.regained(talk.outbox, talk.log, log, "counsellor", talk.writer);
  const seen = heldLog.moved(talk.log, log, talk.seen);
  const read = takenBack(matched({ ...talk, log, outbox, seen, wantsSync: talk.wantsSync || needSync }));
  const held = { ...read, awaitsSince: awaitsAnswer(read) ? (talk.awaitsSince ?? now) : null };
  const last = log.entries.at(-1);
  if (last?.kind === "ended") return over(held, last.reason, now);
  const spoke = last?.kind === "message" && last.side === "seeker" && log !== talk.log && input.kind !== "mark";
  return spoke ? { ...held, typing: false } : held;
}

/** Text comes out of the field; a card leaves the field as it was. @param {Talk} talk @param {string} cmid @param {string} body @returns {Talk} */
function pressed(talk, cmid, body) {
  if (talk.standing !== "talking") return talk;
  const outbox = heldOutbox.press(talk.outbox, cmid, body);
  const content = open(body);
  const isText = content !== null && "text" in content;
  return { ...talk, outbox, problem: null, awaitsSince: null, ...(isText && { draft: "", returned: false }) };
}

/** The answer is as good as the echo: whichever comes first puts the message into the log. @param {Talk} talk @param {string} cmid @param {Position} at @param {string} proof @returns {Talk} */
function answered(talk, cmid, at, proof) {
  const body = talk.outbox.find((item) => item.cmid === cmid)?.body;
  if (body === undefined) return talk;
  const stored = { ...talk, outbox: heldOutbox.answered(talk.outbox, cmid, at) };
  /** @type {MessageEntry} */
  const entry = { seq: at.seq, kind: "message", side: "counsellor", cmid, proof, body, ...(talk.writer !== null && { name: talk.writer }) };
  const { log, needSync } = heldLog.apply(stored.log, {
    kind: "appended",
    appended: { conversation: talk.conversation, epoch: at.epoch, entry },
  });
  return matched({ ...stored, log, wantsSync: stored.wantsSync || needSync });
}

/** The outbox against the log. @param {Talk} talk @returns {Talk} */
function matched(talk) {
  return { ...talk, outbox: heldOutbox.reconcile(talk.outbox, talk.log, "counsellor", "seeker") };
}

/** @param {Talk} talk @param {string} cmid @param {string} code @returns {Talk} */
function refused(talk, cmid, code) {
  if (NO_LONGER_OURS.has(code)) return { ...handedBack(talk), problem: code };
  const { outbox, body } = heldOutbox.refused(talk.outbox, cmid);
  return body === null ? talk : { ...withText({ ...talk, outbox }, [body]), problem: code };
}

/** @param {Talk} talk @param {EndReason | null} reason @param {number} now @returns {Talk} */
function over(talk, reason, now) {
  const ended = {
    ...handedBack(talk),
    standing: /** @type {const} */ ("ended"),
    reason: reason ?? talk.reason,
    awayMs: null,
    onHold: false,
    typing: false,
    asksEnd: false,
    ...UNHELPED,
    endedAt: talk.endedAt ?? now,
  };
  // Whoever left through the exit leaves nothing behind, on this screen neither.
  return ended.reason === "seeker_left" ? wipe({ ...ended, draft: "", returned: false, handed: [] }) : ended;
}

/** Nothing of what was said stays. @param {Talk} talk @returns {Talk} */
function wipe(talk) {
  const log = heldLog.emptyLog(talk.conversation);
  return { ...talk, log, outbox: heldOutbox.EMPTY, seen: 0, typing: false, asksEnd: false, wantsSync: false, wiped: true };
}
