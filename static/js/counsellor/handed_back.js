/** What was not sent, and stands in the counsellor's field again. Pure. */

import { open } from "../shared/envelope.js";
import { hasEnded, messagesOf } from "../shared/log.js";
import { closed } from "../shared/outbox.js";

/** @import { Talk } from "./talk.js" */

const BETWEEN = "\n\n";

/** What was not stored goes back into the field. @param {Talk} talk @returns {Talk} */
export function handedBack(talk) {
  const { outbox, returned } = closed(talk.outbox);
  return withText({ ...talk, outbox, handed: [...talk.handed, ...returned] }, returned.map((item) => item.body));
}

/** What was handed back, and turns out to have been stored before, out of the field again: once more it would stand there twice. @param {Talk} talk @returns {Talk} */
export function takenBack(talk) {
  const said = messagesOf(talk.log, "counsellor");
  const stored = talk.handed.filter((item) => said.has(item.cmid));
  if (stored.length === 0) return talk;
  const draft = stored.reduce((text, { body }) => without(text, textIn(body)), talk.draft);
  return { ...talk, draft, returned: talk.returned && draft !== "", handed: talk.handed.filter((item) => !said.has(item.cmid)) };
}

/** Whether some of what was handed back may have been sent: it was on its way, and the log is not here to its end to say so. @param {Talk} talk */
export const mayBeSent = ({ handed, log }) => handed.length > 0 && !hasEnded(log);

/** The field without this text, where it stands as it was handed back. @param {string} draft @param {string} text */
function without(draft, text) {
  const at = text === "" ? -1 : `${BETWEEN}${draft}${BETWEEN}`.indexOf(`${BETWEEN}${text}${BETWEEN}`);
  if (at < 0) return draft;
  const rest = [draft.slice(0, Math.max(0, at - BETWEEN.length)), draft.slice(at + text.length + BETWEEN.length)];
  return rest.filter((part) => part !== "").join(BETWEEN);
}

/** @param {string} body */
function textIn(body) {
  const content = open(body);
  return content !== null && "text" in content ? content.text : "";
}

/** These stand in the field again, before what was being written. @param {Talk} talk @param {string[]} bodies @returns {Talk} */
export function withText(talk, bodies) {
  const texts = bodies.map(textIn).filter((text) => text !== "");
  if (texts.length === 0) return talk;
  return { ...talk, draft: [...texts, talk.draft].filter((text) => text !== "").join(BETWEEN), returned: true };
}
