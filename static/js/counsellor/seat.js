/** What the server's view of the seat makes of the page: conversations come, change and go. Pure. */

import { gathered } from "./circles.js";
import { begun, left, retold, unlisted } from "./talk.js";

/** @import { Outbox } from "../shared/outbox.js" */
/** @import { SeatView } from "../shared/shapes.js" */
/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */

/**
 * The page after a view; one older than what is shown is dropped, unless it is the first over this connection: a server that
 * began anew counts from the start.
 * @param {Desk} desk @param {SeatView} view @param {number} now @returns {Desk}
 */
export function withSeat(desk, view, now) {
  if (desk.fresh && desk.seat !== null && view.version < desk.seat.version) return desk;
  const listed = new Set(view.talks.map((told) => told.conversation));
  let talks = desk.talks.map((talk) => (listed.has(talk.conversation) ? talk : unlisted(talk)));
  for (const told of view.talks) {
    const held = talks.find((talk) => talk.conversation === told.conversation);
    if (held !== undefined) talks = talks.map((talk) => (talk === held ? retold(talk, told, now, view.name) : talk));
    else if (told.phase !== "ended" || !desk.closed.includes(told.conversation)) {
      talks = [...talks, begun(told, freeNumber(talks), now, view.name)];
    }
  }
  const circles = gathered(desk.circles, desk.seat, view);
  const seen = opened({ ...desk, seat: view, toldAt: now, fresh: true, talks, circles });
  return beside(desk, seen, view);
}

/** With what was not sent in a conversation that is somebody else's by now. @param {Desk} desk @param {string} conversation @param {Outbox} outbox @param {number} now @returns {Desk} */
export function withLeft(desk, conversation, outbox, now) {
  const talk = left(conversation, freeNumber(desk.talks), outbox, now);
  return talk.draft === "" ? desk : opened({ ...desk, talks: [...desk.talks, talk] });
}

/** Whoever comes to help sees where they whisper, and reads it when no help is needed any more. @param {Desk} before @param {Desk} desk @param {SeatView} view @returns {Desk} */
function beside(before, desk, view) {
  const over = before.seat?.calls.some((call) => call.mine && !view.calls.some(({ circle }) => circle === call.circle));
  if (over) return { ...desk, notice: "desk.call.over" };
  // A page that is loaded anew in the middle of a conversation stays with it.
  const comes = comesTo(before.seat, view) !== null && (before.seat !== null || view.talks.length === 0);
  return comes ? { ...desk, pane: "team", side: "team" } : desk;
}

/** The circle of whom this counsellor comes to with this view; null for nobody new. @param {SeatView | null} before @param {SeatView} view */
export function comesTo(before, view) {
  const known = new Set(before?.calls.flatMap(({ circle, mine }) => (mine ? [circle] : [])));
  return view.calls.find(({ circle, mine }) => mine && !known.has(circle))?.circle ?? null;
}

/** The counsellor takes a conversation off the screen. @param {Desk} desk @param {string} conversation @returns {Desk} */
export function without(desk, conversation) {
  const gone = desk.talks.find((talk) => talk.conversation === conversation);
  if (gone === undefined || gone.standing === "talking") return desk;
  const talks = desk.talks.filter((talk) => talk !== gone);
  const selected = desk.selected === conversation ? null : desk.selected;
  const closed = gone.standing === "ended" ? [...desk.closed, conversation] : desk.closed;
  return opened({ ...desk, talks, selected, closed, preview: null, pane: selected === null ? "list" : desk.pane });
}

/**
 * The accepted conversation opens when it is there, and is waited for while its offer stands; otherwise one is open whenever there is one.
 * @param {Desk} desk @returns {Desk}
 */
function opened(desk) {
  const accepted = desk.talks.find((talk) => talk.conversation === desk.accepting && talk.standing === "talking");
  if (accepted !== undefined) {
    return { ...desk, selected: accepted.conversation, accepting: null, pane: "talk", preview: null };
  }
  const awaited = [desk.seat?.offer?.conversation, desk.seat?.comes_to?.conversation, ...(desk.seat?.colleagues ?? []).map((one) => one.conversation)];
  const accepting = awaited.includes(desk.accepting ?? "") ? desk.accepting : null;
  return { ...desk, accepting, selected: desk.selected ?? desk.talks[0]?.conversation ?? null };
}

/** The lowest number no conversation on the screen has. @param {readonly Talk[]} talks */
function freeNumber(talks) {
  let number = 1;
  while (talks.some((talk) => talk.number === number)) number += 1;
  return number;
}
