/** Passkeys: what the browser does with what the server asks, as JSON on both sides. */

/** Why there is none: somebody thought better of it, or it took too long; this device has one already; this browser cannot. */
/** @typedef {"passkey_cancelled" | "passkey_known" | "passkey_unfit"} NoPasskey */

/** Whether this browser can. Those that cannot read JSON themselves are as old as those without passkeys. */
export const knowsPasskeys = () => typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Make one. @param {PublicKeyCredentialCreationOptionsJSON} options @returns {Promise<object | NoPasskey>} */
export const makePasskey = (options) =>
  attempt(() => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));

/** Show that one has it. @param {PublicKeyCredentialRequestOptionsJSON} options @returns {Promise<object | NoPasskey>} */
export const usePasskey = (options) => attempt(() => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));

/** @param {() => Promise<Credential | null>} asking @returns {Promise<object | NoPasskey>} */
async function attempt(asking) {
  try {
    const made = await asking();
    return made instanceof PublicKeyCredential ? made.toJSON() : "passkey_unfit";
  } catch (fault) {
    const name = fault instanceof DOMException ? fault.name : "";
    if (name === "InvalidStateError") return "passkey_known";
    return name === "NotAllowedError" || name === "AbortError" ? "passkey_cancelled" : "passkey_unfit";
  }
}
