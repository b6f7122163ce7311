/** What was answered to "are you safe now?" on this page: it counts here at once, and is told until the server goes by it. */

/** @import { Safety } from "../shared/shapes.js" */
/** @import { Doorway } from "./doorway.js" */
/** @import { State } from "./state.js" */

/** The answer given here; null when none was, or the question was passed over. @param {State} state @returns {Safety | null} */
const answered = ({ safety }) => (safety === "skipped" ? null : safety);

/** Whether they are not safe, or do not know. @param {State} state */
export function isUnsafe(state) {
  const answer = answered(state);
  return answer === null ? (state.view?.urgent ?? false) : answer !== "yes";
}

/** Whether the numbers for now stand above the field, because they wait and are not safe. @param {State} state */
export const isWarned = (state) => state.view?.phase === "waiting" && isUnsafe(state);

/** The answer that the server does not go by yet, although they wait; null when there is none. @param {State} state @returns {Safety | null} */
export function untold(state) {
  if (state.view?.phase !== "waiting") return null;
  return isUnsafe(state) === state.view.urgent ? null : answered(state);
}

/** Tell it as long as this connection lasts; with the next one it is told again. @param {State} state @param {Doorway} doorway */
export function tellSafety(state, doorway) {
  const safety = untold(state);
  if (safety !== null) void doorway.again("safety.answer", { safety });
}
