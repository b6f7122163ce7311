/** Drives an outbox over a connection: one message at a time, again after a pause when it may not have arrived. */

import { next, passes } from "./outbox.js";
import { refusal } from "./refusal.js";

/** @import { Item, Outbox } from "./outbox.js" */
/** @import { Refused } from "./refusal.js" */
/** @import { Requests } from "./wire.js" */

/** @typedef {Requests["message.send"]["answer"]} Stored */
/**
 * What a sender needs: the outbox as it is now, one try over the wire, and somewhere to report to. Each report must have changed
 * the outbox (outbox.js: sent, answered, failed, refused) when it returns.
 * @template S what the server answers to what it has
 * @typedef {{
 *   outbox: () => Outbox,
 *   send: (item: Item) => Promise<S>,
 *   sent: (item: Item) => void,
 *   answered: (item: Item, stored: S) => void,
 *   failed: (item: Item, code: string) => void,
 *   refused: (item: Item, code: string) => void,
 * }} SenderPort
 */

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/** How long to wait after so many failures in a row. @param {number} failures from 1 @param {number} chance from 0 up to 1 */
export function pauseAfter(failures, chance) {
  const longest = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0;
  return longest / 2 + (longest / 2) * chance;
}

/** The server knows that this will not last, and people are looking at it. */
const SOON = new Set(["wait", "storage"]);
const SOON_MS = 2_000;

/** How long to wait after this refusal, the last of so many in a row. @param {Refused} refused @param {number} failures @param {number} chance */
export function pauseFor({ code, retryMs }, failures, chance) {
  const pause = retryMs ?? pauseAfter(failures, chance);
  return SOON.has(code) ? Math.min(pause, SOON_MS) : pause;
}

/** @template [S=Stored] */
export class Sender {
  #port;
  #ready = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {SenderPort<S>} port */
  constructor(port) {
    this.#port = port;
  }

  /** The server knows who speaks: send what waits, at once. */
  start() {
    this.#ready = true;
    this.#failures = 0;
    this.kick();
  }

  /** Send nothing until the next start. */
  pause() {
    this.#ready = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Something may wait now. */
  kick() {
    if (!this.#ready || this.#timer !== undefined) return;
    const item = next(this.#port.outbox());
    if (item !== null) void this.#send(item);
  }

  /** @param {Item} item */
  async #send(item) {
    this.#port.sent(item);
    try {
      const stored = await this.#port.send(item);
      this.#failures = 0;
      this.#port.answered(item, stored);
    } catch (error) {
      const refused = refusal(error);
      const { code } = refused;
      if (!passes(code)) {
        this.#failures = 0;
        this.#port.refused(item, code);
      } else {
        this.#port.failed(item, code);
        this.#rest(refused);
        return;
      }
    }
    this.kick();
  }

  /** @param {Refused} refused */
  #rest(refused) {
    if (!this.#ready) return;
    this.#failures += 1;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.kick();
      },
      pauseFor(refused, this.#failures, Math.random()),
    );
  }
}
