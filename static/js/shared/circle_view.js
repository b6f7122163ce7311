/** What staff say among themselves, as lines in words: nothing like the bubbles of a conversation. A young person's page never loads this. */

import { timeWords } from "./door_words.js";
import { MOST, TELLS_ROOM_FROM, fits, graphemes, open } from "./envelope.js";
import { grow, isSend } from "./field.js";
import { t } from "./i18n.js";
import { html, live, nothing, repeat } from "./vendor.js";

/** @import { Circle } from "./circle.js" */

/**
 * - `id` names its field, and with `-title` behind it what stands above; `field` and `send` are the words beside it and on its button
 * - `type` and `say` are what a person does
 * @typedef {{ id: string, field: string, send: string, empty: string, type: (circle: string, text: string) => void, say: (circle: string, text: string) => void }} Place
 */

/** @param {Circle} circle @param {Place} place @param {number} now */
export function circleLines(circle, place, now) {
  return html`<ol class="circle-lines" role="list" tabindex="0" data-circle=${circle.circle} aria-labelledby="${place.id}-title">
      ${circle.lines.length === 0 && circle.outbox.length === 0 ? html`<li class="quiet">${place.empty}</li>` : nothing}
      ${repeat(
        circle.lines,
        ({ seq }) => seq,
        ({ name, body, at, seq }) =>
          html`<li class="circle-line" data-line=${seq}>
            <span class="circle-who">${name}, ${timeWords(at, now)}:</span> <span class="written" dir="auto">${textOf(body)}</span>
          </li>`,
      )}
      ${circle.outbox.map(
        ({ body }) => html`<li class="circle-line quiet"><span class="written" dir="auto">${textOf(body)}</span> (${t("desk.progress.sending")})</li>`,
      )}
    </ol>
    ${composer(circle, place)}`;
}

/** @param {Circle} circle @param {Place} place */
function composer({ circle, draft, problem }, { id, field, send, type, say }) {
  const count = draft.length < TELLS_ROOM_FROM ? 0 : graphemes(draft);
  const fit = fits(draft);
  const press = () => {
    if (draft.trim() !== "" && fit) say(circle, draft);
  };
  /** @param {Event} event */
  const typed = ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    grow(target);
    type(circle, target.value);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!isSend(event)) return;
    event.preventDefault();
    press();
  };
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    press();
  };
  return html`<form class="circle-say" @submit=${submit}>
    <div id="${id}-note">
      ${problem === null ? nothing : html`<p class="notice">${t(`error.${problem}`)}</p>`} ${fit ? nothing : html`<p class="notice">${t("error.too_long")}</p>`}
      ${fit && count >= TELLS_ROOM_FROM ? html`<p>${t("desk.talk.room", { count: MOST.graphemes - count })}</p>` : nothing}
    </div>
    <label for=${id}>${field}</label>
    <textarea class="circle-field" id=${id} rows="1" dir="auto" autocomplete="off" spellcheck="false" aria-describedby="${id}-note" .value=${live(draft)} @input=${typed} @keydown=${key}></textarea>
    <button class="button" type="submit" aria-disabled=${draft.trim() === "" || !fit}>${send}</button>
  </form>`;
}

/** @param {string} body */
function textOf(body) {
  const content = open(body);
  return content !== null && "text" in content ? content.text : nothing;
}
