/** Facts about an account, in words. */

import { language, t } from "../shared/i18n.js";

/** @import { Person, Vog } from "./person.js" */

/** A date of an account. @param {string} date */
export const day = (date) => new Intl.DateTimeFormat(language(), { dateStyle: "medium" }).format(new Date(`${date}T12:00`));

/** A moment, in ms since 1970. @param {number} at */
export const moment = (at) => new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

/** @param {Person} person */
export const roles = (person) => person.roles.map((role) => t(`people.role.${role}`)).join(", ");

/** @param {Person} person */
export function skills(person) {
  if (person.skills.length === 0) return t("people.none");
  return person.skills.map(({ skill, until }) => (until === null ? skill : t("people.skill_until", { skill, date: day(until) }))).join(", ");
}

/** @param {Person} person */
export function vog({ vog: seen, seat }) {
  if (seen === null) return seat === null ? t("people.none") : t("people.vog.missing");
  const date = day(seen.valid_until);
  return seat === "vog_expired" ? t("people.vog.expired", { date }) : t("people.vog.valid", { date });
}

/** Who saw a certificate; nobody is named of whom the account has gone, or who sat at the server itself. @param {Vog} vog */
export function whoSaw({ seen_on, seen_by }) {
  const date = day(seen_on);
  return seen_by === null ? t("people.vog.seen_then", { date }) : t("people.vog.seen", { date, name: seen_by });
}

/** @param {Person} person @param {readonly Person[]} people */
export const mentor = (person, people) => people.find(({ id }) => id === person.mentor)?.name ?? t("people.none");

/** Whether they can sign in, and why not. @param {Person} person */
export function standing({ state, reset_asked_by, link_until }) {
  if (state === "disabled") return t("people.state.disabled");
  if (reset_asked_by !== null) return t("people.state.reset_asked", { name: reset_asked_by });
  if (link_until !== null) return t("people.state.link", { time: moment(link_until) });
  return t(`people.state.${state}`);
}
