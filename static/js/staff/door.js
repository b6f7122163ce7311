/** What a staff page knows of being let in: first by name and password, then by something that only this person has. Pure. */

/** @import { Account } from "./session.js" */

/** A refusal that the door has words for. @typedef {typeof REFUSALS[number]} Refusal */
/** What shows that it is them: a passkey on this device, the app with codes, or a recovery code. @typedef {"passkey" | "totp" | "recovery"} Method */
/**
 * What the page shows at the door. `method` is what is asked for, null while that is the name and the password; `methods` are those there
 * are. `seconds`: how long nothing is tried, where the refusal says so.
 * @typedef {{ sending: boolean, refused: Refusal | null, seconds: number, methods: readonly Method[], method: Method | null }} Entry
 */
/**
 * @typedef {{ type: "unanswered" } | { type: "entering" } | { type: "second", methods: readonly Method[] } | { type: "method", method: Method | null }
 *   | { type: "entry_refused", refusal: Refusal, seconds: number }} Knock
 */
/** @typedef {{ type: "account", account: Account | null } | { type: "signed_out", told: boolean } | { type: "knock", knock: Knock }} EntryEvent */

const REFUSALS = /** @type {const} */ ([
  "sign_in_refused",
  "code_refused",
  "pending_gone",
  "slow_down",
  "not_signed_in",
  "busy",
  "storage",
  "no_answer",
  "sign_out_unheard",
  "passkey_cancelled",
  "passkey_unfit",
]);

/** The refusal of this code; one without words here is no answer. @param {string} code @returns {Refusal} */
export const refusalOf = (code) => REFUSALS.find((known) => known === code) ?? "no_answer";

/** @type {Entry} */
export const AT_THE_DOOR = { sending: false, refused: null, seconds: 0, methods: [], method: null };

/** At the door again, and why. @param {Refusal | null} refused @returns {Entry} */
export const putOut = (refused) => ({ ...AT_THE_DOOR, refused });

/** @param {Entry} entry @param {Knock} knock @returns {Entry} */
export function knocked(entry, knock) {
  switch (knock.type) {
    case "unanswered":
      return { ...entry, sending: false, refused: "no_answer" };
    case "entering":
      return { ...entry, sending: true, refused: null };
    case "second":
      return { ...AT_THE_DOOR, methods: knock.methods, method: knock.methods[0] ?? null };
    case "method":
      return knock.method === null ? AT_THE_DOOR : { ...entry, method: knock.method, refused: null };
    case "entry_refused":
      if (knock.refusal === "pending_gone") return putOut(knock.refusal);
      return { ...entry, sending: false, refused: knock.refusal, seconds: knock.seconds };
  }
}

/** The selector of what has the keyboard after this change at the door; null to leave it where it is. @param {Entry} before @param {Entry} after */
export function entryAim(before, after) {
  const refused = before.sending && !after.sending && after.refused !== null;
  if (after.method === before.method && !refused) return null;
  if (after.method === null) return refused ? "#sign-in-password" : "#sign-in-name";
  return after.method === "passkey" ? "#second-passkey" : "#second-code";
}

/** Whether this account works at the desk: to talk with young people, or to help who does. @param {Account | null} account */
export const holdsSeat = (account) => account?.may.some((permission) => permission === "hold_seat" || permission === "help") ?? false;

/** Whether this account sees the board. @param {Account | null} account */
export const seesBoard = (account) => account?.may.includes("see_board") ?? false;

/** Whether this account is ever on a shift, or plans them. @param {Account | null} account */
export const seesRoster = (account) => ["hold_seat", "see_board", "plan_roster"].some((one) => account?.may.includes(one) ?? false);

/** Whether this account looks after those of others. @param {Account | null} account */
export const keepsPeople = (account) => account?.may.includes("keep_people") ?? false;
