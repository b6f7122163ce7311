/** What a staff page knows of being let in. */

/** @import { Account, Refusal } from "./session.js" */

/** What the page shows at the door. @typedef {{ sending: boolean, refused: Refusal | null }} Entry */
/**
 * @typedef {{ type: "account", account: Account | null } | { type: "unanswered" } | { type: "entering" }
 *   | { type: "entry_refused", refusal: Refusal } | { type: "signed_out", told: boolean }} EntryEvent
 */

/** Those who talk with young people, and supervisors, who help them. */
const AT_THE_DESK = new Set(["counsellor", "young_counsellor", "trainee", "supervisor"]);

/** Whether this account works at the desk. @param {Account | null} account */
export const holdsSeat = (account) => account !== null && account.roles.some((role) => AT_THE_DESK.has(role));

/** @type {Entry} */
export const AT_THE_DOOR = { sending: false, refused: null };
