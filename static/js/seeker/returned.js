/** Text that came back to its writer: it stands where it can be read, with the reason. Pure. */

import { open } from "../shared/envelope.js";

/** @import { Item } from "../shared/outbox.js" */

/** `code` says why. @typedef {{ key: string, text: string, code: string }} Returned */

/** What was in the field. @param {{ draft: string }} state @param {string} code @returns {Returned[]} */
export const fromField = ({ draft }, code) => (draft.trim() === "" ? [] : [{ key: "draft", text: draft, code }]);

/** What was on its way. A card is not text. @param {Item} item @param {string} code @returns {Returned[]} */
export function backOf(item, code) {
  const content = open(item.body);
  return content && "text" in content ? [{ key: item.cmid, text: content.text, code }] : [];
}
