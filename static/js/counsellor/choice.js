/** The status that a counsellor pressed, until the server knows it. */

/** @import { Turns } from "../shared/turns.js" */
/** @import { Chosen as Status } from "../shared/shapes.js" */

export class Choice {
  #turns;
  #tell;
  #refused;
  /** The last one, however often it was pressed. @type {Status | null} */
  #pressed = null;
  #telling = false;

  /**
   * @param {Turns} turns
   * @param {(status: Status) => Promise<unknown>} tell
   * @param {() => void} refused the server does not want it
   */
  constructor(turns, tell, refused) {
    this.#turns = turns;
    this.#tell = tell;
    this.#refused = refused;
  }

  /** @param {Status} status */
  press(status) {
    this.#pressed = status;
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
      const status = this.#pressed;
      const done = await this.#turns.again(async () => void (await this.#tell(status)));
      if (now !== this.#turns.now) break;
      if (this.#pressed === status) this.#pressed = null;
      if (!done) this.#refused();
    }
    this.#telling = false;
    if (now !== this.#turns.now && this.#pressed !== null) await this.tell();
  }
}
