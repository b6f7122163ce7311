/** Tells the other side how far this screen came: high-water marks of one life of the log, at most one report every 2 s. */

import { passes } from "./outbox.js";
import { refusal } from "./refusal.js";

/** @import { Log, Marks as Reached } from "./log.js" */

const REPORT_EVERY_MS = 2_000;
/** @type {Reached} */
const NONE = { delivered: 0, seen: 0 };

export class Marks {
  /** @type {Reached} */
  #reached = NONE;
  /** @type {Reached} */
  #told = NONE;
  /** Which life of the log they count in. @type {string | null} */
  #epoch = null;
  #waits = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #tell;

  /** @param {(reached: Reached & { epoch: string }) => Promise<unknown>} tell sends mark.set; what did not get through goes with the next report */
  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * What is open on this screen, and what was in view. In a new life of the log all begins again; while one is awaited nothing is
   * said, for the lines here are not those it counts.
   * @param {Log} log @param {number} delivered @param {number} seen
   */
  reach(log, delivered, seen) {
    if (!this.#counts(log)) return;
    this.#reached = { delivered: Math.max(this.#reached.delivered, delivered), seen: Math.max(this.#reached.seen, seen) };
    this.#kick();
  }

  /** The server may have missed something: tell it again. @param {Log} log */
  repeat(log) {
    this.#told = NONE;
    if (this.#counts(log)) this.#kick();
  }

  /** Report nothing more. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = this.#reached;
  }

  /** Whether these marks are about the log as the server has it. @param {Log} log */
  #counts({ anew, epoch }) {
    this.#waits = anew !== null;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#reached = NONE;
      this.#told = NONE;
    }
    return !this.#waits;
  }

  #kick() {
    if (this.#timer === undefined && this.#isNews()) this.#report();
  }

  #isNews() {
    return !this.#waits && (this.#reached.delivered > this.#told.delivered || this.#reached.seen > this.#told.seen);
  }

  #report() {
    const reached = this.#reached;
    const epoch = this.#epoch;
    if (epoch === null) return;
    this.#told = reached;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isNews()) this.#report();
    }, REPORT_EVERY_MS);
    this.#tell({ ...reached, epoch }).catch((error) => {
      if (passes(refusal(error).code)) this.#told = NONE;
    });
  }
}
