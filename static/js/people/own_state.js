/** What the page knows of one's own account: what one signs in with. Pure. */

import { NO_DEVICE, withDevice } from "../staff/device.js";

/** @import { Device, DeviceEvent, DeviceKind } from "../staff/device.js" */

/** @typedef {{ id: string, kind: DeviceKind, label: string, added_on: string }} Factor */
/**
 * `factors` is null until they came; `left`: how many recovery codes were not used. `asking`: what is asked once, the id of a factor to take away, or that new codes be made.
 * `codes` are new ones, on this screen only. `refused` is why the last thing did not work, in a code.
 * @typedef {{
 *   factors: readonly Factor[] | null, left: number, adding: boolean, device: Device, asking: { remove: string } | "codes" | null,
 *   codes: readonly string[], sending: boolean, refused: string | null, seconds: number,
 * }} Own
 */
/**
 * @typedef {{ type: "factors", factors: readonly Factor[], left: number } | { type: "adding", adding: boolean } | { type: "device", event: DeviceEvent }
 *   | { type: "asking", asking: Own["asking"] } | { type: "sending" } | { type: "refused", refused: string, seconds: number } | { type: "codes", codes: readonly string[] }} OwnEvent
 */

/** @type {Own} */
export const OWN = { factors: null, left: 0, adding: false, device: NO_DEVICE, asking: null, codes: [], sending: false, refused: null, seconds: 0 };

/** @param {Own} own @param {OwnEvent} event @returns {Own} */
export function withOwn(own, event) {
  switch (event.type) {
    case "factors":
      return { ...OWN, codes: own.codes, factors: event.factors, left: event.left };
    case "adding":
      return { ...own, adding: event.adding, device: NO_DEVICE, asking: null, refused: null };
    case "device":
      return { ...own, device: withDevice(own.device, event.event) };
    case "asking":
      return { ...own, asking: event.asking, refused: null };
    case "sending":
      return { ...own, sending: true, refused: null };
    case "refused":
      return { ...own, sending: false, asking: null, refused: event.refused, seconds: event.seconds };
    case "codes":
      return { ...own, sending: false, asking: null, codes: event.codes, left: event.codes.length || own.left };
  }
}

/** The selector of what has the keyboard after this change; null to leave it where it is. @param {Own} before @param {Own} after */
export function ownAim(before, after) {
  if (before.adding !== after.adding) return after.adding ? "#device-title" : "#own-title";
  if (before.asking !== after.asking && after.asking !== null) return "[data-question]";
  if (before.codes.length === 0 && after.codes.length > 0) return "#codes-title";
  return before.asking !== after.asking || before.codes.length !== after.codes.length ? "#own-title" : null;
}
