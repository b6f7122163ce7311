/** What an earlier load of this page kept on the device of conversations that are not theirs any more. */

import { drawers, emptyDrawers } from "../shared/drawer.js";
import { Kept } from "../shared/kept.js";
import { find } from "./state.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Desk, DeskEvent } from "./state.js" */

const START = "talk.";

/** Under which name a conversation is kept. @param {string} conversation */
export const keptAs = (conversation) => `${START}${conversation}`;

/** Of which conversations anything lies there. */
const lying = () => new Set(drawers(START).map((name) => name.split(".")[1] ?? ""));

/** Nothing of any of them stays: who signs in next is somebody else. */
export const forgetAll = () => emptyDrawers(START);

/**
 * All of it goes; before that the page is told what of it was not sent. What the page has known itself it says itself.
 * @param {Store<Desk, DeskEvent>} store @param {string[]} theirs @param {string} deviceKey
 * @param {() => boolean} isSeated whether this is still so; if not, it waits for the next time
 */
export async function clearOut(store, theirs, deviceKey, isSeated) {
  for (const conversation of lying()) {
    if (theirs.includes(conversation)) continue;
    const kept = new Kept(keptAs(conversation));
    if (find(store.state, conversation) === null) {
      await kept.open(deviceKey);
      if (!isSeated()) return;
      // It came to them again meanwhile, and is opened there.
      if (find(store.state, conversation) !== null) continue;
      const held = kept.take();
      if (held !== null) store.dispatch({ type: "left_behind", conversation, outbox: held.outbox, now: Date.now() });
    }
    kept.drop();
  }
}
