/** What an account can be for. Pure. */

/** @typedef {typeof ROLES[number]} Role */

export const ROLES = /** @type {const} */ (["counsellor", "young_counsellor", "trainee", "supervisor", "editor", "scheduler", "analyst", "administrator"]);
