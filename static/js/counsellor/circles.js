/** The circles that the server's view puts this counsellor in: the room of the shift, and one beside each conversation that somebody helps with. Pure. */

import { begun } from "../shared/circle.js";
import { open } from "../shared/envelope.js";

/** @import { Circle } from "../shared/circle.js" */
/** @import { SeatView } from "../shared/shapes.js" */
/** @import { Talk } from "./talk.js" */

/** A whisper: with whom, and with which of the own conversations they help; null when it is a colleague's. @typedef {{ circle: string, name: string, talk: Talk | null }} Whisper */

/** The circles after a view. What was typed for a room that is over stands in the field of the next. @param {readonly Circle[]} circles @param {SeatView | null} before @param {SeatView} view @returns {readonly Circle[]} */
export function gathered(circles, before, view) {
  const wanted = [
    ...(view.room === null ? [] : [view.room]),
    ...view.talks.flatMap(({ help }) => (help !== null && help.helper !== null ? [help.circle] : [])),
    ...view.calls.flatMap((call) => (call.mine ? [call.circle] : [])),
  ];
  if (wanted.length === circles.length && wanted.every((one, index) => one === circles[index]?.circle)) return circles;
  const lost = circles.find(({ circle }) => circle === before?.room && circle !== view.room);
  return wanted.map((one) => circles.find(({ circle }) => circle === one) ?? begun(one, one === view.room && lost !== undefined ? unsaid(lost) : ""));
}

/** With whom this counsellor whispers: about their own conversations first. @param {{ seat: SeatView | null, talks: readonly Talk[] }} desk @returns {Whisper[]} */
export function whispers({ seat, talks }) {
  const own = talks.flatMap((talk) => (talk.help !== null && talk.help.helper !== null ? [{ circle: talk.help.circle, name: talk.help.helper, talk }] : []));
  const others = (seat?.calls ?? []).flatMap(({ circle, name, mine }) => (mine ? [{ circle, name, talk: null }] : []));
  return [...own, ...others];
}

/** What was typed and what was never sent, as text. @param {Circle} circle */
function unsaid({ outbox, draft }) {
  const texts = outbox.flatMap(({ body }) => {
    const content = open(body);
    return content !== null && "text" in content ? [content.text] : [];
  });
  return [...texts, draft].filter((text) => text !== "").join("\n\n");
}
