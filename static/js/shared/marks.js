/** Tells the other side how far this screen came: high-water marks, at most one report every 2 s. */

import { passes } from "./outbox.js";
import { refusal } from "./refusal.js";

/** @import { Marks as Reached } from "./log.js" */

const REPORT_EVERY_MS = 2_000;

export class Marks {
  /** @type {Reached} */
  #reached = { delivered: 0, seen: 0 };
  /** @type {Reached} */
  #told = { delivered: 0, seen: 0 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #tell;

  /** @param {(reached: Reached) => Promise<unknown>} tell sends mark.set; what did not get through goes with the next report */
  constructor(tell) {
    this.#tell = tell;
  }

  /** What is open on this screen, and what was in view. @param {number} delivered @param {number} seen */
  reach(delivered, seen) {
    this.#reached = { delivered: Math.max(this.#reached.delivered, delivered), seen: Math.max(this.#reached.seen, seen) };
    if (this.#timer === undefined && this.#isNews()) this.#report();
  }

  /** The server may have missed something: tell it again. */
  repeat() {
    this.#told = { delivered: 0, seen: 0 };
    this.reach(0, 0);
  }

  /** Report nothing more. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = this.#reached;
  }

  #isNews() {
    return this.#reached.delivered > this.#told.delivered || this.#reached.seen > this.#told.seen;
  }

  #report() {
    const reached = this.#reached;
    this.#told = reached;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isNews()) this.#report();
    }, REPORT_EVERY_MS);
    this.#tell(reached).catch((error) => {
      if (passes(refusal(error).code)) this.#told = { delivered: 0, seen: 0 };
    });
  }
}
