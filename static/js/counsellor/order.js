/** In which order the conversations stand in the list: whoever waits longest for an answer first. Pure. */

import { awaitsAnswer } from "./talk.js";

/** @import { Talk } from "./talk.js" */

/** @param {readonly Talk[]} talks @returns {Talk[]} */
export const inOrder = (talks) =>
  [...talks].sort((one, other) => rank(one) - rank(other) || since(one) - since(other) || one.number - other.number);

/** The conversation that waits longest for an answer; null when none does. @param {readonly Talk[]} talks */
export const longestWaiting = (talks) => inOrder(talks.filter(awaitsAnswer))[0] ?? null;

/** Those who wait, those who talk, what is over. @param {Talk} talk */
function rank(talk) {
  if (awaitsAnswer(talk)) return 0;
  return talk.standing === "talking" ? 1 : 2;
}

/** @param {Talk} talk */
const since = (talk) => (awaitsAnswer(talk) ? (talk.awaitsSince ?? 0) : 0);
