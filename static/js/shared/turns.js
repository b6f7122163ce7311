/** Doing something over the wire until it is done, for as long as the connection it was meant for lasts. */

import { passes } from "./outbox.js";
import { refusal } from "./refusal.js";
import { pauseFor } from "./sender.js";

/** @import { Refused } from "./refusal.js" */

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Turns {
  /** Which turn this is. */
  now = 0;
  #refused;
  #end = () => {};
  /** @type {Promise<void>} */
  #ended = this.#begin();

  /** @param {(code: string) => void} refused hears of a refusal that repeating cannot change */
  constructor(refused) {
    this.#refused = refused;
  }

  /** The connection is another now, or none: what the one before still wanted is dropped. */
  next() {
    this.now += 1;
    this.#end();
    this.#ended = this.#begin();
  }

  /** Wait for so long, or until the turn is over. @param {number} ms @returns {Promise<void>} */
  rest(ms) {
    return Promise.race([pause(ms), this.#ended]);
  }

  /**
   * Do this until it succeeds, with growing pauses. True when it did, false when the turn was over first or it was refused
   * for good.
   * @param {() => Promise<void>} step
   */
  async again(step) {
    const turn = this.now;
    for (let failures = 1; turn === this.now; failures += 1) {
      try {
        await step();
        return turn === this.now;
      } catch (error) {
        const refused = refusal(error);
        if (turn !== this.now) return false;
        if (!this.#passes(refused)) return false;
        await this.rest(pauseFor(refused, failures, Math.random()));
      }
    }
    return false;
  }

  /** @returns {Promise<void>} ends with the turn */
  #begin() {
    return new Promise((resolve) => (this.#end = resolve));
  }

  /** @param {Refused} refused */
  #passes({ code }) {
    const again = passes(code) && code !== "superseded" && code !== "not_arrived";
    if (!again) this.#refused(code);
    return again;
  }
}
