/**
 * What the roster's page knows: who is signed in, the roster, and what was refused. Pure.
 *
 *   starting -> sign_in -> roster -> sign_in       when the session is over, all is kept for the same account
 */

import { AT_THE_DOOR, knocked, putOut, seesRoster } from "../staff/door.js";

/** @import { Entry, EntryEvent } from "../staff/door.js" */
/** @import { Account } from "../staff/session.js" */
/** @import { Deed, Roster } from "./shapes.js" */

/** @typedef {"starting" | "sign_in" | "other_role" | "roster"} Screen */
/** What was asked of one shift, or of none: a new one. @typedef {{ shift: string | null, act: Deed["act"] | "plan" }} Asked */
/**
 * `toldAt`: when the roster was so, in milliseconds; `lost`: nobody answers since. `asked` is under way. `refused` is what was asked last, and
 * why it could not be. `asking`: what is asked once more before it is done. `done`: what was done last, `made` the shifts a plan came to.
 * @typedef {{
 *   screen: Screen, account: Account | null, entry: Entry, roster: Roster | null, toldAt: number, lost: boolean, weeks: number,
 *   asked: Asked | null, refused: (Asked & { code: string }) | null, asking: Asked | null, done: (Asked & { made: number }) | null,
 * }} Planner
 */
/**
 * @typedef {EntryEvent | { type: "expired" } | { type: "forbidden" } | { type: "roster", roster: Roster, now: number } | { type: "lost" } | { type: "weeks", weeks: number }
 *   | { type: "asked", asked: Asked } | { type: "done", made: number } | { type: "refused", code: string } | { type: "asking", asking: Asked | null }} PlannerEvent
 */

export const FEWEST_WEEKS = 4;
export const MOST_WEEKS = 26;

/** @type {Planner} */
export const START = {
  screen: "starting",
  account: null,
  entry: AT_THE_DOOR,
  roster: null,
  toldAt: 0,
  lost: false,
  weeks: FEWEST_WEEKS,
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
      return planner.screen === "roster" ? { ...planner, screen: "sign_in", asked: null, entry: putOut("not_signed_in") } : planner;
    case "signed_out":
      return { ...START, screen: "sign_in", entry: putOut(event.told ? null : "sign_out_unheard") };
    case "forbidden":
      return { ...START, account: planner.account, screen: "other_role" };
    case "roster":
      return { ...planner, roster: event.roster, toldAt: event.now, lost: false };
    case "lost":
      return { ...planner, lost: true };
    case "weeks":
      return { ...planner, weeks: event.weeks };
    case "asked":
      return { ...planner, asked: event.asked, refused: null, asking: null, done: null };
    case "done":
      return planner.asked === null ? planner : { ...planner, asked: null, done: { ...planner.asked, made: event.made } };
    case "refused":
      return planner.asked === null ? planner : { ...planner, asked: null, refused: { ...planner.asked, code: event.code } };
    case "asking":
      return { ...planner, asking: event.asking, refused: null };
  }
}

/** @param {Planner} planner @param {Account | null} account @returns {Planner} */
function withAccount(planner, account) {
  if (account === null) return { ...START, screen: "sign_in" };
  if (!seesRoster(account)) return { ...START, account, screen: "other_role" };
  const known = planner.account?.name === account.name ? planner : START;
  return { ...known, account, screen: "roster", entry: AT_THE_DOOR };
}

/** Whether this is asked once more. @param {Planner} planner @param {string} shift @param {Deed["act"]} act */
export const isAsked = ({ asking }, shift, act) => asking?.shift === shift && asking.act === act;
