/** Adding a second factor over HTTP: opening gives what a device needs, and what comes back proves that it has it. */

import { NO_ANSWER, ask, of } from "./asking.js";
import { makePasskey } from "./passkey.js";

/** @import { Refused } from "./asking.js" */
/** @import { App, DeviceKind } from "./device.js" */

/** `enrolment` is sealed and only handed back. @typedef {{ enrolment: string, app: App, passkey: PublicKeyCredentialCreationOptionsJSON, read: unknown }} Opened */
/** What proves a factor, as the server takes it. @typedef {{ kind: DeviceKind, label: string, code?: string, credential?: object }} Factor */

/** @param {string} path @param {object} body @returns {Promise<Opened | Refused>} */
export async function openEnrolment(path, body) {
  const answer = await ask("POST", path, body);
  return "refused" in answer ? answer : (opened(answer.read) ?? NO_ANSWER);
}

/**
 * A passkey is made here, by the browser; of an app its code is enough.
 * @param {Opened} open @param {DeviceKind} kind @param {string} label @param {string} code @returns {Promise<Factor | Refused>}
 */
export async function prove({ passkey }, kind, label, code) {
  if (kind === "totp") return { kind, label, code };
  const credential = await makePasskey(passkey);
  return typeof credential === "string" ? { refused: credential, seconds: 0 } : { kind, label, credential };
}

/** @param {unknown} read @returns {Opened | null} */
function opened(read) {
  const [enrolment, passkey] = [of(read, "enrolment"), of(read, "passkey")];
  const [secret, uri] = [of(of(read, "totp"), "secret"), of(of(read, "totp"), "uri")];
  // The address is put into a link, and leads to an app and nowhere else.
  if (typeof enrolment !== "string" || typeof secret !== "string" || typeof uri !== "string" || !uri.startsWith("otpauth://")) return null;
  return { enrolment, app: { secret, uri }, passkey: /** @type {PublicKeyCredentialCreationOptionsJSON} */ (passkey), read };
}
