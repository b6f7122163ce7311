/**
 * What the page of people knows, and what each event makes of it. Pure.
 *
 *   starting -> sign_in -> people -> sign_in       when the session is over, all is kept for the same account
 *
 * At "people" one of these places is open: the list, one person, an invitation, the link that came of one, or one's own account.
 */

import { AT_THE_DOOR, keepsPeople, knocked, putOut } from "../staff/door.js";
import { OWN, withOwn } from "./own_state.js";

/** @import { Entry, EntryEvent } from "../staff/door.js" */
/** @import { Account } from "../staff/session.js" */
/** @import { Own, OwnEvent } from "./own_state.js" */
/** @import { Act, Person } from "./person.js" */

/** @typedef {"starting" | "sign_in" | "people"} Screen */
/** @typedef {"list" | "person" | "invite" | "made" | "own"} Place */
/** What can be sent. @typedef {"invite" | "facts" | "vog" | "roles" | "act"} Form */
/** A link that is shown once. @typedef {{ name: string, link: string, until: number, anew: boolean }} Made */
/**
 * `people` is null until the list came; `stale`: it could not be asked for again; `forbidden`: this account may not see it. `opened` is the
 * person as they were when their page was opened, so that nothing typed is overwritten; `rows`: how many skills can be typed beside those. `refused` is why the last
 * form that was sent did not work, `done` the last one that did.
 * @typedef {{
 *   screen: Screen, account: Account | null, entry: Entry, place: Place, people: readonly Person[] | null, stale: boolean, forbidden: boolean,
 *   opened: Person | null, rows: number, asking: Act | null, form: Form | null, sending: boolean, refused: string | null, seconds: number, done: Form | null,
 *   made: Made | null, copied: boolean, own: Own, failed: boolean,
 * }} People
 */
/**
 * @typedef {EntryEvent | { type: "expired" } | { type: "again" } | { type: "failed" } | { type: "list", people: readonly Person[] } | { type: "list_refused", refused: string }
 *   | { type: "to", place: Place, person: Person | null } | { type: "row" } | { type: "asking", act: Act | null }
 *   | { type: "sending", form: Form } | { type: "refused", refused: string, seconds: number } | { type: "saved", form: Form, person: Person | null }
 *   | { type: "made", made: Made, person: Person | null } | { type: "copied", copied: boolean } | { type: "own", event: OwnEvent }} PeopleEvent
 */

/** @type {People} */
export const START = {
  ...{ screen: "starting", account: null, entry: AT_THE_DOOR, place: "list", people: null, stale: false, forbidden: false },
  ...{ opened: null, rows: 1, asking: null, form: null, sending: false, refused: null, seconds: 0, done: null },
  ...{ made: null, copied: false, own: OWN, failed: false },
};

/** @param {People} people @param {PeopleEvent} event @returns {People} */
export function apply(people, event) {
  switch (event.type) {
    case "account":
      return withAccount(people, event.account);
    case "knock":
      return { ...people, entry: knocked(people.entry, event.knock) };
    case "expired":
      return people.screen === "people" ? { ...people, screen: "sign_in", sending: false, entry: putOut("not_signed_in") } : people;
    case "again":
      return { ...people, screen: "sign_in", entry: AT_THE_DOOR };
    case "signed_out":
      return { ...START, screen: "sign_in", entry: putOut(event.told ? null : "sign_out_unheard") };
    case "failed":
      return { ...people, failed: true };
    case "list":
      return { ...people, people: event.people, stale: false, forbidden: false };
    case "list_refused":
      return { ...people, stale: true, forbidden: event.refused === "forbidden" };
    case "to":
      return { ...people, ...QUIET, place: event.place, opened: event.person, rows: 1, made: null, copied: false };
    case "row":
      return { ...people, rows: people.rows + 1 };
    case "asking":
      return { ...people, ...QUIET, asking: event.act };
    case "sending":
      return { ...people, ...QUIET, asking: people.asking, form: event.form, sending: true };
    case "refused":
      return { ...people, sending: false, asking: null, refused: event.refused, seconds: event.seconds };
    case "saved":
      return saved(people, event.form, event.person);
    case "made":
      return { ...withPerson(people, event.person), ...QUIET, place: "made", opened: null, made: event.made, copied: false };
    case "copied":
      return { ...people, copied: event.copied };
    case "own":
      return { ...people, own: withOwn(people.own, event.event) };
  }
}

/** Nothing is asked, sent, refused or done. */
const QUIET = { asking: null, form: null, sending: false, refused: null, seconds: 0, done: null, failed: false };

/** The person whose page is open, as they are now. @param {People} people */
export const current = ({ people, opened }) => people?.find(({ id }) => id === opened?.id) ?? opened;

/** @param {People} people @param {Account | null} account @returns {People} */
function withAccount(people, account) {
  if (account === null) return { ...START, screen: "sign_in" };
  const kept = people.account?.id === account.id ? people : START;
  /** @type {Place} */
  const place = keepsPeople(account) ? kept.place : "own";
  return { ...kept, screen: "people", account, entry: AT_THE_DOOR, place };
}

/** @param {People} people @param {Form} form @param {Person | null} person null: their account is no more @returns {People} */
function saved(people, form, person) {
  if (person === null) {
    const left = people.people?.filter(({ id }) => id !== people.opened?.id) ?? null;
    return { ...people, ...QUIET, people: left, place: "list", opened: null, done: form };
  }
  return { ...withPerson(people, person), ...QUIET, opened: people.opened?.id === person.id ? person : people.opened, rows: 1, done: form };
}

/** @param {People} people @param {Person | null} person @returns {People} */
function withPerson(people, person) {
  if (person === null || people.people === null) return people;
  const known = people.people.some(({ id }) => id === person.id);
  return { ...people, people: known ? people.people.map((one) => (one.id === person.id ? person : one)) : [...people.people, person] };
}
