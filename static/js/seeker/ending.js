/** The end as it stands on the screen: confirmed to the server, read for ten minutes, then wiped. */

/**
 * - `stands`: it does now, for the first time
 * - `confirm`: tell the server so; may be asked again
 * - `expire`: ten minutes have passed
 * @typedef {{ stands: (conversation: string) => void, confirm: (conversation: string) => void, expire: () => void }} Reading
 */

const READ_UNTIL_MS = 10 * 60_000;

export class Ending {
  /** Of which conversation. @type {string | null} */
  #conversation = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #expiry;
  #reading;

  /** @param {Reading} reading */
  constructor(reading) {
    this.#reading = reading;
  }

  /** Another conversation begins. */
  clear() {
    this.#conversation = null;
    clearTimeout(this.#expiry);
  }

  /** @param {string} conversation */
  stands(conversation) {
    if (this.#conversation !== null) return;
    this.#conversation = conversation;
    this.#expiry = setTimeout(() => this.#reading.expire(), READ_UNTIL_MS);
    this.#reading.stands(conversation);
    this.#reading.confirm(conversation);
  }

  /** The server may not have heard it. */
  repeat() {
    if (this.#conversation !== null) this.#reading.confirm(this.#conversation);
  }
}
