/** Signing in and out of the staff pages over HTTP. A seeker's page never loads this. */

import { NO_ANSWER, ask, of, texts } from "./asking.js";
import { ROLES } from "./roles.js";

/** @import { Answer, Refused } from "./asking.js" */
/** @import { Method } from "./door.js" */
/** @import { Role } from "./roles.js" */

/** What an account is to its own page; `may` are its permissions, `failed` the attempts under its name that were refused before it signed in. */
/** @typedef {{ id: string, name: string, roles: Role[], may: string[], failed: number }} Account */
/** Name and password were right: what is asked for next. @typedef {{ pending: string, methods: Method[], passkey: PublicKeyCredentialRequestOptionsJSON | null }} Pending */

const METHODS = /** @type {const} */ (["passkey", "totp", "recovery"]);

/** Who is signed in. @returns {Promise<Account | Refused>} */
export const whoIsSignedIn = async () => answered(await ask("GET", "/session"), account);

/** @param {string} name @param {string} password @returns {Promise<Pending | Refused>} */
export const signIn = async (name, password) => answered(await ask("POST", "/session", { name, password }), pending);

/** Show that one has what is asked for. @param {{ pending: string, method: Method, code?: string, credential?: object }} shown @returns {Promise<Account | Refused>} */
export const secondStep = async (shown) => answered(await ask("POST", "/session/second", shown), account);

/** Whether the server heard that this browser is signed out. */
export const signOut = async () => "read" in (await ask("DELETE", "/session"));

/** What *reader* makes of an answer; what it cannot read is no answer. @template T @param {Answer} answer @param {(read: unknown) => T | null} reader @returns {T | Refused} */
export const answered = (answer, reader) => ("refused" in answer ? answer : (reader(answer.read) ?? NO_ANSWER));

/** The account in an answer; null when it is none. Roles this page does not know are left out. @param {unknown} read @returns {Account | null} */
export function account(read) {
  const [id, name, failed] = [of(read, "id"), of(read, "name"), of(read, "failed")];
  if (typeof id !== "string" || typeof name !== "string" || !Array.isArray(of(read, "roles"))) return null;
  const held = texts(of(read, "roles"));
  return { id, name, roles: ROLES.filter((role) => held.includes(role)), may: texts(of(read, "may")), failed: typeof failed === "number" ? failed : 0 };
}

/** @param {unknown} read @returns {Pending | null} */
function pending(read) {
  const token = of(read, "pending");
  const named = texts(of(read, "methods"));
  if (typeof token !== "string") return null;
  const passkey = /** @type {PublicKeyCredentialRequestOptionsJSON | undefined} */ (of(read, "passkey")) ?? null;
  return { pending: token, methods: METHODS.filter((method) => named.includes(method) && (method !== "passkey" || passkey !== null)), passkey };
}
