/**
 * The tabs of one browser: what is over in one must not be brought back by another, and whoever leaves by the exit leaves in all.
 *
 * Says nothing but which conversation, by its id, and whether it was the exit.
 */

/** @typedef {{ conversation: string | null, exit: boolean }} Over `conversation` is null where none was known */

export class Tabs {
  #channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tabs");

  /** @param {(over: Over) => void} heard */
  constructor(heard) {
    if (this.#channel === null) return;
    this.#channel.onmessage = ({ data }) => {
      const over = read(data);
      if (over !== null) heard(over);
    };
  }

  /** @param {Over} over */
  tell(over) {
    this.#channel?.postMessage(over);
  }

  /** Hear and say nothing more. */
  close() {
    this.#channel?.close();
    this.#channel = null;
  }
}

/** @param {unknown} data @returns {Over | null} */
function read(data) {
  if (typeof data !== "object" || data === null || !("conversation" in data) || !("exit" in data)) return null;
  const { conversation, exit } = data;
  if ((conversation !== null && typeof conversation !== "string") || typeof exit !== "boolean") return null;
  return { conversation, exit };
}
