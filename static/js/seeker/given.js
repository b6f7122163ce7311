/** What a young person was given in a conversation, for the last screen. Pure. */

import { open } from "../shared/envelope.js";

/** @import { Log } from "../shared/log.js" */

/** The cards the counsellor gave, each once, in order. @param {Log} log */
export function cardsOf(log) {
  const ids = log.entries.flatMap((entry) => {
    const content = entry.kind === "message" ? open(entry.body) : null;
    return content && "card" in content ? [content.card] : [];
  });
  return [...new Set(ids)];
}
