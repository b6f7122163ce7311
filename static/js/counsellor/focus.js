/** Where the keyboard goes when the page changes, so that nobody is lost on it. Pure. */

import { entryAim } from "../staff/door.js";
import { comesTo } from "./seat.js";
import { chosen, running } from "./state.js";

/** @import { Desk } from "./state.js" */

/**
 * The selector of what should have the focus after this change; null to leave it where it is.
 * @param {Desk} before @param {Desk} after @param {{ typesHere: boolean }} on `typesHere`: this device has a keyboard at hand
 */
export function aim(before, after, { typesHere }) {
  if (after.screen !== before.screen) return after.screen === "sign_in" ? "#sign-in-name" : "h1";
  if (after.screen !== "desk") return entryAim(before.entry, after.entry);
  if (after.asksSignOut !== before.asksSignOut) return after.asksSignOut ? "#asks-sign-out" : "#sign-out";
  if (after.asksRelief !== before.asksRelief) return after.asksRelief ? "#asks-relief" : "#relief";
  if ((after.readiness === null) !== (before.readiness === null)) return after.readiness === null ? ".statuses .status" : "#readiness";
  if (after.selected !== before.selected || after.accepting !== before.accepting) {
    const talk = chosen(after);
    if (talk === null) return after.accepting === null ? "#list-title" : "#talk-title";
    // What was typed for a conversation that did not come must not go into the one that is open again.
    const opens = after.selected !== before.selected || before.accepting === after.selected;
    return typesHere && opens && talk.standing === "talking" ? "#field" : "#talk-title";
  }
  if (after.preview !== before.preview) {
    if (after.preview !== null) return "#cards-title";
    return sentCard(before, after) ? "#field" : `[data-choice="${before.preview}"]`;
  }
  const whispers = after.pane === "team" && after.seat !== null ? comesTo(before.seat, after.seat) : null;
  if (whispers !== null) return typesHere ? `#whisper-${whispers}` : "#team-title";
  if (after.pane !== before.pane) return { list: "#list-title", talk: "#talk-title", cards: "#cards-title", team: "#team-title" }[after.pane];
  if (after.seat?.offer && !before.seat?.offer && running(after) === 0) return "#offer";
  const was = chosen(before);
  const is = chosen(after);
  if (was === null || is === null) return null;
  if (is.asksEnd !== was.asksEnd && is.standing === "talking") return is.asksEnd ? "#asks-end" : "#end";
  return null;
}

/** Where it goes when what had it is not on the page any more. @param {Desk} desk */
export function refuge(desk) {
  if (desk.screen !== "desk") return "h1";
  const talk = chosen(desk);
  if (desk.pane !== "talk" && talk === null) return "#list-title";
  return talk !== null && talk.standing !== "talking" ? "#talk-after" : "#talk-title";
}

/** @param {Desk} before @param {Desk} after */
const sentCard = (before, after) => (chosen(after)?.outbox.length ?? 0) > (chosen(before)?.outbox.length ?? 0);
