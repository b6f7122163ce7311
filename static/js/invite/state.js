/**
 * What the page of an invitation knows, and what each event makes of it. Pure.
 *
 *   starting -> missing                            there was no link in the address
 *            -> gone                               it was used, or is too old
 *            -> welcome -> password -> device -> codes -> second -> done
 */

import { NO_DEVICE, withDevice } from "../staff/device.js";

/** @import { Device, DeviceEvent } from "../staff/device.js" */
/** @import { Account } from "../staff/session.js" */

/** @typedef {"starting" | "missing" | "gone" | "welcome" | "password" | "device" | "codes" | "second" | "done"} Screen */
/**
 * `name`: for whom it is; `anew`: they were here before, and lost what they signed in with. `refused` is why the last step did not work, in a code.
 * `recovery` are the codes, on this screen only. `account` is null until somebody is signed in. `added`: there is a second device.
 * @typedef {{
 *   screen: Screen, name: string, anew: boolean, sending: boolean, refused: string | null, seconds: number,
 *   device: Device, recovery: readonly string[], account: Account | null, added: boolean,
 * }} Invite
 */
/**
 * @typedef {{ type: "missing" } | { type: "gone" } | { type: "opened", name: string, anew: boolean } | { type: "to", screen: Screen } | { type: "sending" }
 *   | { type: "refused", refused: string, seconds: number } | { type: "device", event: DeviceEvent }
 *   | { type: "accepted", account: Account, recovery: readonly string[] } | { type: "added" }} InviteEvent
 */

/** @type {Invite} */
export const START = {
  screen: "starting",
  name: "",
  anew: false,
  sending: false,
  refused: null,
  seconds: 0,
  device: NO_DEVICE,
  recovery: [],
  account: null,
  added: false,
};

/** @param {Invite} invite @param {InviteEvent} event @returns {Invite} */
export function apply(invite, event) {
  switch (event.type) {
    case "missing":
    case "gone":
      return { ...START, screen: event.type };
    case "opened":
      // Opened again, because it took too long, it goes on where it was.
      return { ...invite, name: event.name, anew: event.anew, refused: null, screen: invite.screen === "starting" ? "welcome" : invite.screen };
    case "to":
      return { ...invite, screen: event.screen, sending: false, refused: null };
    case "sending":
      return { ...invite, sending: true, refused: null };
    case "refused":
      return { ...invite, sending: false, refused: event.refused, seconds: event.seconds };
    case "device":
      return { ...invite, device: withDevice(invite.device, event.event) };
    case "accepted":
      return { ...invite, screen: "codes", sending: false, refused: null, account: event.account, recovery: event.recovery, device: NO_DEVICE };
    case "added":
      return { ...invite, screen: "done", added: true };
  }
}

/** The steps somebody counts, and at which of them they are; null where none is counted. @param {Invite} invite */
export function stepOf({ screen }) {
  const at = ["password", "device", "codes", "second"].indexOf(screen);
  return at < 0 ? null : { step: at + 1, steps: 4 };
}

/** Whether leaving now would lose what is shown only once. @param {Invite} invite */
export const holdsCodes = ({ screen }) => screen === "codes";
