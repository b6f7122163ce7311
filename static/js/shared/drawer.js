/**
 * The one thing a page of ours writes to the device: a ticket, for this tab only. With it a reload finds its place again.
 *
 * A browser that lets pages keep nothing is not refused: a reload then begins anew.
 */

export class Drawer {
  #key;

  /** @param {string} key */
  constructor(key) {
    this.#key = key;
  }

  /** What this tab keeps; null when there is nothing. */
  find() {
    try {
      return sessionStorage.getItem(this.#key);
    } catch {
      return null;
    }
  }

  /** @param {string} ticket */
  keep(ticket) {
    try {
      sessionStorage.setItem(this.#key, ticket);
    } catch {
      return;
    }
  }

  drop() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      return;
    }
  }
}
