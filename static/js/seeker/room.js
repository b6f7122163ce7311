/** What a young person says about who is in the conversation with them: that a colleague may come, or that it is not to be this counsellor. */

/** @import { Doorway } from "./doorway.js" */
/** @import { Event } from "./state.js" */

export class Room {
  #doorway;
  #dispatch;
  /** Whom they do not want to go on with, until the server knows. @type {string | null} */
  #avoids = null;

  /** @param {Doorway} doorway @param {(event: Event) => void} dispatch */
  constructor(doorway, dispatch) {
    this.#doorway = doorway;
    this.#dispatch = dispatch;
  }

  /** They know that a colleague comes. @param {boolean} afresh who does not read what was said until now */
  welcome(afresh) {
    void this.#doorway.again("company.welcome", { afresh });
  }

  /** They want to talk with somebody else than this counsellor. @param {string} name */
  avoid(name) {
    this.#avoids = name;
    this.#dispatch({ type: "avoiding", avoiding: true });
    void this.tell();
  }

  /** Say it until the server knows. Call with every connection. */
  async tell() {
    const name = this.#avoids;
    if (name === null || !(await this.#doorway.again("counsellor.avoid", { name }))) return;
    this.#avoids = null;
    this.#dispatch({ type: "avoiding", avoiding: false });
  }

  /** The conversation is over here. */
  forget() {
    this.#avoids = null;
  }
}
