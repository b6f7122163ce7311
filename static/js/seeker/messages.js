/** The conversation itself: bubbles, cards, and what the desk says between them. */

import { card } from "../shared/card.js";
import { edition } from "../shared/directory.js";
import { language, t } from "../shared/i18n.js";
import { TICKS, lines } from "../shared/lines.js";
import { guard, html, ifDefined, nothing, repeat } from "../shared/vendor.js";
import { companyWords, joinedWords } from "./company_view.js";
import { reached } from "./state.js";
import { countryShown } from "./translation.js";
import { suicideWords } from "./urgent.js";

/** @import { Line, Progress } from "../shared/lines.js" */
/** @import { Notice } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */

/** @param {State} state */
export function messages(state) {
  const { log, outbox, view, frameMinutes } = state;
  const connected = reached(state);
  const waiting = view?.phase === "waiting";
  // A keystroke changes none of these, and hundreds of lines would be felt at each.
  return guard([log, outbox, connected, waiting, frameMinutes, language(), countryShown(), edition()], () => {
    const drawn = lines(log, outbox, { own: "seeker", other: "counsellor", connected });
    return drawn.length === 0 ? nothing : list(drawn, waiting, frameMinutes);
  });
}

/** @param {Line[]} drawn @param {boolean} waiting @param {number | null} frameMinutes */
function list(drawn, waiting, frameMinutes) {
  return html`<ol class="lines" role="list" aria-label=${t("seeker.talk.lines")}>
    ${repeat(
      drawn,
      (line) => line.key,
      (line) => one(line, waiting, frameMinutes),
    )}
  </ol>`;
}

/** @param {Line} line @param {boolean} waiting @param {number | null} frameMinutes */
function one(line, waiting, frameMinutes) {
  const seq = line.seq ?? undefined;
  switch (line.kind) {
    case "message": {
      const side = line.mine ? "mine" : "theirs";
      const who =
        line.writer === null
          ? html`<span class="only-read">${t(line.mine ? "seeker.talk.you" : "seeker.talk.they")}: </span>`
          : html`<span class="quiet">${line.writer}: </span>`;
      return "card" in line.content
        ? html`<li class="line with-card ${side}" data-seq=${ifDefined(seq)}>${who}${card(line.content.card)}</li>`
        : html`<li class="line ${side}" data-seq=${ifDefined(seq)}>
            <div class="bubble">${who}<span class="written" dir="auto">${line.content.text}</span></div>
            ${progress(line.progress, waiting)}
          </li>`;
    }
    case "company_joined":
    case "company_left":
    case "started_over":
      return html`<li class="line desk" data-seq=${line.seq}>${companyWords(line)}</li>`;
    case "joined":
      return html`<li class="line desk" data-seq=${line.seq}>${joinedWords(line.name, line.known)}</li>`;
    case "left":
      return html`<li class="line desk" data-seq=${line.seq}>${t("seeker.talk.left", { name: line.name })}</li>`;
    case "notice":
      return html`<li class="line desk" data-seq=${line.seq}>${noticeWords(line.notice, line.name ?? "", frameMinutes)}</li>`;
    case "ended":
      return html`<li class="line desk" data-seq=${line.seq}>${t("seeker.ended.title")}</li>`;
  }
}

/**
 * What the desk says by itself.
 * @param {Notice} notice @param {string} name the counsellor @param {number | null} frameMinutes as last told, null when that is not known here
 */
export function noticeWords(notice, name, frameMinutes) {
  switch (notice) {
    case "frame":
      return frameMinutes === null ? t("seeker.line.notice.frame_unknown") : t("seeker.line.notice.frame", { minutes: frameMinutes });
    case "silence":
      return t("seeker.line.notice.silence", { name });
    case "relieved":
      return t("seeker.line.notice.relieved", { name });
    case "silence_last":
      return `${t("seeker.line.notice.silence_last")} ${suicideWords()}`;
    case "ten_minutes":
    case "silence_again":
      return t(`seeker.line.notice.${notice}`);
  }
}

/** How far it came. While nobody has joined, stored says nothing: nobody reads it yet. @param {Progress | null} came @param {boolean} waiting */
function progress(came, waiting) {
  if (came === null || (waiting && (came === "stored" || came === "sending"))) return nothing;
  const words = t(`seeker.progress.${came}`);
  const ticks = TICKS[came];
  if (ticks === "") return html`<span class="progress">${words}</span>`;
  return html`<span class="progress">
    <span class="ticks ${came}" aria-hidden="true">${ticks}</span><span class="only-read">${words}</span>
  </span>`;
}
