/** Text that came back to its writer: it stands where it can be read, with the reason. Pure. */

import { open } from "../shared/envelope.js";
import * as box from "../shared/outbox.js";
import { NO_WORDS } from "./words.js";

/** @import { Held } from "../shared/kept.js" */
/** @import { Item } from "../shared/outbox.js" */
/** @import { SeekerView } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */

/** `code` says why. @typedef {{ key: string, text: string, code: string }} Returned */

/** What was in the field. @param {{ draft: string }} state @param {string} code @returns {Returned[]} */
export const fromField = ({ draft }, code) => (draft.trim() === "" ? [] : [{ key: "draft", text: draft, code }]);

/** What was on its way. A card is not text. @param {Item} item @param {string} code @returns {Returned[]} */
export function backOf(item, code) {
  const content = open(item.body);
  return content && "text" in content ? [{ key: item.cmid, text: content.text, code }] : [];
}

/** Nothing can be sent any more: whatever was typed stands where it can be read. @param {State} state @param {string} code why @returns {State} */
export function closing(state, code) {
  const { outbox, returned } = box.closed(state.outbox);
  const back = returned.flatMap((item) => backOf(item, code));
  return {
    ...state,
    outbox,
    draft: "",
    fault: null,
    returned: [...state.returned, ...back, ...fromField(state, code)],
    typing: false,
    away: false,
    asking: null,
    avoiding: false,
    stopping: false,
    words: NO_WORDS,
  };
}

/** The server will not have this message: its text goes back into the field when there is room. @param {State} state @param {Item} item @param {string} code @returns {State} */
export function refused(state, item, code) {
  const { outbox, body } = box.refused(state.outbox, item.cmid);
  if (body === null) return state;
  const back = backOf(item, code);
  if (state.draft === "" && state.screen === "conversation" && back[0]) {
    return { ...state, outbox, draft: back[0].text, fault: code };
  }
  return { ...state, outbox, returned: [...state.returned, ...back] };
}

/** What came back is written on. @param {State} state @param {string} key @returns {State} */
export function putBack(state, key) {
  const back = state.returned.find((one) => one.key === key);
  if (!back) return state;
  const draft = state.draft === "" ? back.text : `${back.text}\n${state.draft}`;
  return { ...state, draft, fault: null, returned: state.returned.filter((one) => one !== back) };
}

/** The newer page has what was stored; the rest stands here, but on a page that sends it itself (null). @param {State} state @param {readonly Item[]} earlier what an earlier load of this page had left @param {string[] | null} stored @returns {State} */
export function handedIn(state, earlier, stored) {
  if (stored === null) return state;
  const left = [...earlier, ...state.outbox].filter((item) => !stored.includes(item.cmid) && item.state !== "stored");
  return { ...state, outbox: box.EMPTY, returned: [...left.flatMap((item) => backOf(item, "superseded")), ...state.returned] };
}

/** Whether it is over here, and nothing more is filled in. @param {State} state */
export const isOver = ({ screen }) => screen === "ended" || screen === "farewell" || screen === "not_reached";

/** With what an earlier load of this page kept of the conversation; it was written before anything on this one. @param {State} state @param {SeekerView} view @param {Held | null} kept */
export function regained(state, view, kept) {
  const { conversation } = kept?.log ?? state.log;
  if (kept === null || (conversation !== null && conversation !== view.conversation) || state.log.epoch !== null || isOver(state)) return state;
  return { ...state, log: conversation === null ? state.log : kept.log, outbox: [...box.lost(kept.outbox), ...state.outbox] };
}
