/** What a counsellor pressed, a status or a wish, until the server knows it. */

/** @import { Turns } from "../shared/turns.js" */
/** @import { Chosen as Status } from "../shared/shapes.js" */

/** @template {string} [C=Status] */
export class Choice {
  #turns;
  #tell;
  #refused;
  /** The last one, however often it was pressed. @type {C | null} */
  #pressed = null;
  #telling = false;

  /**
   * @param {Turns} turns
   * @param {(pressed: C) => Promise<unknown>} tell
   * @param {() => void} refused the server does not want it
   */
  constructor(turns, tell, refused) {
    this.#turns = turns;
    this.#tell = tell;
    this.#refused = refused;
  }

  /** @param {C} pressed */
  press(pressed) {
    this.#pressed = pressed;
  }

  forget() {
    this.#pressed = null;
  }

  /** Say it for as long as there is this seat; over another connection it is said again once there is one. */
  async tell() {
    if (this.#telling) return;
    this.#telling = true;
    const { now } = this.#turns;
    while (this.#pressed !== null && now === this.#turns.now) {
      const pressed = this.#pressed;
      const done = await this.#turns.again(async () => void (await this.#tell(pressed)));
      if (now !== this.#turns.now) break;
      if (this.#pressed === pressed) this.#pressed = null;
      if (!done) this.#refused();
    }
    this.#telling = false;
    if (now !== this.#turns.now && this.#pressed !== null) await this.tell();
  }
}
