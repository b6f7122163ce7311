/** Tells the server that an end stood on this screen, once for each conversation. */

import { find } from "./state.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Turns } from "../shared/turns.js" */
/** @import { Ask } from "./courier.js" */
/** @import { Desk, DeskEvent } from "./state.js" */

export class Confirming {
  #store;
  #turns;
  #ask;
  /** Ends the server is being told of. @type {Set<string>} */
  #telling = new Set();

  /** @param {Store<Desk, DeskEvent>} store @param {Turns} turns @param {Ask} ask */
  constructor(store, turns, ask) {
    this.#store = store;
    this.#turns = turns;
    this.#ask = ask;
  }

  /** @param {string} conversation */
  async tell(conversation) {
    if (this.#telling.has(conversation)) return;
    this.#telling.add(conversation);
    const { now } = this.#turns;
    await this.#turns.again(async () => void (await this.#ask("end.confirm", { conversation })));
    this.#telling.delete(conversation);
    // Over another connection it is told again when the page is drawn next; a conversation the server forgot needs no telling.
    if (now === this.#turns.now && find(this.#store.state, conversation) !== null) {
      this.#store.dispatch({ type: "talk", conversation, event: { type: "shown" } });
    }
  }
}
