/** A counsellor who only reloads the page is not said to be away. */

const AWAY_MS = 3_000;

export class AwayWatch {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #tell;

  /** @param {() => void} tell they have been away for a moment */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {boolean} away whether they are now */
  see(away) {
    clearTimeout(this.#timer);
    if (away) this.#timer = setTimeout(this.#tell, AWAY_MS);
  }
}
