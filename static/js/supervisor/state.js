/** What the supervisor's page knows: who is signed in, the link, and the shift in numbers. Pure. */

import { apply as applyToCircle, begun } from "../shared/circle.js";
import { AT_THE_DOOR, knocked, putOut, seesBoard } from "../staff/door.js";

/** @import { Circle, CircleEvent } from "../shared/circle.js" */
/** @import { Link } from "../shared/connection.js" */
/** @import { Entry, EntryEvent } from "../staff/door.js" */
/** @import { Account } from "../staff/session.js" */
/** @import { Alarm, BoardView, Link as ReturnLink } from "../shared/shapes.js" */

/** Words that lead to this counsellor, or all of them. @typedef {{ counsellor: string | null }} Revoking */
/** How many are to be there now by the roster, and how many shifts ahead are short. @typedef {{ planned: number, short: number }} Rostered */
/** @typedef {"starting" | "sign_in" | "other_role" | "board"} Screen */
/**
 * `view` was so at `toldAt`; `fresh` is false until one came over the connection there is now. `failed`: the last thing pressed
 * did not work. `circle` is the room of the shift, null while nobody is on. `links` are the counsellors to whom return words lead; `revoking`: whether to take them back is asked, null while it is not. `rostered` is what the roster says of now; null while that is not known.
 * @typedef {{
 *   screen: Screen, account: Account | null, entry: Entry, failed: boolean,
 *   link: Link | null, view: BoardView | null, toldAt: number, fresh: boolean,
 *   links: ReturnLink[], revoking: Revoking | null, circle: Circle | null, rostered: Rostered | null,
 * }} Board
 */
/**
 * @typedef {EntryEvent | { type: "expired" } | { type: "failed" } | { type: "ordered" } | { type: "link", link: Link } | { type: "board", view: BoardView, now: number }
 *   | { type: "links", links: ReturnLink[] } | { type: "revoking", revoking: Revoking | null } | { type: "circle", circle: string, event: CircleEvent } | { type: "rostered", rostered: Rostered | null }} BoardEvent
 */

/** @type {Board} */
export const START = {
  screen: "starting",
  account: null,
  entry: AT_THE_DOOR,
  failed: false,
  link: null,
  view: null,
  toldAt: 0,
  fresh: false,
  links: [],
  revoking: null,
  circle: null,
  rostered: null,
};

/** @param {Board} board @param {BoardEvent} event @returns {Board} */
export function apply(board, event) {
  switch (event.type) {
    case "account":
      if (event.account === null) return { ...START, screen: "sign_in" };
      return { ...START, account: event.account, screen: seesBoard(event.account) ? "board" : "other_role" };
    case "knock":
      return { ...board, entry: knocked(board.entry, event.knock) };
    case "expired":
      if (board.screen !== "board") return board;
      return { ...START, screen: "sign_in", entry: putOut("not_signed_in") };
    case "signed_out":
      return { ...START, screen: "sign_in", entry: putOut(event.told ? null : "sign_out_unheard") };
    case "failed":
      return { ...board, failed: true };
    case "ordered":
      return { ...board, failed: false };
    case "links":
      return { ...board, links: event.links };
    case "revoking":
      return { ...board, revoking: event.revoking };
    case "rostered":
      return { ...board, rostered: event.rostered };
    case "link":
      return { ...board, link: event.link, fresh: false };
    case "board":
      // A server that began anew counts from the start.
      if (board.fresh && board.view !== null && event.view.version < board.view.version) return board;
      return { ...board, view: event.view, toldAt: event.now, fresh: true, circle: roomOf(board.circle, event.view.room) };
    case "circle":
      return board.circle?.circle === event.circle ? { ...board, circle: applyToCircle(board.circle, event.event) } : board;
  }
}

/** The room of the shift; what was typed for one that is over stands in the field of the next. @param {Circle | null} held @param {string | null} room @returns {Circle | null} */
function roomOf(held, room) {
  if (room === null) return null;
  return held?.circle === room ? held : begun(room, held?.draft);
}

/** Who asks for help and did not before: what a screen reader hears at once. @param {Board} before @param {Board} board */
export function newCalls(before, board) {
  const known = new Set(before.view?.calls.flatMap(({ circle, helper }) => (helper === null ? [circle] : [])));
  return (board.view?.calls ?? []).filter(({ circle, helper }) => helper === null && !known.has(circle));
}

/** For how many whole minutes something has needed somebody; null where that is not known. @param {Board} board @param {Alarm} alarm @param {number} now */
export function alarmMinutes({ toldAt }, { longest_ms }, now) {
  return longest_ms === null ? null : Math.floor((longest_ms + now - toldAt) / 60_000);
}

/** The alarms that were not there before: what a screen reader hears at once. @param {Board} before @param {Board} board */
export function newAlarms(before, board) {
  const known = new Set(before.view?.alarms.map(({ kind }) => kind));
  return (board.view?.alarms ?? []).filter(({ kind }) => !known.has(kind));
}

/** The longest wait in whole minutes; null when nobody waits. @param {Board} board @param {number} now */
export function longestMinutes({ view, toldAt }, now) {
  if (view === null || view.longest_wait_ms === null) return null;
  return Math.floor((view.longest_wait_ms + now - toldAt) / 60_000);
}
