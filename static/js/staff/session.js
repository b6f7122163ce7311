/** Signing in and out of the two staff pages over HTTP. A seeker's page never loads this. */

/** @typedef {"counsellor" | "young_counsellor" | "trainee" | "supervisor"} Role */
/** @typedef {{ name: string, roles: Role[] }} Account */
/**
 * Why nobody is signed in: the server's code, `no_answer` without one, or `sign_out_unheard` when signing out did not reach the
 * server.
 * @typedef {"sign_in_refused" | "not_signed_in" | "busy" | "storage" | "no_answer" | "sign_out_unheard"} Refusal
 */

const WITHIN_MS = 10_000;

/** @type {readonly string[]} */
const KNOWN = /** @satisfies {Refusal[]} */ (["sign_in_refused", "not_signed_in", "busy", "storage"]);

/** Who is signed in. @returns {Promise<Account | Refusal>} */
export const whoIsSignedIn = () => ask({ method: "GET" });

/** @param {string} name @param {string} password @returns {Promise<Account | Refusal>} */
export function signIn(name, password) {
  const body = JSON.stringify({ name, password });
  return ask({ method: "POST", headers: { "Content-Type": "application/json" }, body });
}

/** Whether the server heard that this browser is signed out. */
export async function signOut() {
  try {
    const answer = await fetch("/session", { method: "DELETE", signal: AbortSignal.timeout(WITHIN_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}

/** @param {RequestInit} request @returns {Promise<Account | Refusal>} */
async function ask(request) {
  try {
    const answer = await fetch("/session", { ...request, cache: "no-store", signal: AbortSignal.timeout(WITHIN_MS) });
    const read = /** @type {unknown} */ (await answer.json());
    return (answer.ok ? account(read) : code(read)) ?? "no_answer";
  } catch {
    return "no_answer";
  }
}

/** The account in an answer; null when it is none. Roles this page does not know are left out. @param {unknown} read @returns {Account | null} */
export function account(read) {
  if (typeof read !== "object" || read === null || !("name" in read) || !("roles" in read)) return null;
  if (typeof read.name !== "string" || !Array.isArray(read.roles)) return null;
  const roles = /** @type {const} */ (["counsellor", "young_counsellor", "trainee", "supervisor"]);
  const held = /** @type {unknown[]} */ (read.roles);
  return { name: read.name, roles: roles.filter((role) => held.includes(role)) };
}

/** The code in a refusal; null for one this page has no words for. @param {unknown} read @returns {Refusal | null} */
export function code(read) {
  if (typeof read !== "object" || read === null || !("error" in read)) return null;
  const { error } = read;
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const found = error.code;
  return typeof found === "string" && KNOWN.includes(found) ? /** @type {Refusal} */ (found) : null;
}
