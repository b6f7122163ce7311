/** Somebody with an account, as whoever keeps the accounts sees them. Pure. */

/** @import { Role } from "../staff/roles.js" */

/** `until` is a date; null: without end. @typedef {{ skill: string, until: string | null }} Skill */
/** A certificate of conduct that was seen; it is not kept. @typedef {{ seen_on: string, seen_by: string | null, valid_until: string }} Vog */
/**
 * `seat`: why they cannot talk with anybody, null when they can, or never do. `link_until`: how long a link to sign in with is good, in ms since 1970; null without one.
 * `reset_asked_by`: who asked that they begin anew, null when nobody did. `factors`: how many devices they sign in with.
 * @typedef {{
 *   id: string, name: string, roles: readonly Role[], languages: readonly string[], capacity: number, leads: boolean, mentor: string | null,
 *   skills: readonly Skill[], vog: Vog | null, state: "invited" | "active" | "disabled", practice: boolean,
 *   seat: "vog_missing" | "vog_expired" | null, link_until: number | null, reset_asked_by: string | null, factors: number,
 * }} Person
 */

/** What can be done about somebody's account, each asked once. @typedef {"disable" | "enable" | "link" | "reset" | "reset_confirm" | "reset_withdraw" | "remove"} Act */

/**
 * What whoever has these permissions can do about this person now; the server decides.
 * @param {Person} person @param {{ id: string, name: string, may: readonly string[] }} account @returns {Act[]}
 */
export function actsOn(person, { id, name, may }) {
  if (person.id === id) return [];
  const changes = may.includes("change_roles");
  const invites = may.includes("invite");
  if (person.state === "invited") return [...(invites ? /** @type {Act[]} */ (["link"]) : []), ...(changes || invites ? /** @type {Act[]} */ (["remove"]) : [])];
  // Whoever could shut out an administrator, or give their account anew, could become one.
  if (!may.includes("keep_people") || (person.roles.includes("administrator") && !changes)) return [];
  /** @type {Act[]} */
  const acts = [];
  if (person.state === "active") {
    if (person.reset_asked_by === null) acts.push("reset");
    else acts.push(...(person.reset_asked_by === name ? /** @type {Act[]} */ (["reset_withdraw"]) : /** @type {Act[]} */ (["reset_confirm", "reset_withdraw"])));
  }
  acts.push(person.state === "disabled" ? "enable" : "disable");
  return changes ? [...acts, "remove"] : acts;
}

/** Roles that whoever has these permissions may give. @param {readonly string[]} may @param {readonly Role[]} all @returns {readonly Role[]} */
export const givenBy = (may, all) => (may.includes("change_roles") ? all : all.filter((role) => ["counsellor", "young_counsellor", "trainee"].includes(role)));

/** @type {Set<Role>} */
const GUIDES = new Set(["counsellor", "young_counsellor", "supervisor"]);

/** Who can help a trainee. @param {readonly Person[]} people @param {string | null} trainee the id of the trainee; null: not there yet */
export const mentors = (people, trainee) =>
  people.filter(
    ({ id, roles, state }) => id !== trainee && state === "active" && !roles.includes("trainee") && roles.some((role) => GUIDES.has(role)),
  );

