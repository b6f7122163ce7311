/** What a page that steps aside gives to the newer one: in parcels that fit into a frame, in order, and again when it may not have arrived. */

import { PARCEL_BYTES } from "../shared/offering.js";
import { passes } from "../shared/outbox.js";
import { refusal } from "../shared/refusal.js";
import { pauseFor } from "../shared/sender.js";
import { pause } from "../shared/turns.js";
import { HAND_IN_MOST } from "../shared/wire.js";

/** @import { Connection } from "../shared/connection.js" */
/** @import { Kept } from "../shared/kept.js" */
/** @import { Item } from "../shared/outbox.js" */
/** @import { Requests } from "../shared/wire.js" */

/** @typedef {Requests["outbox.hand_in"]["payload"]["messages"][number]} Handed */
/** @typedef {(messages: Handed[]) => Promise<Requests["outbox.hand_in"]["answer"]>} Give */

/** Meanwhile the text stands nowhere: after this the page says what is left, where it can be read. */
const TRIES = 2;

const encoder = new TextEncoder();

/** @param {readonly Item[]} items @returns {Handed[][]} */
export function bundles(items) {
  /** @type {Handed[][]} */
  const packed = [];
  let held = 0;
  for (const { cmid, body } of items) {
    const message = { cmid, body };
    const bytes = encoder.encode(JSON.stringify(message)).length + 1;
    const last = packed.at(-1);
    if (last !== undefined && last.length < HAND_IN_MOST && held + bytes <= PARCEL_BYTES) {
      last.push(message);
      held += bytes;
    } else {
      packed.push([message]);
      held = bytes;
    }
  }
  return packed;
}

/** Give these; the cmids that the log has then, in order. What follows something that did not arrive is not given: it would come before it. @param {readonly Item[]} items @param {Give} give */
export async function handIn(items, give) {
  /** @type {string[]} */
  const stored = [];
  for (const messages of bundles(items)) {
    const has = (await given(messages, give))?.stored ?? [];
    stored.push(...has);
    if (has.length < messages.length) break;
  }
  return stored;
}

/**
 * Give all that a page has: what an earlier load of it had `left`, and the cmids that the log has then; null when it came back meanwhile.
 * @param {Item[]} items
 * @param {{ connection: Connection | null, ticket: string | null, kept: Kept | null, isOut: () => boolean }} page `kept` where it was never opened
 */
export async function stepAside(items, { connection, ticket, kept, isOut }) {
  if (connection === null || ticket === null) return { left: [], stored: [] };
  /** @type {Give} */
  const give = (messages) => connection.send("outbox.hand_in", { ticket, messages });
  const left = kept === null ? [] : await leftBehind(kept, give, isOut);
  const stored = await handIn([...left, ...items], give);
  connection.close();
  return isOut() ? { left, stored } : null;
}

/** What an earlier load wrote of a page that was never known: nobody else can open it. @param {Kept} kept @param {Give} give @param {() => boolean} isOut @returns {Promise<readonly Item[]>} */
async function leftBehind(kept, give, isOut) {
  const answer = await given([], give);
  // Unopened it stays, for when this page is asked for again.
  if (answer === null) return [];
  await kept.open(answer.device_key);
  if (!isOut()) return [];
  const left = kept.take()?.outbox ?? [];
  kept.drop();
  return left;
}

/** The answer to these; null when there is none. @param {Handed[]} messages @param {Give} give */
async function given(messages, give) {
  for (let failures = 1; failures <= TRIES; failures += 1) {
    try {
      return await give(messages);
    } catch (error) {
      const refused = refusal(error);
      if (!passes(refused.code) || refused.code === "offline") return null;
      if (failures < TRIES) await pause(pauseFor(refused, failures, Math.random()));
    }
  }
  return null;
}
