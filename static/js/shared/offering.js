/**
 * Giving back what a lost log held: in parcels that fit into a frame, in order, each beginning with the last line of the one
 * before, so that the server knows where it belongs.
 */

import { OFFER_MOST } from "./wire.js";

/** @import { Entry } from "./shapes.js" */

/** A frame may be 32 KiB; its event and the names in it need some of that. */
export const PARCEL_BYTES = 24 * 1024;
/** No line that a page of ours wrote is near this. A stranger's that is would keep every other one from being given back. */
const LINE_BYTES = 14 * 1024;

const encoder = new TextEncoder();

/** The lines as the server gave them. @param {readonly Entry[]} entries @returns {object[][]} */
export function parcels(entries) {
  /** @type {{ line: object, bytes: number }[][]} */
  const packed = [];
  for (const entry of entries) {
    const line = entry.kind === "other" ? entry.whole : entry;
    const bytes = encoder.encode(JSON.stringify(line)).length + 1;
    if (bytes > LINE_BYTES) continue;
    const last = packed.at(-1);
    const held = last?.reduce((sum, one) => sum + one.bytes, 0) ?? 0;
    if (last !== undefined && last.length < OFFER_MOST && (held + bytes <= PARCEL_BYTES || last.length < 2)) last.push({ line, bytes });
    else packed.push([...(last?.slice(-1) ?? []), { line, bytes }]);
  }
  return packed.map((parcel) => parcel.map(({ line }) => line));
}
