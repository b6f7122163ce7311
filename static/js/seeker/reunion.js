/** Asking for return words, and trying them, over the wire: again while that may help, for as long as this page is about the same visit. */

import { passes } from "../shared/outbox.js";
import { Refused, refusal } from "../shared/refusal.js";
import { pauseFor } from "../shared/sender.js";
import { pause } from "../shared/turns.js";

/** @import { Language } from "../shared/shapes.js" */
/** @import { Requests } from "../shared/wire.js" */
/** @import { Doorway } from "./doorway.js" */
/** @import { WordsEvent } from "./words.js" */

const TRIES = 4;

export class Reunion {
  #doorway;
  #hear;
  /** Which visit this is. */
  #turn = 0;
  /** Whether the server has been asked and has not answered: pressed twice is asked once. */
  #asks = false;

  /** @param {Doorway} doorway @param {(event: WordsEvent) => void} hear */
  constructor(doorway, hear) {
    this.#doorway = doorway;
    this.#hear = hear;
  }

  /** Words for the conversation that has just ended. @param {Language} language */
  async ask(language) {
    const { ticket } = this.#doorway;
    if (ticket === null) this.#hear({ type: "words_refused", code: "offline" });
    else await this.#until("words.ask", { ticket, language }, (given) => this.#hear({ type: "words_given", given }));
  }

  /** Words of an earlier conversation. @param {string} words as they were typed */
  async use(words) {
    await this.#until("words.use", { words }, ({ found }) => this.#hear({ type: "words_tried", found }));
  }

  /** The visit is over: what was asked is not heard any more. */
  drop() {
    this.#turn += 1;
    this.#asks = false;
  }

  /**
   * @template {"words.ask" | "words.use"} E
   * @param {E} event @param {Requests[E]["payload"]} payload @param {(answer: Requests[E]["answer"]) => void} then
   */
  async #until(event, payload, then) {
    if (this.#asks) return;
    this.#asks = true;
    const turn = this.#turn;
    for (let tries = 1; turn === this.#turn && this.#asks; tries += 1) {
      const answer = await this.#doorway.send(event, payload).catch(refusal);
      if (turn !== this.#turn) return;
      if (!(answer instanceof Refused)) {
        this.#asks = false;
        then(answer);
      } else if (tries === TRIES || !passes(answer.code)) {
        this.#asks = false;
        this.#hear({ type: "words_refused", code: answer.code });
      } else {
        await pause(pauseFor(answer, tries, Math.random()));
      }
    }
  }
}
