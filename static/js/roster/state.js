/**
 * What the roster's page knows: who is signed in, the roster, what was typed, and what came of what was asked. Pure.
 *
 *   starting -> sign_in -> roster -> sign_in       when the session is over, all is kept for the same account
 */

import { AT_THE_DOOR, knocked, putOut, seesRoster } from "../staff/door.js";
import { PLAN, formOf, told, withTyped, without } from "./drafts.js";
import { stillAsks } from "./shapes.js";

/** @import { Entry, EntryEvent } from "../staff/door.js" */
/** @import { Account } from "../staff/session.js" */
/** @import { Drafts, Typed } from "./drafts.js" */
/** @import { Deed, Roster } from "./shapes.js" */

/** @typedef {"starting" | "sign_in" | "other_role" | "roster"} Screen */
/** What can be asked: something of one shift, new ones, or the file for a calendar. @typedef {Deed["act"] | "plan" | "calendar"} Act */
/** What was asked of one shift, or of none. @typedef {{ shift: string | null, act: Act }} Asked */
/** @typedef {Asked & { code: string }} Refusal */
/** `made`: how many shifts a plan came to; `leftOut`: the days it was not made for. @typedef {Asked & { made: number, leftOut: string[] }} Done */
/** What is asked once more before it is done. @typedef {{ shift: string, deed: Deed }} Asking */
/**
 * `lost`: nobody answers since the roster was so. `asked` is under way; `refused` and `done` are what came of what was asked last, of which
 * one at most is there.
 * @typedef {{
 *   screen: Screen, account: Account | null, entry: Entry, roster: Roster | null, lost: boolean, weeks: number, drafts: Drafts,
 *   asked: Asked | null, refused: Refusal | null, asking: Asking | null, done: Done | null,
 * }} Planner
 */
/**
 * @typedef {EntryEvent | { type: "expired" } | { type: "forbidden" } | { type: "roster", roster: Roster } | { type: "lost" } | { type: "weeks", weeks: number }
 *   | { type: "asked", asked: Asked } | { type: "done", made: number, leftOut: string[] } | { type: "refused", code: string } | { type: "asking", asking: Asking | null }
 *   | { type: "typed", form: string, shift: string | null, typed: Typed }} PlannerEvent
 */

export const FEWEST_WEEKS = 4;
export const MOST_WEEKS = 26;
/** What was refused for these says nothing of a shift: it was not heard, or not done by a fault. */
const UNHEARD = ["not_signed_in", "no_answer", "storage", "internal"];

/** @type {Planner} */
export const START = {
  screen: "starting",
  account: null,
  entry: AT_THE_DOOR,
  roster: null,
  lost: false,
  weeks: FEWEST_WEEKS,
  drafts: {},
  asked: null,
  refused: null,
  asking: null,
  done: null,
};

/** @param {Planner} planner @param {PlannerEvent} event @returns {Planner} */
export function apply(planner, event) {
  switch (event.type) {
    case "account":
      return withAccount(planner, event.account);
    case "knock":
      return { ...planner, entry: knocked(planner.entry, event.knock) };
    case "expired":
      return expired(planner);
    case "signed_out":
      return { ...START, screen: "sign_in", entry: putOut(event.told ? null : "sign_out_unheard") };
    case "forbidden":
      return { ...START, account: planner.account, screen: "other_role" };
    case "roster":
      return withRoster(planner, event.roster);
    case "lost":
      return { ...planner, lost: true };
    case "weeks":
      return { ...planner, weeks: event.weeks };
    case "asked":
      return { ...planner, asked: event.asked, refused: null, asking: null, done: null };
    case "done":
      return planner.asked === null ? planner : done(planner, { ...planner.asked, made: event.made, leftOut: event.leftOut });
    case "refused":
      return planner.asked === null ? planner : refused(planner, { ...planner.asked, code: event.code });
    case "asking":
      return { ...planner, asking: event.asking, refused: null, done: null };
    case "typed":
      return { ...planner, drafts: withTyped(planner.drafts, event.form, event.typed, shiftOf(planner.roster, event.shift) ?? null) };
  }
}

/** @param {Planner} planner @param {Account | null} account @returns {Planner} */
function withAccount(planner, account) {
  if (account === null) return { ...START, screen: "sign_in" };
  if (!seesRoster(account)) return { ...START, account, screen: "other_role" };
  const known = planner.account?.name === account.name ? planner : START;
  return { ...known, account, screen: "roster", entry: AT_THE_DOOR };
}

/** What was asked and not heard has to be asked again. @param {Planner} planner @returns {Planner} */
function expired(planner) {
  if (planner.screen !== "roster") return planner;
  const unheard = planner.asked === null ? planner.refused : { ...planner.asked, code: "not_signed_in" };
  return { ...planner, screen: "sign_in", asked: null, refused: unheard, entry: putOut("not_signed_in") };
}

/** What was said or asked of a shift goes when it is another. @param {Planner} planner @param {Roster} roster @returns {Planner} */
function withRoster(planner, roster) {
  const { asking } = planner;
  const isSame = (/** @type {string | null} */ shift) => JSON.stringify(shiftOf(planner.roster, shift)) === JSON.stringify(shiftOf(roster, shift));
  const stands = (/** @type {Asked | null} */ said) => said !== null && isSame(said.shift);
  return {
    ...planner,
    roster,
    lost: false,
    asking: asking !== null && stillAsks(asking.deed, shiftOf(roster, asking.shift), roster.me) ? asking : null,
    refused: stands(planner.refused) || UNHEARD.includes(planner.refused?.code ?? "") ? planner.refused : null,
    done: stands(planner.done) ? planner.done : null,
  };
}

/** @param {Planner} planner @param {Done} what @returns {Planner} */
function done(planner, what) {
  const form = what.act === "plan" ? PLAN : formOf(what.act, what.shift ?? "");
  return { ...planner, asked: null, done: what, drafts: without(planner.drafts, form) };
}

/** @param {Planner} planner @param {Refusal} what @returns {Planner} */
function refused(planner, what) {
  const shift = shiftOf(planner.roster, what.shift);
  const drafts = what.code === "shift_changed" && shift !== undefined ? told(planner.drafts, shift) : planner.drafts;
  return { ...planner, asked: null, refused: what, drafts };
}

/** @param {Roster | null} roster @param {string | null} shift */
const shiftOf = (roster, shift) => roster?.shifts.find((one) => one.shift === shift);

/** What is asked once more of this, at this shift. @template {Deed["act"]} A @param {Planner} planner @param {string} shift @param {A} act */
export function askedOf({ asking }, shift, act) {
  if (asking?.shift !== shift || asking.deed.act !== act) return null;
  return /** @type {Extract<Deed, { act: A }>} */ (asking.deed);
}

/**
 * What came of the last of these that was asked of this shift; null: of none, or of one that is no more.
 * @param {Planner} planner @param {string | null} shift @param {readonly Act[]} acts @returns {{ refused: Refusal } | { done: Done } | null}
 */
export function verdictOf({ refused, done, roster }, shift, acts) {
  const isHere = (/** @type {Asked} */ said) =>
    said.shift === shift ? acts.includes(said.act) : shift === null && said.shift !== null && shiftOf(roster, said.shift) === undefined;
  if (refused !== null && isHere(refused)) return { refused };
  return done !== null && isHere(done) ? { done } : null;
}
