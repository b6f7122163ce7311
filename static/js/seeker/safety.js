/** What was answered to "are you safe now?" on this page: it counts here at once, and is told until the server goes by it. */

/** @import { Safety } from "../shared/shapes.js" */
/** @import { Doorway } from "./doorway.js" */
/** @import { Event, State } from "./state.js" */

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

/** The answer on its way to the server. */
export class SafetyAnswer {
  #state;
  #dispatch;
  #doorway;
  /** What went out last: the server may go by it though its view does not say so yet. @type {Safety | null} */
  #sent = null;
  /** The connection over which it is being told; null while it is not. @type {number | null} */
  #turn = null;

  /** @param {() => State} state @param {(event: Event) => void} dispatch @param {Pick<Doorway, "send" | "turns">} doorway */
  constructor(state, dispatch, doorway) {
    this.#state = state;
    this.#dispatch = dispatch;
    this.#doorway = doorway;
  }

  /** Say whether they are safe now; who passes it over says nothing. @param {Safety | "skipped"} safety */
  give(safety) {
    this.#dispatch({ type: "safety", safety });
    this.tell();
  }

  /** Tell the newest one until the server goes by it, for as long as this connection lasts. Call with every connection and every view. */
  tell() {
    void this.#tell();
  }

  async #tell() {
    const { turns } = this.#doorway;
    const { now } = turns;
    if (this.#turn === now) return;
    this.#turn = now;
    /** @type {Safety | null} */
    let told = null;
    const step = async () => {
      // They may have answered otherwise since the last try, and that counts.
      const safety = this.#next(told);
      if (safety === null) return;
      this.#sent = safety;
      await this.#doorway.send("safety.answer", { safety });
      told = safety;
    };
    let goesOn = true;
    while (goesOn && this.#next(told) !== null) goesOn = await turns.again(step);
    if (this.#turn === now) this.#turn = null;
  }

  /** What to tell now; null when there is nothing. @param {Safety | null} told what the server has just said yes to */
  #next(told) {
    const state = this.#state();
    const answer = answered(state);
    if (answer === null) this.#sent = null;
    if (!state.connected || state.view?.phase !== "waiting" || answer === told) return null;
    // A view from before what went out last is no reason to be silent about another answer.
    return untold(state) ?? (this.#sent === null || this.#sent === answer ? null : answer);
  }
}
