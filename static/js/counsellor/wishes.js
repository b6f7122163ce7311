/** Whether a counsellor wishes for help with each conversation, told until the server knows it. */

import { Choice } from "./choice.js";

/** @import { Turns } from "../shared/turns.js" */
/** @typedef {"help.ask" | "help.call_off"} Wish */

export class Wishes {
  #turns;
  #tell;
  #refused;
  /** @type {Map<string, Choice<Wish>>} */
  #of = new Map();

  /**
   * @param {Turns} turns
   * @param {(wish: Wish, conversation: string) => Promise<unknown>} tell
   * @param {(conversation: string) => void} refused the server does not want it
   */
  constructor(turns, tell, refused) {
    this.#turns = turns;
    this.#tell = tell;
    this.#refused = refused;
  }

  /** The last one counts, however often it was pressed. @param {string} conversation @param {Wish} wish */
  press(conversation, wish) {
    const choice =
      this.#of.get(conversation) ??
      new Choice(
        this.#turns,
        (one) => this.#tell(one, conversation),
        () => this.#refused(conversation),
      );
    this.#of.set(conversation, choice);
    choice.press(wish);
  }

  /** Say all that the server may not know, once there is a seat. */
  tell() {
    for (const choice of this.#of.values()) void choice.tell();
  }

  forget() {
    for (const choice of this.#of.values()) choice.forget();
    this.#of.clear();
  }
}
