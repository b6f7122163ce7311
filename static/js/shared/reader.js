/** Reads a conversation until nothing of it is missing, one question at a time. What a lost log held is offered back first. */

import { needsOffer, position } from "./log.js";
import { parcels } from "./offering.js";
import { passes } from "./outbox.js";
import { refusal } from "./refusal.js";

/** @import { Log } from "./log.js" */
/** @import { Turns } from "./turns.js" */
/** @import { Stretch } from "./shapes.js" */
/** @import { Requests } from "./wire.js" */

/**
 * - `log`: as it is held now; null when it is not any more
 * - `wants`: whether something is missing and can be asked for now; false from `asked` until `wanted` or until more is missing
 * - `refused`: nobody will ever be told what is missing; false from then on too
 * - `asked` and the rest are reports: each has changed the log when it returns
 * @typedef {{
 *   log: () => Log | null, wants: () => boolean, turns: Pick<Turns, "again" | "rest" | "now">,
 *   ask: <E extends "log.sync" | "log.offer">(event: E, payload: Requests[E]["payload"]) => Promise<Requests[E]["answer"]>,
 *   asked: () => void, wanted: () => void, refused: () => void, offered: (given: Log) => void, read: (stretch: Stretch) => void,
 * }} ReaderPort
 */

/** What one answer did not close, another right after it would not either. */
const APART_MS = 500;
/** After these nothing of this conversation is taken from here. Any other refusal that stays is about the lines offered. */
const NOT_OURS = new Set(["gone", "not_assigned"]);

export class Reader {
  #port;
  /** @type {Promise<void> | null} */
  #going = null;

  /** @param {ReaderPort} port */
  constructor(port) {
    this.#port = port;
  }

  /** Something may be missing now. Ends when nothing is, or nobody can be asked. */
  async kick() {
    if (this.#going === null && this.#port.wants()) this.#going = this.#run();
    await this.#going;
  }

  async #run() {
    try {
      do await this.#once();
      while (this.#port.wants());
    } finally {
      // After a fault of the page's own the next hint must find somebody who reads.
      this.#going = null;
    }
  }

  async #once() {
    const { turns, refused, wants } = this.#port;
    const turn = turns.now;
    const done = (await this.#offer()) && (await turns.again(() => this.#read()));
    if (done && wants()) await turns.rest(APART_MS);
    // Whoever refused it for good is not asked again; what was cut short is.
    if (!done && turn === turns.now) refused();
  }

  /** Whether there is nothing to give back any more. */
  async #offer() {
    const log = this.#port.log();
    if (log === null || !needsOffer(log)) return true;
    for (const entries of parcels(log.entries)) {
      if (!(await this.#port.turns.again(() => this.#give(log, entries)))) return false;
    }
    this.#port.offered(log);
    return true;
  }

  /** @param {Log} log @param {object[]} entries */
  async #give({ conversation, epoch }, entries) {
    if (conversation === null || epoch === null) return;
    try {
      await this.#port.ask("log.offer", { conversation, epoch, entries });
    } catch (error) {
      const { code } = refusal(error);
      if (passes(code) || NOT_OURS.has(code)) throw error;
    }
  }

  async #read() {
    const log = this.#port.log();
    if (log === null || log.conversation === null) return;
    this.#port.asked();
    try {
      const answer = await this.#port.ask("log.sync", { conversation: log.conversation, position: position(log) });
      this.#port.read(answer.log);
    } catch (error) {
      if (passes(refusal(error).code)) this.#port.wanted();
      throw error;
    }
  }
}
