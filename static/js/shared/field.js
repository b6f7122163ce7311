/** The field a message is written in. */

const growsBySelf = CSS.supports("field-sizing", "content");
const types = matchMedia("(pointer: fine)");

/** Make the field as tall as its text, where the browser does not. The style sheet says where that ends. @param {HTMLTextAreaElement} field */
export function grow(field) {
  if (growsBySelf) return;
  field.style.setProperty("block-size", "auto");
  field.style.setProperty("block-size", `${field.scrollHeight + 2}px`);
}

/**
 * Pressing a button leaves the focus where it was, so that a phone keeps its keyboard, or keeps it away.
 * @param {MouseEvent} event
 */
export const staysInField = (event) => event.preventDefault();

/**
 * Whether this key means send: Enter on a desk. On a phone it is a new line, as is Shift with Enter, and while a word is being
 * composed it belongs to that.
 * @param {KeyboardEvent} event
 */
export function isSend(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && types.matches;
}
