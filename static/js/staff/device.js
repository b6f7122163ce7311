/** What a page knows of a second factor that is being added: a passkey, or the secret for an app with codes. Pure. */

/** @typedef {"passkey" | "totp"} DeviceKind */
/** What an app needs to make codes; `uri` is the same for an app on this device. @typedef {{ secret: string, uri: string }} App */
/**
 * `app` is null until the server gave a secret. `renewed`: the secret is another than before. `passkeys`: whether this browser knows them. `refused` is why it did not work, null while
 * nothing is wrong; `seconds` is how long nothing is tried.
 * @typedef {{ passkeys: boolean, kind: DeviceKind | null, app: App | null, renewed: boolean, sending: boolean, refused: string | null, seconds: number }} Device
 */
/**
 * @typedef {{ type: "opened", app: App, passkeys: boolean } | { type: "kind", kind: DeviceKind | null } | { type: "proving" }
 *   | { type: "unproven", refused: string, seconds: number }} DeviceEvent
 */

/** @type {Device} */
export const NO_DEVICE = { passkeys: false, kind: null, app: null, renewed: false, sending: false, refused: null, seconds: 0 };

/** @param {Device} device @param {DeviceEvent} event @returns {Device} */
export function withDevice(device, event) {
  switch (event.type) {
    case "opened": {
      const { app, passkeys } = event;
      const renewed = device.app !== null && device.app.secret !== app.secret;
      return { ...device, app, passkeys, renewed, sending: false };
    }
    case "kind":
      return { ...device, kind: event.kind, refused: null };
    case "proving":
      return { ...device, sending: true, refused: null };
    case "unproven":
      return { ...device, sending: false, refused: event.refused, seconds: event.seconds };
  }
}

/** A secret in groups of four, as it is read from a screen. @param {string} secret */
export const inGroups = (secret) => (secret.match(/.{1,4}/g) ?? []).join(" ");

/** The selector of what has the keyboard after this change of a device; null to leave it where it is. @param {Device} before @param {Device} after */
export function deviceAim(before, after) {
  const refused = before.sending && !after.sending && after.refused !== null;
  if (after.kind === before.kind && !refused) return null;
  if (after.kind === null) return "#device-title";
  return after.kind === "totp" && refused ? "#device-code" : "#device-title";
}
