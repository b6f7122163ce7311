/**
 * The young person's page as a value: events in, the next state out. Pure.
 *
 *   start -> arriving -> conversation -> ended -> farewell
 *   neutral -> arriving     |   | |  \-> left (stopped waiting)
 *                           |   |  \---> gone
 *                           |   \------> not_reached (the line closed, and nobody had come)
 *                           \----------> superseded -> arriving
 *   arriving -> turned_away (nobody new is let in)
 *
 * What was typed is never lost by a change of state: the draft stays, and what can no longer be sent stands in `returned`.
 */

import { differBeside } from "../shared/difference.js";
import { TELLS_ROOM_FROM, fits, textBody } from "../shared/envelope.js";
import { EMPTY as NO_LOG, apply as heard, emptyLog, hasEnded, offered } from "../shared/log.js";
import * as box from "../shared/outbox.js";
import { cardsOf } from "./given.js";
import { backOf, closing, fromField, handedIn, putBack, refused, isOver, regained } from "./returned.js";
import { stood } from "./standing.js";
import { NO_WORDS, wordsAfter } from "./words.js";

/** @import { Log, LogInput } from "../shared/log.js" */
/** @import { Held } from "../shared/kept.js" */
/** @import { Item, Outbox } from "../shared/outbox.js" */
/** @import { Returned } from "./returned.js" */
/** @import { Standing } from "./standing.js" */
/** @import { Words, WordsEvent } from "./words.js" */
/** @import { EndReason, MessageEntry, Position, Safety, SeekerView, Stretch } from "../shared/shapes.js" */
/** @import { Push } from "../shared/wire.js" */

/**
 * @typedef {"start" | "neutral" | "arriving" | "conversation" | "ended" | "farewell" | "left" | "gone"
 *   | "not_reached" | "superseded" | "old_page" | "turned_away"} Screen
 */
/** @typedef {"stop" | "another"} Asking */
/**
 * - `connected`: the server knows this page; false while connecting, lost, or resuming
 * - `storageAway`: the server has lost what it keeps things in, for now
 * - `long`: one of the two has lasted 20 s
 * - `returns`: this page takes up a conversation that it has a ticket of on the device, so that what is written outlives a refresh
 * - `view`: as the server last said; null until it has
 * - `standing`: the place as last told, and why it grew; null while they do not wait
 * - `frameMinutes`: how long the conversation is meant to last, as last told; null when it was not
 * - `needSync`: the log has a gap or another life, and was not asked for yet
 * - `fault`: why the text in the field was not sent, until it is changed
 * - `asking`: "really stop?", or "somebody else?", stands on the screen; `stopping` and `avoiding`: they said yes and the server does not know. `away`: the counsellor's connection has been for a moment
 * - `safety`: what was answered to "are you safe now?" on this page, null while nothing was
 * - `awake`: whether the screen is kept on, null where the browser cannot
 * - `cards`: the ids of the cards given, on the last screen only
 * - `words`: return words, asked for or tried
 * @typedef {{
 *   screen: Screen, returns: boolean, connected: boolean, storageAway: boolean, long: boolean,
 *   view: SeekerView | null, standing: Standing | null, frameMinutes: number | null, log: Log, needSync: boolean, outbox: Outbox,
 *   draft: string, fault: string | null, returned: Returned[],
 *   typing: boolean, away: boolean, asking: Asking | null, stopping: boolean, avoiding: boolean,
 *   reason: EndReason | null, cards: string[], safety: Safety | "skipped" | null, awake: boolean | null, words: Words,
 * }} State
 */
/**
 * @typedef {{ type: "found" } | { type: "began" } | { type: "resuming", stopping?: boolean } | { type: "restarted" } | { type: "old_page" }
 *   | { type: "arrived", view: SeekerView, log: Stretch, kept: Held | null } | { type: "lost" } | { type: "long" }
 *   | { type: "storage", away: boolean } | { type: "sync_wanted" } | { type: "sync_asked" } | { type: "offered", given: Log }
 *   | { type: "heard", push: Push } | { type: "synced", log: Stretch }
 *   | { type: "typed", text: string } | { type: "pressed", cmid: string } | { type: "put_back", key: string }
 *   | { type: "sent", item: Item } | { type: "answered", item: Item, at: Position, proof: string } | { type: "failed", item: Item }
 *   | { type: "refused", item: Item, code: string }
 *   | { type: "typing", typing: boolean } | { type: "away", away: boolean }
 *   | { type: "asked", asking: Asking | null } | { type: "stopping" } | { type: "avoiding", avoiding: boolean }
 *   | { type: "left" } | { type: "turned_away", code: string } | { type: "gone" } | { type: "superseded" } | { type: "handed_in", left: readonly Item[], stored: string[] | null }
 *   | { type: "safety", safety: Safety | "skipped" } | { type: "awake", awake: boolean }
 *   | { type: "finished" } | { type: "expired" } | WordsEvent} Event
 */

/** @type {State} */
export const START = {
  screen: "start",
  returns: false,
  connected: false,
  storageAway: false,
  long: false,
  view: null,
  standing: null,
  frameMinutes: null,
  log: NO_LOG,
  needSync: false,
  outbox: box.EMPTY,
  draft: "",
  fault: null,
  returned: [],
  typing: false,
  away: false,
  asking: null,
  stopping: false,
  avoiding: false,
  reason: null,
  cards: [],
  safety: null,
  awake: null,
  words: NO_WORDS,
};

/** The state after this event. @param {State} state @param {Event} event @returns {State} */
export function apply(state, event) {
  switch (event.type) {
    case "found":
      return { ...START, screen: "neutral" };
    case "began":
      return { ...START, screen: "arriving" };
    case "resuming":
      return { ...putBack(state, "draft"), screen: "arriving", returns: state.screen !== "superseded", connected: false, storageAway: false, long: false, stopping: state.stopping || event.stopping === true };
    case "restarted":
      return START;
    case "old_page":
      return { ...closing(state, "unsent"), screen: "old_page" };
    case "arrived":
      return arrived(regained(state, event.view, event.kept), event.view, event.log);
    case "lost":
      return { ...state, connected: false, storageAway: false, typing: false, outbox: box.lost(state.outbox) };
    case "storage":
      return { ...state, storageAway: event.away, long: state.long && (event.away || !state.connected), typing: false };
    case "long":
      return reached(state) ? state : { ...state, long: true };
    case "heard":
      return pushed(state, event.push);
    case "sync_wanted":
      return { ...state, needSync: true };
    case "sync_asked":
      return { ...state, needSync: false };
    case "offered":
      return { ...state, log: offered(state.log, event.given) };
    case "synced":
      return listen(state, { kind: "stretch", stretch: event.log });
    case "typed":
      return { ...state, draft: event.text, fault: null };
    case "pressed":
      return pressed(state, event.cmid);
    case "put_back":
      return putBack(state, event.key);
    case "sent":
      return { ...state, outbox: box.sent(state.outbox, event.item.cmid) };
    case "answered":
      return answered(state, event.item, event.at, event.proof);
    case "failed":
      return { ...state, outbox: box.failed(state.outbox, event.item.cmid) };
    case "refused":
      return refused(state, event.item, event.code);
    case "typing":
      return { ...state, typing: event.typing && state.connected };
    case "away":
      return { ...state, away: event.away && state.view?.phase === "talking" && !state.view.counsellor_here };
    case "asked":
      return { ...state, asking: event.asking };
    case "stopping":
      return { ...state, asking: null, stopping: true };
    case "avoiding":
      return { ...state, asking: null, avoiding: event.avoiding };
    case "left":
      return { ...START, screen: "left" };
    case "turned_away":
      return { ...START, screen: "turned_away", fault: event.code, returned: closing(state, "unsent").returned };
    case "gone":
      return gone(state);
    case "superseded":
      return superseded(state);
    case "handed_in":
      return handedIn(state, event.left, event.stored);
    case "safety":
      return { ...state, safety: event.safety };
    case "awake":
      return { ...state, awake: event.awake };
    case "finished":
      return { ...START, screen: "farewell", reason: state.reason, cards: cardsOf(state.log) };
    case "words_given":
    case "words_tried":
    case "words_refused":
      return { ...state, words: wordsAfter(event) };
    case "expired":
      return isOver(state) && state.screen !== "not_reached" ? { ...START, screen: "farewell", reason: state.reason } : state;
  }
}

/** Whether the page has to be drawn again: text that was typed stands in the field already. @param {State} before @param {State} after */
export function shows(before, after) {
  return differBeside(before, after, "draft") || Math.max(before.draft.length, after.draft.length) >= TELLS_ROOM_FROM;
}

/** Whether what is sent now can arrive. @param {State} state */
export const reached = ({ connected, storageAway }) => connected && !storageAway;

/** The conversation as the server tells it when this page arrived or came back. @param {State} state @param {SeekerView} view @param {Stretch} log */
function arrived(state, view, log) {
  // What was read a last time, or wiped, is not filled again.
  if (isOver(state)) return { ...state, connected: true, storageAway: false, long: false };
  const known = state.log.conversation === view.conversation ? state.log : emptyLog(view.conversation);
  /** @type {State} */
  const here = { ...state, screen: "conversation", connected: true, storageAway: false, long: false, log: known };
  return listen(viewed(here, view), { kind: "stretch", stretch: log });
}

/** @param {State} state @param {Push} push @returns {State} */
function pushed(state, push) {
  switch (push.event) {
    case "seeker.changed":
      return changed(state, push.payload.view);
    case "log.appended":
      return listen(state, { kind: "appended", appended: push.payload });
    case "mark.changed":
      return listen(state, { kind: "mark", ...push.payload });
    case "pulse":
      return push.payload.heads.reduce((now, head) => listen(now, { kind: "head", head }), state);
    default:
      return state;
  }
}

/** @param {State} state @param {SeekerView | null} view @returns {State} */
function changed(state, view) {
  if (view === null) return apply(state, { type: "gone" });
  if (state.view === null || view.conversation !== state.view.conversation || view.version < state.view.version) return state;
  return settle(viewed(state, view));
}

/** @param {State} state @param {SeekerView} view @returns {State} */
function viewed(state, view) {
  const away = state.away && view.phase === "talking" && !view.counsellor_here;
  const typing = state.typing && view.phase === "talking" && view.counsellor_here;
  const frameMinutes = view.frame_minutes ?? state.frameMinutes;
  return { ...state, view, standing: stood(state.standing, view), frameMinutes, away, typing };
}

/** @param {State} state @param {LogInput} input @returns {State} */
function listen(state, input) {
  const { log, needSync } = heard(state.log, input);
  const outbox = box.regained(state.outbox, state.log, log, "seeker");
  const theirs = log !== state.log && input.kind === "appended" && input.appended.entry.kind === "message";
  const typing = state.typing && !(theirs && input.appended.entry.kind === "message" && input.appended.entry.side === "counsellor");
  return settle({ ...state, log, outbox, typing, needSync: state.needSync || needSync });
}

/** What follows from log and view together: what is stored, what is delivered, whether it is over. @param {State} state @returns {State} */
function settle(state) {
  const outbox = box.reconcile(state.outbox, state.log, "seeker", "counsellor");
  const last = state.log.entries.at(-1);
  if (last?.kind === "ended" && state.screen === "conversation") {
    const wasReached = state.log.entries.some(({ kind }) => kind === "joined");
    if (last.reason === "line_closed" && !wasReached) return { ...START, screen: "not_reached", returned: closing({ ...state, outbox }, "door_closed").returned };
    return { ...closing({ ...state, outbox }, "closed"), screen: "ended", reason: last.reason };
  }
  const missesItsEnd = state.view?.phase === "ended" && !hasEnded(state.log);
  return { ...state, outbox, needSync: state.needSync || missesItsEnd };
}

/** The server does not know the conversation any more: of it stays what nobody has read. @param {State} state @returns {State} */
function gone(state) {
  if (state.screen !== "conversation" && state.screen !== "arriving") return state;
  const unread = state.outbox.filter((item) => item.state === "stored").flatMap((item) => backOf(item, "unread"));
  const { returned } = closing({ ...state, returned: [...state.returned, ...unread] }, "gone");
  // What an earlier load of this page wrote, nobody gives the key for any more.
  return { ...START, screen: "gone", returned, fault: state.returns && state.view === null ? "unopened" : null };
}

/** @param {State} state @param {string} cmid @returns {State} */
function pressed(state, cmid) {
  if (state.draft.trim() === "") return state;
  if (!fits(state.draft)) return { ...state, fault: "too_long" };
  return { ...state, outbox: box.press(state.outbox, cmid, textBody(state.draft)), draft: "", fault: null };
}

/** The answer is as good as the echo: whichever comes first puts the message into the log. @param {State} state @param {Item} item @param {Position} at @param {string} proof */
function answered(state, item, at, proof) {
  const outbox = box.answered(state.outbox, item.cmid, at);
  const { conversation } = state.log;
  if (conversation === null) return { ...state, outbox };
  const { cmid, body } = item;
  /** @type {MessageEntry} */
  const entry = { seq: at.seq, kind: "message", side: "seeker", cmid, proof, body };
  return listen({ ...state, outbox }, { kind: "appended", appended: { conversation, epoch: at.epoch, entry } });
}

/** Nothing of the conversation is shown here; what was in the field stands where it can be read. @param {State} state @returns {State} */
function superseded(state) {
  const returned = [...state.returned, ...fromField(state, "unsent")];
  return { ...state, screen: "superseded", connected: false, log: NO_LOG, view: null, typing: false, draft: "", fault: null, returned, safety: stillAnswered(state) };
}

/** On the newer page they may answer otherwise: of what was answered here only that they are not safe stands, and only if the server has not heard it. @param {State} state */
function stillAnswered({ safety, view }) {
  if (safety === null) return null;
  const isUntold = safety !== "yes" && view?.phase === "waiting" && !view.urgent;
  return isUntold ? safety : "skipped";
}
