/** Return words as this page knows them: asked for at the end of a conversation, tried while waiting for the next. Pure. */

/** @import { Given } from "../shared/shapes.js" */

/**
 * - `given`: shown until this page is left, and kept nowhere else
 * - `answer`: what came of the words tried last; a miss does not say why
 * - `fault`: why the server would not, by its code; gone with the next try
 * @typedef {{ given: Given | null, answer: "found" | "missed" | null, fault: string | null }} Words
 */
/**
 * @typedef {{ type: "words_given", given: Given } | { type: "words_tried", found: boolean } | { type: "words_refused", code: string }} WordsEvent
 */

/** @type {Words} */
export const NO_WORDS = { given: null, answer: null, fault: null };

/** @param {WordsEvent} event @returns {Words} */
export function wordsAfter(event) {
  switch (event.type) {
    case "words_given":
      return { ...NO_WORDS, given: event.given };
    case "words_tried":
      return { ...NO_WORDS, answer: event.found ? "found" : "missed" };
    case "words_refused":
      return { ...NO_WORDS, fault: event.code };
  }
}
