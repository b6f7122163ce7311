/** What was said, as bubbles: mine at the end of the line, the young person's at its beginning. */

import { card } from "../shared/card.js";
import { edition } from "../shared/directory.js";
import { language, t } from "../shared/i18n.js";
import { TICKS, lines } from "../shared/lines.js";
import { guard, html, nothing, repeat } from "../shared/vendor.js";

/** @import { Line } from "../shared/lines.js" */
/** @import { Talk } from "./talk.js" */

/** @typedef {Extract<Line, { kind: "message" }>} Message */

/** @param {Talk} talk @param {string | null} name this counsellor's working name @param {boolean} connected */
export function bubbles(talk, name, connected) {
  const { log, outbox } = talk;
  // A keystroke changes none of these, and hundreds of lines would be felt at each.
  return guard([log, outbox, name, connected, language(), edition()], () =>
    list(lines(log, outbox, { own: "counsellor", other: "seeker", connected }), name),
  );
}

/** @param {Line[]} drawn @param {string | null} name */
function list(drawn, name) {
  const writers = writersOf(drawn, name);
  return html`<ol class="lines" role="list">
    ${repeat(
      drawn,
      (line) => line.key,
      (line) => {
        switch (line.kind) {
          case "message":
            return message(line, writers.get(line.key) ?? null);
          case "joined":
          case "left":
            return html`<li class="line desk" data-seq=${line.seq}>
              ${line.name === name ? t(`desk.line.${line.kind}_me`) : t(`desk.line.${line.kind}`, { name: line.name })}
            </li>`;
          case "company_joined":
          case "company_left":
            return html`<li class="line desk" data-seq=${line.seq}>
              ${line.name === name ? t(`desk.line.${line.kind}_me`) : t(`desk.line.${line.kind}`, { name: line.name })}
            </li>`;
          case "started_over":
            return html`<li class="line desk" data-seq=${line.seq}>${t("desk.line.started_over")}</li>`;
          case "notice":
            return html`<li class="line desk" data-seq=${line.seq}>${t(`desk.line.notice.${line.notice}`)}</li>`;
          case "ended":
            return html`<li class="line desk" data-seq=${line.seq}>${t("desk.line.ended")}</li>`;
        }
      },
    )}
  </ol>`;
}

/** @param {Message} line @param {string | null} writer a colleague who had the conversation before */
function message(line, writer) {
  const who = line.mine ? (writer ?? t("desk.line.mine")) : t("desk.line.theirs");
  const side = line.mine ? "mine" : "theirs";
  const content = line.content;
  return html`<li class="line ${side} ${"card" in content ? "with-card" : ""}" data-seq=${line.seq ?? nothing}>
    <span class=${writer === null ? "only-read" : "quiet"}>${who}</span>
    ${"text" in content ? html`<p class="bubble written" dir="auto">${content.text}</p>` : card(content.card)}
    ${line.progress === null
      ? nothing
      : html`<span class="progress">
          <span class="ticks ${line.progress}" aria-hidden="true">${TICKS[line.progress]}</span>
          <span class=${line.progress === "waiting" || line.progress === "sending" ? "" : "only-read"}>
            ${t(`desk.progress.${line.progress}`)}
          </span>
        </span>`}
  </li>`;
}

/**
 * Who wrote what on this side, where that was somebody else: company under their name, else whoever joined last before it.
 * @param {Line[]} drawn @param {string | null} name @returns {Map<string, string>}
 */
function writersOf(drawn, name) {
  /** @type {Map<string, string>} */
  const writers = new Map();
  /** @type {string | null} */
  let present = null;
  for (const line of drawn) {
    if (line.kind === "joined") present = line.name;
    else if (line.kind === "message" && line.mine && line.seq !== null) {
      const writer = line.writer ?? present;
      if (writer !== null && writer !== name) writers.set(line.key, writer);
    }
  }
  return writers;
}
