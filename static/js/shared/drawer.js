/**
 * All a page of ours writes to the device, for this tab only: a ticket, with which a reload finds its place again, and under it what was
 * said, sealed (kept.js).
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

  /** Whether it lies there now: there may be no room. @param {string} text */
  keep(text) {
    try {
      sessionStorage.setItem(this.#key, text);
    } catch {
      return false;
    }
    return true;
  }

  drop() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      return;
    }
  }
}

/** The key of every drawer that begins so. @param {string} start */
export function drawers(start) {
  try {
    return Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? "").filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

/** Empty every drawer whose key begins so, but for those that are spared. @param {string} start @param {(key: string) => boolean} [spared] */
export function emptyDrawers(start, spared = () => false) {
  for (const key of drawers(start)) if (!spared(key)) new Drawer(key).drop();
}
